"""A list of pairs brought in: whom it means, what drafts it makes, what it asks, what it changes the second time."""

from datetime import date

import pytest

from mentoring.enums import PairStatus
from mentoring.models import Pair
from registry.actions.imports import commit_batch, decide, read_batch
from registry.enums import OrganisationKind
from registry.models import ImportedRecord, Mentee, Mentor, Person, Policy
from tests.factories import MenteeFactory, MentorFactory, OrganisationFactory, PersonFactory, PupilFactory
from tests.mentoring.conftest import END, START
from tests.mentoring.pair_files import PAIRS, TERM, codes, pairs_file, row_of, staged, statuses, written

MENTOR, MENTEE = "Ольхова Мария Сергеевна", "Берестнева Анна Львовна"


def named(**fields):
    """A person of this name."""
    last, first, middle = fields.pop("name").split()
    return {"last_name": last, "first_name": first, "middle_name": middle} | fields


def known(school, name, factory=PersonFactory, **fields):
    return factory(organisation=school.organisation, **named(name=name, **fields))


def rows(school, *pairs):
    return pairs_file(*((school.organisation.short_name, *pair, *TERM[: 4 - len(pair)]) for pair in pairs))


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
    assert (row.status, row.doubt) == ("review", "initials_only")
    assert [(c["side"], c.get("person"), c.get("row")) for c in row.candidates] == [
        ("mentor", mentor.person_id, None), ("mentor", plain.pk, None), ("mentor", None, 1),
    ]  # fmt: skip
    decide(batch=batch, row=row, revision=0, decision={"mentor": {"person": mentor.person_id}}, by=school.curator)
    commit_batch(batch=batch, by=school.curator)
    assert mentor.pairs.get().mentee.person.full_name == MENTEE


def test_a_mentor_by_initials_may_be_the_one_of_another_row(school):
    data = rows(school, ("Ольхова М.С.", MENTEE), (MENTOR, "Вязникова Инна Петровна"))
    batch = staged(data, school.organisation, school.curator)
    decide(batch=batch, row=row_of(batch, 2), revision=0, decision={"mentor": {"row": 1}}, by=school.curator)
    commit_batch(batch=batch, by=school.curator)
    assert Mentor.objects.get().pairs.count() == 2


def test_an_answer_that_names_a_row_stays_with_its_row_when_the_file_is_read_again(school):
    data = rows(school, ("Ольхова М.С.", MENTEE), (MENTOR, "Вязникова Инна Петровна"))
    batch = staged(data, school.organisation, school.curator)
    decide(batch=batch, row=row_of(batch, 2), revision=0, decision={"mentor": {"row": 1}}, by=school.curator)
    assert statuses(read_batch(batch=batch)) == ["new", "new"]
    batch.rows.filter(position=1).update(position=7)
    batch.rows.filter(position=0).update(decision={"mentor": {"row": 7}})
    assert row_of(read_batch(batch=batch), 2).decision["mentor"] == {"row": 1}


def test_a_mentor_by_initials_may_be_somebody_new(school):
    batch = staged(rows(school, ("Ольхова М.С.", MENTEE)), school.organisation, school.curator)
    names = {"last_name": "Ольхова", "first_name": "Мария", "middle_name": "Сергеевна"}
    decision = {"mentor": {"person": "new", "names": names}}
    decide(batch=batch, row=row_of(batch, 2), revision=0, decision=decision, by=school.curator)
    commit_batch(batch=batch, by=school.curator)
    assert Pair.objects.get().mentor.person.full_name == MENTOR


def test_both_sides_may_be_in_doubt_and_are_answered_apart(school):
    data = rows(school, ("Ольхова М.С.", "Берестнева А.Л."))
    mentor, mentee = known(school, MENTOR), known(school, MENTEE)
    batch = staged(data, school.organisation, school.curator)
    row = row_of(batch, 2)
    assert [(c["side"], c["person"]) for c in row.candidates] == [("mentor", mentor.pk), ("mentee", mentee.pk)]
    decide(batch=batch, row=row, revision=0, decision={"mentee": {"person": mentee.pk}}, by=school.curator)
    row.refresh_from_db()
    assert (row.status, [c["side"] for c in row.candidates]) == ("review", ["mentor"])
    decide(batch=batch, row=row, revision=1, decision={"mentor": {"person": mentor.pk}}, by=school.curator)
    assert row_of(batch, 2).status == "new"


def test_a_mentor_of_another_organisation_is_a_question(school):
    elsewhere = OrganisationFactory(municipality=school.organisation.municipality)
    mentor = MentorFactory(person=PersonFactory(organisation=elsewhere, **named(name=MENTOR)))
    batch = staged(rows(school, (MENTOR, MENTEE)), school.organisation, school.curator)
    row = row_of(batch, 2)
    assert (row.status, row.doubt, row.candidates[0]["person"]) == ("review", "mentor_elsewhere", mentor.person_id)
    decide(batch=batch, row=row, revision=0, decision={"mentor": {"person": mentor.person_id}}, by=school.curator)
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


