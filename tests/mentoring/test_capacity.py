"""The count of a mentor's mentees in Python, against a count of every single day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentoring.capacity import (
    MenteePeriod,
    earliest_free,
    first_overfull_day,
    mentee_limit,
    most_mentees,
    numbers_of_mentees,
    stretches_of_free_places,
)

FIRST = date(2026, 9, 1)


def days_between(starts_on: date, ends_on: date) -> list[date]:
    return [starts_on + timedelta(days=number) for number in range((ends_on - starts_on).days + 1)]


def mentees_on(day: date, periods: list[MenteePeriod]) -> int:
    return len({period.mentee for period in periods if period.starts_on <= day <= period.until})


spans = st.tuples(st.integers(0, 20), st.integers(0, 12)).map(
    lambda span: (FIRST + timedelta(days=span[0]), FIRST + timedelta(days=span[0] + span[1]))
)
period_lists = st.lists(st.builds(lambda mentee, span: MenteePeriod(mentee, *span), st.integers(1, 4), spans))


def test_a_period_that_ends_before_it_begins_is_its_first_day():
    day_before = FIRST - timedelta(days=1)
    assert most_mentees([MenteePeriod(1, FIRST, FIRST)], FIRST, day_before) == 1
    assert list(numbers_of_mentees([], FIRST, day_before)) == [(FIRST, FIRST, 0)]


@given(periods=period_lists, span=spans, days=st.lists(spans.map(lambda span: span[1])))
def test_the_stretches_give_the_number_of_every_day_once(periods, span, days):
    stretches = list(numbers_of_mentees(periods, *span, days))
    of_days = [(day, number) for first, last, number in stretches for day in days_between(first, last)]
    assert of_days == [(day, mentees_on(day, periods)) for day in days_between(*span)]
    assert {day for day in days if span[0] < day <= span[1]} <= {first for first, _last, _number in stretches}


@given(periods=period_lists, span=spans)
def test_the_places_are_what_the_limit_of_the_day_leaves(periods, span):
    limits = {FIRST: 3, FIRST + timedelta(days=9): 1}

    def limit_on(day):
        return limits[max(begun for begun in limits if begun <= day)]

    stretches = stretches_of_free_places(periods, limit_on, limits, *span)
    places = {day: free for first, last, free in stretches for day in days_between(first, last)}
    free = {day: limit_on(day) - mentees_on(day, periods) for day in days_between(*span)}
    assert places == {day: number for day, number in free.items() if number > 0}


@given(periods=period_lists, span=spans)
def test_the_greatest_number_of_mentees_is_that_of_the_fullest_day(periods, span):
    assert most_mentees(periods, *span) == max(mentees_on(day, periods) for day in days_between(*span))


@given(periods=period_lists, span=spans, limit=st.integers(1, 3))
def test_the_first_overfull_day_is_the_first_with_more_mentees_than_allowed(periods, span, limit):
    overfull = [day for day in days_between(*span) if mentees_on(day, periods) > limit]
    assert first_overfull_day(periods, *span, limit) == (overfull[0] if overfull else None)


@given(periods=period_lists, span=spans, limit=st.integers(1, 3))
def test_from_the_earliest_free_day_one_more_mentee_fits_until_the_end(periods, span, limit):
    length = span[1] - span[0]
    has_room = [
        day
        for day in days_between(span[0], FIRST + timedelta(days=60))
        if all(mentees_on(other, periods) < limit for other in days_between(day, day + length))
    ]
    assert earliest_free(periods, *span, limit) == has_room[0]


@pytest.mark.parametrize(
    ("personal_limit", "policy_limit", "limit"), [(None, None, 3), (2, None, 2), (None, 1, 1), (2, 3, 2), (3, 2, 2)]
)
def test_the_lowest_limit_counts(personal_limit, policy_limit, limit):
    assert mentee_limit(personal_limit, policy_limit) == limit
