"""Places of a mentor over file and register: the fourth mentee is an error, whatever the order of the rows."""

from datetime import date

import pytest
from django.test import Client

from imports.actions import commit_batch, decide
from imports.actions.commit import NotWritten
from imports.importers.pairs import importers
from imports.importers.pairs.pair_resource import PairImportResource
from imports.row_data import Decision
from mentoring.enums import PairStatus
from mentoring.models import Pair
from registry.enums import Role
from registry.models import Mentee, Policy
from tests.factories import PairFactory, PolicyFactory, member
from tests.imports.pair_files import TERM, codes, pairs_file, row_of, staged, statuses, written
from tests.mentoring.conftest import END, START

PLACE = Decision(takes_place=True)
MENTOR = "Ольхова Мария Сергеевна"
MENTEES = [
    "Берестнева Анна Львовна", "Вязникова Инна Петровна", "Грушина Ольга Ивановна", "Дубинина Вера Олеговна",
    "Еловикова Нина Юрьевна",
]  # fmt: skip


@pytest.fixture
def file_of(school):
    """`file_of(4)`: a mentor with so many mentees over the school year, or over the terms given."""

    def make(number=4, mentor=MENTOR, terms=None, start=0):
        place, terms = school.organisation.short_name, terms or [TERM] * number
        return pairs_file(*((place, mentor, MENTEES[start + i], *terms[i]) for i in range(number)))

    return make


@pytest.fixture
def stage(school):
    def stage(data, **options):
        return staged(data, school.organisation, school.curator, **options)

    return stage


def test_the_fourth_is_an_error_and_the_others_wait(file_of, stage):
    batch = stage(file_of(4))
    assert statuses(batch) == ["review", "review", "review", "error"]
    error = row_of(batch, 5).errors[0]
    assert (error.code, error.rows, error.column) == ("cap_exceeded", (2, 3, 4, 5), "ФИО наставляемого")
    assert error.message == "у наставника одновременно 4 наставляемых, допускается 3; соперничают строки 2, 3, 4, 5"
    assert row_of(batch, 2).issue_code == "cap_competing"


def test_with_one_left_out_the_others_are_written(school, file_of, stage):
    batch = stage(file_of(4))
    decide(batch=batch, row=row_of(batch, 3), revision=0, decision=Decision(skip=True), by=school.curator)
    assert statuses(batch) == ["new", "off", "new", "new"]
    commit_batch(batch=batch, by=school.curator)
    assert Pair.objects.count() == 3


def test_those_whom_a_person_keeps_take_the_places(school, file_of, stage):
    batch = stage(file_of(4))
    for number in (3, 4, 5):
        decide(
            batch=batch, row=row_of(batch, number), revision=0, decision=Decision(takes_place=True), by=school.curator
        )
    assert statuses(batch) == ["error", "new", "new", "new"]


def test_whoever_keeps_more_than_there_are_places_has_chosen_nobody(school, file_of, stage):
    batch = stage(file_of(4))
    for number in (2, 3, 4, 5):
        decide(
            batch=batch, row=row_of(batch, number), revision=0, decision=Decision(takes_place=True), by=school.curator
        )
    assert statuses(batch) == ["review", "review", "review", "error"]


def test_four_in_two_terms_are_right(file_of, stage):
    autumn, spring = ("01.09.2026", "31.12.2026"), ("11.01.2027", "31.05.2027")
    assert statuses(stage(file_of(4, terms=[autumn, TERM, spring, TERM]))) == ["new"] * 4


def test_the_worst_moment_counts_also_inside_a_term(file_of, stage):
    later = [("01.09.2026", "31.05.2027"), ("01.10.2026", "31.05.2027"), ("01.11.2026", "31.05.2027")]
    batch = stage(file_of(4, terms=[*later, ("01.09.2026", "31.05.2027")]))
    assert statuses(batch) == ["review", "review", "review", "error"]


def test_pairs_of_the_register_hold_places_and_are_named(school, file_of, stage):
    mentor = school.mentor()
    held = [school.pair(mentor, school.mentee()) for _ in range(2)]
    batch = stage(file_of(2, mentor=mentor.person.full_name))
    assert statuses(batch) == ["review", "error"]
    for pair in held:
        assert f"{pair.mentee.person.short_name} (до 31.05.2027)" in row_of(batch, 3).errors[0].message
    browser = Client()
    browser.force_login(member(Role.COORDINATOR, municipality=school.organisation.municipality))
    page = browser.get(f"/imports/{batch.pk}/", {"show": "errors"}).content.decode()
    assert all(f'<a href="{pair.get_absolute_url()}">{pair}</a>' in page for pair in held)


def test_drafts_of_the_register_count_too(school, file_of, stage):
    mentor = school.mentor()
    for _ in range(3):
        school.pair(mentor, school.mentee(agreed=False))
    batch = stage(file_of(2, mentor=mentor.person.full_name))
    assert statuses(batch) == ["error", "error"]


def test_a_place_given_back_is_free(school, file_of, stage):
    mentor = school.mentor()
    for _ in range(3):
        pair = school.pair(mentor, school.mentee(agreed=False))
    Pair.objects.filter(pk=pair.pk).update(status=PairStatus.CANCELLED)
    assert statuses(stage(file_of(1, mentor=mentor.person.full_name))) == ["new"]


