"""What a row of a pair holds: two people, the texts of the pair, its period; ready for JSON."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from imports.importers.bank_entries import person_values
from imports.importers.base import FileContext
from imports.importers.mentees import class_values, participant_of
from imports.parsing.parsed import ParsedRecord
from imports.record_values import ParsedFields, RecordValues
from imports.row_data import SIDES, PersonRecord
from russian.school_year import first_day, school_year_of

MENTOR, MENTEE = SIDES
#: Texts of the pair taken over as they stand.
_TEXTS = ("form", "model", "kind", "order_number", "note")
_COLUMNS = ("form", "model", "kind", "starts_on", "ends_on", "period")
_MAY = 5


def person_of_side(
    side: str, record: ParsedRecord, raw: Mapping[str, Any], context: FileContext
) -> dict[str, PersonRecord]:
    """The person of a side under its name; empty when the row does not name them."""
    fields = record.fields.person(side)
    if not names_person(fields):
        return {}
    values = person_values(fields, context.cell_text(record, raw, f"{side}.experience"), context.day)
    values |= class_values(fields.text("class"))
    if side == MENTEE:
        values["participant"] = participant_of(fields, context.day, of_pupils=bool(fields.get("representative"))).value
        if categories := fields.texts("categories"):
            values["categories"] = list(categories)
    texts = (fields.text(name) for name in ("initials", "raw_name", "organisation"))
    return {side: PersonRecord(values, *texts)}


def names_person(fields: ParsedFields) -> bool:
    """Whether the parsed fields of a person have a name."""
    return bool(fields.get("last_name") or fields.get("raw_name"))


def pair_values(record: ParsedRecord, context: FileContext) -> RecordValues:
    """What the row says of the pair itself."""
    fields = record.fields
    values = RecordValues({name: text for name in _TEXTS if (text := fields.get(name))})
    if day := fields.day("order_date"):
        values["order_date"] = day.isoformat()
    period = file_period_of(fields, context.school_year(record), context.day)
    values |= {"starts_on": period.starts_on.isoformat(), "ends_on": period.ends_on.isoformat()}
    if period.supplied:
        values["term_supplied"] = period.supplied
    return values


def pair_columns(record: ParsedRecord, context: FileContext) -> dict[str, str]:
    """Side or field of the pair → heading of its column."""
    codes: dict[str, tuple[str, ...]] = {name: (name,) for name in _COLUMNS}
    for side in SIDES:
        codes[side] = (f"{side}.full_name", f"{side}.last_name", "full_name", "last_name")
    headings = {about: context.heading(record, *of_about) for about, of_about in codes.items()}
    return {about: heading for about, heading in headings.items() if heading}


@dataclass(frozen=True, slots=True)
class FilePeriod:
    """`supplied`: where the file gives no period of its own, what was taken instead, in words."""

    starts_on: date
    ends_on: date
    supplied: str = ""

    def __str__(self) -> str:
        period = f"{self.starts_on:%d.%m.%Y} – {self.ends_on:%d.%m.%Y}"
        return f"{period} ({self.supplied})" if self.supplied else period

    def overlaps(self, other: "FilePeriod") -> bool:
        return self.starts_on <= other.ends_on and other.starts_on <= self.ends_on

    @classmethod
    def from_values(cls, values: RecordValues) -> "FilePeriod":
        """The period in the values of a row."""
        starts_on, ends_on = (date.fromisoformat(values[name]) for name in ("starts_on", "ends_on"))
        return cls(starts_on, ends_on, values.text("term_supplied"))


def file_period_of(fields: ParsedFields, titled: int | None, read_on: date) -> FilePeriod:
    """The period of a pair; what the file leaves out is supplied by the school year.

    `titled`: the school year that the title names; else that of the order counts, else of the day when the file came.
    """
    starts_on, ends_on = fields.day("starts_on"), fields.day("ends_on")
    if starts_on and ends_on:
        return FilePeriod(starts_on, ends_on)
    if starts_on:
        may = date(school_year_of(starts_on) + 1, _MAY, 31)
        if may <= starts_on:
            may = may.replace(year=may.year + 1)
        return FilePeriod(starts_on, may, "окончание — по учебному году")
    if ends_on:
        return FilePeriod(first_day(school_year_of(ends_on)), ends_on, "начало — по учебному году")
    year = titled if titled is not None else school_year_of(fields.day("order_date") or read_on)
    return FilePeriod(first_day(year), date(year + 1, _MAY, 31), "в файле не указан, взят учебный год")
