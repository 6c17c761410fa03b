"""The last day counts: in figures, in lists, in the bank and in the places of mentors."""

from datetime import date, timedelta

import pytest
from django.test import Client

from mentoring.actions.activation import activate
from mentoring.actions.endings import replace_mentor, terminate
from mentoring.enums import PairStatus
from mentoring.models import Pair
from mentoring.queries.capacity import load_of
from mentoring.queries.pairs_on_day import with_working_pair, working_on
from registry.models import Mentee, Mentor
from registry.queries.people import in_bank_on
from tests.factories import ActFactory
from tests.mentoring.conftest import TODAY

TOMORROW = TODAY + timedelta(days=1)


def working(on: date) -> list[Pair]:
    return list(working_on(Pair.objects.order_by("pk"), on))


def test_a_pair_ended_early_works_on_its_last_day(school):
    pair = school.active_pair()
    terminate(pair=pair, on=TODAY, end_reason="mentee_failed", by=school.curator)
    assert (working(TODAY), working(TOMORROW)) == ([pair], [])


def test_a_list_on_the_last_day_shows_the_pair(school):
    pair = school.active_pair()
    terminate(pair=pair, on=TODAY, end_reason="mentee_failed", by=school.curator)
    client = Client()
    client.force_login(school.curator)
    shown = [
        [row.record.pk for row in client.get(f"/pairs/?on={on}").context["table"].rows] for on in (TODAY, TOMORROW)
    ]
    assert shown == [[pair.pk], []]


def test_a_mentee_has_a_mentor_on_every_day_of_a_replacement(school):
    pair, other = school.active_pair(), school.mentor()
    new = replace_mentor(pair=pair, mentor=other, on=TODAY, end_reason="transfer", by=school.curator)
    activate(pairs=[new], act=ActFactory(organisation=school.organisation, dated=TODAY), by=school.curator)
    assert (working(TODAY), working(TOMORROW)) == ([pair], [new])
    for on in (TODAY, TOMORROW):
        assert list(with_working_pair(Mentee.objects.all(), on)) == [pair.mentee]


def test_former_and_next_mentee_of_one_place_do_not_overlap(school):
    """A mentor with one place gives it up on the last day of a pair and takes the next mentee on the day after."""
    mentor = school.mentor(personal_limit=1)
    terminate(pair=school.active_pair(mentor), on=TODAY, end_reason="mentee_failed", by=school.curator)
    assert school.pair(mentor, starts_on=TOMORROW).status == PairStatus.AGREED
    assert [load_of(mentor, on, on).busy for on in (TODAY, TOMORROW)] == [1, 1]


@pytest.mark.parametrize("bank", [Mentor, Mentee])
def test_the_day_of_exclusion_is_the_last_one_in_the_bank(school, bank):
    place = {Mentor: school.mentor, Mentee: school.mentee}[bank](excluded_on=TODAY, exclusion_reason="увольнение")
    assert [list(in_bank_on(bank.objects.all(), on)) for on in (TODAY, TOMORROW)] == [[place], []]


def test_a_pair_may_end_on_the_day_on_which_its_mentor_leaves_the_bank(school):
    assert school.pair(school.mentor(excluded_on=date(2027, 5, 31))).status == PairStatus.AGREED
