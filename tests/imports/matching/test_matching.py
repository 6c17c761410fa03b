"""Rows of a file against the register: surely the same, perhaps, namesakes, new."""

from datetime import date
from itertools import product

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from imports.actions import StaleDecision, commit_batch, decide, discard_batch, stage_import
from imports.enums import ImportRowStatus, ImportStatus
from imports.row_data import NO_DECISION, Decision
from registry import clock
from registry.models import Mentor, OrganisationAlias, Person
from tests.factories import PersonFactory, UserFactory
from tests.imports.import_files import csv_file, rows_in_tables
from tests.imports.matching.conftest import TODAY
from tests.imports.matching.known import SCHOOL, known, statuses

pytestmark = pytest.mark.django_db


def only(batch):
    return batch.rows.get()


@pytest.mark.parametrize(
    ("text", "fields", "code"),
    [
        ("Олхова Мария Сергеевна", {}, "maybe_known"),
        ("Ольхова Мария", {}, "middle_name_missing"),
    ],
)
def test_nearly_the_same_name_is_a_question(stage, school, text, fields, code):
    person = known(school, **fields)
    row = only(stage((SCHOOL, text, "учитель")))
    assert row.status == ImportRowStatus.REVIEW
    assert [issue.code for issue in row.warnings] == [code]
    assert [candidate.person for candidate in row.candidates] == [person.pk]


def test_yo_for_ye_is_a_question_unless_the_birth_date_tells(stage, school):
    person = known(school, "Ёлкина Мария Олеговна", birth_date=date(1981, 7, 5))
    assert only(stage((SCHOOL, "Елкина Мария Олеговна", "учитель"))).status == ImportRowStatus.REVIEW
    row = only(stage((SCHOOL, "Елкина Мария Олеговна", "учитель", "", "", "05.07.1981")))
    assert (row.status, row.target_id) == (ImportRowStatus.UNCHANGED, person.pk)


def test_latin_letters_are_read_as_russian_and_mean_the_same_person(stage, school):
    person = known(school, "Сорокина Мария Сергеевна")
    row = only(stage((SCHOOL, "Copокина Мария Сергеевна", "учитель")))
    assert (row.status, row.target_id) == (ImportRowStatus.UNCHANGED, person.pk)
    assert [issue.code for issue in row.warnings] == ["latin_lookalike"]


def test_a_namesake_of_another_school_is_another_person(stage, school, other):
    known(other)
    batch = stage((SCHOOL, "Ольхова Мария Сергеевна", "учитель"))
    assert only(batch).status == ImportRowStatus.NEW
    assert [issue.code for issue in only(batch).warnings] == ["namesake_in_register"]


def test_the_same_name_and_phone_at_another_school_is_a_question(stage, school, other):
    known(other, phone="+79120000001")
    assert (
        only(stage((SCHOOL, "Ольхова Мария Сергеевна", "учитель", "", "89120000001"))).status == ImportRowStatus.REVIEW
    )


def test_namesakes_of_one_school_are_told_apart_by_birth_date_or_asked_about(stage, school):
    older, younger = (known(school, birth_date=date(year, 1, 2)) for year in (1970, 1990))
    row = only(stage((SCHOOL, "Ольхова Мария Сергеевна", "учитель", "", "", "02.01.1990")))
    assert row.target_id == younger.pk
    row = only(stage((SCHOOL, "Ольхова Мария Сергеевна", "учитель")))
    assert row.status == ImportRowStatus.REVIEW
    assert {candidate.person for candidate in row.candidates} == {older.pk, younger.pk}
    row = only(stage((SCHOOL, "Ольхова Мария Сергеевна", "учитель", "", "", "02.01.1980")))
    assert row.status == ImportRowStatus.NEW


