"""One transaction: frozen data, PDF and hash, the act, the active pairs."""

import hashlib
import io
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.utils import DatabaseError
from pypdf import PdfReader

from mentoring.enums import PairStatus
from mentoring.models import Pair, PairChange
from registry.enums import ActKind, ConsentKind, Participant, Role
from registry.models import Act
from reports.actions import cancel_document, issue
from reports.documents.orders.pairing_order import PairingOrder, PairsForOrder
from reports.documents.roadmap import RoadmapPaper
from reports.enums import IssuedStatus
from reports.models import IssuedDocument
from tests.factories import CuratorFactory, MenteeFactory, PolicyFactory, PupilFactory, UserFactory, member
from tests.mentoring.test_roadmaps import new_roadmap
from tests.reports.paper_makers import SITE, agreed_pair, details, issued_order, order_in_place_of, school_with_policy

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    return school_with_policy()


def text_of(document: IssuedDocument) -> str:
    pages = PdfReader(io.BytesIO(bytes(document.pdf))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).replace("\u00a0", " ").split())


def test_issuing_makes_the_act_and_activates_the_pairs(school):
    head = member(Role.HEAD, organisation=school)
    pairs = [agreed_pair(school), agreed_pair(school)]
    document = issue(PairingOrder(), PairsForOrder(school, pairs), details=details(), site=SITE, by=head)

    act = Act.objects.get()
    assert (act.organisation, act.kind, act.number, act.dated) == (school, ActKind.ORDER, "135/1", date(2026, 9, 1))
    assert act.signatory == "У.\u00a0О.\u00a0Дубровина, директор"
    assert (document.act, document.issued_by, document.status) == (act, head, IssuedStatus.IN_FORCE)
    for pair in Pair.objects.all():
        assert (pair.status, pair.act) == (PairStatus.ACTIVE, act)
    assert PairChange.objects.filter(to_status=PairStatus.ACTIVE, act=act, made_by=head).count() == 2


@pytest.mark.requirement("A16-25")
@pytest.mark.parametrize(
    ("kind", "title"), [(ActKind.DIRECTIVE, "РАСПОРЯЖЕНИЕ"), (ActKind.RESOLUTION, "ПОСТАНОВЛЕНИЕ")]
)
def test_act_and_paper_are_of_the_kind_the_policy_names(school, kind, title):
    school.municipality.policies.update(act_kind=kind)
    document = issued_order(school)
    assert (document.act.kind, document.payload["act_kind"]) == (kind, kind)
    assert document.kind_label == f"{kind.label} о закреплении наставнических пар (групп)"
    assert title in text_of(document)
    assert "ПРИКАЗ" not in text_of(document)


def test_policy_of_the_day_of_the_order_names_the_kind(school):
    PolicyFactory(municipality=school.municipality, valid_from=date(2026, 9, 2), act_kind=ActKind.DIRECTIVE)
    assert issued_order(school).act.kind == ActKind.ORDER
    assert issued_order(school, agreed_pair(school), dated=date(2026, 9, 2)).act.kind == ActKind.DIRECTIVE


def test_frozen_paper_carries_data_pdf_and_hash_that_agree(school):
    document = issued_order(school)
    pair = Pair.objects.get()
    assert document.sha256 == hashlib.sha256(bytes(document.pdf)).hexdigest()
    assert document.payload["pairs"][0]["mentor"]["name"] == pair.mentor.person.full_name
    assert document.payload["verification"]["url"] == f"{SITE}verify/{document.verification_code}/"
    text = text_of(document)
    for phrase in (
        "1 сентября 2026 г.",
        "№ 135/1",
        school.short_name,
        pair.mentor.person.full_name,
        pair.mentee.person.full_name,
        "В соответствии с Положением о системе наставничества",
        "У. О. Дубровина",
        document.verification_code,
    ):
        assert phrase.replace("\u00a0", " ") in text
    assert "ПРОЕКТ" not in text


def test_later_changes_of_the_register_leave_the_paper_alone(school):
    document = issued_order(school)
    person = Pair.objects.get().mentor.person
    before = bytes(document.pdf)
    person.last_name = "Переименованная"
    person.save()
    document.refresh_from_db()
    assert bytes(document.pdf) == before
    assert "Переименованная" not in document.payload["pairs"][0]["mentor"]["name"]


