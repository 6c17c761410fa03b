"""What a file says of age and class is compared as the form of the card compares it, with what the card knows too."""

from datetime import date

import pytest

from imports.actions import commit_batch, decide, stage_import
from imports.row_data import Decision
from registry import clock
from registry.enums import MentorSource, Participant, Role
from registry.models import Mentee, Mentor, Person
from tests.factories import MenteeFactory, MentorFactory, OrganisationFactory, PersonFactory, PolicyFactory, member
from tests.imports.import_files import csv_file

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)
PUPILS = ("Организация", "ФИО ученика", "Класс", "Дата рождения")
TEACHERS = ("Организация", "ФИО наставника", "Должность", "Дата рождения")
PAIRS = ("Организация", "ФИО наставника", "ФИО наставляемого", "Класс наставляемого", "Дата рождения наставляемого")
NAME, MENTOR = "Ольхов Кирилл Андреевич", "Берёзов Пётр Ильич"


@pytest.fixture(autouse=True)
def in_november():
    with clock.as_at(TODAY):
        yield


@pytest.fixture
def school():
    school = OrganisationFactory()
    PolicyFactory(municipality=school.municipality)
    return school


@pytest.fixture
def clerk(school):
    return member(Role.CURATOR, organisation=school)


@pytest.fixture
def stage(school, clerk):
    def stage(*rows, headings=PUPILS, kind="mentees"):
        data = csv_file(*((school.short_name, *row) for row in rows), headings=headings)
        return stage_import(data=data, filename="база.csv", kind=kind, municipality=school.municipality, by=clerk)

    return stage


def born(age: int) -> str:
    return f"10.01.{TODAY.year - age}"


def known(school, **facts) -> Person:
    last_name, first_name, middle_name = NAME.split()
    return PersonFactory(
        organisation=school, last_name=last_name, first_name=first_name, middle_name=middle_name,
        **{"birth_date": None, "working_since": None, **facts},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("age", "status", "code"),
    [(12, "new", ""), (17, "review", "age_unusual_in_class"), (40, "error", "age_impossible_in_class")],
)
def test_a_row_is_compared_with_itself(stage, age, status, code):
    row = stage((NAME, "5Б", born(age))).rows.get()
    assert (row.status, row.issue_code) == (status, code)


def test_whoever_confirms_the_age_loads_the_row(stage, clerk):
    batch = stage((NAME, "5Б", born(17)))
    row = batch.rows.get()
    decide(batch=batch, row=row, revision=row.revision, decision=Decision(accept=True), by=clerk)
    assert batch.rows.get().status == "new"
    commit_batch(batch=batch, by=clerk)
    assert Person.objects.get(last_name="Ольхов").grade == 5


@pytest.mark.parametrize(("age", "status"), [(12, "changed"), (17, "review"), (40, "error")])
def test_a_class_is_compared_with_the_birth_date_of_the_card(stage, school, age, status):
    known(school, birth_date=date(TODAY.year - age, 1, 10))
    assert stage((NAME, "5Б", "")).rows.get().status == status


def test_a_birth_date_is_compared_with_the_class_of_the_card(stage, school):
    known(school, grade=5)
    assert [stage((NAME, "", born(age))).rows.get().status for age in (12, 17, 40)] == ["changed", "review", "error"]


def test_a_teacher_of_the_register_gets_no_class(stage, school):
    MentorFactory(person=known(school))
    row = stage((NAME, "5Б", "")).rows.get()
    assert row.status == "error"
    assert "это не обучающийся" in row.errors[0].message


def test_a_pupil_of_the_register_in_a_file_of_mentors_is_asked_about(stage, school, clerk):
    pupil = known(school, grade=10, grade_letter="А")
    batch = stage((NAME, "", ""), headings=TEACHERS, kind="mentors")
    row = batch.rows.get()
    assert (row.status, row.issue_code) == ("review", "age_unusual_in_class")
    assert "указан класс, 10 «А»" in row.warnings[-1].message
    row = batch.rows.get()
    decide(batch=batch, row=row, revision=row.revision, decision=Decision(accept=True), by=clerk)
    commit_batch(batch=batch, by=clerk)
    assert Mentor.objects.get(person=pupil).source == MentorSource.PUPIL


def test_a_pupil_of_the_register_in_a_file_of_teachers_is_asked_about(stage, school, clerk):
    pupil = known(school, grade=10)
    batch = stage((NAME, "учитель"), headings=("Организация", "ФИО наставляемого", "Должность"))
    assert batch.rows.get().status == "review"
    row = batch.rows.get()
    decide(batch=batch, row=row, revision=row.revision, decision=Decision(accept=True), by=clerk)
    commit_batch(batch=batch, by=clerk)
    assert Mentee.objects.get(person=pupil).participant == Participant.PUPIL


def test_a_child_is_no_teacher(stage):
    row = stage((NAME, "учитель", born(11)), headings=TEACHERS, kind="mentors").rows.get()
    assert row.status == "error"
    assert "работать можно с 14 лет" in row.errors[0].message


@pytest.mark.parametrize(("age", "status"), [(17, "review"), (40, "error")])
def test_a_list_of_pairs_compares_as_well(stage, age, status):
    row = stage((MENTOR, NAME, "5Б", born(age)), headings=PAIRS, kind="pairs").rows.get()
    assert row.status == status


def test_what_the_card_has_already_is_not_asked_again(stage, school):
    pupil = known(school, grade=5, birth_date=date(TODAY.year - 17, 1, 10))
    MenteeFactory(person=pupil, participant=Participant.PUPIL)
    assert stage((NAME, "5", "")).rows.get().status == "unchanged"