def test_initials_are_never_written_without_a_person_saying_who(stage, school, clerk):
    person = known(school, "Ольхова Мария Сергеевна", position="учитель физики")
    batch = stage((SCHOOL, "Ольхова М.С.", "учитель химии"))
    row = only(batch)
    assert (row.status, [c.person for c in row.candidates]) == (ImportRowStatus.REVIEW, [person.pk])
    decide(batch=batch, row=row, revision=0, decision=Decision(person=person.pk), by=clerk)
    assert only(batch).status == ImportRowStatus.CHANGED
    commit_batch(batch=batch, by=clerk)
    person.refresh_from_db()
    assert (person.full_name, person.position) == ("Ольхова Мария Сергеевна", "учитель химии")


def test_a_new_person_takes_the_names_that_were_typed(stage, clerk):
    batch = stage((SCHOOL, "Ольхова М.С.", "учитель"))
    names = {"first_name": "Майя", "middle_name": "Савельевна"}
    decide(batch=batch, row=only(batch), revision=0, decision=Decision(is_new=True, names=names), by=clerk)
    commit_batch(batch=batch, by=clerk)
    assert Person.objects.get().full_name == "Ольхова Майя Савельевна"


def test_one_person_on_several_rows_is_written_once_with_what_each_row_knows(stage, clerk):
    rows = ((SCHOOL, "Ольхова Мария Сергеевна", "учитель"), (SCHOOL, "ОЛЬХОВА Мария Сергеевна", "методист", "12"))
    batch = stage(*rows)
    assert statuses(batch) == [ImportRowStatus.NEW, ImportRowStatus.UNCHANGED]
    commit_batch(batch=batch, by=clerk)
    person = Person.objects.get()
    assert (person.position, person.experience_note) == ("учитель", "12")
    assert {row.target_id for row in batch.rows.all()} == {person.pk}
    assert statuses(stage(*rows)) == [ImportRowStatus.UNCHANGED] * 2


def test_a_near_repetition_inside_the_file_may_be_joined_to_its_row(stage, clerk):
    rows = ((SCHOOL, "Нигматуллина Альфия Рашитовна"), (SCHOOL, "Нигматулина Альфия Рашитовна"))
    batch = stage(*rows)
    first, second = batch.rows.order_by("position")
    assert (second.status, [c.row for c in second.candidates]) == (ImportRowStatus.REVIEW, [first.position])
    decide(batch=batch, row=second, revision=0, decision=Decision(row=first.position), by=clerk)
    commit_batch(batch=batch, by=clerk)
    assert Person.objects.get().last_name == "Нигматуллина"


def test_two_near_people_both_written_are_no_question_any_more(stage, clerk):
    rows = ((SCHOOL, "Нигматуллина Альфия Рашитовна"), (SCHOOL, "Нигматулина Альфия Рашитовна"))
    batch = stage(*rows)
    decide(batch=batch, row=batch.rows.get(position=1), revision=0, decision=Decision(is_new=True), by=clerk)
    commit_batch(batch=batch, by=clerk)
    assert Person.objects.count() == 2
    assert statuses(stage(*rows)) == [ImportRowStatus.UNCHANGED] * 2


def test_someone_who_left_the_bank_is_not_brought_back_unasked(stage, school, clerk):
    person = known(school)
    Mentor.objects.update(excluded_on=TODAY, exclusion_reason="уволена")
    batch = stage((SCHOOL, "Ольхова Мария Сергеевна", "учитель"))
    assert only(batch).status == ImportRowStatus.REVIEW
    decide(batch=batch, row=only(batch), revision=0, decision=Decision(person=person.pk), by=clerk)
    commit_batch(batch=batch, by=clerk)
    mentor = Mentor.objects.get()
    assert (mentor.excluded_on, mentor.exclusion_reason) == (None, "")
    assert mentor.history.first().history_change_reason == "Импорт: «bank.csv», строка 2"


