"""Names that differ by more than a letter, cards that were merged, spellings that mean the same."""

from datetime import date

import pytest

from imports.actions import commit_batch, decide, undo_batch
from imports.enums import ImportRowStatus
from imports.row_data import Decision
from registry.models import Organisation, Person
from tests.factories import FormerNameFactory, PersonFactory, UserFactory
from tests.imports.matching.conftest import TODAY
from tests.imports.matching.known import OTHER, SCHOOL, known

pytestmark = pytest.mark.django_db
REVIEW, NEW, UNCHANGED = ImportRowStatus.REVIEW, ImportRowStatus.NEW, ImportRowStatus.UNCHANGED


def found(batch):
    return [(row.status, row.issue_code) for row in batch.rows.order_by("position")]


@pytest.mark.parametrize(
    ("in_register", "text"),
    [
        ("Петрова Мария Сергеевна", "Ольхова (Петрова) Мария Сергеевна"),
        ("Петрова Мария Сергеевна", "Ольхова-Петрова Мария Сергеевна"),
        ("Ольхова-Петрова Мария Сергеевна", "Петрова Мария Сергеевна"),
        ("Ольхова Мария Сергеевна", "Ольхова - Петрова Мария Сергеевна"),
    ],
)
def test_a_former_or_a_double_surname_is_a_question(stage, school, in_register, text):
    person = known(school, in_register)
    batch = stage((SCHOOL, text, "учитель"))
    assert found(batch) == [(REVIEW, "maybe_known")]
    assert [candidate.person for candidate in batch.rows.get().candidates] == [person.pk]


def test_a_former_surname_on_the_card_is_a_question(stage, school):
    person = known(school, "Ольхова Мария Сергеевна")
    FormerNameFactory(person=person, last_name="Петрова")
    batch = stage((SCHOOL, "Петрова Мария Сергеевна"))
    assert found(batch) == [(REVIEW, "maybe_known")]
    assert [(c.person, c.why) for c in batch.rows.get().candidates] == [(person.pk, "ранее Петрова Мария Сергеевна")]


def test_a_former_surname_in_another_school_is_a_question_when_the_birth_date_is_the_same(stage, school):
    elsewhere = Organisation.objects.get(short_name=OTHER)
    person = known(elsewhere, "Ольхова Мария Сергеевна", birth_date=date(1981, 7, 5))
    FormerNameFactory(person=person, last_name="Петрова")
    row = (SCHOOL, "Петрова Мария Сергеевна", "", "", "")
    assert found(stage((*row, "05.07.1981"))) == [(REVIEW, "maybe_known")]
    assert found(stage((*row, "06.07.1981"))) == [(NEW, "")]


def test_initials_find_a_person_by_the_former_surname(stage, school):
    person = known(school, "Ольхова Мария Сергеевна")
    FormerNameFactory(person=person, last_name="Петрова")
    row = stage((SCHOOL, "Петрова М.С.", "учитель")).rows.get()
    assert [(c.person, c.why) for c in row.candidates] == [(person.pk, "ранее Петрова Мария Сергеевна")]


def test_a_former_surname_of_the_file_is_written_once_and_taken_back_with_it(stage, school):
    person = known(school, "Ольхова Мария Сергеевна")
    row = (SCHOOL, "Ольхова (Петрова) Мария Сергеевна", "учитель")
    batch = stage(row)
    assert batch.rows.get().changes == {"former_name": ("", "Петрова")}
    batch = commit_batch(batch=batch, by=None)
    person.refresh_from_db()
    assert (person.formerly, person.former_names.get().until) == ("Петрова", None)
    assert "петрова" in person.search_key
    assert found(stage(row)) == [(UNCHANGED, "")]
    undo_batch(batch=batch, by=None)
    person.refresh_from_db()
    assert (person.formerly, person.former_names.exists()) == ("", False)
    assert "петрова" not in person.search_key


def test_another_surname_with_the_same_birth_date_is_a_question(stage, school):
    known(school, "Петрова Мария Сергеевна", birth_date=date(1981, 7, 5))
    row = (SCHOOL, "Ольхова Мария Сергеевна", "", "", "", "05.07.1981")
    assert found(stage(row)) == [(REVIEW, "maybe_known")]
    assert found(stage((*row[:5], "06.07.1981"))) == [(NEW, "")]


def test_a_new_surname_is_taken_over_once_a_person_has_said_who_it_is(stage, school):
    person = known(school, "Петрова Мария Сергеевна")
    rows = (SCHOOL, "Ольхова (Петрова) Мария Сергеевна", "учитель")
    batch = stage(rows)
    decide(batch=batch, row=batch.rows.get(), revision=0, decision=Decision(person=person.pk), by=UserFactory())
    assert batch.rows.get().changes == {"last_name": ("Петрова", "Ольхова"), "former_name": ("", "Петрова")}
    commit_batch(batch=batch, by=None)
    person.refresh_from_db()
    assert (person.last_name, person.formerly, person.name_key) == ("Ольхова", "Петрова", "ольхова мария сергеевна")
    assert found(stage(rows)) == [(UNCHANGED, "")]


