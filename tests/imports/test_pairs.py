"""A list of pairs brought in: whom it means, what drafts it makes, what it asks, what it changes the second time."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from imports.actions import commit_batch, decide, read_batch
from imports.models import ImportedRecord
from imports.row_data import Candidate, Decision, PersonAnswer
from mentoring.actions.pairs import agree_pair
from mentoring.enums import PairStatus
from mentoring.models import Pair
from registry.enums import OrganisationKind
from registry.models import Affiliation, Mentee, Mentor, Person
from tests.factories import MenteeFactory, MentorFactory, OrganisationFactory, PersonFactory, PupilFactory
from tests.imports.pair_files import (
    MENTEE,
    MENTOR,
    TERM,
    codes,
    known,
    named,
    pairs_file,
    row_of,
    rows,
    staged,
    statuses,
    written,
)
from tests.mentoring.conftest import END, START, agree


def test_a_row_makes_two_people_their_places_and_a_draft(school):
    batch = written(rows(school, (MENTOR, MENTEE)), school.organisation, school.curator)
    pair = Pair.objects.get()
    assert (pair.mentor.person.full_name, pair.mentee.person.full_name) == (MENTOR, MENTEE)
    assert (pair.status, pair.starts_on, pair.ends_on) == (PairStatus.DRAFT, START, END)
    assert (pair.organisation, pair.form.code, pair.labour_basis) == (
        school.organisation, "teacher-teacher", "assignment",
    )  # fmt: skip
    row = row_of(batch, 2)
    assert (row.status, row.target_id) == ("new", pair.pk)
    assert row.changes["form"][1] == "педагог – педагог (по участникам)"
    assert row.changes["mentor"][1] == f"{MENTOR}: новый человек, войдёт в базу наставников"


def test_a_draft_of_two_who_came_later_is_told_of_and_not_agreed(school):
    batch = written(rows(school, (MENTOR, MENTEE)), school.organisation, school.curator)
    assert "pair_rule" not in codes(row_of(batch, 2))
    pair = Pair.objects.get()
    for person in (pair.mentor.person, pair.mentee.person):
        agree(person)
    Affiliation.objects.filter(organisation=school.organisation).update(since=date(2026, 10, 1))
    words = "На 01.09.2026 ни наставник, ни наставляемый в организации"
    with pytest.raises(ValidationError, match=words):
        agree_pair(pair=pair, by=school.curator)
    Pair.objects.all().delete()
    again = staged(rows(school, (MENTOR, MENTEE)), school.organisation, school.curator)
    assert [words in issue.message for issue in row_of(again, 2).warnings if issue.code == "pair_rule"] == [True]


def test_everything_written_is_recorded_with_its_history(school):
    batch = written(rows(school, (MENTOR, MENTEE)), school.organisation, school.curator)
    pair = Pair.objects.get()
    for record in (pair, pair.mentor, pair.mentee, pair.mentor.person, pair.mentee.person):
        version = record.history.get()
        assert (version.history_type, version.history_date) == ("+", batch.committed_at)
        assert version.history_change_reason == "Импорт: «пары.csv», строка 2"
    assert ImportedRecord.objects.filter(batch=batch, created=True).count() == 5


def test_the_same_list_changes_nothing_the_second_time(school):
    data = rows(school, (MENTOR, MENTEE), (MENTOR, "Вязникова Инна Петровна"))
    written(data, school.organisation, school.curator)
    again = written(data, school.organisation, school.curator)
    assert statuses(again) == ["unchanged", "unchanged"]
    assert Pair.objects.count() == Pair.history.count() == 2
    assert row_of(again, 2).target_id == Pair.objects.get(mentee__person__last_name="Берестнева").pk


def test_one_mentor_on_several_rows_is_one_mentor_with_several_pairs(school):
    data = rows(school, (MENTOR, MENTEE), (MENTOR, "Вязникова Инна Петровна"), (MENTOR, MENTEE))
    batch = written(data, school.organisation, school.curator)
    assert statuses(batch) == ["new", "new", "unchanged"]
    assert Mentor.objects.get().pairs.count() == 2
    assert Person.objects.count() == 3


def test_people_of_the_register_are_found_and_their_cards_stay_as_they_are(school):
    mentor = MentorFactory(person=known(school, MENTOR, position="учитель физики"))
    mentee = MenteeFactory(person=known(school, MENTEE))
    data = pairs_file(
        (school.organisation.short_name, MENTOR, "завхоз", MENTEE, *TERM),
        headings=(
            "Организация", "ФИО наставника", "Должность наставника", "ФИО наставляемого", "Дата начала",
            "Дата окончания",
        ),
    )  # fmt: skip
    batch = written(data, school.organisation, school.curator)
    pair = Pair.objects.get()
    assert (pair.mentor, pair.mentee) == (mentor, mentee)
    mentor.person.refresh_from_db()
    assert mentor.person.position == "учитель физики"
    assert {record.content_type.model for record in batch.records.all()} == {"pair"}


def test_somebody_known_who_is_in_no_base_enters_it(school):
    person = known(school, MENTOR)
    written(rows(school, (MENTOR, MENTEE)), school.organisation, school.curator)
    assert Pair.objects.get().mentor.person == person
    assert person.history.count() == 1


def test_two_who_mentor_each_other_are_two_people(school):
    data = rows(school, (MENTOR, MENTEE), (MENTEE, MENTOR))
    batch = written(data, school.organisation, school.curator)
    assert statuses(batch) == ["new", "new"]
    assert (Person.objects.count(), Mentor.objects.count(), Mentee.objects.count()) == (2, 2, 2)


def test_a_person_is_no_mentor_to_themself(school):
    batch = staged(rows(school, (MENTOR, MENTOR)), school.organisation, school.curator)
    assert codes(row_of(batch, 2)) == {"same_person"}
    assert row_of(batch, 2).status == "error"


def test_a_mentor_by_initials_is_asked_with_those_of_the_register_and_the_file(school):
    mentor = MentorFactory(person=known(school, MENTOR))
    plain = known(school, "Ольхова Мирра Семёновна")
    data = rows(school, ("Ольхова М.С.", MENTEE), ("Ольхова Майя Степановна", "Вязникова Инна Петровна"))
    batch = staged(data, school.organisation, school.curator)
    row = row_of(batch, 2)
    assert (row.status, row.issue_code) == ("review", "initials_only")
    assert [(c.side, c.person, c.row) for c in row.candidates] == [
        ("mentor", mentor.person_id, None), ("mentor", plain.pk, None), ("mentor", None, 1),
    ]  # fmt: skip
    decide(
        batch=batch,
        row=row,
        revision=0,
        decision=Decision(mentor=PersonAnswer(person=mentor.person_id)),
        by=school.curator,
    )
    commit_batch(batch=batch, by=school.curator)
    assert mentor.pairs.get().mentee.person.full_name == MENTEE


def test_a_mentor_by_initials_may_be_the_one_of_another_row(school):
    data = rows(school, ("Ольхова М.С.", MENTEE), (MENTOR, "Вязникова Инна Петровна"))
    batch = staged(data, school.organisation, school.curator)
    decide(
        batch=batch, row=row_of(batch, 2), revision=0, decision=Decision(mentor=PersonAnswer(row=1)), by=school.curator
    )
    commit_batch(batch=batch, by=school.curator)
    assert Mentor.objects.get().pairs.count() == 2


def test_an_answer_that_names_a_row_stays_with_its_row_when_the_file_is_read_again(school):
    data = rows(school, ("Ольхова М.С.", MENTEE), (MENTOR, "Вязникова Инна Петровна"))
    batch = staged(data, school.organisation, school.curator)
    decide(
        batch=batch, row=row_of(batch, 2), revision=0, decision=Decision(mentor=PersonAnswer(row=1)), by=school.curator
    )
    assert statuses(read_batch(batch=batch)) == ["new", "new"]
    batch.rows.filter(position=1).update(position=7)
    batch.rows.filter(position=0).update(decision={"mentor": {"row": 7}})
    assert row_of(read_batch(batch=batch), 2).decision.mentor == PersonAnswer(row=1)


def test_a_mentor_by_initials_may_be_somebody_new(school):
    batch = staged(rows(school, ("Ольхова М.С.", MENTEE)), school.organisation, school.curator)
    names = {"last_name": "Ольхова", "first_name": "Мария", "middle_name": "Сергеевна"}
    decision = {"mentor": {"person": "new", "names": names}}
    decide(batch=batch, row=row_of(batch, 2), revision=0, decision=Decision.from_json(decision), by=school.curator)
    commit_batch(batch=batch, by=school.curator)
    assert Pair.objects.get().mentor.person.full_name == MENTOR


def test_both_sides_may_be_in_doubt_and_are_answered_apart(school):
    data = rows(school, ("Ольхова М.С.", "Берестнева А.Л."))
    mentor, mentee = known(school, MENTOR), known(school, MENTEE)
    batch = staged(data, school.organisation, school.curator)
    row = row_of(batch, 2)
    assert [(c.side, c.person) for c in row.candidates] == [("mentor", mentor.pk), ("mentee", mentee.pk)]
    decide(
        batch=batch, row=row, revision=0, decision=Decision(mentee=PersonAnswer(person=mentee.pk)), by=school.curator
    )
    row.refresh_from_db()
    assert (row.status, [c.side for c in row.candidates]) == ("review", ["mentor"])
    decide(
        batch=batch, row=row, revision=1, decision=Decision(mentor=PersonAnswer(person=mentor.pk)), by=school.curator
    )
    assert row_of(batch, 2).status == "new"


def test_a_mentor_of_another_organisation_is_a_question(school):
    elsewhere = OrganisationFactory(municipality=school.organisation.municipality)
    mentor = MentorFactory(person=PersonFactory(organisation=elsewhere, **named(name=MENTOR)))
    batch = staged(rows(school, (MENTOR, MENTEE)), school.organisation, school.curator)
    row = row_of(batch, 2)
    assert (row.status, row.issue_code, row.candidates[0].person) == ("review", "mentor_elsewhere", mentor.person_id)
    decide(
        batch=batch,
        row=row,
        revision=0,
        decision=Decision(mentor=PersonAnswer(person=mentor.person_id)),
        by=school.curator,
    )
    commit_batch(batch=batch, by=school.curator)
    assert Pair.objects.get().mentor == mentor


def test_a_file_of_one_organisation_sees_nobody_of_another(school):
    elsewhere = OrganisationFactory(municipality=school.organisation.municipality)
    MentorFactory(person=PersonFactory(organisation=elsewhere, **named(name=MENTOR)))
    data = pairs_file(
        (school.organisation.short_name, MENTOR, MENTEE, *TERM), (elsewhere.short_name, MENTOR, MENTEE, *TERM)
    )
    batch = staged(data, school.organisation, school.curator, alone=True)
    assert statuses(batch) == ["new", "error"]
    assert codes(row_of(batch, 3)) == {"foreign_organisation"}


def test_somebody_who_left_the_base_is_no_mentor(school):
    mentor = MentorFactory(person=known(school, MENTOR), excluded_on=date(2026, 6, 1))
    batch = staged(rows(school, (MENTOR, MENTEE)), school.organisation, school.curator)
    row = row_of(batch, 2)
    assert (row.status, codes(row)) == ("error", {"pair_refused"})
    assert "в базе наставников только по 01.06.2026" in row.errors[0].message
    mentor.refresh_from_db()
    assert mentor.excluded_on


def test_a_pupil_too_young_is_refused(school):
    MentorFactory(person=known(school, MENTOR, PupilFactory, grade=9), source="pupil")
    young = known(school, MENTEE, PupilFactory, grade=2, birth_date=date(2018, 3, 1))
    MenteeFactory(person=young, participant="pupil")
    batch = staged(rows(school, (MENTOR, MENTEE)), school.organisation, school.curator)
    assert row_of(batch, 2).status == "error"
    assert "участвуют с 10 лет" in row_of(batch, 2).errors[0].message


def test_a_partner_may_be_the_home_of_the_mentor(school):
    works = OrganisationFactory(
        municipality=school.organisation.municipality, kind=OrganisationKind.ENTERPRISE, short_name="ООО «Лесовод»"
    )
    MentorFactory(person=PersonFactory(organisation=works, **named(name=MENTOR)), source="partner")
    MenteeFactory(person=known(school, MENTEE, PupilFactory), participant="pupil")
    batch = staged(rows(school, (MENTOR, MENTEE)), school.organisation, school.curator)
    row = row_of(batch, 2)
    chosen = {"mentor": {"person": row.candidates[0].person}}
    decide(batch=batch, row=row, revision=0, decision=Decision.from_json(chosen), by=school.curator)
    commit_batch(batch=batch, by=school.curator)
    assert Pair.objects.get().form.code == "employer-pupil"


def test_a_name_one_letter_apart_in_the_file_is_a_question(school):
    data = rows(school, (MENTOR, MENTEE), ("Ольхова Мария Сергеева", "Вязникова Инна Петровна"))
    batch = staged(data, school.organisation, school.curator)
    row = row_of(batch, 3)
    assert (row.status, row.issue_code) == ("review", "fuzzy_duplicate")
    assert row.candidates == [Candidate(row=0, why="строка 2 этого файла", side="mentor")]
    decide(batch=batch, row=row, revision=0, decision=Decision(mentor=PersonAnswer(row=0)), by=school.curator)
    commit_batch(batch=batch, by=school.curator)
    assert Mentor.objects.get().pairs.count() == 2


def test_a_cancelled_pair_may_be_made_again(school):
    pair = school.pair(school.mentor(), school.mentee(agreed=False))
    Pair.objects.filter(pk=pair.pk).update(status=PairStatus.CANCELLED)
    names = (pair.mentor.person.full_name, pair.mentee.person.full_name)
    assert statuses(staged(rows(school, names), school.organisation, school.curator)) == ["new"]
    Pair.objects.filter(pk=pair.pk).update(status=PairStatus.DRAFT)
    assert statuses(staged(rows(school, names), school.organisation, school.curator)) == ["unchanged"]


def test_a_pair_made_while_the_file_was_reviewed_is_not_made_again(school):
    mentor, mentee = school.mentor(), school.mentee(agreed=False)
    data = rows(school, (mentor.person.full_name, mentee.person.full_name))
    batch = staged(data, school.organisation, school.curator)
    school.pair(mentor, mentee)
    commit_batch(batch=batch, by=school.curator)
    assert Pair.objects.count() == 1
    assert statuses(batch) == ["unchanged"]


@pytest.mark.parametrize("organisation_alone", [False, True])
def test_the_number_of_queries_does_not_grow_with_the_rows(school, organisation_alone, django_assert_max_num_queries):
    for number in range(3):
        MentorFactory(person=known(school, f"Ольхова {'АБВ'[number]}нна Сергеевна"))
    names = [f"{2 * one}{2 * two}ова" for one in "абвгдежзик" for two in "лмнопрсту"]  # two letters apart at least
    data = rows(
        school,
        *(
            (
                f"Ольхова {'АБВ'[number % 3]}нна Сергеевна" if number < 9 else f"{name.title()} Ольга Львовна",
                f"Вяз{name} Инна Ивановна",
            )
            for number, name in enumerate(names)
        ),
    )
    with django_assert_max_num_queries(60):
        batch = staged(data, school.organisation, school.curator, alone=organisation_alone)
    with django_assert_max_num_queries(110):
        commit_batch(batch=batch, by=school.curator)
    assert Pair.objects.count() > 80
