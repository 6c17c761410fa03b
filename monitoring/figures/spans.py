"""Figures over time: a span counts on every day from its first to its last; the number of a day is the sum of its
spans."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from monitoring.stored_layout import pack

#: before everything that figures are asked for
BEGINNING = date(1900, 1, 1)
#: of what has no last day yet
NO_END = date.max

Period = tuple[date, date]


class Span(NamedTuple):
    """Adds `number` to the figure of the organisation on every day from `since` to `until`, both included."""

    organisation: int
    since: date
    until: date
    number: int = 1
    #: of a figure that has a number for each of several parts: which of them
    part: int = 0


class Changes:
    """The changes of the organisations' numbers by day."""

    def __init__(self, organisation_ids: Iterable[int]) -> None:
        self._of_organisation: dict[int, dict[date, dict[tuple[str, int], int]]] = {pk: {} for pk in organisation_ids}

    def add(self, code: str, spans: Iterable[Span]) -> None:
        for organisation, since, until, number, part in spans:
            days = self._of_organisation[organisation]
            if since > until:
                continue
            key = (code, part)
            begins = days.setdefault(max(since, BEGINNING), defaultdict(int))
            begins[key] += number
            if until < NO_END:
                days.setdefault(until + timedelta(days=1), defaultdict(int))[key] -= number

    def numbers(self) -> Iterator[tuple[int, date, str]]:
        """(organisation, day, its numbers from this day on); the first day is BEGINNING."""
        for organisation, days in self._of_organisation.items():
            sums: dict[tuple[str, int], int] = defaultdict(int)
            before = None
            for day in sorted({BEGINNING, *days}):
                for key, number in days.get(day, {}).items():
                    sums[key] += number
                if (numbers := pack(sums)) != before:
                    yield organisation, day, numbers
                before = numbers


def united(periods: Iterable[Period]) -> list[Period]:
    """The same days as periods that do not touch, the earliest first."""
    stretches: list[Period] = []
    for since, until in sorted(periods):
        if since > until:
            continue
        if stretches and (stretches[-1][1] == NO_END or since <= stretches[-1][1] + timedelta(days=1)):
            stretches[-1] = stretches[-1][0], max(stretches[-1][1], until)
        else:
            stretches.append((since, until))
    return stretches


def common(first: Sequence[Period], second: Sequence[Period]) -> Iterator[Period]:
    """The days that both periods have."""
    for since, until in first:
        for other_since, other_until in second:
            if max(since, other_since) <= min(until, other_until):
                yield max(since, other_since), min(until, other_until)