def test_a_chosen_organisation_is_used_for_all_rows_that_spell_it_so_and_remembered(stage, school, clerk):
    rows = [("Школа имени Героя", f"{last} Мария Сергеевна") for last in ("Ольхова", "Берестнева", "Вязникова")]
    batch = stage(*rows, (SCHOOL, "Сапегина Анна Олеговна"))
    assert statuses(batch) == [ImportRowStatus.ERROR] * 3 + [ImportRowStatus.NEW]
    decision = {"organisation": school.pk}
    row = batch.rows.get(position=1)
    decide(
        batch=batch, row=row, revision=0, decision=Decision.from_json(decision), all_alike=True, remember=True, by=clerk
    )
    assert statuses(batch) == [ImportRowStatus.NEW] * 4
    assert OrganisationAlias.objects.get().name == "Школа имени Героя"
    assert statuses(stage(*rows)) == [ImportRowStatus.NEW] * 3


def test_a_decision_on_a_stale_page_is_refused(stage, clerk):
    batch = stage((SCHOOL, "Ольхова М.С."))
    row = only(batch)
    decide(batch=batch, row=row, revision=row.revision, decision=Decision(skip=True), by=clerk)
    with pytest.raises(StaleDecision):
        decide(batch=batch, row=row, revision=row.revision, decision=Decision(is_new=True), by=UserFactory())
    assert only(batch).decision.skip is True


def test_a_decision_can_be_taken_back(stage, clerk):
    batch = stage((SCHOOL, "Ольхова Мария Сергеевна"))
    decide(batch=batch, row=only(batch), revision=0, decision=Decision(skip=True), by=clerk)
    assert only(batch).status == ImportRowStatus.OFF
    decide(batch=batch, row=only(batch), revision=1, decision=NO_DECISION, by=clerk)
    assert (only(batch).status, only(batch).decision) == (ImportRowStatus.NEW, NO_DECISION)


def test_nobody_outside_the_batch_can_be_chosen(stage, clerk, other):
    foreign = PersonFactory()
    neighbour = known(other)
    batch = stage((SCHOOL, "Ольхова М.С."), organisation=None)
    with pytest.raises(ValidationError):
        decide(batch=batch, row=only(batch), revision=0, decision=Decision(person=foreign.pk), by=clerk)
    decide(batch=batch, row=only(batch), revision=0, decision=Decision(person=neighbour.pk), by=clerk)


def test_a_batch_of_one_school_knows_nobody_of_others(stage, school, other, clerk):
    neighbour = known(other, phone="+79120000001")
    batch = stage((SCHOOL, "Ольхова Мария Сергеевна", "учитель", "", "89120000001"), organisation=school)
    assert (only(batch).status, only(batch).candidates) == (ImportRowStatus.NEW, [])
    with pytest.raises(ValidationError):
        decide(batch=batch, row=only(batch), revision=0, decision=Decision(person=neighbour.pk), by=clerk)


def test_an_archived_organisation_takes_nobody(stage, school):
    school.archived_on = TODAY
    school.save()
    row = only(stage((SCHOOL, "Ольхова Мария Сергеевна")))
    assert (row.status, [error.code for error in row.errors]) == (ImportRowStatus.ERROR, ["archived_organisation"])


def test_a_card_changed_since_the_preview_is_not_overwritten(stage, school, clerk):
    person = known(school, position="учитель физики")
    batch = stage((SCHOOL, "Ольхова Мария Сергеевна", "учитель химии"), (SCHOOL, "Сапегина Анна Олеговна"))
    person.position = "директор"
    person.save()
    commit_batch(batch=batch, by=clerk)
    person.refresh_from_db()
    assert person.position == "директор"
    assert statuses(batch) == [ImportRowStatus.REVIEW, ImportRowStatus.NEW]
    assert [issue.code for issue in batch.rows.get(position=0).warnings] == ["changed_meanwhile"]
    assert Person.objects.filter(last_name="Сапегина").exists()