@pytest.mark.parametrize(
    ("words", "form"),
    [
        ("учитель-учитель", "teacher-teacher"),
        ("Педагог – педагог", "teacher-teacher"),
        ("воспитатель - молодой воспитатель", "teacher-teacher"),
        ("руководитель – педагог", "head-teacher"),
        ("опытный педагог – молодой специалист", "teacher-teacher"),
    ],
)
def test_a_form_is_known_by_many_names(school, words, form):
    is_head = form == "head-teacher"
    MentorFactory(person=known(school, MENTOR, position="директор" if is_head else "учитель"))
    data = pairs_file(
        (school.organisation.short_name, MENTOR, MENTEE, *TERM, words), headings=(*PAIRS, "Форма наставничества")
    )
    batch = written(data, school.organisation, school.curator)
    pair = Pair.objects.get()
    assert pair.form.code == form
    assert (pair.role_model.code if pair.role_model else None) == (
        "experienced-young" if words.startswith("опытный") else None
    )
    assert "по участникам" not in row_of(batch, 2).changes["form"][1]


def test_the_form_says_who_new_people_are(school):
    data = pairs_file(
        (school.organisation.short_name, MENTOR, MENTEE, *TERM, "работодатель-ученик"), headings=(*PAIRS, "Форма")
    )
    written(data, school.organisation, school.curator)
    pair = Pair.objects.get()
    assert (pair.form.code, pair.mentor.source, pair.mentee.participant) == ("employer-pupil", "partner", "pupil")


def test_a_form_that_nobody_knows_is_a_question(school):
    data = pairs_file(
        (school.organisation.short_name, MENTOR, MENTEE, *TERM, "дружба народов"), headings=(*PAIRS, "Форма")
    )
    batch = staged(data, school.organisation, school.curator)
    row = row_of(batch, 2)
    assert (row.status, row.doubt, row.candidates[0]["form"]) == ("review", "form_unclear", "teacher-teacher")
    decide(batch=batch, row=row, revision=0, decision={"form": "teacher-teacher"}, by=school.curator)
    commit_batch(batch=batch, by=school.curator)
    assert Pair.objects.get().note == "В файле: дружба народов."


def test_a_form_that_does_not_suit_the_two_is_a_question(school):
    MentorFactory(person=known(school, MENTOR))
    data = pairs_file(
        (school.organisation.short_name, MENTOR, MENTEE, *TERM, "работодатель-ученик"), headings=(*PAIRS, "Форма")
    )
    batch = staged(data, school.organisation, school.curator)
    row = row_of(batch, 2)
    assert (row.status, row.doubt) == ("review", "form_unclear")
    assert "наставник — работодатель" in row.warnings[-1]["message"]


def test_pupils_get_the_form_of_pupils(school):
    mentor = MentorFactory(person=known(school, MENTOR, PupilFactory, grade=9), source="pupil")
    mentee = MenteeFactory(person=known(school, MENTEE, PupilFactory, grade=7), participant="pupil")
    written(rows(school, (MENTOR, MENTEE)), school.organisation, school.curator)
    assert Pair.objects.get(mentor=mentor, mentee=mentee).form.code == "pupil-pupil"


def test_kinds_of_one_cell_are_taken_apart(school):
    data = pairs_file(
        (school.organisation.short_name, MENTOR, MENTEE, *TERM, "традиционная (один на один), дистанционное; чудесное"),
        headings=(*PAIRS, "Вид наставничества"),
    )
    batch = written(data, school.organisation, school.curator)
    pair = Pair.objects.get()
    assert set(pair.kinds.values_list("code", flat=True)) == {"traditional", "virtual"}
    assert set(pair.history.get().kinds.values_list("kind__code", flat=True)) == {"traditional", "virtual"}
    assert pair.note == "В файле: чудесное."
    assert "kind_unparsed" in codes(row_of(batch, 2))


def test_without_a_term_the_school_year_is_taken_and_said(school):
    data = pairs_file((school.organisation.short_name, MENTOR, MENTEE), headings=PAIRS[:3])
    batch = written(data, school.organisation, school.curator)
    pair = Pair.objects.get()
    assert (pair.starts_on, pair.ends_on) == (START, END)
    assert "взят учебный год" in row_of(batch, 2).changes["period"][1]