@pytest.mark.parametrize(
    "text",
    ["ИВАНОВА-ОЛЬХОВА МАРИЯ СЕРГЕЕВНА", "Иванова - Ольхова Мария Сергеевна", "иванова–ольхова  мария сергеевна"],
)
def test_capitals_and_spaces_round_the_hyphen_are_no_question(stage, school, text):
    person = known(school, "Иванова-Ольхова Мария Сергеевна")
    row = stage((SCHOOL, text, "учитель")).rows.get()
    assert (row.status, row.target_id) == (UNCHANGED, person.pk)


def test_inside_a_file_a_missing_patronymic_is_a_question(stage):
    batch = stage((SCHOOL, "Ольхова Мария Сергеевна"), (SCHOOL, "Ольхова Мария"), (OTHER, "Ольхова Мария"))
    assert found(batch) == [(NEW, ""), (REVIEW, "near_row"), (NEW, "")]
    assert [candidate.row for candidate in batch.rows.get(position=1).candidates] == [0]


@pytest.mark.parametrize("second", ["Петрова Мария Сергеевна", "Ольхова-Петрова Мария Сергеевна"])
def test_inside_a_file_a_former_or_double_surname_is_a_question(stage, second):
    batch = stage((SCHOOL, "Ольхова (Петрова) Мария Сергеевна"), (SCHOOL, second))
    assert found(batch) == [(NEW, ""), (REVIEW, "near_row")]
    decision = {"row": 0}
    decide(
        batch=batch, row=batch.rows.get(position=1), revision=0, decision=Decision.from_json(decision), by=UserFactory()
    )
    commit_batch(batch=batch, by=None)
    assert Person.objects.count() == 1


def test_birth_dates_that_differ_tell_near_rows_apart(stage):
    rows = (
        (SCHOOL, "Ольхова Мария", "", "", "", "01.02.1980"),
        (SCHOOL, "Ольхова Мария Сергеевна", "", "", "", "1.2.90"),
    )
    assert found(stage(*rows)) == [(NEW, ""), (NEW, "")]


def test_a_row_that_means_a_merged_card_leads_to_the_kept_one(stage, school):
    survivor = known(school, "Ольхова Мария Сергеевна")
    middle = PersonFactory(
        organisation=school, last_name="Олхова", first_name="Мария", middle_name="Сергеевна", archived_on=TODAY,
        merged_into=survivor,
    )  # fmt: skip
    PersonFactory(
        organisation=school, last_name="Ольхова", first_name="Марья", middle_name="Сергеевна", archived_on=TODAY,
        merged_into=middle,
    )  # fmt: skip
    rows = [(SCHOOL, f"{name} Сергеевна", "учитель") for name in ("Ольхова Мария", "Олхова Мария", "Ольхова Марья")]
    for row in rows:
        found_row = stage(row).rows.get()
        assert (found_row.status, found_row.target_id) == (UNCHANGED, survivor.pk)
    batch = stage((SCHOOL, "Ольхова М.С."))
    assert [candidate.person for candidate in batch.rows.get().candidates] == [survivor.pk]


def test_a_merged_card_chosen_on_an_old_page_is_the_kept_one(stage, school):
    survivor, duplicate = known(school, "Ольхова Мария Сергеевна"), known(school, "Ольхова Марина Сергеевна")
    batch = stage((SCHOOL, "Ольхова М.С.", "методист"))
    Person.objects.filter(pk=duplicate.pk).update(merged_into=survivor, archived_on=TODAY)
    decide(batch=batch, row=batch.rows.get(), revision=0, decision=Decision(person=duplicate.pk), by=UserFactory())
    commit_batch(batch=batch, by=None)
    survivor.refresh_from_db()
    assert (batch.rows.get().target_id, survivor.position) == (survivor.pk, "методист")
    assert Person.objects.get(pk=duplicate.pk).position == "учитель"


def test_a_card_merged_after_it_was_chosen_sends_the_row_back(stage, school):
    survivor, duplicate = known(school, "Ольхова Мария Сергеевна"), known(school, "Ольхова Марина Сергеевна")
    batch = stage((SCHOOL, "Ольхова М.С.", "методист"))
    decide(batch=batch, row=batch.rows.get(), revision=0, decision=Decision(person=duplicate.pk), by=UserFactory())
    Person.objects.filter(pk=duplicate.pk).update(merged_into=survivor, archived_on=TODAY)
    commit_batch(batch=batch, by=None)
    assert batch.rows.get().status == REVIEW
    assert set(Person.objects.values_list("position", flat=True)) == {"учитель"}
