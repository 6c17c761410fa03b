"""A base of mentees with a column «Наставник»: the mentee comes in, and a draft of a pair beside."""

import pytest
from django.urls import reverse

from imports.actions import commit_batch, decide
from imports.actions.undo import undo_batch
from imports.models import ImportedRecord
from imports.row_data import Decision, PersonAnswer
from mentoring.models import Pair
from registry.models import Category, Mentee, Mentor, Person
from tests.factories import MenteeFactory, MentorFactory, PersonFactory, PupilFactory
from tests.imports.import_files import workbook
from tests.imports.pair_files import row_of, staged, statuses, written

HEADINGS = (
    "Организация", "ФИО ученика", "Класс", "Дата рождения", "Категория наставляемого", "Наставник (ФИО, класс)",
)  # fmt: skip
NAME, MENTOR = "Ольхов Кирилл Андреевич", "Берестнев Пётр"


@pytest.fixture
def base(school):
    def base(*rows):
        return workbook(*((school.organisation.short_name, *row) for row in rows), headings=HEADINGS)

    return base


@pytest.fixture
def options(school):
    return {"organisation": school.organisation, "by": school.curator, "kind": "mentees"}


def test_a_row_makes_the_mentee_the_mentor_and_a_draft(base, options):
    batch = written(base((NAME, "7Б", "04.03.2013", "ОВЗ", f"{MENTOR}, 9А")), **options)
    pair = Pair.objects.get()
    assert (pair.form.code, pair.status, pair.mentor.source) == ("pupil-pupil", "draft", "pupil")
    assert (pair.mentor.person.full_name, pair.mentor.person.grade_label) == (MENTOR, "9 «А»")
    assert pair.mentee.categories.get().code == "pupil-disability"
    row = row_of(batch, 2)
    assert (row.status, row.target_id) == ("new", pair.mentee.person_id)
    assert set(batch.records.values_list("content_type__model", flat=True)) == {"person", "mentee", "mentor", "pair"}


def test_the_same_base_changes_nothing_the_second_time(base, options):
    data = base((NAME, "7Б", "04.03.2013", "ОВЗ", f"{MENTOR}, 9А"), ("Грушин Лев", "6А", "", "", f"{MENTOR}, 9А"))
    written(data, **options)
    again = written(data, **options)
    assert statuses(again) == ["unchanged", "unchanged"]
    assert Pair.history.count() == 2
    assert Mentor.objects.count() == 1


def test_a_known_mentee_without_the_pair_changes_by_it(base, options, school):
    person = PupilFactory(
        organisation=school.organisation, last_name="Ольхов", first_name="Кирилл", grade=7, grade_letter="Б"
    )
    MenteeFactory(person=person, participant="pupil")
    batch = written(base((NAME, "8Б", "", "", f"{MENTOR}, 9А")), **options)
    row = row_of(batch, 2)
    assert (row.status, row.target_id, row.changes["grade"]) == ("changed", person.pk, (7, 8))
    assert row.changes["form"][1] == "ученик – ученик (по участникам)"
    assert Pair.objects.get().mentee.person.grade == 8


def test_a_row_without_a_mentor_only_brings_the_mentee(base, options):
    batch = written(base((NAME, "7Б", "", "", ""), ("Грушин Лев", "6А", "", "", f"{MENTOR}, 9А")), **options)
    assert statuses(batch) == ["new", "new"]
    assert (Mentee.objects.count(), Pair.objects.count()) == (2, 1)


def test_a_mentee_with_two_mentors_is_one_mentee_with_two_pairs(base, options):
    batch = written(base((NAME, "7Б", "", "", f"{MENTOR}, 9А\nГрушин Лев, 10А")), **options)
    assert statuses(batch) == ["new", "new"]
    assert Mentee.objects.get().pairs.count() == 2
    assert {row.target_id for row in batch.rows.all()} == {Person.objects.get(last_name="Ольхов").pk}


def test_pupils_of_one_name_in_two_classes_are_two_mentors(base, options):
    data = base((NAME, "7Б", "", "", f"{MENTOR}, 9А"), ("Грушин Лев", "6А", "", "", f"{MENTOR}, 10Б"))
    written(data, **options)
    assert sorted(Mentor.objects.values_list("person__grade", flat=True)) == [9, 10]


@pytest.mark.parametrize("born", ["04.03.2011", ""])
def test_a_mentor_whom_a_later_row_names_as_a_mentee_is_one_person(base, options, born):
    data = base((NAME, "7Б", "", "", f"{MENTOR}, 9А"), (MENTOR, "9А", born, "ОВЗ", ""))
    batch = written(data, **options)
    mentor = Person.objects.get(last_name="Берестнев")
    assert mentor.mentor.pairs.get().mentee.person.last_name == "Ольхов"
    assert mentor.mentee.categories.count() == 1
    assert [row_of(batch, row).target_id for row in (2, 3)] == [Person.objects.get(last_name="Ольхов").pk, mentor.pk]
    assert statuses(written(data, **options)) == ["unchanged", "unchanged"]


def test_two_new_pupils_may_mentor_each_other_in_a_base(base, options):
    data = base((NAME, "7Б", "", "", f"{MENTOR}, 9А"), (MENTOR, "9А", "", "", f"{NAME}, 7Б"))
    written(data, **options)
    assert (Person.objects.filter(mentee__isnull=False).count(), Pair.objects.count()) == (2, 2)


