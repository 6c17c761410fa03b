"""The scan of a signed act: attached and replaced by those who issue orders."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from registry.enums import Role
from tests.factories import ActFactory
from tests.scan_files import PDF, pdf
from tests.signature_files import SIGNATURE


@pytest.fixture
def act(district):
    return ActFactory(organisation=district.school)


def scan(content=PDF, name="приказ.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_the_act_s_page_leads_to_the_upload_and_then_to_the_file(act, as_role):
    curator = as_role(Role.CURATOR)
    url = f"/acts/{act.pk}/scan/new/"
    assert url in curator.get(f"/acts/{act.pk}/").content.decode()

    response = curator.post(url, {"scan": scan()})

    assert response.headers["Location"] == f"/acts/{act.pk}/"
    assert b"".join(curator.get(f"/acts/{act.pk}/scan/").streaming_content) == PDF
    page = curator.get(f"/acts/{act.pk}/").content.decode()
    assert "не приложен" not in page
    assert "Скан приложен" in page


def test_a_replaced_scan_stays_in_the_history(act, as_role):
    head = as_role(Role.HEAD)
    for content in (PDF, pdf("again")):
        assert head.post(f"/acts/{act.pk}/scan/new/", {"scan": scan(content)}).status_code == 302

    act.refresh_from_db()
    newest, former, _ = act.history.all()
    assert (newest.history_change_reason, former.history_change_reason) == ("Скан заменён", "Скан приложен")
    assert newest.history_user is not None
    assert newest.scan == act.scan.name
    with act.scan.storage.open(str(former.scan)) as kept:
        assert kept.read() == PDF


def test_a_signature_is_added_to_the_scan_that_is_there(act, as_role):
    head = as_role(Role.HEAD)
    head.post(f"/acts/{act.pk}/scan/new/", {"scan": scan()})

    head.post(f"/acts/{act.pk}/scan/new/", {"signature": SimpleUploadedFile("приказ.sig", SIGNATURE)})

    act.refresh_from_db()
    assert (bool(act.scan), bool(act.signature)) == (True, True)
    assert act.history.first().history_change_reason == "Электронная подпись приложена"
    assert "подписан электронной подписью" in head.get(f"/acts/{act.pk}/").content.decode()


@pytest.mark.parametrize("wrong", [scan(b"MZ\x90"), scan(b"MZ\x90 %PDF-1.7"), None])
def test_only_a_scan_is_taken(wrong, act, as_role):
    response = as_role(Role.CURATOR).post(f"/acts/{act.pk}/scan/new/", {"scan": wrong or ""})

    assert "scan" in response.context["form"].errors
    act.refresh_from_db()
    assert not act.scan


def test_an_act_of_the_municipality_gets_its_scan_from_its_officers(district, as_role):
    act = ActFactory(organisation=None, municipality=district.municipality)

    assert as_role(Role.ADMIN).post(f"/acts/{act.pk}/scan/new/", {"scan": scan()}).status_code == 302
    assert as_role(Role.COORDINATOR).get(f"/acts/{act.pk}/scan/new/").status_code == 403
    assert as_role(Role.CURATOR).get(f"/acts/{act.pk}/scan/new/").status_code == 404


def test_who_issues_no_orders_is_offered_no_upload(act, as_role):
    council = as_role(Role.COUNCIL)

    assert "scan/new/" not in council.get(f"/acts/{act.pk}/").content.decode()
    assert council.post(f"/acts/{act.pk}/scan/new/", {"scan": scan()}).status_code == 403
