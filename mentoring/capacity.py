"""How many mentees a mentor has on a day, and how many are allowed.

The database counts the same for itself: in the trigger that enforces the cap (mentoring/guards/cap.py) and in the
column of a list of mentors (mentoring/queries/capacity.py). Everything counted in Python is counted here.
"""

from collections import Counter, defaultdict
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


def numbers_of_mentees(
    periods: Iterable[MenteePeriod], starts_on: date, ends_on: date, days: Iterable[date] = ()
) -> Iterator[tuple[date, date, int]]:
    """First day, last day and number of distinct mentees, for each stretch of the period with one number.

    The stretches follow each other without gaps; `days` begin a new one although the number stays. A period that ends
    before it begins counts as its first day.
    """
    ends_on = max(starts_on, ends_on)
    changes: dict[date, list[tuple[Hashable, int]]] = defaultdict(list)
    for period in periods:
        first = max(starts_on, period.starts_on)
        if first <= min(ends_on, period.until):
            changes[first].append((period.mentee, 1))
            if period.until < ends_on:
                changes[period.until + timedelta(days=1)].append((period.mentee, -1))
    bounds = sorted({starts_on, *changes, *(day for day in days if starts_on < day <= ends_on)})
    periods_now: Counter[Hashable] = Counter()
    for day, following in zip_longest(bounds, bounds[1:]):
        for mentee, step in changes.get(day, ()):
            periods_now[mentee] += step
            if not periods_now[mentee]:
                del periods_now[mentee]
        yield day, following - timedelta(days=1) if following else ends_on, len(periods_now)


def most_mentees(periods: Iterable[MenteePeriod], starts_on: date, ends_on: date) -> int:
    """The greatest number of distinct mentees on one day of the period."""
    return max(number for _first, _last, number in numbers_of_mentees(periods, starts_on, ends_on))


def first_overfull_day(periods: Iterable[MenteePeriod], starts_on: date, ends_on: date, limit: int) -> date | None:
    """The first day of the period with more than `limit` mentees; None when there is no such day."""
    stretches = numbers_of_mentees(periods, starts_on, ends_on)
    return next((first for first, _last, number in stretches if number > limit), None)


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


def stretches_of_free_places(
    periods: Iterable[MenteePeriod],
    limit_on: Callable[[date], int],
    days: Iterable[date],
    since: date,
    until: date,
) -> Iterator[tuple[date, date, int]]:
    """First day, last day and number of places, for each stretch of `since` to `until` with free places.

    `days`: on which `limit_on` may change.
    """
    for first, last, number in numbers_of_mentees(periods, since, until, days):
        if (free := limit_on(first) - number) > 0:
            yield first, last, free


def mentee_limit(personal_limit: int | None, policy_limit: int | None) -> int:
    """The cap of everybody (Устюжна, п. 3.4), lowered by the mentor's own limit or by the policy."""
    return min(MOST_MENTEES, personal_limit or MOST_MENTEES, policy_limit or MOST_MENTEES)
