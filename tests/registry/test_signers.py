"""A signature file whose certificate names another person than the act: asked about; no mark until decided."""

from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from registry import clock
from registry.enums import Role
from registry.models import Act
from registry.papers.signature_files import SignatureFacts
from reports.documents.signature_mark import mark_in_stamp, mark_of_document
from tests.factories import ActFactory
from tests.registry.test_act_screens import PDF, values
from tests.signature_files import SIGNATURE

OWNER, OTHER = "Дубровина Ульяна Олеговна", "Петров П. П., директор"


@pytest.fixture(autouse=True)
def today():
    with clock.as_at(date(2026, 11, 20)):
        yield


@pytest.fixture
def act(district) -> Act:
    return ActFactory(organisation=district.school, number="12/А-ОД", signatory=OTHER)


def signed() -> SimpleUploadedFile:
    return SimpleUploadedFile("приказ.sig", SIGNATURE)


@pytest.mark.parametrize(
    ("signatory", "other"),
    [
        ("Дубровина У. О., директор", False),
        ("У. О. ДУБРОВИНА", False),
        ("директор Дубровина Ульяна Олеговна", False),
        ("директор школы Дубровина", False),
        ("Глава района", False),
        ("", False),
        ("Петров П. П.", True),
        ("Дубровина А. О.", True),
        ("Дубровина Анна Олеговна", True),
        ("Дубровина Ульяна Петровна", True),
        ("Петров", True),
    ],
)
def test_a_line_names_the_owner_nobody_or_another(signatory, other):
    assert SignatureFacts(owner=OWNER).names_another_than(signatory) is other


@pytest.mark.parametrize(
    "owner",
    [
        "ПЕТРОВ ПЁТР ПЕТРОВИЧ",
        "ПЕТРОВ Пётр",
        "петров пётр петрович",
        "Petrov Petr Petrovich",
        "Петров П.П.",
        "Петров Пётр",
    ],
)
@pytest.mark.parametrize("signatory", ["Дубровина У. О., директор", "директор Дубровина Ульяна"])
def test_another_owner_is_seen_however_the_two_names_are_written(owner, signatory):
    assert SignatureFacts(owner=owner).names_another_than(signatory)


@pytest.mark.parametrize("owner", ["ДУБРОВИНА УЛЬЯНА ОЛЕГОВНА", "Дубровина У.О.", "дубровина ульяна олеговна"])
@pytest.mark.parametrize("signatory", ["Дубровина У. О., директор", "директор Дубровина Ульяна"])
def test_the_owner_is_known_however_the_name_is_written(owner, signatory):
    assert not SignatureFacts(owner=owner).names_another_than(signatory)


@pytest.mark.parametrize(
    ("line", "signatory"),
    [
        ("Директор Петрова И. И.", f"Директор {OWNER}"),
        ("И. И. Петрова, и. о. директора", f"{OWNER}, и. о. директора"),
        ("Петрова Анна Ивановна, заместитель директора", f"{OWNER}, заместитель директора"),
        ("Директор Анна Ивановна Петрова", f"Директор {OWNER}"),
        ("Директор Петрова", OWNER),
    ],
)
def test_the_post_stays_where_the_name_is_of_the_signature(line, signatory):
    assert SignatureFacts(owner=OWNER).owner_with_post_of(line) == signatory


@pytest.mark.parametrize("owner", ["МБОУ «Заречная СОШ»", "АДМИНИСТРАЦИЯ ЗАРЕЧНОГО РАЙОНА", "МБОУ ЗАРЕЧНАЯ СОШ"])
def test_a_certificate_of_an_organisation_contradicts_nobody(owner):
    assert not SignatureFacts(owner=owner).names_another_than(OTHER)


@pytest.mark.parametrize(
    ("answer", "signatory", "confirmed"),
    [("take", f"{OWNER}, директор", ""), ("keep", OTHER, f"в подписи — {OWNER}, в карточке — {OTHER}")],
)
def test_who_has_signed_is_asked_when_the_act_is_entered(answer, signatory, confirmed, district, as_role):
    head = as_role(Role.HEAD)
    typed = values(district, signatory=OTHER)

    page = head.post("/acts/new/", {**typed, "signature": signed()})
    assert f"В подписи — {OWNER}, в карточке документа — {OTHER}. Это верно?" in page.content.decode()
    assert not Act.objects.exists()

    assert head.post("/acts/new/", {**typed, "signature": signed(), "signer": answer}).status_code == 302
    act = Act.objects.get()
    assert (act.signatory, act.signer_confirmed) == (signatory, confirmed)
    assert mark_of_document(act)


@pytest.mark.parametrize("address", ["/acts/new/", "/acts/{}/scan/new/"])
def test_another_file_may_be_chosen_instead(address, district, act, as_role):
    head, before = as_role(Role.HEAD), Act.objects.count()
    typed = values(district, signatory=OTHER, signature=signed(), signer="other")

    page = head.post(address.format(act.pk), typed)

    assert "Приложите другой файл подписи" in page.content.decode()
    assert "портал сохранил" not in page.content.decode()  # the wrong one is not given back
    assert (Act.objects.count(), bool(Act.objects.get(pk=act.pk).signature)) == (before, False)


def test_a_file_added_afterwards_is_asked_about_too(act, as_role):
    head, address = as_role(Role.HEAD), f"/acts/{act.pk}/scan/new/"

    assert "Это верно?" in head.post(address, {"signature": signed()}).content.decode()
    head.post(address, {"signature": signed(), "signer": "keep"})

    act.refresh_from_db()
    assert (act.signatory, bool(mark_of_document(act))) == (OTHER, True)
    head.post(address, {"scan": SimpleUploadedFile("приказ.pdf", PDF)})  # of the same two names nothing is asked again
    act.refresh_from_db()
    assert (bool(act.scan), act.signer_confirmed != "") == (True, True)


def test_what_nobody_has_confirmed_is_no_mark(act, as_role):
    """Files that were attached before the question was asked; the answer is worth nothing for another name."""
    act.signature.save("приказ.sig", ContentFile(SIGNATURE))
    assert (mark_of_document(act), mark_in_stamp(act)) == ([], [])
    head = as_role(Role.HEAD)
    page = head.get(f"/acts/{act.pk}/").content.decode()
    assert "подписан электронной подписью" not in page
    assert "Пока не решено, кто подписал, отметка о подписи не печатается" in page

    assert head.post(f"/acts/{act.pk}/scan/new/", {"signer": "keep"}).status_code == 302
    act.refresh_from_db()
    assert mark_in_stamp(act)
    Act.objects.filter(pk=act.pk).update(signatory="Сидорова А. Л.")
    act.refresh_from_db()
    assert mark_in_stamp(act) == []


def test_nothing_is_confirmed_where_there_is_no_signature(act):
    with pytest.raises(IntegrityError, match="registry_act_confirmed_signature"), transaction.atomic():
        Act.objects.filter(pk=act.pk).update(signer_confirmed="так")