def test_a_pair_that_nobody_has_closed_holds_its_place(school, file_of, stage):
    mentor = school.mentor()
    for _ in range(3):
        pair = PairFactory(
            mentor=mentor,
            organisation=school.organisation,
            status=PairStatus.ACTIVE,
            starts_on=date(2025, 9, 1),
            ends_on=date(2026, 5, 31),
        )
    batch = stage(file_of(1, mentor=mentor.person.full_name))
    assert statuses(batch) == ["error"]
    known = f"{pair.mentee.person.short_name} (срок истёк 31.05.2026, пара не закрыта)"
    assert known in row_of(batch, 2).errors[0].message
    Pair.objects.filter(pk=pair.pk).update(status=PairStatus.COMPLETED, ended_on=date(2026, 5, 31))
    assert statuses(stage(file_of(1, mentor=mentor.person.full_name))) == ["new"]


def test_one_mentee_holds_one_place_however_often(school, file_of, stage):
    mentor, mentees = school.mentor(), [school.mentee(agreed=False) for _ in range(3)]
    for mentee in mentees:
        school.pair(mentor, mentee, starts_on=START, ends_on=date(2026, 12, 31))
    name = mentees[0].person.full_name
    data = pairs_file((school.organisation.short_name, mentor.person.full_name, name, "11.01.2027", "31.05.2027"))
    assert statuses(stage(data)) == ["new"]


def test_the_mentors_own_limit_counts(school, file_of, stage):
    mentor = school.mentor(personal_limit=1)
    batch = stage(file_of(2, mentor=mentor.person.full_name))
    assert statuses(batch) == ["review", "error"]
    assert "допускается 1" in row_of(batch, 3).errors[0].message


def test_the_limit_of_the_policy_on_the_first_day_counts(school, file_of, stage):
    PolicyFactory(municipality=school.organisation.municipality, valid_from=date(2027, 1, 1), mentee_limit=2)
    spring = ("11.01.2027", "31.05.2027")
    assert statuses(stage(file_of(3))) == ["new"] * 3
    assert statuses(stage(file_of(3, terms=[spring] * 3))) == ["review", "review", "error"]


def test_the_file_of_one_organisation_counts_pairs_led_elsewhere(school, file_of, stage):
    mentor = school.mentor()
    for _ in range(3):
        elsewhere = Mentee.objects.get(pk=school.mentee(agreed=False).pk)
        school.pair(mentor, elsewhere)
    batch = stage(file_of(1, mentor=mentor.person.full_name), alone=True)
    assert statuses(batch) == ["error"]


def test_another_mentor_of_the_mentee_is_judged_by_the_policy(school, stage):
    Policy.objects.update(several_mentors=False)
    mentee = school.mentee()
    school.pair(school.mentor(), mentee)
    batch = stage(pairs_file((school.organisation.short_name, MENTOR, mentee.person.full_name, *TERM)))
    assert codes(row_of(batch, 2)) == {"pair_refused"}
    assert "наставник у наставляемого один" in row_of(batch, 2).errors[0].message


def test_two_mentors_of_one_mentee_in_a_file_are_told_of(school, stage):
    place = school.organisation.short_name
    data = pairs_file((place, MENTOR, MENTEES[0], *TERM), (place, MENTEES[1], MENTEES[0], *TERM))
    assert "several_mentors" not in codes(row_of(stage(data), 2))
    Policy.objects.update(several_mentors=False)
    batch = stage(data)
    assert statuses(batch) == ["new", "new"]
    assert "several_mentors" in codes(row_of(batch, 2)) & codes(row_of(batch, 3))


def test_a_place_taken_meanwhile_turns_the_row_into_an_error(school, file_of, stage):
    mentor = school.mentor()
    batch = stage(file_of(2, mentor=mentor.person.full_name))
    assert statuses(batch) == ["new", "new"]
    for _ in range(2):
        school.pair(mentor, school.mentee())
    commit_batch(batch=batch, by=school.curator)
    assert statuses(batch) == ["review", "error"]
    assert "в реестре уже" in row_of(batch, 3).errors[0].message
    assert mentor.pairs.count() == 2


def test_two_files_that_break_the_cap_together_are_not_both_written(school, file_of, stage):
    written(file_of(1), school.organisation, school.curator)
    first, second = stage(file_of(2, start=1)), stage(file_of(2, start=3))
    assert statuses(first) == statuses(second) == ["new", "new"]
    commit_batch(batch=first, by=school.curator)
    commit_batch(batch=second, by=school.curator)
    assert statuses(second) == ["error", "error"]
    assert Pair.objects.count() == 3


def test_what_the_guard_of_the_database_refuses_is_a_message(school, file_of, stage, monkeypatch):
    """Were a row ever to slip through, the guard would stop it, and the person would read why."""
    mentor = school.mentor()
    for _ in range(3):
        school.pair(mentor, school.mentee())
    monkeypatch.setattr(importers, "refuse_over_capacity", lambda *args: None)
    create = PairImportResource.create_with_history

    def as_agreed(self, writes):
        for write in writes:
            write.record.status = PairStatus.AGREED
        create(self, writes)

    monkeypatch.setattr(PairImportResource, "create_with_history", as_agreed)
    batch = stage(file_of(1, mentor=mentor.person.full_name))
    with pytest.raises(NotWritten, match="строка 2: у наставника нет свободных мест"):
        commit_batch(batch=batch, by=school.curator)
    batch.refresh_from_db()
    assert batch.status == "draft"
    assert mentor.pairs.count() == 3
    assert {pair.ends_on for pair in mentor.pairs.all()} == {END}
