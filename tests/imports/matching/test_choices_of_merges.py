"""What was chosen when two cards were joined is not put back in silence by an older file."""

from datetime import date

import pytest
from django.utils import timezone

from imports.actions import commit_batch, decide, stage_import
from imports.enums import ImportRowStatus
from imports.matching.merge_choices import is_left_behind, values_left_behind
from imports.row_data import KEEP, TAKE, Decision
from registry.actions.merging import merge_people, undo_merge
from registry.models import Person, PersonMerge
from tests.factories import MenteeFactory, MunicipalityFactory
from tests.imports.import_files import csv_file
from tests.imports.matching.known import SCHOOL, known, statuses

pytestmark = pytest.mark.django_db
NAME = "Ольхова Мария Сергеевна"


@pytest.fixture
def joined(school, clerk):
    """The card that remains says «учитель химии»; the joined one said «учитель физики»."""
    survivor = known(school, position="учитель химии")
    absorbed = known(school, "Ольхова Мария Сергевна", position="учитель физики")
    own = dict.fromkeys(("person-position", "person-middle_name"), survivor.pk)
    return merge_people(survivor=survivor, absorbed=absorbed, choices=own, by=clerk)


def answer(batch, of_merge, by):
    row = batch.rows.get()
    decide(batch=batch, row=row, revision=row.revision, decision=Decision(of_merge=of_merge), by=by)


def test_a_file_that_says_what_was_not_chosen_is_asked_about(stage, joined):
    batch = stage((SCHOOL, NAME, "учитель физики"))

    row = batch.rows.get()

    assert (row.status, row.issue_code, row.target_id) == (
        ImportRowStatus.REVIEW,
        "chosen_at_merge",
        joined.survivor_id,
    )
    assert [issue.message for issue in row.warnings] == [
        "Должность: при объединении карточек выбрано «учитель химии», в файле «учитель физики»"
    ]


@pytest.mark.parametrize("of_merge", [None, KEEP, TAKE])
def test_a_bank_of_mentees_with_their_mentors_is_asked_too(school, clerk, of_merge):
    survivor = known(school, position="учитель химии")
    absorbed = known(school, "Ольхова Мария Сергевна", position="учитель физики")
    own = dict.fromkeys(("person-position", "person-middle_name"), survivor.pk)
    merge_people(survivor=survivor, absorbed=absorbed, choices=own, by=clerk)
    headings = ("Организация", "ФИО наставляемого", "Должность", "ФИО наставника")
    data = csv_file((SCHOOL, NAME, "учитель физики", "Берёзов Пётр Ильич"), headings=headings)
    batch = stage_import(
        data=data, filename="база.csv", kind="mentees", municipality=school.municipality, by=clerk
    )  # fmt: skip
    assert batch.rows.get().issue_code == "chosen_at_merge"
    if of_merge is None:
        return
    answer(batch, of_merge, clerk)
    commit_batch(batch=batch, by=clerk)
    survivor.refresh_from_db()
    assert survivor.position == ("учитель химии" if of_merge == KEEP else "учитель физики")


def test_the_chosen_value_stays_and_the_rest_of_the_row_comes_in(stage, joined, clerk):
    batch = stage((SCHOOL, NAME, "учитель физики", "14 лет"))
    answer(batch, KEEP, clerk)
    commit_batch(batch=batch, by=clerk)
    joined.survivor.refresh_from_db()
    assert joined.survivor.position == "учитель химии"
    assert joined.survivor.experience_note


def test_the_file_is_believed_when_a_person_says_so(stage, joined, clerk):
    batch = stage((SCHOOL, NAME, "учитель физики"))
    answer(batch, TAKE, clerk)
    assert statuses(batch) == [ImportRowStatus.CHANGED]
    commit_batch(batch=batch, by=clerk)
    joined.survivor.refresh_from_db()
    assert joined.survivor.position == "учитель физики"


def test_a_value_that_neither_card_had_is_news(stage, joined):
    assert statuses(stage((SCHOOL, NAME, "завуч"))) == [ImportRowStatus.CHANGED]


def test_a_merge_that_was_undone_asks_nothing(stage, joined, clerk):
    undo_merge(merge=joined, by=clerk)
    assert statuses(stage((SCHOOL, NAME, "учитель физики"))) != [ImportRowStatus.REVIEW]


@pytest.fixture
def told_otherwise(joined):
    """What the joined card said, what the one that remains said before, and what a place in a bank said before."""
    Person.objects.filter(pk=joined.absorbed_id).update(birth_date=date(1980, 1, 2), email="")
    MenteeFactory(person=joined.absorbed, request="Трудно планировать урок")
    moves = [
        {"model": "registry.mentor", "pk": 1, "field": "competencies", "before": "Чтение", "after": ""},
        {"model": "mentoring.pair", "pk": 1, "field": "mentor_id", "before": 7, "after": 8},
    ]
    PersonMerge.objects.filter(pk=joined.pk).update(changes={"phone": ["+79120000001", "+79120000002"]}, moves=moves)
    return joined


@pytest.mark.parametrize(
    ("holder", "column", "value", "is_known"),
    [
        ("person", "phone", "+79120000001", True),
        ("person", "phone", "+79120000002", False),
        ("person", "birth_date", date(1980, 1, 2), True),
        ("person", "birth_date", date(1980, 1, 3), False),
        ("person", "email", "", False),
        ("mentor", "competencies", "Чтение", True),
        ("mentee", "request", "Трудно планировать урок", True),
        ("person", "request", "Трудно планировать урок", False),
        ("pair", "mentor", 7, False),
    ],
)
def test_what_was_left_behind_is_known_of_cards_and_of_places_in_banks(
    told_otherwise, school, holder, column, value, is_known
):
    left = values_left_behind(school.municipality, {})[told_otherwise.survivor_id]
    assert is_left_behind(left, holder, column, value) is is_known


def test_a_reference_is_known_by_its_key(told_otherwise, school):
    left = values_left_behind(school.municipality, {})[told_otherwise.survivor_id]
    assert is_left_behind(left, "person", "organisation", told_otherwise.absorbed.organisation_id)


def test_what_was_left_behind_is_that_of_the_municipality_and_follows_later_merges(joined, school):
    assert values_left_behind(MunicipalityFactory(), {}) == {}
    assert set(values_left_behind(school.municipality, {joined.survivor_id: 99})) == {99}
    PersonMerge.objects.update(undone_at=timezone.now())
    assert values_left_behind(school.municipality, {}) == {}
