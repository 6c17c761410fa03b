"""What somebody may try with files of acts, issued papers and joined cards: refused in words, never a crash."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from mentoring.enums import PairStatus
from mentoring.models import Pair
from registry import clock
from registry.actions.merging import merge_people
from registry.enums import ClassOutcome, Role
from registry.models import ClassMove, ClassTransfer, Person, PersonMerge
from reports.enums import IssuedStatus
from reports.models import IssuedDocument, PaperDraft
from tests.factories import (
    ActFactory,
    MenteeFactory,
    MentorFactory,
    OrganisationFactory,
    PairFactory,
    PersonFactory,
    member,
)
from tests.posting import post_as_shown
from tests.reports.paper_makers import (
    agreed_pair,
    begun_order,
    issued_order,
    school_with_policy,
    signed_in,
    typed_order,
)
from tests.scan_files import JPEG, PDF, PNG
from tests.signature_files import SIGNATURE

pytestmark = pytest.mark.django_db
DAY = date(2026, 9, 1)


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock.as_at(DAY):
        yield


@pytest.fixture
def school():
    return school_with_policy()


@pytest.fixture
def head(school) -> Client:
    return signed_in(member(Role.HEAD, organisation=school))


@pytest.fixture
def document(school) -> IssuedDocument:
    return issued_order(school)


def outsiders(school) -> list[Client]:
    """The head of another school of the municipality, and the head and the admin of another municipality."""
    neighbour, far = OrganisationFactory(municipality=school.municipality), school_with_policy()
    heads = [member(Role.HEAD, organisation=organisation) for organisation in (neighbour, far)]
    return [signed_in(user) for user in (*heads, member(Role.ADMIN, municipality=far.municipality))]


def file_of(content: bytes, name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


# --- files ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["scan", "signature"])
def test_a_file_that_the_storage_has_lost_is_no_crash(school, head, kind):
    act = ActFactory(organisation=school, dated=DAY)
    head.post(f"/acts/{act.pk}/scan/new/", {"scan": file_of(PDF, "a.pdf"), "signature": file_of(SIGNATURE, "a.sig")})
    act.refresh_from_db()
    getattr(act, kind).storage.delete(getattr(act, kind).name)
    assert head.get(f"/acts/{act.pk}/").status_code == 200
    assert head.get(f"/acts/{act.pk}/edit/").status_code == 200
    assert head.get(f"/acts/{act.pk}/scan/new/").status_code == 200
    assert head.get(f"/acts/{act.pk}/{kind}/").status_code == 404


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (PDF, "a.sig"), (b"", "a.sig"), (b"<script>alert(1)</script>", "a.p7s"), (SIGNATURE[:40], "a.sig"),
        (SIGNATURE[:200], "a.sig"), (b"\x30\x84\xff\xff\xff\xff" + SIGNATURE[4:], "a.sig"),
        (b"\x30\x80" * 5000, "a.sig"),
        (b"-----BEGIN PKCS7-----\n***\n-----END PKCS7-----", "a.pem"), (PNG, "a.p7m"), (b"\0" * 100_000, "a.sig"),
        (b"PK\x03\x04" + b"\0" * 60, "a.zip"), (SIGNATURE, "../../etc/passwd"), (SIGNATURE, "a.html"),
        (SIGNATURE, "a" * 300 + ".sig"),
        (SIGNATURE, "a\0.sig"), (SIGNATURE, "a"),
    ],
)  # fmt: skip
def test_files_of_other_kinds_as_a_signature(school, head, content, name):
    act = ActFactory(organisation=school, dated=DAY)
    page = head.post(f"/acts/{act.pk}/scan/new/", {"scan": file_of(PDF, "a.pdf"), "signature": file_of(content, name)})
    act.refresh_from_db()
    if page.status_code == 200:
        assert page.context["form"].errors
        assert not act.signature
    else:
        assert content == SIGNATURE
        assert act.signature.name.endswith((".sig", ".p7s")), act.signature.name
        answer = head.get(f"/acts/{act.pk}/signature/")
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        answer.close()


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (JPEG, "a.pdf"),
        (PDF, "a.jpg"),
        (PDF, "a.exe"),
        (b"%PDF-", "a.pdf"),
        (b"GIF89a" + b"\0" * 50, "a.png"),
        (PDF[:20] + b"<script>", "a.pdf"),
    ],
)
def test_files_of_other_kinds_as_a_scan(school, head, content, name):
    act = ActFactory(organisation=school, dated=DAY)
    page = head.post(f"/acts/{act.pk}/scan/new/", {"scan": file_of(content, name)})
    assert page.status_code in (200, 302)
    act.refresh_from_db()
    if act.scan:
        assert act.scan.name.endswith((".pdf", ".jpg", ".png"))


@pytest.mark.parametrize("what", ["", "scan/", "signature/", "scan/new/", "edit/", "cancel/", "remove/"])
def test_files_of_a_foreign_act(school, head, what):
    act = ActFactory(organisation=school, dated=DAY)
    head.post(f"/acts/{act.pk}/scan/new/", {"scan": file_of(PDF, "a.pdf"), "signature": file_of(SIGNATURE, "a.sig")})
    for outsider in outsiders(school):
        assert outsider.get(f"/acts/{act.pk}/{what}").status_code == 404, what
        assert outsider.post(f"/acts/{act.pk}/{what}", {}).status_code in (404, 405), what
    reader = signed_in(member(Role.COUNCIL, organisation=school))
    if what in ("scan/new/", "edit/", "cancel/"):
        assert reader.get(f"/acts/{act.pk}/{what}").status_code == 403, what
        assert reader.post(f"/acts/{act.pk}/{what}", {}).status_code == 403, what


# --- papers ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("what", ["", "pdf/", "signed/", "cancel/", "supersede/"])
def test_a_foreign_paper(school, document, what):
    for outsider in outsiders(school):
        assert outsider.get(f"/documents/{document.pk}/{what}").status_code in (404, 405), what
        assert outsider.post(f"/documents/{document.pk}/{what}", {"reason": "Чужое"}).status_code in (404, 405), what
    document.refresh_from_db()
    assert document.status == IssuedStatus.IN_FORCE


@pytest.mark.parametrize("role", [Role.COUNCIL, Role.OPERATOR, Role.COORDINATOR])
@pytest.mark.parametrize("what", ["cancel/", "supersede/"])
def test_a_paper_is_taken_out_of_force_only_with_the_right(school, document, role, what):
    municipal = role == Role.COORDINATOR
    client = signed_in(
        member(role, municipality=school.municipality) if municipal else member(role, organisation=school)
    )
    assert client.post(f"/documents/{document.pk}/{what}", {"reason": "Ошибка"}).status_code == 403
    document.refresh_from_db()
    assert document.status == IssuedStatus.IN_FORCE


def test_a_paper_is_cancelled_twice_from_two_pages(school, head, document):
    Pair.objects.update(status=PairStatus.COMPLETED, ended_on=DAY)
    with clock.as_at(DAY + timedelta(days=2)):
        for reason in ("Описка", "Другая причина"):
            page = post_as_shown(head, f"/documents/{document.pk}/cancel/", {"reason": reason}, follow=True)
            assert page.status_code == 200
    assert "уже" in page.content.decode()
    document.refresh_from_db()
    assert document.status_reason == "Описка"
    page = head.get(f"/documents/{document.pk}/cancel/", follow=True)
    assert page.status_code in (200, 403), page
    assert 'name="reason"' not in page.content.decode()


def test_a_cancelled_paper_is_not_replaced(school, head, document):
    Pair.objects.update(status=PairStatus.COMPLETED, ended_on=DAY)
    with clock.as_at(DAY + timedelta(days=2)):
        post_as_shown(head, f"/documents/{document.pk}/cancel/", {"reason": "Описка"})
        page = head.post(f"/documents/{document.pk}/supersede/", follow=True)
    assert page.status_code in (200, 403, 404)
    assert IssuedDocument.objects.count() == 1
    assert not PaperDraft.objects.exists()


def test_a_draft_of_another_and_a_paper_issued_twice(school, head):
    check = begun_order(head, school, agreed_pair(school))
    for outsider in outsiders(school):
        for address in ("", "edit/", "text/", "draft.pdf"):
            assert outsider.get(f"{check}{address}").status_code == 404, address
        assert outsider.post(f"{check}issue/", {}).status_code == 404
    page = head.get(check).context
    sent = {"fingerprint": page["fingerprint"], **({"confirmed": "on"} if page["question"] else {})}
    for _ in range(2):
        assert head.post(f"{check}issue/", sent, follow=True).status_code == 200
    assert IssuedDocument.objects.count() == 1
    assert head.post(f"{check}edit/", typed_order(number="9"), follow=True).status_code in (200, 404)
    assert IssuedDocument.objects.get().number == "135/1"


@pytest.mark.parametrize("sent", [{}, {"fingerprint": ""}, {"fingerprint": "я" * 5000}])
def test_nothing_is_issued_without_the_page_that_was_checked(school, head, sent):
    check = begun_order(head, school, agreed_pair(school))
    assert head.post(f"{check}issue/", {**sent, "confirmed": "on"}, follow=True).status_code == 200
    assert not IssuedDocument.objects.exists()


def test_pairs_of_another_school_in_the_form_of_an_order(school, head):
    foreign = agreed_pair(school_with_policy())
    answer = head.post(reverse("reports:paper_start", args=["orders", school.pk]), typed_order(foreign))
    assert answer.status_code == 200
    assert answer.context["form"].errors["pairs"]


# --- the undoing of a joining ---------------------------------------------------------------------


def joined(school, client_user, survivor: Person, absorbed: Person) -> PersonMerge:
    return merge_people(survivor=survivor, absorbed=absorbed, choices={}, by=client_user)


def two_cards(school) -> list[Person]:
    names = {"organisation": school, "first_name": "Мария", "middle_name": "Сергеевна"}
    return [PersonFactory(last_name=last, **names) for last in ("Берёзкина", "Березкина")]


def test_a_joining_is_undone_by_who_may_and_once(school, head):
    by = member(Role.HEAD, organisation=school)
    merge = joined(school, by, *two_cards(school))
    address = reverse("registry:merge_undo", args=[merge.pk])
    for outsider in outsiders(school):
        assert outsider.post(address).status_code == 404
    assert signed_in(member(Role.COUNCIL, organisation=school)).post(address).status_code == 403
    assert Person.objects.filter(merged_into__isnull=False).exists()
    assert head.post(address, follow=True).status_code == 200
    again = head.post(address, follow=True)
    assert "уже отменено" in again.content.decode()
    assert head.get(address).status_code == 200


def test_a_joining_is_undone_after_pairs_that_would_be_doubles(school, head):
    """The absorbed card's pair moves back; meanwhile the survivor has got another of the same two."""
    by = member(Role.HEAD, organisation=school)
    survivor, absorbed = two_cards(school)
    mentees = [MenteeFactory(person=person) for person in (survivor, absorbed)]
    mentor = MentorFactory(person__organisation=school)
    pair = PairFactory(organisation=school, mentor=mentor, mentee=mentees[1], starts_on=DAY, ends_on=date(2026, 12, 31))
    merge = joined(school, by, survivor, absorbed)
    PairFactory(
        organisation=school, mentor=mentor, mentee=Pair.objects.get(pk=pair.pk).mentee, form=pair.form,
        starts_on=date(2027, 1, 1), ends_on=date(2027, 5, 31),
    )  # fmt: skip
    page = head.post(reverse("registry:merge_undo", args=[merge.pk]), follow=True)
    assert page.status_code == 200


