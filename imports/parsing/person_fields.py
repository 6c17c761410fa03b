"""The fields of one person in a row: from cells to cleaned values, with their issues."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from imports.field_lists import PERSONAL_CLEANERS
from imports.parsing.people_cells import PersonInCell, read_person_cell
from imports.person_cleaners import CleaningContext, PersonPart
from imports.record_values import ParsedFields, RowCells
from russian.name_doubts import is_one_letter
from russian.search_key import fold
from spreadsheets.cleaning.cell_issues import CellIssue, ReportIssue
from spreadsheets.cleaning.names import PersonName, clean_name_part, parse_name
from spreadsheets.cleaning.text import as_text, is_empty

#: «замена: Котова Екатерина Олеговна», «вместо Петровой А. А.»
_SOMEBODY = re.compile(
    r"(?<!ИП )\b[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?\s+(?:[А-ЯЁ]\.\s?[А-ЯЁ]\.|"
    r"[А-ЯЁ][а-яё]+\s+[А-ЯЁ][а-яё]+(?:ич(?:а|ем|у)?|[вч]н(?:[аыуе]|ой))\b)"
)
_INITIAL = re.compile(r"([^\W\d_])\.?")


class PersonReader:
    """Reads the person of one role; *codes* maps a field without its role to the code of its column."""

    def __init__(
        self, codes: Mapping[str, str], is_organisation: Callable[[str], bool], context: CleaningContext
    ) -> None:
        self._codes = dict(codes)
        self._is_organisation = is_organisation
        self._context = context
        self._cleaners = [(codes[name], cleaner) for name, cleaner in PERSONAL_CLEANERS.items() if name in codes]

    def read(self, values: RowCells, report: ReportIssue) -> list[PersonPart]:
        """The people of the row: one, several when a cell holds several, none when the name is empty."""
        parts = self._people(values, report)
        for order, part in enumerate(parts):
            for code, clean in self._cleaners:
                clean(part, values.get(code), report if order == 0 else _already_reported, code, self._context)
        return parts

    def _people(self, values: RowCells, report: ReportIssue) -> list[PersonPart]:
        if "full_name" not in self._codes:
            part = self._from_three_columns(values, report)
            return [part] if part else []
        column = self._codes["full_name"]
        cells = read_person_cell(values.get(column), self._is_organisation)
        if len(cells) > 1:
            message = f"в одной ячейке несколько людей: {len(cells)}"
            report(CellIssue("several_people_in_cell", message), column)
        return [self._from_cell(cell, report, column, values) for cell in cells]

    def _from_cell(
        self, cell: PersonInCell, report: ReportIssue, column: str, values: RowCells | None = None
    ) -> PersonPart:
        """What stands beside the name is a note where a column of its own tells the same of the person otherwise."""
        part = PersonPart(cell.name, raw=cell.raw)
        part.fields = _name_fields(cell.name)
        if cell.name.initials:
            part.fields["raw_name"] = cell.raw
        for issue in cell.issues:
            report(issue, column)
        for kind, text in cell.details.items():
            own = (values or {}).get("organisation" if kind == "organisation" else self._codes.get(kind, ""))
            if kind != "organisation" and _SOMEBODY.search(text):
                message = f"рядом с именем назван ещё один человек: «{text}»"
                report(CellIssue("name_unclear", message, before=cell.raw), column)
            if kind in ("organisation", "position") and not is_empty(own) and not _tells_as_well(own, text):
                part.fields["note"] = ", ".join(filter(None, (part.fields.text("note"), text)))
            elif kind == "organisation":
                part.organisation_text = text
            elif clean := PERSONAL_CLEANERS.get(kind):
                clean(part, text, report, column, self._context)
            else:
                part.fields[kind] = text
        return part

    def _from_three_columns(self, values: RowCells, report: ReportIssue) -> PersonPart | None:
        texts = {}
        for name in ("last_name", "first_name", "middle_name"):
            code = self._codes.get(name)
            texts[name], issues = clean_name_part(values.get(code)) if code else (None, ())
            for issue in issues:
                report(issue, code or "")
        if not any(texts.values()):
            return None
        last, first, middle = texts["last_name"], texts["first_name"], texts["middle_name"]
        if last and " " in last and not first and not middle:
            parsed, issues = parse_name(last)
            for issue in issues:
                report(issue, self._codes["last_name"])
            return self._from_cell(PersonInCell(parsed, raw=parsed.raw), report, self._codes["last_name"])
        if last and is_one_letter(last):
            message = f"вместо фамилии одна буква: «{last}»"
            report(CellIssue("name_unclear", message, before=last), self._codes["last_name"])
        raw = " ".join(text for text in (last, first, middle) if text)
        initials = None
        if first and _INITIAL.fullmatch(first):
            letters = [match[1].upper() for match in map(_INITIAL.fullmatch, (first, middle or "")) if match]
            initials, first, middle = "".join(f"{letter}." for letter in letters), None, None
        person = PersonName(last, first, middle, initials, raw=raw)
        part = PersonPart(person, _name_fields(person), raw=raw)
        if initials:
            part.fields["raw_name"] = raw
        return part


def _tells_as_well(cell: object, text: str) -> bool:
    """Whether the cell holds the text too, or the text the cell."""
    one, other = fold(as_text(cell)), fold(text)
    return one in other or other in one


def _already_reported(_issue: CellIssue, _column: str) -> None:
    """People of one row share its other cells; their issues are reported once."""


def _name_fields(name: PersonName) -> ParsedFields:
    fields = ParsedFields(
        {
            "last_name": name.last_name,
            "first_name": None if name.initials else name.first_name,
            "middle_name": None if name.initials else name.middle_name,
        }
    )
    if name.initials:
        fields["initials"] = name.initials
    if name.former_last_name:
        fields["former_last_name"] = name.former_last_name
    return fields
