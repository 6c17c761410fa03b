"""A person moves while an end has been entered: whatever works on after the day of the move is asked about."""

from datetime import date, timedelta
from importlib import import_module
from unittest import mock

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.urls import reverse

from mentoring.actions.corrections import reopen
from mentoring.actions.endings import terminate
from mentoring.actions.moves import go_on
from mentoring.enums import DeadlineKind, EndReason, PairSide, PairStatus
from mentoring.models import MoveDecision, Pair
from mentoring.queries.due_rows import DAYS_FOR_MOVE
from mentoring.queries.moves import with_undecided_move
from registry.actions.affiliations import correct_transfer, transfer_person
from registry.enums import Role
from tests.factories import OrganisationFactory, member
from tests.mentoring.conftest import TODAY
from tests.mentoring.test_moves import DAY, LAST, MOVED, answer, due, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def other(school):
    return OrganisationFactory(municipality=school.organisation.municipality)


@pytest.fixture
def coordinator(school):
    return member(Role.COORDINATOR, municipality=school.organisation.municipality)


@pytest.fixture
def ending(school):
    """A pair whose end was entered far ahead."""
    pair = school.active_pair()
    return terminate(pair=pair, on=TODAY + 60 * DAY, end_reason=EndReason.REQUEST, act_awaited=True, by=school.curator)


def test_a_pair_whose_end_is_far_ahead_is_asked_about_and_stays(client, school, other, ending):
    page = send(client, school.curator, ending.mentor.person, other)
    assert "Работает до внесённого последнего дня, 19.01.2027" in page.content.decode()
    assert ending.mentor.person.affiliations.count() == 1
    send(client, school.curator, ending.mentor.person, other, **answer(ending, "later"))
    assert due(school.curator) == [(DeadlineKind.MENTOR_MOVED, LAST + timedelta(days=DAYS_FOR_MOVE))]
    page = client.get(ending.get_absolute_url()).content.decode()
    assert "а о паре ещё не решено" in page
    client.post(reverse("mentoring:pair_move", args=[ending.pk]), {"answer": "goes_on"})
    assert due(school.curator) == []
    ended = Pair.objects.get(pk=ending.pk)
    assert (ended.status, ended.ended_on) == (PairStatus.TERMINATED, TODAY + 60 * DAY)


@pytest.mark.parametrize(("last_day", "ends_on"), [({}, LAST), ({"last_day": TODAY.isoformat()}, TODAY)])
def test_a_pair_whose_end_is_far_ahead_ends_with_the_move(client, school, other, ending, last_day, ends_on):
    first = ending.changes.first()
    fields = answer(ending, "ends", end_reason=EndReason.TRANSFER, act_way="later", **last_day)
    assert send(client, school.curator, ending.mentor.person, other, **fields).status_code == 302
    ended = Pair.objects.get(pk=ending.pk)
    assert (ended.ended_on, ended.end_reason_id) == (ends_on, EndReason.TRANSFER)
    step = ended.changes.first()
    assert (step.corrects, step.act_awaited) == (first, True)
    first.refresh_from_db()
    assert not first.act_awaited
    assert due(school.curator) == []


def test_a_pair_that_was_over_by_today_but_worked_after_the_move_is_asked_about(client, school, other):
    pair = school.active_pair()
    terminate(pair=pair, on=MOVED, end_reason=EndReason.REQUEST, act_awaited=True, by=school.curator)
    page = send(client, school.curator, pair.mentor.person, other)
    assert "Так и работала до внесённого последнего дня, 16.11.2026" in page.content.decode()
    assert send(client, school.curator, pair.mentor.person, other, **answer(pair, "goes_on")).status_code == 302


def test_an_end_that_is_entered_after_the_move_decides_until_it_is_taken_back(school, other, coordinator):
    pair = school.active_pair()
    transfer_person(person=pair.mentor.person, organisation=other, on=MOVED, by=coordinator)
    terminate(pair=pair, on=TODAY + DAY, end_reason=EndReason.REQUEST, act_awaited=True, by=school.curator)
    assert due(school.curator) == []
    reopen(pair=pair, reason="Не та пара", by=coordinator)
    assert [kind for kind, _ in due(school.curator)] == [DeadlineKind.MENTOR_MOVED]
    go_on(pair=pair, side=PairSide.MENTOR, on=MOVED, by=school.curator)
    assert due(school.curator) == []


def test_ends_of_an_older_register_were_decisions_unless_they_are_still_to_come(school, other, coordinator):
    over, coming = school.active_pair(), school.active_pair()
    for pair, last in ((over, TODAY - DAY), (coming, TODAY + DAY)):
        transfer_person(person=pair.mentor.person, organisation=other, on=MOVED, by=coordinator)
        terminate(pair=pair, on=last, end_reason=EndReason.REQUEST, act_awaited=True, by=school.curator)
    MoveDecision.objects.all().delete()
    migration = import_module("mentoring.migrations.0020_decided_moves_and_bounds_of_dates")
    with mock.patch("django.utils.timezone.localdate", return_value=TODAY):
        migration.keep_decisions(apps, None)
    assert list(with_undecided_move(Pair.objects.all(), PairSide.MENTOR)) == [coming]
    assert list(MoveDecision.objects.values_list("pair", "on", "ends")) == [(over.pk, MOVED, True)]


def test_a_move_is_not_dated_before_a_pair_that_began_in_the_former_organisation(client, school, other):
    pair = school.active_pair(starts_on=TODAY - DAY)
    page = send(client, school.curator, pair.mentor.person, other, **answer(pair, "later"))
    assert f"вела пару «{pair}»" in " ".join(page.context["form"].errors["on"])
    assert pair.mentor.person.affiliations.count() == 1


def test_a_move_is_not_corrected_to_a_day_on_which_the_former_organisation_led_a_pair(school, other, coordinator):
    pair = school.active_pair()
    terminate(pair=pair, on=TODAY - 3 * DAY, end_reason=EndReason.REQUEST, act_awaited=True, by=school.curator)
    transfer_person(person=pair.mentor.person, organisation=other, on=TODAY, by=school.curator)
    wrong = {"person": pair.mentor.person, "organisation": other, "reason": "Не тот день", "by": coordinator}
    with pytest.raises(ValidationError, match="вела пару"):
        correct_transfer(since=date(2026, 8, 1), **wrong)
    assert correct_transfer(since=TODAY - 2 * DAY, **wrong).since == TODAY - 2 * DAY
