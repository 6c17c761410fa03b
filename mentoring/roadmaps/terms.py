"""Terms of a roadmap against its period, and how those of a sample move into it."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from dateutil.relativedelta import relativedelta

from mentoring.models import RoadmapPreset
from russian.school_year import school_year_of

_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
#: so many years a term may move otherwise than the sample as a whole
_NEAR = 2


def is_within(due_from: date | None, due_to: date | None, starts_on: date, ends_on: date) -> bool:
    """By whole months: «сентябрь» is within a period that begins on 15 September."""
    first, last = starts_on.replace(day=1), ends_on + relativedelta(day=31)
    return all(first <= day <= last for day in (due_from, due_to) if day)


def with_years(text: str, years: int) -> str:
    """«в 2020-2021 учебном году» of the sample becomes that of the new period."""
    return _YEAR.sub(lambda year: str(int(year[0]) + years), text)


class SampleTerms:
    """Moves the terms of a sample by whole years, the month kept: its first school year becomes that in which the
    roadmap begins, and every term goes to the first year near it in which it falls inside the period."""

    def __init__(self, preset: RoadmapPreset, starts_on: date, ends_on: date) -> None:
        self._items = [item for section in preset.content for item in section["items"]]
        self._period = starts_on, ends_on
        begins = [item["due_from"] for item in self._items if item.get("due_from")]
        first = school_year_of(date.fromisoformat(min(begins))) if begins else None
        #: by how many years the sample moves as a whole
        self.years = 0 if first is None else school_year_of(starts_on) - first

    def years_of(self, item: dict[str, Any]) -> int:
        """An item without days moves as the sample does: it would fit into any year."""
        if not _has_days(item):
            return self.years
        tried = range(self.years - _NEAR, self.years + _NEAR + 1)
        fitting = (years for years in tried if is_within(*self.days_of(item, years), *self._period))
        return next(fitting, self.years)

    def days_of(self, item: dict[str, Any], years: int) -> tuple[date | None, date | None]:
        return _moved(item.get("due_from"), years), _moved(item.get("due_to"), years)

    def outside(self) -> Iterator[str]:
        """The items whose terms, or the years they name, fit in no year: «5.1. …»."""
        for item in self._items:
            years = self.years_of(item)
            if not self._fits(item, years):
                term = with_years(item["term"], years)
                yield f"{item['number']} {with_years(item['title'], years)}{f' — {term}' if term else ''}"

    def _fits(self, item: dict[str, Any], years: int) -> bool:
        """By its days; by the years that its words name where it has none."""
        if _has_days(item):
            return is_within(*self.days_of(item, years), *self._period)
        starts_on, ends_on = self._period
        years_named = [int(year) + years for year in _YEAR.findall(f"{item['title']} {item['term']}")]
        return not years_named or any(starts_on.year <= year <= ends_on.year for year in years_named)


def _has_days(item: dict[str, Any]) -> bool:
    return bool(item.get("due_from") or item.get("due_to"))


def _moved(day: str | None, years: int) -> date | None:
    return date.fromisoformat(day) + relativedelta(years=years) if day else None