@pytest.mark.parametrize(
    "change",
    [
        {"number": "136"},
        {"dated": date(2026, 9, 2)},
        {"payload": {}},
        {"pdf": b"%PDF-other"},
        {"sha256": "0" * 64},
        {"title": "О другом"},
        {"verification_code": "AAAA-AAAA-AAAA-AAAA"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_database_refuses_to_change_what_is_frozen(school, change):
    document = issued_order(school)
    with pytest.raises(DatabaseError), transaction.atomic():
        IssuedDocument.objects.filter(pk=document.pk).update(**change)


def test_database_refuses_to_delete_an_issued_paper(school):
    document = issued_order(school)
    with pytest.raises(DatabaseError), transaction.atomic():
        IssuedDocument.objects.filter(pk=document.pk)._raw_delete("default")


def test_pair_without_consents_stops_the_whole_order(school):
    ready, bare = agreed_pair(school), agreed_pair(school, consents=False)
    with pytest.raises(ValidationError, match="Не хватает согласий"):
        issued_order(school, ready, bare)
    assert not Act.objects.exists()
    assert not IssuedDocument.objects.exists()
    assert set(Pair.objects.values_list("status", flat=True)) == {PairStatus.AGREED}


def test_order_without_number_or_signatory_is_refused_with_every_reason(school):
    with pytest.raises(ValidationError) as refused:
        issued_order(school, agreed_pair(school), number="", signatory_name="", signatory_post="")
    assert refused.value.messages == ["Не указан номер приказа.", "Не указано, кто подписывает приказ."]


def test_number_and_date_are_taken_once(school):
    issued_order(school)
    with pytest.raises(ValidationError, match="уже есть"):
        issued_order(school, agreed_pair(school))
    assert IssuedDocument.objects.count() == 1


def test_pairs_of_another_school_are_refused(school):
    foreign = agreed_pair(school_with_policy())
    with pytest.raises(ValidationError, match="другая организация"):
        issued_order(school, foreign)


def test_municipality_without_a_policy_is_told_what_to_do(school):
    pair = agreed_pair(school)
    school.municipality.policies.all().delete()
    with pytest.raises(ValidationError, match="нет действующей политики"):
        issued_order(school, pair)


def test_the_same_code_issues_one_order(school):
    pair, head = agreed_pair(school), member(Role.HEAD, organisation=school)
    call = {"details": details(), "site": SITE, "by": head, "code": "7KQ2-9FHM-XW3D-P4TA"}
    first = issue(PairingOrder(), PairsForOrder(school, [pair]), **call)
    second = issue(PairingOrder(), PairsForOrder(school, [pair]), **call)
    assert first == second
    assert first.verification_code == "7KQ2-9FHM-XW3D-P4TA"
    assert Act.objects.count() == 1


@pytest.mark.requirement("A16-4")
def test_annex_names_forms_and_pupils_as_papers_do(school):
    policy = school.municipality.policies.get()
    policy.form_labels = {"pupil-pupil": "ученик – ученик (тьюторство)"}
    policy.save()
    mentee = MenteeFactory(
        person=PupilFactory(organisation=school, first_name="Дарья", middle_name="Ильинична"),
        participant=Participant.PUPIL,
    )
    pair = agreed_pair(school, mentee=mentee, consents=False)
    for kind in (ConsentKind.PARTICIPATION, ConsentKind.PERSONAL_DATA):
        pair.mentee.person.consents.create(kind=kind, signed_on=date(2026, 8, 25))
    payload = PairingOrder().payload_from(PairsForOrder(school, [pair]), details())
    assert payload["pairs"][0]["mentee"]["post"] == "обучающаяся 7 «Б» класса"
    assert payload["pairs"][0]["form"] == f"«{policy.form_label(pair.form)}»"
    mentor, pupil = pair.mentor.person, pair.mentee.person
    assert payload["acquaintance"] == [
        {"name": mentor.full_name, "post": mentor.position, "person": mentor.pk},
        {
            "name": pupil.full_name,
            "post": "обучающаяся 7 «Б» класса",
            "person": pupil.pk,
            "representative": pupil.representative_name,
        },
    ]


@pytest.mark.requirement("A16-14", "A16-19")
def test_paper_speaks_the_words_of_the_municipality(school):
    school.municipality.policies.update(mentee_term='участник "Старта"', programme_term="индивидуальный план развития")
    document = issued_order(school)
    assert document.payload["mentee_term"] == "участник «Старта»"
    text = text_of(document)
    assert "Участник «Старта» (ФИО, должность)" in text
    assert "Разработать индивидуальный план развития" in text


@pytest.mark.requirement("A16-15")
@pytest.mark.parametrize("owed", [True, False])
def test_policy_settles_whether_mentees_report(school, owed):
    school.municipality.policies.update(mentee_report=owed, final_report_days=7)
    text = text_of(issued_order(school))
    assert ("Наставляемому представить итоговый отчёт в течение 7 дней" in text) is owed


def test_curator_is_named_in_the_dative_with_the_correction_from_the_card(school):
    curator = CuratorFactory(organisation=school)
    person = curator.person
    person.last_name, person.first_name, person.middle_name = "Калина", "Мария", "Петровна"
    person.position, person.declension = "заместитель директора", {"name": {"dative": "Калине Марии Петровне"}}
    person.save()
    document = issued_order(school, agreed_pair(school), curator=curator.pk)
    texts = [point["text"].replace("\u00a0", " ") for point in document.payload["points"]]
    assert "Куратору Калине М. П., заместителю директора:" in texts
    assert "Калина Мария Петровна" in [someone["name"] for someone in document.payload["acquaintance"]]


# --- superseding and cancelling -------------------------------------------------------------------------------------


def test_superseding_moves_the_pairs_to_the_new_act_and_keeps_the_old_paper(school):
    old = issued_order(school)
    head = member(Role.HEAD, organisation=school)
    new = order_in_place_of(old, number="140", dated=date(2026, 9, 10), by=head)
    old.refresh_from_db()
    assert (old.status, old.superseded_by, old.status_changed_by) == (IssuedStatus.SUPERSEDED, new, head)
    assert old.act.cancelled_by == new.act
    pair = Pair.objects.get()
    assert (pair.status, pair.act) == (PairStatus.ACTIVE, new.act)
    change = PairChange.objects.filter(pair=pair).first()
    assert (change.act, change.on, change.from_status) == (new.act, date(2026, 9, 10), PairStatus.ACTIVE)
    assert pair.history.first().history_user == head


def test_a_directive_replaces_an_order_in_words_that_agree(school):
    old = issued_order(school)
    school.municipality.policies.update(act_kind=ActKind.DIRECTIVE)
    order_in_place_of(old, number="140", by=member(Role.HEAD, organisation=school))
    old.refresh_from_db()
    assert old.status_reason == "Заменён распоряжением № 140"
    assert PairChange.objects.first().reason == "Взамен приказа № 135/1 — распоряжение № 140"


def test_superseded_order_cannot_be_superseded_again(school):
    old = issued_order(school)
    head = member(Role.HEAD, organisation=school)
    order_in_place_of(old, number="140", by=head)
    with pytest.raises(ValidationError, match="Документ уже заменён"):
        order_in_place_of(old, number="141", by=head)


def test_order_is_not_cancelled_under_working_pairs(school):
    document = issued_order(school)
    with pytest.raises(ValidationError, match="действуют пары"):
        cancel_document(document=document, reason="Ошибка", by=UserFactory())
    Pair.objects.update(status=PairStatus.COMPLETED, ended_on=date(2026, 10, 31))
    cancelled = cancel_document(document=document, reason=" Ошибка в дате ", by=UserFactory())
    assert (cancelled.status, cancelled.status_reason) == (IssuedStatus.CANCELLED, "Ошибка в дате")


def test_cancelling_takes_a_reason(school):
    document = issued_order(school)
    Pair.objects.update(status=PairStatus.COMPLETED, ended_on=date(2026, 10, 31))
    with pytest.raises(ValidationError, match="почему"):
        cancel_document(document=document, reason="  ", by=UserFactory())
    with pytest.raises(IntegrityError), transaction.atomic():
        IssuedDocument.objects.filter(pk=document.pk).update(status=IssuedStatus.CANCELLED)


# --- roadmaps -------------------------------------------------------------------------------------------------------


def test_roadmap_is_frozen_and_its_next_edition_supersedes_it(school):
    roadmap, user = new_roadmap(school, preset="kez-2022"), UserFactory()
    first = issue(RoadmapPaper(), roadmap, site=SITE, by=user)
    assert "Формирование команды" in text_of(first)
    assert issue(RoadmapPaper(), roadmap, site=SITE, by=user) == first
    second = issue(RoadmapPaper(), roadmap, instead_of=first, site=SITE, by=user)
    first.refresh_from_db()
    assert (first.status, first.superseded_by) == (IssuedStatus.SUPERSEDED, second)
    assert cancel_document(document=second, reason="Не утверждена", by=user).status == IssuedStatus.CANCELLED


def test_empty_roadmap_is_not_issued(school):
    with pytest.raises(ValidationError, match="ни одного пункта"):
        issue(RoadmapPaper(), new_roadmap(school), site=SITE, by=UserFactory())
