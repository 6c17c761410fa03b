"""Pupils who leave with the transfer of the classes, and the last days of their pairs."""

from datetime import date, timedelta

import pytest

from mentoring.actions.endings import terminate
from mentoring.enums import EndReason
from registry import clock
from registry.deadlines import DeadlineScope, deadlines_in
from registry.enums import Role
from registry.models import ClassMove, Person
from tests.factories import ActFactory, MentorFactory, PairFactory
from tests.registry.test_classes import DEPARTURE, TODAY, address, due, held_by_a_pair, pupil, typed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with clock.as_at(TODAY):
        yield


def test_a_card_is_not_closed_before_the_last_day_of_an_ended_pair(district, as_role):
    person = pupil(district.school, "Чайкин", grade=11, letter="А")
    pair = held_by_a_pair(district.school, person)
    ended_on = date(2026, 9, 2)
    by = district.member(Role.CURATOR)
    terminate(pair=pair, on=ended_on, end_reason=EndReason.OTHER_OBSTACLE, act_awaited=True, by=by)
    curator = as_role(Role.CURATOR)
    curator.post(address(district.school), typed(curator, district.school))
    person.refresh_from_db()
    assert (person.archived_on, ClassMove.objects.get().on) == (None, date(2026, 8, 31))
    assert due(district.school, TODAY) == [DEPARTURE]


def test_of_two_pupils_of_a_pair_the_first_who_leaves_ends_it(district, as_role):
    mentor, mentee = (pupil(district.school, name, grade=11, letter="А") for name in ("Орлов", "Чайкин"))
    began = date(2026, 1, 10)
    pair = PairFactory(
        organisation=district.school, mentor=MentorFactory(person=mentor), mentee=mentee.mentee, status="active",
        act=ActFactory(organisation=district.school, dated=began), starts_on=began, ends_on=date(2026, 12, 20),
    )  # fmt: skip
    days = {f"pupil_{mentor.pk}_on": "2026-08-31", f"pupil_{mentee.pk}_on": "2026-08-20"}
    days |= {f"pupil_{one.pk}": "left" for one in (mentor, mentee)}
    answers = {"pairs": "end", "pairs_reason": "studies_finished"}
    curator = as_role(Role.CURATOR)
    sent = curator.post(address(district.school), typed(curator, district.school, **days, **answers))
    assert sent.status_code == 302, sent.context["form"].errors
    pair.refresh_from_db()
    assert (pair.ended_on, pair.end_reason.title) == (
        date(2026, 8, 20),
        "окончание обучения в организации (выпуск)",
    )
    closed = [Person.objects.get(pk=one.pk).archived_on for one in (mentor, mentee)]
    assert closed == [date(2026, 8, 31), date(2026, 8, 20)]


def test_who_is_decided_about_later_is_due_a_week_after_the_transfer_was_entered(district, as_role):
    person = pupil(district.school, "Чайкин", grade=11, letter="А")
    held_by_a_pair(district.school, person)
    curator = as_role(Role.CURATOR)
    curator.post(address(district.school), typed(curator, district.school, pairs="later"))
    assert due(district.school, TODAY) == [DEPARTURE]
    row = next(row for row in deadlines_in(DeadlineScope.of([district.school.pk]), TODAY) if row.kind == DEPARTURE)
    assert (row.due_on, row.overdue) == (TODAY + timedelta(days=7), False)
    assert "Выбыл " not in row.why
