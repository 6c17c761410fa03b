"""A base of mentees brought in: pupils with their parents, teachers, categories that are added and never taken away."""

from datetime import date

import pytest

from imports.actions import commit_batch, decide, stage_import
from imports.models import ImportedRecord
from imports.row_data import Decision
from registry import clock
from registry.enums import Role
from registry.models import Category, Consent, Mentee, Person
from tests.factories import MenteeFactory, OrganisationFactory, PersonFactory, PupilFactory, member
from tests.imports.import_files import csv_file

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)
PUPILS = ("Организация", "ФИО ученика", "Класс", "Дата рождения", "Родители, телефон", "Категория наставляемого")
TEACHERS = ("Организация", "ФИО наставляемого", "Должность", "Стаж", "Категория наставляемого")
NAME = "Ольхов Кирилл Андреевич"
PARENT = "мама Ольхова Нина Васильевна 8 912 000 11 22"


@pytest.fixture(autouse=True)
def in_november():
    with clock.as_at(TODAY):
        yield


@pytest.fixture
def school():
    return OrganisationFactory()


@pytest.fixture
def stage(school):
    by = member(Role.CURATOR, organisation=school)

    def stage(*rows, headings=PUPILS, commit=False):
        data = csv_file(*((school.short_name, *row) for row in rows), headings=headings)
        batch = stage_import(
            data=data, filename="база.csv", kind="mentees", municipality=school.municipality, by=by
        )  # fmt: skip
        return commit_batch(batch=batch, by=by) if commit else batch

    return stage


def codes_of(mentee) -> set[str]:
    return set(mentee.categories.values_list("code", flat=True))


@pytest.mark.requirement("H-6.4-6")
def test_a_pupil_comes_with_class_parent_and_categories(stage):
    batch = stage((NAME, "7 «Б»", "04.03.2013", PARENT, "ОВЗ; низкая успеваемость"), commit=True)
    mentee = Mentee.objects.get()
    person = mentee.person
    assert (person.full_name, person.grade, person.grade_letter, person.birth_date) == (NAME, 7, "Б", date(2013, 3, 4))
    assert (person.representative_name, person.representative_relation, person.representative_phone) == (
        "Ольхова Нина Васильевна", "мама", "+79120001122",
    )  # fmt: skip
    assert (mentee.participant, mentee.included_on) == ("pupil", TODAY)
    assert codes_of(mentee) == {"pupil-disability", "pupil-low-results"}
    assert batch.rows.get().target_id == person.pk
    assert not Consent.objects.exists()


def test_categories_are_in_the_history_as_if_saved_by_hand(stage):
    batch = stage((NAME, "7Б", "", "", "ОВЗ; низкая успеваемость"), commit=True)
    version = Mentee.objects.get().history.get()
    assert (version.history_type, version.history_date) == ("+", batch.committed_at)
    links = version.categories.all()
    assert {link.category.code for link in links} == {"pupil-disability", "pupil-low-results"}
    through = {link.pk: link.category_id for link in Mentee.categories.through.objects.all()}
    assert {link.id: link.category_id for link in links} == through


def test_the_same_base_changes_nothing_the_second_time(stage):
    row = (NAME, "7Б", "04.03.2013", PARENT, "ОВЗ")
    stage(row, commit=True)
    again = stage(row, commit=True)
    assert again.rows.get().status == "unchanged"
    assert Mentee.history.count() == Person.history.count() == 1


def test_a_category_is_added_and_none_is_taken_away(stage, school):
    person = PupilFactory(organisation=school, last_name="Ольхов", first_name="Кирилл", grade=7, grade_letter="Б")
    mentee = MenteeFactory(person=person, participant="pupil")
    mentee.categories.set(Category.objects.filter(code="pupil-gifted"))
    batch = stage((NAME, "7Б", "", "", "низкая успеваемость"), commit=True)
    row = batch.rows.get()
    assert (row.status, row.changes) == (
        "changed", {"categories": ("", "демонстрирующие неудовлетворительные образовательные результаты")},
    )  # fmt: skip
    assert codes_of(mentee) == {"pupil-gifted", "pupil-low-results"}
    newest = mentee.history.first()
    assert {link.category.code for link in newest.categories.all()} == {"pupil-gifted", "pupil-low-results"}
    assert ImportedRecord.objects.get(batch=batch).object_id == mentee.pk


def test_an_empty_cell_takes_no_category_away(stage, school):
    person = PupilFactory(organisation=school, last_name="Ольхов", first_name="Кирилл", grade=7, grade_letter="Б")
    mentee = MenteeFactory(person=person, participant="pupil")
    mentee.categories.set(Category.objects.filter(code="pupil-disability"))
    batch = stage((NAME, "7Б", "", "", ""), commit=True)
    assert batch.rows.get().status == "unchanged"
    assert codes_of(mentee) == {"pupil-disability"}


def test_what_the_register_knows_of_categories_is_not_shown_to_who_uploads(stage, school):
    person = PupilFactory(organisation=school, last_name="Ольхов", first_name="Кирилл", grade=7, grade_letter="Б")
    MenteeFactory(person=person, participant="pupil").categories.set(Category.objects.filter(sensitive=True))
    row = stage((NAME, "8Б", "", "", "низкая успеваемость")).rows.get()
    assert row.changes == {
        "grade": (7, 8), "categories": ("", "демонстрирующие неудовлетворительные образовательные результаты"),
    }  # fmt: skip


