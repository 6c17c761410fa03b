"""A scan that came with a form need not be chosen again when the form is refused."""

import re
from datetime import date, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.utils import timezone

from registry import clock
from registry.actions.kept_uploads import MOST_OF_AUTHOR, keep_upload, uploads_of
from registry.enums import Role
from registry.models import Act, KeptUpload
from tests.factories import ActFactory
from tests.registry.test_act_screens import ORDER, PDF

ADD = "/acts/new/"


@pytest.fixture(autouse=True)
def today():
    with clock.as_at(date(2026, 11, 20)):
        yield


def typed(district, **changes) -> dict:
    return {**ORDER, "issuer": f"o{district.school.pk}", **changes}


def scan(content: bytes = PDF, name: str = "приказ.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


@pytest.fixture
def head(as_role):
    return as_role(Role.HEAD)


@pytest.fixture
def token(district, head) -> str:
    """Of the scan of a form that was refused because the title is missing."""
    page = head.post(ADD, typed(district, title="", scan=scan())).content.decode()
    assert "Файл «приказ.pdf» портал сохранил (скан)" in page
    return re.search(r'name="kept-upload" value="([^"]+)"', page)[1]


def test_the_scan_of_a_refused_form_is_saved_with_the_next_attempt(district, head, token):
    kept = KeptUpload.objects.get()
    head.post(ADD, typed(district, **{"kept-upload": token}))

    with Act.objects.get().scan.open() as saved:
        assert saved.read() == PDF
    assert not KeptUpload.objects.exists()
    assert not default_storage.exists(kept.file.name)


def test_it_survives_a_second_refusal(district, head, token):
    again = head.post(ADD, typed(district, number="", **{"kept-upload": token})).content.decode()
    assert f'value="{token}"' in again
    head.post(ADD, typed(district, **{"kept-upload": token}))
    assert Act.objects.get().scan


def test_another_file_takes_its_place_and_a_dropped_one_is_gone(district, head, token):
    head.post(ADD, typed(district, number="", scan=scan(PDF + b"2"), **{"kept-upload": token}))
    other = KeptUpload.objects.get().token
    assert other != token
    head.post(ADD, typed(district, **{"kept-upload": other, "drop-upload": other}))
    assert not Act.objects.get().scan
    assert not KeptUpload.objects.exists()


def test_nobody_else_and_no_other_page_gets_it(district, as_role, head, token):
    curator = as_role(Role.CURATOR)
    curator.post(ADD, typed(district, number="1", **{"kept-upload": token}))
    head.post(f"/acts/{Act.objects.get().pk}/edit/", typed(district, number="1", **{"kept-upload": token}))
    assert not Act.objects.get().scan
    assert KeptUpload.objects.get().token == token


def test_what_is_no_scan_is_not_kept(district, head):
    page = head.post(ADD, typed(district, title="", scan=scan(b"MZ\x90"))).content.decode()
    assert not KeptUpload.objects.exists()
    assert "kept-upload" not in page


def test_a_refused_activation_keeps_the_scan_too(district, head, token):
    """An action that refuses shows the form again, as a form that is wrong does."""
    ActFactory(organisation=district.school, number="12-ОД", dated=date(2026, 9, 1))
    assert "уже есть в реестре" in head.post(ADD, typed(district, **{"kept-upload": token})).content.decode()
    assert KeptUpload.objects.get().token == token


def test_files_nobody_came_back_to_are_deleted(token):
    kept = KeptUpload.objects.get()
    three_days, minute = timedelta(days=3), timedelta(minutes=1)
    named = {"address": kept.address, "tokens": [token]}
    KeptUpload.objects.update(kept_at=timezone.now() - three_days + minute)
    call_command("remove_kept_uploads", stdout=StringIO())
    assert uploads_of(kept.author, **named).get() == kept
    KeptUpload.objects.update(kept_at=timezone.now() - three_days - minute)
    assert not uploads_of(kept.author, **named).exists()
    call_command("remove_kept_uploads", stdout=StringIO())
    assert not KeptUpload.objects.exists()
    assert not default_storage.exists(kept.file.name)


def test_a_field_or_an_address_longer_than_any_of_the_portal_keeps_nothing(head, district):
    assert head.post(ADD, {"title": "", "s" * 300: scan()}).status_code == 200
    long, by = f"/{'a' * 600}/", district.member(Role.HEAD)
    assert keep_upload(field="scan", upload=scan(), address=long, room="registry", by=by) is None
    assert not KeptUpload.objects.exists()


def test_a_nul_in_the_name_of_a_file_field_is_refused(head):
    assert head.post(ADD, {"title": "", "sc\0an": scan()}).status_code == 400


def test_the_oldest_file_of_an_author_goes_when_too_many_wait(district, head):
    for number in range(MOST_OF_AUTHOR + 1):
        head.post(ADD, typed(district, title="", scan=scan(name=f"{number}.pdf")))

    waiting = [kept.name for kept in KeptUpload.objects.order_by("pk")]
    assert waiting == [f"{number}.pdf" for number in range(1, MOST_OF_AUTHOR + 1)]


def test_every_form_that_takes_a_file_names_what_is_kept():
    takers = [
        (template, text)
        for template in (Path(settings.BASE_DIR) / "templates").rglob("*.html")
        if "multipart/form-data" in (text := template.read_text(encoding="utf-8"))
    ]
    assert takers
    assert not [template for template, text in takers if "components/kept_uploads.html" not in text]
