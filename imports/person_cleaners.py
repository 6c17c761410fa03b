"""How a cell of a person's column becomes values: one function for each kind of column.

Each takes the person, the cell, the function that takes issues, the code of the column and the context. It puts
the values into ``part.fields`` and adds an issue for every repair and every doubtful part. ``imports.fields`` says
which column has which.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from imports.record_values import ParsedFields
from russian.lookalikes import cyrillic_lookalikes
from spreadsheets.cleaning.categories import clean_categories
from spreadsheets.cleaning.cell_issues import CellIssue, ReportIssue
from spreadsheets.cleaning.classes import clean_class
from spreadsheets.cleaning.dates import parse_date
from spreadsheets.cleaning.experience import NOTHING, Experience, parse_experience
from spreadsheets.cleaning.names import PersonName
from spreadsheets.cleaning.phones import parse_phone
from spreadsheets.cleaning.qualification import clean_qualification
from spreadsheets.cleaning.representatives import read_representative
from spreadsheets.cleaning.text import as_text, clean_cell, clean_text

_EMAIL = re.compile(r"[^@\s,;]+@[^@\s,;]+\.[^@\s,;.]+")


@dataclass(slots=True)
class PersonPart:
    """One person: ``fields`` as in the expectations, and what later checks need."""

    name: PersonName
    fields: ParsedFields = field(default_factory=ParsedFields)
    experience: Experience = NOTHING
    organisation_text: str | None = None
    raw: str = ""


@dataclass(frozen=True, slots=True)
class CleaningContext:
    """``today`` bounds dates of birth; tables of partners always say since when somebody works, if only ``None``."""

    today: dt.date
    is_partner_table: bool = False


Cleaner = Callable[[PersonPart, Any, ReportIssue, str, CleaningContext], None]


def read_text(value: Any, column: str, report: ReportIssue) -> str | None:
    """A free text: clean, Latin look-alikes replaced."""
    text = clean_cell(value)
    if not text:
        return None
    russian = cyrillic_lookalikes(text)
    if russian != text:
        message = "латинские буквы внутри русских слов заменены русскими"
        report(CellIssue("latin_lookalike", message, text, russian), column)
    return russian


def read_position(part: PersonPart, value: Any, report: ReportIssue, column: str, context: CleaningContext) -> None:
    text = read_text(value, column, report)
    part.fields["position"] = text or part.fields.get("position")


def read_position_and_subject(
    part: PersonPart, value: Any, report: ReportIssue, column: str, context: CleaningContext
) -> None:
    text = read_text(value, column, report)
    position, _, subject = (text or "").partition(",")
    part.fields["position"] = position.strip() or None
    part.fields["subject"] = subject.strip() or None


def read_personal_text(
    part: PersonPart, value: Any, report: ReportIssue, column: str, context: CleaningContext
) -> None:
    part.fields[column.rpartition(".")[2]] = read_text(value, column, report)


def read_email(part: PersonPart, value: Any, report: ReportIssue, column: str, context: CleaningContext) -> None:
    text = clean_cell(value).strip(".,;")
    if text and not _EMAIL.fullmatch(text):
        report(CellIssue("email_unparsed", f"«{text}» не похоже на электронную почту", before=text), column)
        text = ""
    part.fields["email"] = text or part.fields.get("email")


def read_school_class(part: PersonPart, value: Any, report: ReportIssue, column: str, context: CleaningContext) -> None:
    text, issues = clean_class(value)
    for issue in issues:
        report(issue, column)
    part.fields["class"] = text or part.fields.get("class")


def read_birth_date(part: PersonPart, value: Any, report: ReportIssue, column: str, context: CleaningContext) -> None:
    result, issues = parse_date(value, born=True, today=context.today)
    for issue in issues:
        report(issue, column)
    if result.precision == "day":
        part.fields["birth_date"] = result.day
        return
    part.fields["birth_date"] = None
    text = clean_text(as_text(value))
    message = f"«{text}»: день рождения не указан; дата не вносится"
    report(CellIssue("birth_date_incomplete", message, before=text), column)


def read_experience(part: PersonPart, value: Any, report: ReportIssue, column: str, context: CleaningContext) -> None:
    experience, issues = parse_experience(value)
    for issue in issues:
        report(issue, column)
    part.experience = experience
    fields = part.fields
    fields["experience_months"] = experience.months
    if experience.months_max is not None:
        fields["experience_months_max"] = experience.months_max
    if experience.since is not None or context.is_partner_table:
        fields["experience_since"] = experience.since
    if experience.total_months is not None:
        fields["experience_total_months"] = experience.total_months
    if experience.raw is not None:
        fields["experience_raw"] = experience.raw


def read_qualification(
    part: PersonPart, value: Any, report: ReportIssue, column: str, context: CleaningContext
) -> None:
    part.fields["category"], issues = clean_qualification(value)
    for issue in issues:
        report(issue, column)


def read_categories(part: PersonPart, value: Any, report: ReportIssue, column: str, context: CleaningContext) -> None:
    part.fields["categories"], issues = clean_categories(value)
    for issue in issues:
        report(issue, column)


def read_phone(part: PersonPart, value: Any, report: ReportIssue, column: str, context: CleaningContext) -> None:
    if type(value) is str and "@" in value and (email := _EMAIL.search(value)):
        part.fields.setdefault("email", email[0])
        value = value.replace(email[0], " ").strip(" ,;/\n")
    phone, issues = parse_phone(value)
    for issue in issues:
        report(issue, column)
    part.fields["phone"] = phone.number or part.fields.get("phone")
    if phone.extension:
        part.fields["phone_ext"] = phone.extension
    if phone.second:
        part.fields["phone_2"] = phone.second
    if phone.raw:
        part.fields["phone_raw"] = phone.raw


def read_representative_cell(
    part: PersonPart, value: Any, report: ReportIssue, column: str, context: CleaningContext
) -> None:
    earlier = part.fields.person("representative")
    representative = ParsedFields(read_representative(value, column, report) or {})
    if representative and earlier:
        representative["phone"] = representative["phone"] or earlier["phone"]
    part.fields["representative"] = representative or earlier or None


def read_representatives_phone(
    part: PersonPart, value: Any, report: ReportIssue, column: str, context: CleaningContext
) -> None:
    phone, issues = parse_phone(value)
    for issue in issues:
        report(issue, column)
    if phone.number:
        earlier = part.fields.person("representative") or ParsedFields(relation=None, name=None, phone=None)
        part.fields["representative"] = ParsedFields(earlier, phone=earlier["phone"] or phone.number)
