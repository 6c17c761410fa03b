"""How many mentees a mentor has on a day, and how many are allowed.

The database counts the same for itself: in the trigger that enforces the cap (mentoring/guards.py) and in the column of
a list of mentors (mentoring/queries/capacity.py). Everything counted in Python is counted here.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import zip_longest

from registry.enums import MOST_MENTEES


@dataclass(frozen=True, slots=True)
class MenteePeriod:
    """A mentee is with the mentor from day to day, both included.

    `mentee` tells one person from another: a primary key, or a mark of somebody who is not in the register yet.
    """

    mentee: Hashable
    starts_on: date
    until: date

    def covers(self, day: date) -> bool:
        return self.starts_on <= day <= self.until


def mentees_by_day(periods: Iterable[MenteePeriod], starts_on: date, ends_on: date) -> Iterator[tuple[date, int]]:
    """The number of distinct mentees on each day of a period on which it may have grown, the earliest day first.

    The number grows only where a mentee begins: on the first day of the period, or on the first day of a mentee in it.
    """
    periods = tuple(periods)
    days = {starts_on} | {period.starts_on for period in periods if starts_on < period.starts_on <= ends_on}
    for day in sorted(days):
        yield day, len({period.mentee for period in periods if period.covers(day)})


def most_mentees(periods: Iterable[MenteePeriod], starts_on: date, ends_on: date) -> int:
    """The greatest number of distinct mentees on one day of the period."""
    return max(number for _day, number in mentees_by_day(periods, starts_on, ends_on))


def first_overfull_day(periods: Iterable[MenteePeriod], starts_on: date, ends_on: date, limit: int) -> date | None:
    """The first day of the period with more than `limit` mentees; None when there is no such day."""
    return next((day for day, number in mentees_by_day(periods, starts_on, ends_on) if number > limit), None)


def earliest_free(periods: Iterable[MenteePeriod], starts_on: date, ends_on: date, limit: int) -> date | None:
    """The first day from which there is room for one more for as long as the period lasts; None when nobody knows,
    because a mentee stays without end (`until` is `date.max`)."""
    periods = tuple(periods)
    length = ends_on - starts_on
    ends = {period.until for period in periods if starts_on <= period.until < date.max}
    days = sorted({starts_on} | {end + timedelta(days=1) for end in ends})
    return next((day for day in days if most_mentees(periods, day, day + length) < limit), None)


def is_overfull(in_fact: int, as_planned: int, limit: int) -> bool:
    """Whether a pair must not begin to work: more mentees than the limit until pairs that nobody has closed are closed.

    A pair that was promised its place keeps the promise when the limit is lowered: `as_planned` is what the written
    periods already gave.
    """
    return in_fact > max(limit, as_planned)


def free_places(
    mentees: Iterable[Iterable[tuple[date, date]]],
    limit_on: Callable[[date], int],
    days: Iterable[date],
    since: date,
    until: date,
) -> Iterator[tuple[date, date, int]]:
    """First day, last day and number of places, for each stretch of `since` to `until` with free places.

    `mentees`: for each one the periods with the mentor, first and last day, which do not meet; `days`: on which
    `limit_on` may change.
    """
    changes: Counter[date] = Counter()
    for periods in mentees:
        for first, last in periods:
            changes[first] += 1
            if last < date.max:
                changes[last + timedelta(days=1)] -= 1
    bounds = sorted({since, *(day for day in (*changes, *days) if since < day <= until)})
    busy = sum(number for day, number in changes.items() if day < since)
    for day, following in zip_longest(bounds, bounds[1:]):
        busy += changes[day]
        if (free := limit_on(day) - busy) > 0:
            yield day, following - timedelta(days=1) if following else until, free


def mentee_limit(personal_limit: int | None, policy_limit: int | None) -> int:
    """The cap of everybody (Устюжна, п. 3.4), lowered by the mentor's own limit or by the policy."""
    return min(MOST_MENTEES, personal_limit or MOST_MENTEES, policy_limit or MOST_MENTEES)
