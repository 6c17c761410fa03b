"""Decisions about people are remembered: the next file that spells somebody so asks nothing."""

from datetime import date

import pytest

from imports.actions import commit_batch, decide
from imports.actions.learned_people import remember_person
from imports.enums import ImportRowStatus
from imports.row_data import Decision
from registry.models import Mentor, Person, PersonSpelling
from tests.factories import OrganisationFactory
from tests.imports.matching.conftest import TODAY
from tests.imports.matching.known import SCHOOL, known, statuses

pytestmark = pytest.mark.django_db
REVIEW, NEW, UNCHANGED = ImportRowStatus.REVIEW, ImportRowStatus.NEW, ImportRowStatus.UNCHANGED


def say(batch, decision, by, position=0):
    row = batch.rows.get(position=position)
    decide(batch=batch, row=row, revision=row.revision, decision=Decision.from_json(decision), remember=True, by=by)


def test_initials_once_resolved_are_not_asked_about_again(stage, school, clerk):
    person = known(school)
    rows = (SCHOOL, "Ольхова М.С.", "учитель")
    batch = stage(rows)
    say(batch, {"person": person.pk}, clerk)
    commit_batch(batch=batch, by=clerk)
    row = stage(rows).rows.get()
    assert (row.status, row.target_id) == (UNCHANGED, person.pk)
    messages = [issue.message for issue in row.warnings if issue.code == "known_by_decision"]
    assert messages == ["Ольхова Мария Сергеевна: узнано по прежнему решению"]
    assert statuses(stage((SCHOOL, "М. С. Ольхова", "учитель"))) == [UNCHANGED]


def test_nothing_is_remembered_before_the_file_is_written(stage, school, clerk):
    person = known(school)
    say(stage((SCHOOL, "Ольхова М.С.")), {"person": person.pk}, clerk)
    assert not PersonSpelling.objects.exists()
    assert statuses(stage((SCHOOL, "Ольхова М.С."))) == [REVIEW]


def test_a_new_person_is_known_by_the_initials_that_were_written_out(stage, clerk):
    batch = stage((SCHOOL, "Ольхова М.С.", "учитель"))
    names = {"first_name": "Майя", "middle_name": "Савельевна"}
    say(batch, {"person": "new", "names": names}, clerk)
    commit_batch(batch=batch, by=clerk)
    assert statuses(stage((SCHOOL, "Ольхова М.С.", "учитель"))) == [UNCHANGED]
    assert Person.objects.count() == 1


@pytest.mark.parametrize("text", ["Олхова Мария Сергеевна", "Ольхова Мария", "Иванова-Ольхова Мария Сергеевна"])
def test_a_near_spelling_once_resolved_is_not_asked_about_again(stage, school, clerk, text):
    person = known(school)
    batch = stage((SCHOOL, text, "учитель"))
    assert statuses(batch) == [REVIEW]
    say(batch, {"person": person.pk}, clerk)
    commit_batch(batch=batch, by=clerk)
    assert statuses(stage((SCHOOL, text, "учитель"))) == [UNCHANGED]


def test_a_row_joined_to_another_is_known_the_second_time(stage, clerk):
    rows = ((SCHOOL, "Нигматуллина Альфия Рашитовна"), (SCHOOL, "Нигматулина Альфия Рашитовна"))
    batch = stage(*rows)
    say(batch, {"row": 0}, clerk, position=1)
    commit_batch(batch=batch, by=clerk)
    assert statuses(stage(*rows)) == [UNCHANGED] * 2
    assert Mentor.objects.count() == 1


def test_what_is_remembered_of_one_school_says_nothing_of_another(stage, school, other):
    remember_person(raw_name="Ольхова М. С.", organisation=school, person=known(school))
    assert statuses(stage((other.short_name, "Ольхова М.С."))) == [REVIEW]


@pytest.mark.parametrize("cell", [("", "89120000009"), ("02.01.1990",)])
def test_a_phone_or_birth_date_that_says_otherwise_is_asked_about(stage, school, cell):
    person = known(school, phone="+79120000001", birth_date=date(1970, 1, 2))
    remember_person(raw_name="Ольхова М.С.", organisation=school, person=person)
    phone, born = (cell[1], "") if len(cell) == 2 else ("", cell[0])
    assert statuses(stage((SCHOOL, "Ольхова М.С.", "учитель", "", phone, born))) == [REVIEW]


def test_who_has_left_since_is_asked_about_again(stage, school):
    person = known(school)
    remember_person(raw_name="Ольхова М.С.", organisation=school, person=person)
    Mentor.objects.filter(person=person).update(excluded_on=TODAY, exclusion_reason="уволена")
    assert statuses(stage((SCHOOL, "Ольхова М.С.", "учитель"))) == [REVIEW]


def test_a_later_answer_replaces_an_earlier_one(school):
    first, second = known(school), known(school, "Ольхова Марта Семёновна")
    for person in (first, second):
        remember_person(raw_name="Ольхова  М. С.", organisation=school, person=person)
    spelling = PersonSpelling.objects.get()
    assert (spelling.person, spelling.name) == (second, "Ольхова  М.С.")


def test_nobody_archived_or_foreign_is_remembered(school):
    archived = known(school, archived_on=TODAY)
    foreign = known(OrganisationFactory())
    for person in (archived, foreign):
        assert remember_person(raw_name="Ольхова М.С.", organisation=school, person=person) is None
    assert remember_person(raw_name=" – ", organisation=school, person=known(school)) is None
    assert not PersonSpelling.objects.exists()