def test_a_change_of_the_place_keeps_the_categories_in_its_history(stage, school):
    person = PupilFactory(organisation=school, last_name="Ольхов", first_name="Кирилл", grade=7, grade_letter="Б")
    mentee = MenteeFactory(person=person, participant="pupil")
    mentee.categories.set(Category.objects.filter(code="pupil-gifted"))
    stage((NAME, "7Б", "", "", "", "новая заметка"), headings=(*PUPILS, "Примечание"), commit=True)
    newest = mentee.history.first()
    assert (newest.note, [link.category.code for link in newest.categories.all()]) == (
        "новая заметка",
        ["pupil-gifted"],
    )


def test_the_next_class_is_a_change_of_the_card(stage):
    stage((NAME, "7Б", "04.03.2013", "", ""), commit=True)
    batch = stage((NAME, "8Б", "04.03.2013", "", ""), commit=True)
    assert batch.rows.get().changes == {"grade": (7, 8)}
    assert Person.objects.get().grade == 8


@pytest.mark.requirement("H-6.4-6")
def test_a_teacher_is_a_mentee_with_a_post_and_a_length_of_service(stage):
    stage(("Берестнева Анна Львовна", "учитель химии", "8 мес.", "молодой специалист"), headings=TEACHERS, commit=True)
    mentee = Mentee.objects.get()
    assert (mentee.participant, mentee.person.position, mentee.person.grade) == ("teacher", "учитель химии", None)
    assert mentee.person.experience_months_on(TODAY) == 8
    assert codes_of(mentee) == {"teacher-young"}


def test_a_student_is_known_by_the_post(stage):
    stage(("Берестнева Анна Львовна", "студентка 4 курса, практикант", "", ""), headings=TEACHERS, commit=True)
    assert Mentee.objects.get().participant == "student"


def test_a_mentor_may_become_a_mentee(stage, school):
    person = PersonFactory(organisation=school, last_name="Берестнева", first_name="Анна", middle_name="Львовна")
    batch = stage(("Берестнева Анна Львовна", "", "", "ИКТ"), headings=TEACHERS, commit=True)
    assert batch.rows.get().changes["in_bank"] == (False, True)
    assert person.mentee.participant == "teacher"
    assert codes_of(person.mentee) == {"teacher-digital"}
    assert Person.history.count() == 1


def test_somebody_who_had_left_the_base_is_a_question(stage, school):
    person = PupilFactory(organisation=school, last_name="Ольхов", first_name="Кирилл", grade=7, grade_letter="Б")
    mentee = MenteeFactory(person=person, participant="pupil", excluded_on=TODAY, exclusion_reason="переезд")
    batch = stage((NAME, "7Б", "", "", ""))
    row = batch.rows.get()
    assert (row.status, row.issue_code) == ("review", "in_archive")
    by = batch.uploaded_by
    decide(batch=batch, row=row, revision=0, decision=Decision(person=person.pk), by=by)
    commit_batch(batch=batch, by=by)
    mentee.refresh_from_db()
    assert (mentee.excluded_on, mentee.exclusion_reason) == (None, "")


def test_two_rows_of_one_pupil_add_their_categories_up(stage):
    batch = stage((NAME, "7Б", "", "", "ОВЗ"), (NAME, "7Б", "", "", "одарённый"), commit=True)
    assert [row.status for row in batch.rows.all()] == ["new", "unchanged"]
    assert codes_of(Mentee.objects.get()) == {"pupil-disability", "pupil-gifted"}


def test_a_pupil_too_young_is_not_written(stage):
    batch = stage((NAME, "2Б", "04.03.2019", "", ""), commit=True)
    assert batch.rows.get().status == "error"
    assert not Person.objects.exists()


def test_the_number_of_queries_does_not_grow_with_the_rows(stage, django_assert_max_num_queries):
    names = [f"{2 * one}{2 * two}ов" for one in "абвгдежзик" for two in "лмнопрсту"]
    rows = [(f"{name.title()} Кирилл Андреевич", "7Б", "", "", "ОВЗ; одарённый") for name in names]
    with django_assert_max_num_queries(80):
        stage(*rows, commit=True)
    assert Mentee.categories.through.objects.count() == 180


def test_who_a_known_mentee_is_stays_as_a_person_has_set_it(stage, school):
    mentee = MenteeFactory(person=PersonFactory(organisation=school, last_name="Ольхов", first_name="Кирилл",
                                                middle_name="Андреевич"), participant="student")  # fmt: skip
    stage((NAME, "учитель", "3 года", ""), headings=TEACHERS, commit=True)
    mentee.refresh_from_db()
    assert mentee.participant == "student"


@pytest.mark.parametrize(("name", "wrong"), [("Ольхов2", "цифра 2"), ("Оль<хов", "знак «<»")])
def test_a_name_that_no_card_would_take_is_an_error(stage, name, wrong):
    headings = ("Организация", "Фамилия", "Имя", "Отчество", "Должность")
    batch = stage((name, "Кирилл", "Андреевич", "учитель"), headings=headings, commit=True)
    row = batch.rows.get()
    assert (row.status, row.issue_code) == ("error", "name_characters")
    assert [error.message for error in row.errors] == [f"Фамилия: в имени лишнее: {wrong}"]
    assert not Person.objects.filter(last_name=name).exists()


def test_a_text_that_the_card_would_not_take_is_an_error_and_less_stays_in_a_note(stage, school):
    headings = ("Организация", "Фамилия", "Имя", "Отчество", "Должность", "Примечание")
    wrong = stage(("Ольхов", "Кирилл", "Андреевич", "<b>учитель", ""), headings=headings).rows.get()
    assert (wrong.status, wrong.issue_code) == ("error", "text_characters")
    assert [error.message for error in wrong.errors] == ["Должность: в тексте лишнее: знак «<»"]
    stage(("Ольхов", "Кирилл", "Андреевич", "учитель", "стаж < 3 лет"), headings=headings, commit=True)
    assert Person.objects.get(last_name="Ольхов").mentee.note == "стаж < 3 лет"
