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

_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
#: so many years a term may move otherwise than the sample as a whole
_NEAR = 2
_Span = tuple[date, date]


def is_within(due_from: date | None, due_to: date | None, starts_on: date, ends_on: date) -> bool:
    """By whole months: «сентябрь» is within a period that begins on 15 September."""
    first, last = starts_on.replace(day=1), ends_on + relativedelta(day=31)
    return all(first <= day <= last for day in (due_from, due_to) if day)


def section_reference(number: str, title: str) -> str:
    """«раздел 4», «раздел «Сопровождение»» of one without a number; a plan that is one list has none."""
    if number.strip():
        return f"раздел {number.strip().rstrip('.')}"
    return f"раздел «{title}»" if title else ""


def item_reference(number: str, title: str, where: str) -> str:
    """«пункт 1.3», «раздел 1, пункт 2», «раздел 1, пункт «Сбор заявок»»; `where` is the reference of its section, which
    a number of several parts does without."""
    number = number.strip().rstrip(".")
    name = f"пункт {number}" if number else f"пункт «{title[:60]}»"
    return name if not where or "." in number else f"{where}, {name}"


def with_years(text: str, years: int) -> str:
    """«в 2020-2021 учебном году» of the sample becomes that of the new period."""
    return _YEAR.sub(lambda year: str(int(year[0]) + years), text)


class SampleTerms:
    """Moves the terms of a sample by whole years, the month kept. Where the period has room for all of them they move
    by the same years and keep their order; where it has not, the first school year of the sample becomes that in which
    the roadmap begins, and every term goes to the first year near it in which it falls inside the period."""

    def __init__(self, preset: RoadmapPreset, starts_on: date, ends_on: date) -> None:
        self._sections = preset.content
        self._period = starts_on, ends_on
        with_days = [item for section in preset.content for item in section["items"] if _has_days(item)]
        begins = [item["due_from"] for item in with_days if item.get("due_from")]
        first = school_year_of(date.fromisoformat(min(begins))) if begins else None
        years = 0 if first is None else school_year_of(starts_on) - first
        self._tried = range(years - _NEAR, years + _NEAR + 1)
        together = [tried for tried in self._tried if all(self._has_days_within(item, tried) for item in with_days)]
        self._keeps_order = bool(with_days and together)
        #: by how many years the sample moves as a whole
        self.years = together[0] if self._keeps_order else years

    def years_of(self, item: dict[str, Any]) -> int:
        """An item without days moves as the sample does: it would fit into any year."""
        if self._keeps_order or not _has_days(item):
            return self.years
        return next((years for years in self._tried if self._has_days_within(item, years)), self.years)

    def days_of(self, item: dict[str, Any], years: int) -> tuple[date | None, date | None]:
        """Those of the roadmap itself where the term lasts as long as it does."""
        if item.get("whole_period"):
            return self._period
        return _moved(item.get("due_from"), years), _moved(item.get("due_to"), years)

    def words_of(self, item: dict[str, Any], years: int) -> str:
        """The term as it is printed: «до 2025 года» of one that lasts as long as the roadmap is the year of its end."""
        if item.get("whole_period"):
            return _YEAR.sub(str(self._period[1].year), item["term"])
        return with_years(item["term"], years)

    def due_days_of(self, item: dict[str, Any], years: int) -> list[date]:
        """Of an item that is to be done several times."""
        return [date.fromisoformat(day) + relativedelta(years=years) for day in item.get("due_days", ())]

    def outside(self) -> Iterator[str]:
        """The items whose terms, or the years they name, fit in no year: «Раздел 1, пункт 2: …», «Пункт 5.1: …»."""
        for section in self._sections:
            where = section_reference(section.get("number", ""), section.get("title", ""))
            for item in section["items"]:
                years = self.years_of(item)
                if not self._fits(item, years):
                    term, title = self.words_of(item, years), with_years(item["title"], years)
                    reference = upper_first(item_reference(item["number"], title, where))
                    yield f"{reference}: {title}{f' — {term}' if term else ''}"

    def _fits(self, item: dict[str, Any], years: int) -> bool:
        """By its days; by the years that its words name where it has none."""
        if any(self.days_of(item, years)):
            return self._has_days_within(item, years)
        return _names_year_within(with_years(f"{item['title']} {item['term']}", years), *self._period)

    def _has_days_within(self, item: dict[str, Any], years: int) -> bool:
        return is_within(*self.days_of(item, years), *self._period)


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
class TermsOutOfOrder:
    """Items of one term that come after others of one term, and come before them in the sample."""

    items: list[RoadmapItem]
    earlier: list[RoadmapItem]


def terms_out_of_order(
    preset: RoadmapPreset | None, sections: Iterable[tuple[RoadmapSection, Sequence[RoadmapItem]]]
) -> list[TermsOutOfOrder]:
    """Every two terms whose months follow each other in the sample and go the other way in the roadmap, in whatever
    sections: «Март 2022 г.» and «Сентябрь 2022 г.» (Кез, пп. 1.1, 3.3) are March and the September before it where a
    roadmap begins in autumn. An item that the author has put into other words, and one without days, has no order."""
    in_sample = _spans_in(preset.content if preset else [])
    items = [
        (item, span, own)
        for _section, items_of_section in sections
        for item in items_of_section
        if item.status != RoadmapItemStatus.DROPPED
        and (span := in_sample.get(_without_years(item.title)))
        and (own := _span(item.due_from, item.due_to))
    ]
    pairs: dict[tuple[_Span, _Span], tuple[list[RoadmapItem], list[RoadmapItem]]] = {}
    for later, span, own in items:
        for earlier, other_span, other_own in items:
            if span[1] < other_span[0] and other_own[1] < own[0]:
                rows, rows_before = pairs.setdefault((own, other_own), ([], []))
                rows += [later] * (later not in rows)
                rows_before += [earlier] * (earlier not in rows_before)
    return [TermsOutOfOrder(*pair) for pair in pairs.values()]


def _spans_in(content: list[dict[str, Any]]) -> dict[str, _Span]:
    """The days of the items of a sample that have any, by their titles."""
    spans = {
        _without_years(item["title"]): _span(_moved(item.get("due_from"), 0), _moved(item.get("due_to"), 0))
        for section in content
        for item in section["items"]
    }
    return {title: span for title, span in spans.items() if span}


def _span(due_from: date | None, due_to: date | None) -> _Span | None:
    """What is only to be done by a day stands on that day: «До 1 июня 2021 г.»."""
    first, last = due_from or due_to, due_to or due_from
    return (first, last) if first and last else None


def _without_years(title: str) -> str:
    return _YEAR.sub("", " ".join(title.split()))


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
