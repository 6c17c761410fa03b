"""Terms of a roadmap against its period, and how those of a sample move into it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dateutil.relativedelta import relativedelta

from mentoring.enums import RoadmapItemStatus
from mentoring.models import Roadmap, RoadmapItem, RoadmapPreset, RoadmapSection
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

    def due_days_of(self, item: dict[str, Any], years: int) -> list[date]:
        """Of an item that is to be done several times."""
        return [date.fromisoformat(day) + relativedelta(years=years) for day in item.get("due_days", ())]

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
        return _names_year_within(with_years(f"{item['title']} {item['term']}", years), *self._period)


@dataclass(frozen=True)
class TermToMend:
    """An item of a roadmap whose term does not fit it, and why."""

    item: RoadmapItem
    reason: str


def terms_to_mend(
    roadmap: Roadmap, sections: Iterable[tuple[RoadmapSection, Sequence[RoadmapItem]]]
) -> list[TermToMend]:
    """The items whose terms lie outside the period or are blank, in the order of the roadmap."""
    has_column = any(column["code"] == "term" for column in roadmap.columns)
    items = [item for _section, items_of_section in sections for item in items_of_section]
    reasons = [(item, _reason_to_mend(roadmap, item, has_column)) for item in items]
    return [TermToMend(item, reason) for item, reason in reasons if reason]


@dataclass(frozen=True)
class TermOutOfOrder:
    """An item whose term is over before that of an item above it, in the same section, begins."""

    item: RoadmapItem
    above: RoadmapItem


def terms_out_of_order(
    preset: RoadmapPreset | None, sections: Iterable[tuple[RoadmapSection, Sequence[RoadmapItem]]]
) -> list[TermOutOfOrder]:
    """Items whose months follow each other in the sample and not in the roadmap: «Март 2022 г.» and «Сентябрь 2022 г.»
    (Кез, пп. 1.2, 1.3) are March and the September before it where a roadmap begins in autumn. Of several items above
    the nearest; what the sample has in no order either is left as it is."""
    known = {
        (section["number"], item["number"]): (item.get("due_from") or "", item.get("due_to") or "")
        for section in (preset.content if preset else [])
        for item in section["items"]
    }
    terms = []
    for section, items in sections:
        keys = [(section.number, item.number) for item in items]
        for index, item in enumerate(items):
            above = [
                items[at]
                for at in range(index)
                if _is_over_before(item, items[at])
                and keys[index] in known
                and known.get(keys[at], ("9",))[0] <= known[keys[index]][1]
            ]
            terms += [TermOutOfOrder(item, above[-1])] if above else []
    return terms


def _is_over_before(item: RoadmapItem, other: RoadmapItem) -> bool:
    is_live = RoadmapItemStatus.DROPPED not in (item.status, other.status)
    return bool(is_live and item.due_to and other.due_from and item.due_to < other.due_from)


def _reason_to_mend(roadmap: Roadmap, item: RoadmapItem, has_column: bool) -> str:
    if item.status == RoadmapItemStatus.DROPPED:
        return ""
    if has_column and not item.term.strip():
        return "срок не указан"
    period = roadmap.starts_on, roadmap.ends_on
    text = f"{item.title} {item.term}" if roadmap.sample else item.term
    has_days = bool(item.due_from or item.due_to)
    fits = is_within(item.due_from, item.due_to, *period) if has_days else _names_year_within(text, *period)
    return "" if fits else "не входит в период карты"


def _names_year_within(text: str, starts_on: date, ends_on: date) -> bool:
    """Or no year at all."""
    years = [int(year) for year in _YEAR.findall(text)]
    return not years or any(starts_on.year <= year <= ends_on.year for year in years)


def _has_days(item: dict[str, Any]) -> bool:
    return bool(item.get("due_from") or item.get("due_to"))


def _moved(day: str | None, years: int) -> date | None:
    return date.fromisoformat(day) + relativedelta(years=years) if day else None