def test_someone_added_by_hand_since_the_preview_is_not_added_twice(stage, school, clerk):
    batch = stage((SCHOOL, "Ольхова Мария Сергеевна", "учитель"))
    known(school)
    commit_batch(batch=batch, by=clerk)
    assert Person.objects.count() == 1
    assert only(batch).status == ImportRowStatus.UNCHANGED


def test_a_batch_is_written_once(stage, clerk):
    batch = stage((SCHOOL, "Ольхова Мария Сергеевна"))
    commit_batch(batch=batch, by=clerk)
    before = rows_in_tables()
    with pytest.raises(ValidationError):
        commit_batch(batch=batch, by=clerk)
    with pytest.raises(ValidationError):
        discard_batch(batch=batch, by=clerk)
    assert rows_in_tables() == before


def test_a_discarded_batch_is_not_written(stage, clerk):
    batch = stage((SCHOOL, "Ольхова Мария Сергеевна"))
    assert discard_batch(batch=batch, by=clerk).status == ImportStatus.DISCARDED
    with pytest.raises(ValidationError):
        commit_batch(batch=batch, by=clerk)
    assert Person.objects.count() == 0


def test_an_experience_in_other_words_is_no_news_and_another_one_is(stage, school, clerk):
    commit_batch(batch=stage((SCHOOL, "Ольхова Мария Сергеевна", "", "12 лет")), by=clerk)
    assert only(stage((SCHOOL, "Ольхова Мария Сергеевна", "", "12"))).status == ImportRowStatus.UNCHANGED
    row = only(stage((SCHOOL, "Ольхова Мария Сергеевна", "", "20 лет")))
    assert row.changes["working_since"] == ("2014-11-01", "2006-11-01")
    with clock.as_at(date(2027, 10, 1)):
        row = only(stage((SCHOOL, "Ольхова Мария Сергеевна", "", "13 лет")))
    assert row.changes == {"experience_note": ("12 лет", "13 лет")}


def test_words_that_tell_no_length_do_not_hide_a_known_one(stage, clerk):
    name = "Ольхова Мария Сергеевна"
    assert only(stage((SCHOOL, name, "", "большой"))).record.values["experience_note"] == "большой"
    commit_batch(batch=stage((SCHOOL, name, "", "12 лет")), by=clerk)
    assert only(stage((SCHOOL, name, "", "большой"))).status == ImportRowStatus.UNCHANGED


def test_a_day_that_a_person_corrected_by_hand_stays(stage, school, clerk):
    commit_batch(batch=stage((SCHOOL, "Ольхова Мария Сергеевна", "", "12 лет")), by=clerk)
    Person.objects.update(working_since=date(2010, 2, 3))
    assert only(stage((SCHOOL, "Ольхова Мария Сергеевна", "", "12 лет"))).status == ImportRowStatus.UNCHANGED


#: how many rows, and how many statements they may take: with savepoints two dozen for every thousand rows
ROWS, STATEMENTS = (10_000, 260) if connection.vendor == "sqlite" else (2_000, 80)


def test_thousands_of_rows_are_written_in_few_statements(school, clerk, django_assert_max_num_queries):
    syllables = ("бат", "вед", "гик", "дол", "жум", "зяр", "кын", "лэс", "мюх", "нош")
    names = [
        f"{one}{two}лов {three}{four}рт Сергеевич".title() for one, two, three, four in product(syllables, repeat=4)
    ][:ROWS]
    data = csv_file(*((SCHOOL, name, "учитель", "12 лет") for name in names))
    with django_assert_max_num_queries(STATEMENTS):
        batch = stage_import(data=data, filename="big.csv", kind="auto", municipality=school.municipality, by=clerk)
        commit_batch(batch=batch, by=clerk)
    assert Mentor.objects.count() == Person.objects.count() == Person.history.count() == ROWS
    assert batch.rows.filter(status=ImportRowStatus.NEW, target_id__isnull=False).count() == ROWS
