"""The fields of one person in a row: from cells to cleaned values, with everything there is to tell about them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from imports.fields import PERSONAL_CLEANERS
from imports.parsing.people_cells import PersonInCell, read_person_cell
from imports.person_cleaners import Circumstances, PersonPart
from spreadsheets.cleaning.findings import Finding, Tell
from spreadsheets.cleaning.names import PersonName, clean_name_part, parse_name

_INITIAL = re.compile(r"([^\W\d_])\.?")


class PersonReader:
    """Reads the person of one role; *codes* maps a field without its role to the code of its column."""

    def __init__(
        self, codes: Mapping[str, str], is_organisation: Callable[[str], bool], circumstances: Circumstances
    ) -> None:
        self._codes = dict(codes)
        self._is_organisation = is_organisation
        self._around = circumstances
        self._cleaners = [(codes[name], cleaner) for name, cleaner in PERSONAL_CLEANERS.items() if name in codes]

    def read(self, values: Mapping[str, Any], tell: Tell) -> list[PersonPart]:
        """The people of the row: one, several when a cell holds several, none when the name is empty."""
        parts = self._people(values, tell)
        for order, part in enumerate(parts):
            for code, clean in self._cleaners:
                clean(part, values.get(code), tell if order == 0 else _already_told, code, self._around)
        return parts

    def _people(self, values: Mapping[str, Any], tell: Tell) -> list[PersonPart]:
        if "full_name" not in self._codes:
            part = self._from_three_columns(values, tell)
            return [part] if part else []
        column = self._codes["full_name"]
        cells = read_person_cell(values.get(column), self._is_organisation)
        if len(cells) > 1:
            message = f"в одной ячейке несколько людей: {len(cells)}"
            tell(Finding("several_people_in_cell", message), column)
        return [self._from_cell(cell, tell, column) for cell in cells]

    def _from_cell(self, cell: PersonInCell, tell: Tell, column: str) -> PersonPart:
        part = PersonPart(cell.name, raw=cell.raw)
        part.fields = _name_fields(cell.name)
        if cell.name.initials:
            part.fields["raw_name"] = cell.raw
        for finding in cell.findings:
            tell(finding, column)
        for kind, text in cell.details.items():
            if kind == "organisation":
                part.organisation_text = text
            elif clean := PERSONAL_CLEANERS.get(kind):
                clean(part, text, tell, column, self._around)
            else:
                part.fields[kind] = text
        return part

    def _from_three_columns(self, values: Mapping[str, Any], tell: Tell) -> PersonPart | None:
        texts = {}
        for name in ("last_name", "first_name", "middle_name"):
            code = self._codes.get(name)
            texts[name], findings = clean_name_part(values.get(code)) if code else (None, ())
            for finding in findings:
                tell(finding, code or "")
        if not any(texts.values()):
            return None
        last, first, middle = texts["last_name"], texts["first_name"], texts["middle_name"]
        if last and " " in last and not first and not middle:
            parsed, findings = parse_name(last)
            for finding in findings:
                tell(finding, self._codes["last_name"])
            return self._from_cell(PersonInCell(parsed, raw=parsed.raw), tell, self._codes["last_name"])
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


def _already_told(_finding: Finding, _column: str) -> None:
    """People of one row share its other cells; what is wrong there is told once."""


def _name_fields(name: PersonName) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "last_name": name.last_name,
        "first_name": None if name.initials else name.first_name,
        "middle_name": None if name.initials else name.middle_name,
    }
    if name.initials:
        fields["initials"] = name.initials
    if name.former_last_name:
        fields["former_last_name"] = name.former_last_name
    return fields
