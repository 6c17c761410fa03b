"""Terms of a roadmap against its period, and how those of a sample move into it."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from dateutil.relativedelta import relativedelta

from mentoring.models import RoadmapPreset
from russian.school_year import school_year_of
from russian.typography import upper_first

#: «до 2025 года», and nothing nearer: the end of that year, or of a period that ends in it
_YEAR_ALONE = re.compile(r"\(?до 20\d\d года\)?$")
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
#: so many years a term may move otherwise than the sample as a whole
_NEAR = 2


def is_within(due_from: date | None, due_to: date | None, starts_on: date, ends_on: date) -> bool:
    """By whole months: «сентябрь» is within a period that begins on 15 September."""
    first, last = starts_on.replace(day=1), ends_on + relativedelta(day=31)
    return all(first <= day <= last for day in (due_from, due_to) if day)


def section_reference(number: str, title: str) -> str:
    """«раздел 4», «раздел «Сопровождение»» of one without a number; a plan that is one list has none."""
    if number.strip():
        return f"раздел {number.strip().rstrip('.')}"
    return f"раздел «{title}»" if title else ""


def with_years(text: str, years: int) -> str:
    """«в 2020-2021 учебном году» of the sample becomes that of the new period."""
    return _YEAR.sub(lambda year: str(int(year[0]) + years), text)


class SampleTerms:
    """Moves the terms of a sample by whole years, the month kept: its first school year becomes that in which the
    roadmap begins, and every term goes to the first year near it in which it falls inside the period."""

    def __init__(self, preset: RoadmapPreset, starts_on: date, ends_on: date) -> None:
        self._sections = preset.content
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
        """A year alone lasts to the end of the period that ends in it."""
        due_from, due_to = _moved(item.get("due_from"), years), _moved(item.get("due_to"), years)
        ends_on = self._period[1]
        if due_to and due_to > ends_on and due_to.year == ends_on.year and _YEAR_ALONE.search(item["term"]):
            due_to = ends_on
        return due_from, due_to

    def outside(self) -> Iterator[str]:
        """The items whose terms, or the years they name, fit in no year: «Раздел 5, 5.1. …»."""
        for section in self._sections:
            where = section_reference(section.get("number", ""), section.get("title", ""))
            for item in section["items"]:
                years = self.years_of(item)
                if not self._fits(item, years):
                    term = with_years(item["term"], years)
                    title = f"{item['number']} {with_years(item['title'], years)}{f' — {term}' if term else ''}"
                    yield f"{upper_first(where)}, {title}" if where else title

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
