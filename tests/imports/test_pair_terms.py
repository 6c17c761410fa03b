"""What a row of a list of pairs says of the pair itself: form, kinds, term, order, note."""

from datetime import date

import pytest

from imports.actions import commit_batch, decide
from imports.row_data import Decision
from mentoring.models import Pair
from registry.models import Policy
from tests.factories import MenteeFactory, MentorFactory, PupilFactory
from tests.imports.pair_files import (
    MENTEE,
    MENTOR,
    PAIRS,
    TERM,
    codes,
    known,
    pairs_file,
    row_of,
    rows,
    staged,
    statuses,
    written,
)
from tests.mentoring.conftest import END, START


@pytest.mark.requirement("A16-4")
@pytest.mark.parametrize(
    ("label", "form"),
    [
        ("учитель-учитель", "teacher-teacher"),
        ("Педагог – педагог", "teacher-teacher"),
        ("воспитатель - молодой воспитатель", "teacher-teacher"),
        ("руководитель – педагог", "head-teacher"),
        ("опытный педагог – молодой специалист", "teacher-teacher"),
    ],
)
def test_a_form_is_known_by_many_names(school, label, form):
    is_head = form == "head-teacher"
    MentorFactory(person=known(school, MENTOR, position="директор" if is_head else "учитель"))
    data = pairs_file(
        (school.organisation.short_name, MENTOR, MENTEE, *TERM, label), headings=(*PAIRS, "Форма наставничества")
    )
    batch = written(data, school.organisation, school.curator)
    pair = Pair.objects.get()
    assert pair.form.code == form
    assert (pair.role_model.code if pair.role_model else None) == (
        "experienced-young" if label.startswith("опытный") else None
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
    assert (row.status, row.issue_code, row.candidates[0].form) == ("review", "form_unclear", "teacher-teacher")
    decide(batch=batch, row=row, revision=0, decision=Decision(form="teacher-teacher"), by=school.curator)
    commit_batch(batch=batch, by=school.curator)
    assert Pair.objects.get().note == "В файле: дружба народов."


def test_a_form_that_does_not_suit_the_two_is_a_question(school):
    MentorFactory(person=known(school, MENTOR))
    data = pairs_file(
        (school.organisation.short_name, MENTOR, MENTEE, *TERM, "работодатель-ученик"), headings=(*PAIRS, "Форма")
    )
    batch = staged(data, school.organisation, school.curator)
    row = row_of(batch, 2)
    assert (row.status, row.issue_code) == ("review", "form_unclear")
    assert "наставник — работодатель" in row.warnings[-1].message


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
    assert (error.code, error.column) == ("pair_refused", "Дата начала")


@pytest.mark.parametrize(
    "term",
    [("01.01.1900", "31.05.2027"), ("01.09.1989", "31.05.1990"), ("01.09.2026", "01.01.2100")],
)
def test_a_term_outside_the_bounds_of_the_register_is_an_error_in_the_preview(school, term):
    data = pairs_file((school.organisation.short_name, MENTOR, MENTEE, *term))
    batch = staged(data, school.organisation, school.curator)
    row = row_of(batch, 2)
    assert row.status == "error"
    assert codes(row) & {"period_impossible", "bad_date"}
    assert row.errors[0].column == ("Дата окончания" if term[0] == "01.09.2026" else "Дата начала")


def test_an_old_order_gives_no_term_that_the_register_refuses(school):
    data = pairs_file(
        (school.organisation.short_name, MENTOR, MENTEE, "01.09.1985"), headings=(*PAIRS[:3], "Дата приказа")
    )
    row = row_of(staged(data, school.organisation, school.curator), 2)
    assert (row.status, row.issue_code) == ("error", "period_impossible")


@pytest.mark.parametrize(
    ("headings", "cells", "message"),
    [
        (("Срок",), ("2026",), "«2026»: указан только год; без исправления срок — с 01.01.2026"),
        (("Срок",), ("01.09.2026 – 2027",), "указан только год; без исправления срок — по 31.12.2027"),
        (PAIRS[3:], ("2025", "2026"), "«2025»: указан только год; без исправления срок — с 01.01.2025"),
        (PAIRS[3:], ("01.09.2026", "до 2027"), "«до 2027»: указан только год; без исправления срок — по 31.12.2027"),
        (("Срок",), ("I полугодие",), "«I полугодие»: дни начала и окончания не указаны"),
        (("Срок",), ("2026-2029",), "дни начала и окончания не указаны"),
    ],
)
def test_a_term_without_days_is_asked_about(school, headings, cells, message):
    data = pairs_file((school.organisation.short_name, MENTOR, MENTEE, *cells), headings=(*PAIRS[:3], *headings))
    batch = staged(data, school.organisation, school.curator)
    row = row_of(batch, 2)
    assert (row.status, row.issue_code) == ("review", "period_incomplete")
    assert any(message in issue.message for issue in row.warnings)
    decide(batch=batch, row=row, revision=0, decision=Decision(accept=True), by=school.curator)
    assert statuses(batch) == ["new"]


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
    assert row_of(batch, 2).warnings[0].message == "Срок не короче 6 месяцев — по политике муниципалитета."