def test_a_mentor_by_initials_keeps_the_whole_row_until_answered(base, options, school):
    mentor = MentorFactory(
        person=PupilFactory(organisation=school.organisation, last_name="Берестнев", first_name="Пётр", grade=9),
        source="pupil",
    )
    batch = staged(base((NAME, "7Б", "", "", "Берестнев П., 9А")), **options)
    row = row_of(batch, 2)
    assert (row.status, row.issue_code) == ("review", "initials_only")
    assert [(c.side, c.person) for c in row.candidates] == [("mentor", mentor.person_id)]
    decide(
        batch=batch,
        row=row,
        revision=0,
        decision=Decision(mentor=PersonAnswer(person=mentor.person_id)),
        by=school.curator,
    )
    commit_batch(batch=batch, by=school.curator)
    assert Pair.objects.get().mentor == mentor


def test_the_mentee_may_come_in_without_the_pair(base, options, school):
    batch = staged(base((NAME, "7Б", "", "", "Берестнев П., 9А")), **options)
    decide(
        batch=batch,
        row=row_of(batch, 2),
        revision=0,
        decision=Decision(mentor=PersonAnswer(skip=True)),
        by=school.curator,
    )
    commit_batch(batch=batch, by=school.curator)
    assert (Mentee.objects.count(), Mentor.objects.count(), Pair.objects.count()) == (1, 0, 0)


def test_where_only_the_pair_is_wrong_the_page_offers_the_mentee_alone(base, options, school, client):
    MentorFactory(person=PersonFactory(organisation=school.organisation, last_name="Берестнева", first_name="Анна"))
    batch = staged(base((NAME, "7Б", "", "", "Берестнева Анна Сергеевна")), alone=True, **options)
    row = row_of(batch, 2)
    assert (row.status, row.issue_code) == ("review", "form_unclear")  # no form has a teacher mentor a pupil
    client.force_login(school.curator)
    assert "Загрузить без пары" in client.get(batch.get_absolute_url()).content.decode()
    address = reverse("imports:decide", args=[batch.pk, row.pk])
    assert client.post(address, {"revision": 0, "choice": "alone"}).status_code == 302
    row.refresh_from_db()
    assert (row.status, row.decision.mentor) == ("new", PersonAnswer(skip=True))
    page = client.get(f"{batch.get_absolute_url()}?show=ready").content.decode()
    assert "наставник: без пары" in page
    commit_batch(batch=batch, by=school.curator)
    assert (Mentee.objects.count(), Pair.objects.count()) == (1, 0)


def test_the_mentee_may_be_in_doubt_and_is_answered_flat(base, options, school):
    person = PupilFactory(organisation=school.organisation, last_name="Ольхов", first_name="Кирил", grade=7)
    batch = staged(base((NAME, "7Б", "", "", f"{MENTOR}, 9А")), **options)
    row = row_of(batch, 2)
    assert (row.status, row.issue_code) == ("review", "maybe_known")
    assert [(c.side, c.person) for c in row.candidates] == [("", person.pk)]
    decide(batch=batch, row=row, revision=0, decision=Decision(person=person.pk), by=school.curator)
    commit_batch(batch=batch, by=school.curator)
    assert Pair.objects.get().mentee.person == person


def test_the_fourth_mentee_of_a_pupil_is_an_error(base, options):
    mentees = ("Грушин Лев", "Дубинин Олег", "Еловиков Иван", "Журавлин Пётр")
    batch = staged(base(*((name, "6А", "", "", f"{MENTOR}, 9А") for name in mentees)), **options)
    assert statuses(batch) == ["review", "review", "review", "error"]
    assert row_of(batch, 5).errors[0].column == "Наставник (ФИО, класс)"


def test_a_mentee_whose_first_row_waits_is_brought_in_by_the_second(base, options):
    data = base((NAME, "7Б", "", "", "Берестнев П., 9А"), (NAME, "7Б", "", "", "Грушин Лев, 10А"))
    batch = written(data, **options)
    assert statuses(batch) == ["review", "new"]
    assert Pair.objects.get().mentee.person.full_name == NAME
    assert ImportedRecord.objects.filter(batch=batch, created=True).count() == 5


def test_undone_it_leaves_the_register_as_it_was(base, options, school):
    person = PupilFactory(
        organisation=school.organisation, last_name="Ольхов", first_name="Кирилл", grade=7, grade_letter="Б"
    )
    mentee = MenteeFactory(person=person, participant="pupil")
    mentee.categories.set(Category.objects.filter(code="pupil-gifted"))
    rows = ((NAME, "8Б", "", "ОВЗ", f"{MENTOR}, 9А"), ("Грушин Лев", "8Б", "", "ОВЗ", f"{MENTOR}, 9А"))
    batch = written(base(*rows), **options)
    assert (Pair.objects.count(), Mentee.objects.count(), mentee.categories.count()) == (2, 2, 2)
    undo_batch(batch=batch, by=school.curator)
    person.refresh_from_db()
    assert (Pair.objects.count(), Mentor.objects.count(), Mentee.objects.get(), person.grade) == (0, 0, mentee, 7)
    assert mentee.categories.get().code == "pupil-gifted"
    assert Pair.history.filter(history_type="-").count() == 2