def test_two_cards_with_a_pair_of_one_form_and_mentor_each_are_not_joined_to_doubles(school, head):
    survivor, absorbed = two_cards(school)
    mentor = MentorFactory(person__organisation=school)
    first, second = (MenteeFactory(person=person) for person in (survivor, absorbed))
    pair = PairFactory(organisation=school, mentor=mentor, mentee=first, starts_on=DAY, ends_on=date(2027, 5, 31))
    PairFactory(
        organisation=school, mentor=mentor, mentee=second, form=pair.form, starts_on=DAY, ends_on=date(2027, 5, 31)
    )
    address = reverse("registry:merge_check", args=[survivor.pk, absorbed.pk])
    shown = head.get(address, {"keep": survivor.pk})
    assert shown.status_code == 200
    sent = {"keep": survivor.pk, "shown_fingerprint": shown.context["plan"].fingerprint}
    page = head.post(address, sent)
    assert page.status_code == 200
    assert not PersonMerge.objects.exists()
    text = page.content.decode()
    assert "пар" in text


@pytest.mark.parametrize("who", [0, 1])
def test_a_leaver_is_joined_with_a_card_that_has_a_pair(school, head, who):
    cards = two_cards(school)
    leaver, other = cards[who], cards[1 - who]
    transfer = ClassTransfer.objects.create(
        organisation=school, school_year=2026, day=DAY, made_by=member(Role.HEAD, organisation=school)
    )
    ClassMove.objects.create(
        transfer=transfer, person=leaver, school_year=2026, outcome=ClassOutcome.LEFT, on=DAY, grade=9
    )
    MenteeFactory(person=leaver)
    agreed_pair(school, mentee=MenteeFactory(person=other))
    address = reverse("registry:merge_check", args=[cards[0].pk, cards[1].pk])
    shown = head.get(address, {"keep": cards[0].pk})
    sent = {"keep": cards[0].pk, "shown_fingerprint": shown.context["plan"].fingerprint}
    page = head.post(address, sent, follow=True)
    assert page.status_code == 200
    if not PersonMerge.objects.exists():
        assert "выбыл" in page.content.decode()
    else:
        undone = head.post(reverse("registry:merge_undo", args=[PersonMerge.objects.get().pk]), follow=True)
        assert undone.status_code == 200
        assert not Person.objects.filter(merged_into__isnull=False).exists()
