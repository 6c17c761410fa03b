"""What a row of a pair keeps of the file: two people, the texts of the pair, its term; ready for JSON."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from imports.importers.bank_entries import person_values
from imports.importers.base import Source
from imports.importers.mentees import class_values, participant_of
from imports.parsing.parsed import Record
from imports.row_data import SIDES
from russian.school_year import first_day, school_year_of

MENTOR, MENTEE = SIDES
#: Texts of the pair taken over as they stand.
_TEXTS = ("form", "model", "kind", "order_number", "note")
_COLUMNS = ("form", "model", "kind", "starts_on", "ends_on", "period")
_MAY = 5


def side_values(side: str, record: Record, raw: Mapping[str, Any], source: Source) -> dict[str, Any] | None:
    """{"values", "initials", "raw_name", "place"} of one of the two; None when the row does not name them."""
    fields = record.fields.get(side)
    if not fields or not (fields.get("last_name") or fields.get("raw_name")):
        return None
    values = person_values(fields, source.written(record, raw, f"{side}.experience"), source.day)
    values |= class_values(fields.get("class"))
    if side == MENTEE:
        values["participant"] = participant_of(fields, source.day, of_pupils=bool(fields.get("representative"))).value
        if categories := fields.get("categories"):
            values["categories"] = list(categories)
    kept: dict[str, Any] = {"values": values}
    for name in ("initials", "raw_name"):
        if fields.get(name):
            kept[name] = fields[name]
    if place := fields.get("organisation"):
        kept["place"] = place
    return kept


def pair_values(record: Record, raw: Mapping[str, Any], source: Source) -> dict[str, Any]:
    """What the row says of the pair itself, and the headings to name in findings."""
    fields = record.fields
    values: dict[str, Any] = {name: text for name in _TEXTS if (text := fields.get(name))}
    if day := fields.get("order_date"):
        values["order_date"] = day.isoformat()
    term = term_of(fields, source.school_year(record), source.day)
    values |= {"starts_on": term.starts_on.isoformat(), "ends_on": term.ends_on.isoformat()}
    if term.supplied:
        values["term_supplied"] = term.supplied
    values["columns"] = {
        side: heading
        for side in SIDES
        if (heading := source.heading(record, f"{side}.full_name", f"{side}.last_name", "full_name", "last_name"))
    } | {name: heading for name in _COLUMNS if (heading := source.heading(record, name))}
    return values


@dataclass(frozen=True, slots=True)
class Term:
    """`supplied`: where the file gives no term of its own, what was taken instead, in words."""

    starts_on: date
    ends_on: date
    supplied: str = ""

    def __str__(self) -> str:
        words = f"{self.starts_on:%d.%m.%Y} – {self.ends_on:%d.%m.%Y}"
        return f"{words} ({self.supplied})" if self.supplied else words

    def overlaps(self, other: "Term") -> bool:
        return self.starts_on <= other.ends_on and other.starts_on <= self.ends_on

    @classmethod
    def kept_in(cls, values: Mapping[str, Any]) -> "Term":
        """As the row keeps it."""
        days = (date.fromisoformat(values[name]) for name in ("starts_on", "ends_on"))
        return cls(*days, values.get("term_supplied", ""))


def term_of(fields: Mapping[str, Any], titled: int | None, read_on: date) -> Term:
    """The term of a pair; what the file leaves out is supplied by the school year.

    `titled`: the school year that the title names; else that of the order counts, else of the day when the file came.
    """
    starts_on, ends_on = fields.get("starts_on"), fields.get("ends_on")
    if starts_on and ends_on:
        return Term(starts_on, ends_on)
    if starts_on:
        may = date(school_year_of(starts_on) + 1, _MAY, 31)
        if may <= starts_on:
            may = may.replace(year=may.year + 1)
        return Term(starts_on, may, "окончание – по учебному году")
    if ends_on:
        return Term(first_day(school_year_of(ends_on)), ends_on, "начало – по учебному году")
    year = titled if titled is not None else school_year_of(fields.get("order_date") or read_on)
    return Term(first_day(year), date(year + 1, _MAY, 31), "в файле не указан, взят учебный год")