def test_the_order_and_the_note_wait_with_the_draft(school):
    data = pairs_file(
        (school.organisation.short_name, MENTOR, MENTEE, "пр. № 56-ОД от 02.09.2025", "по просьбе завуча"),
        headings=(*PAIRS[:3], "Приказ", "Примечание"),
    )
    written(data, school.organisation, school.curator)
    pair = Pair.objects.get()
    assert pair.act is None
    assert pair.note == "Приказ №\u00a056-ОД от 02.09.2025. по просьбе завуча"
    assert pair.starts_on == date(2025, 9, 1)  # the school year of the order


def test_a_term_too_short_is_told_and_the_draft_is_made(school):
    data = pairs_file((school.organisation.short_name, MENTOR, MENTEE, "01.12.2026", "15.12.2026"))
    batch = written(data, school.organisation, school.curator)
    assert statuses(batch) == ["new"]
    assert codes(row_of(batch, 2)) == {"programme_too_short"}  # once, by the reader of the file


def test_a_year_too_far_away_is_refused_at_its_cell(school):
    data = pairs_file((school.organisation.short_name, MENTOR, MENTEE, "01.09.2036", "31.05.2037"))
    error = row_of(staged(data, school.organisation, school.curator), 2).errors[0]
    assert (error["code"], error["column"]) == ("pair_refused", "Дата начала")


@pytest.mark.parametrize(
    ("term", "days"),
    [
        ("2026-2027 уч. год", (date(2026, 9, 1), date(2027, 8, 31))),
        ("с 01.10.2026 по 31.03.2027", (date(2026, 10, 1), date(2027, 3, 31))),
        ("с 01.10.2026", (date(2026, 10, 1), date(2027, 5, 31))),
        ("", (START, END)),
    ],
)
def test_a_term_may_be_written_in_many_ways(school, term, days):
    data = pairs_file((school.organisation.short_name, MENTOR, MENTEE, term), headings=(*PAIRS[:3], "Срок"))
    written(data, school.organisation, school.curator)
    pair = Pair.objects.get()
    assert (pair.starts_on, pair.ends_on) == days


def test_a_rule_that_only_the_policy_knows_is_told_too(school):
    Policy.objects.update(programme_min_months=6)
    data = pairs_file((school.organisation.short_name, MENTOR, MENTEE, "01.12.2026", "31.03.2027"))
    batch = written(data, school.organisation, school.curator)
    assert statuses(batch) == ["new"]
    assert row_of(batch, 2).warnings[0]["message"] == "Срок не короче 6 месяцев (Сургут, п.\u00a01.3.7)."


def test_somebody_who_left_the_base_is_no_mentor(school):
    mentor = MentorFactory(person=known(school, MENTOR), excluded_on=date(2026, 6, 1))
    batch = staged(rows(school, (MENTOR, MENTEE)), school.organisation, school.curator)
    row = row_of(batch, 2)
    assert (row.status, codes(row)) == ("error", {"pair_refused"})
    assert "исключение из базы наставников с 01.06.2026" in row.errors[0]["message"]
    mentor.refresh_from_db()
    assert mentor.excluded_on


def test_a_pupil_too_young_is_refused(school):
    MentorFactory(person=known(school, MENTOR, PupilFactory, grade=9), source="pupil")
    young = known(school, MENTEE, PupilFactory, grade=2, birth_date=date(2018, 3, 1))
    MenteeFactory(person=young, participant="pupil")
    batch = staged(rows(school, (MENTOR, MENTEE)), school.organisation, school.curator)
    assert row_of(batch, 2).status == "error"
    assert "участвуют с 10 лет" in row_of(batch, 2).errors[0]["message"]


def test_a_partner_may_be_the_home_of_the_mentor(school):
    works = OrganisationFactory(
        municipality=school.organisation.municipality, kind=OrganisationKind.ENTERPRISE, short_name="ООО «Лесовод»"
    )
    MentorFactory(person=PersonFactory(organisation=works, **named(name=MENTOR)), source="partner")
    MenteeFactory(person=known(school, MENTEE, PupilFactory), participant="pupil")
    batch = staged(rows(school, (MENTOR, MENTEE)), school.organisation, school.curator)
    row = row_of(batch, 2)
    chosen = {"mentor": {"person": row.candidates[0]["person"]}}
    decide(batch=batch, row=row, revision=0, decision=chosen, by=school.curator)
    commit_batch(batch=batch, by=school.curator)
    assert Pair.objects.get().form.code == "employer-pupil"


def test_a_name_one_letter_apart_in_the_file_is_a_question(school):
    data = rows(school, (MENTOR, MENTEE), ("Ольхова Мария Сергеева", "Вязникова Инна Петровна"))
    batch = staged(data, school.organisation, school.curator)
    row = row_of(batch, 3)
    assert (row.status, row.doubt) == ("review", "fuzzy_duplicate")
    assert row.candidates == [{"side": "mentor", "row": 0, "why": "строка 2 этого файла"}]
    decide(batch=batch, row=row, revision=0, decision={"mentor": {"row": 0}}, by=school.curator)
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
