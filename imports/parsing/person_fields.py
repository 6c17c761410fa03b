"""The fields of one person in a row: from cells to cleaned values, with everything there is to tell about them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from imports.parsing.people_cells import PersonCell, read_person_cell
from spreadsheets.cleaning.categories import clean_categories
from spreadsheets.cleaning.classes import clean_class
from spreadsheets.cleaning.dates import parse_date
from spreadsheets.cleaning.experience import NOTHING, Experience, parse_experience
from spreadsheets.cleaning.findings import Finding, Tell
from spreadsheets.cleaning.names import PersonName, clean_name_part, parse_name
from spreadsheets.cleaning.phones import parse_phone
from spreadsheets.cleaning.qualification import clean_qualification
from spreadsheets.cleaning.representatives import read_representative
from spreadsheets.cleaning.text import clean_cell, cyrillic_lookalikes

_EMAIL = re.compile(r"[^@\s,;]+@[^@\s,;]+\.[^@\s,;.]+")
_INITIAL = re.compile(r"([^\W\d_])\.?")


@dataclass(slots=True)
class PersonPart:
    """One person: ``fields`` as in the expectations, and what later checks need."""

    name: PersonName
    fields: dict[str, Any] = field(default_factory=dict)
    experience: Experience = NOTHING
    organisation_text: str | None = None
    raw: str = ""


def read_text(value: Any, column: str, tell: Tell) -> str | None:
    """A free text: clean, Latin look-alikes replaced."""
    text = clean_cell(value)
    if not text:
        return None
    russian = cyrillic_lookalikes(text)
    if russian != text:
        tell(Finding("latin_lookalike", "латинские буквы внутри русских слов заменены русскими", text, russian), column)
    return russian


class PersonReader:
    """Reads the person of one role; *codes* maps a field without its role to the code of its column."""

    def __init__(
        self, codes: Mapping[str, str], is_organisation: Callable[[str], bool], today: dt.date, *, always_since: bool
    ) -> None:
        self._codes = dict(codes)
        self._is_organisation = is_organisation
        self._today = today
        self._always_since = always_since
        self._readers = [
            (codes[name], reader)
            for name, reader in (
                ("position", self._position),
                ("position_subject", self._position_subject),
                ("subject", self._text),
                ("class", self._class),
                ("birth_date", self._birth_date),
                ("representative", self._representative),
                ("representative_phone", self._representative_phone),
                ("mentee_category", self._categories),
                ("experience", self._experience),
                ("category", self._qualification),
                ("phone", self._phone),
                ("email", self._email),
                ("education", self._text),
                ("achievements", self._text),
                ("competencies", self._text),
                ("request", self._text),
            )
            if name in codes
        ]

    def read(self, values: Mapping[str, Any], tell: Tell) -> list[PersonPart]:
        """The people of the row: one, several when a cell holds several, none when the name is empty."""
        parts = self._people(values, tell)
        for order, part in enumerate(parts):
            for code, reader in self._readers:
                reader(part, values.get(code), tell if order == 0 else _already_told, code)
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

    def _from_cell(self, cell: PersonCell, tell: Tell, column: str) -> PersonPart:
        part = PersonPart(cell.name, raw=cell.raw)
        part.fields = _name_fields(cell.name)
        if cell.name.initials:
            part.fields["raw_name"] = cell.raw
        for finding in cell.findings:
            tell(finding, column)
        readers = {
            "position": self._position, "class": self._class, "birth_date": self._birth_date,
            "experience": self._experience, "phone": self._phone, "email": self._email,
            "category": self._qualification,
        }  # fmt: skip
        for kind, text in cell.details.items():
            if kind in readers:
                readers[kind](part, text, tell, column)
            elif kind == "organisation":
                part.organisation_text = text
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
            return self._from_cell(PersonCell(parsed, raw=parsed.raw), tell, self._codes["last_name"])
        raw = " ".join(text for text in (last, first, middle) if text)
        initials = None
        if first and _INITIAL.fullmatch(first):
            letters = [match[1].upper() for match in map(_INITIAL.fullmatch, (first, middle or "")) if match]
            initials, first, middle = "".join(f"{letter}." for letter in letters), None, None
        name = PersonName(last, first, middle, initials, raw=raw)
        part = PersonPart(name, _name_fields(name), raw=raw)
        if initials:
            part.fields["raw_name"] = raw
        return part

    def _position(self, part: PersonPart, value: Any, tell: Tell, column: str) -> None:
        text = read_text(value, column, tell)
        part.fields["position"] = text or part.fields.get("position")

    def _position_subject(self, part: PersonPart, value: Any, tell: Tell, column: str) -> None:
        text = read_text(value, column, tell)
        position, _, subject = (text or "").partition(",")
        part.fields["position"] = position.strip() or None
        part.fields["subject"] = subject.strip() or None

    @staticmethod
    def _text(part: PersonPart, value: Any, tell: Tell, column: str) -> None:
        part.fields[column.rpartition(".")[2]] = read_text(value, column, tell)

    def _email(self, part: PersonPart, value: Any, tell: Tell, column: str) -> None:
        text = clean_cell(value).strip(".,;")
        if text and not _EMAIL.fullmatch(text):
            tell(Finding("email_unparsed", f"«{text}» не похоже на электронную почту", before=text), column)
            text = ""
        part.fields["email"] = text or part.fields.get("email")

    def _class(self, part: PersonPart, value: Any, tell: Tell, column: str) -> None:
        text, findings = clean_class(value)
        for finding in findings:
            tell(finding, column)
        part.fields["class"] = text or part.fields.get("class")

    def _birth_date(self, part: PersonPart, value: Any, tell: Tell, column: str) -> None:
        result, findings = parse_date(value, born=True, today=self._today)
        for finding in findings:
            tell(finding, column)
        part.fields["birth_date"] = result.day
        if result.precision != "day":
            part.fields["birth_date_precision"] = result.precision

    def _experience(self, part: PersonPart, value: Any, tell: Tell, column: str) -> None:
        experience, findings = parse_experience(value)
        for finding in findings:
            tell(finding, column)
        part.experience = experience
        fields = part.fields
        fields["experience_months"] = experience.months
        if experience.months_max is not None:
            fields["experience_months_max"] = experience.months_max
        if experience.since is not None or self._always_since:
            fields["experience_since"] = experience.since
        if experience.total_months is not None:
            fields["experience_total_months"] = experience.total_months
        if experience.raw is not None:
            fields["experience_raw"] = experience.raw

    def _qualification(self, part: PersonPart, value: Any, tell: Tell, column: str) -> None:
        part.fields["category"], findings = clean_qualification(value)
        for finding in findings:
            tell(finding, column)

    def _categories(self, part: PersonPart, value: Any, tell: Tell, column: str) -> None:
        part.fields["categories"], findings = clean_categories(value)
        for finding in findings:
            tell(finding, column)

    def _phone(self, part: PersonPart, value: Any, tell: Tell, column: str) -> None:
        if type(value) is str and "@" in value and (email := _EMAIL.search(value)):
            part.fields.setdefault("email", email[0])
            value = value.replace(email[0], " ").strip(" ,;/\n")
        phone, findings = parse_phone(value)
        for finding in findings:
            tell(finding, column)
        part.fields["phone"] = phone.number or part.fields.get("phone")
        if phone.extension:
            part.fields["phone_ext"] = phone.extension
        if phone.second:
            part.fields["phone_2"] = phone.second
        if phone.raw:
            part.fields["phone_raw"] = phone.raw

    def _representative(self, part: PersonPart, value: Any, tell: Tell, column: str) -> None:
        part.fields["representative"] = read_representative(value, column, tell)

    def _representative_phone(self, part: PersonPart, value: Any, tell: Tell, column: str) -> None:
        phone, findings = parse_phone(value)
        for finding in findings:
            tell(finding, column)
        if phone.number:
            known = part.fields.get("representative") or {"relation": None, "name": None, "phone": None}
            part.fields["representative"] = known | {"phone": known["phone"] or phone.number}


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
