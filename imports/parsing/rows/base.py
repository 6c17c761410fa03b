"""What all kinds of rows share: cells by field, issues, the organisation, names that are missing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Unpack

from imports.field_lists import FORBIDDEN_FIELDS, NAME_FIELDS, PERSONAL_FIELDS
from imports.parsing.headings import MENTEE, MENTOR
from imports.parsing.issues import IssueDetails, ReportRecordIssue, add_issue
from imports.parsing.parsed import ParsedRecord
from imports.parsing.person_fields import PersonReader
from imports.parsing.row_organisation import OrganisationReader, TableOrganisation
from imports.parsing.rows.marks import is_ditto, mark_group, mark_mentees_among_mentors, mark_role, mark_row
from imports.parsing.table_on_sheet import TableOnSheet
from imports.person_cleaners import CleaningContext, PersonPart, read_text
from imports.record_values import ParsedFields, RowCells
from registry.age_and_class import unusual_age_in_class
from russian.typography import lower_first
from spreadsheets.cleaning.cell_issues import CellIssue
from spreadsheets.cleaning.classes import class_number
from spreadsheets.cleaning.experience import months_of_service
from spreadsheets.cleaning.text import clean_cell, is_empty

_YOUNG_YEARS = 3
#: Characters of a cell that are read; longer texts are pasted by mistake.
_LONGEST_CELL = 5000


class RowReader:
    """Turns the rows of one table into records; subclasses know one kind of table each."""

    def __init__(
        self,
        table: TableOnSheet,
        organisations: OrganisationReader,
        context: TableOrganisation,
        *,
        sheet: str | None,
        today: dt.date,
        school_year: int,
    ) -> None:
        self.table = table
        self.organisations = organisations
        self.today = today
        self.school_year = school_year
        self._context = context
        self._sheet = sheet
        self._columns_of_people = [_columns_of(table, group) for group in ({}, *table.more_people)]
        self._headings_of_people = [
            {code: heading for code, _, heading in columns} for columns in self._columns_of_people
        ]
        self._headings = self._headings_of_people[0]
        self._above: list[Mapping[str, Any]] = [{} for _ in self._columns_of_people]
        self._raw_columns = [
            (column.heading, column.index)
            for column in table.columns
            if not column.hidden and column.code not in FORBIDDEN_FIELDS
        ]
        self.people = {role: self._person_reader(role) for role in ("", MENTOR, MENTEE)}
        #: the last heading inside the table that names no organisation
        self.group = ""

    def records_of(self, values: RowCells, record: ParsedRecord, report: ReportRecordIssue) -> list[ParsedRecord]:
        """Fill *record* from *values* (field code → cell); more records when the row holds several people."""
        raise NotImplementedError

    def read(self, number: int, row: Sequence[Any], section: TableOrganisation | None = None) -> list[ParsedRecord]:
        """The records of row *number*. *section* is what a row of its own said about the organisation."""
        if section is not None:
            self._context = section
        several = [self._cells_of(row, at, columns) for at, columns in enumerate(self._columns_of_people)]
        filled = [at for at, (values, _) in enumerate(several) if self._names_further(at, values)]
        records = []
        for at in filled or [0]:
            values, too_long = several[at]
            self._headings = self._headings_of_people[at]
            record = ParsedRecord(number, "ready", ParsedFields(), row, self._raw_columns, self._sheet)
            for code in too_long:
                message = f"в ячейке больше {_LONGEST_CELL} знаков; прочитано только начало"
                self.reporter(record)(CellIssue("cell_too_long", message), code)
            row_records = self.records_of(values, record, self.reporter(record))
            mark_row(self.table.sheet, number, self._columns_of_people[at], values, row_records)
            mark_role(self.table.kind, values, self._role_heading(), row_records)
            mark_group(self.table.kind, self.group, values, row_records)
            mark_mentees_among_mentors(self.table, row, values, row_records)
            records.extend(row_records)
        for part, record in enumerate(records):
            record.part = part
        self._headings = self._headings_of_people[0]
        return records

    def _role_heading(self) -> str | None:
        """None where rows above or marks have told the roles, so that the file has no such column."""
        column = self.table.by_code.get("role")
        return column.heading if column and column.index != self.table.section_column else None

    def _cells_of(
        self, row: Sequence[Any], at: int, columns: Sequence[tuple[str, int, str]]
    ) -> tuple[dict[str, Any], list[str]]:
        """Cells by field code, those that say «as above» replaced; and the codes of those cut short.

        *at*: the person of the row, 0 for the first of several of one side.
        """
        width = len(row)
        values = {code: row[index] if index < width else None for code, index, _ in columns}
        too_long = []
        for code, value in values.items():
            if type(value) is str and len(value) > _LONGEST_CELL:
                values[code] = value[:_LONGEST_CELL]
                too_long.append(code)
            elif is_ditto(value):
                values[code] = self._above[at].get(code)
        self._above[at] = values
        return values, too_long

    def _names_further(self, at: int, values: RowCells) -> bool:
        """Whether the row has a person in these columns; the first ones count unless only later ones are filled."""
        if not self.table.more_people:
            return True
        role = next(iter(self.table.more_people[max(at - 1, 0)])).partition(".")[0]
        return any(not is_empty(values.get(f"{role}.{name}")) for name in NAME_FIELDS)

    def reporter(self, record: ParsedRecord) -> ReportRecordIssue:
        """A function that adds an issue about the column of a field code to *record*."""

        def report(issue: CellIssue, code: str | None, /, **details: Unpack[IssueDetails]) -> None:
            add_issue(record, issue, self._headings.get(code, code) if code else None, **details)

        return report

    def _person_reader(self, role: str) -> PersonReader:
        prefix = f"{role}." if role else ""
        codes = {name: prefix + name for name in PERSONAL_FIELDS if prefix + name in self.table.by_code}
        context = CleaningContext(self.today, is_partner_table=self.table.kind == "partners")
        return PersonReader(codes, self.organisations.knows, context)

    def copies(self, record: ParsedRecord, count: int) -> list[ParsedRecord]:
        """*record* and as many copies of it as make *count*; issues told so far belong to all of them."""
        return [record] + [
            ParsedRecord(
                record.row, record.status, ParsedFields(record.fields), record.cells, record.raw_columns, record.sheet,
                part,
                organisation=record.organisation,
                organisation_candidates=record.organisation_candidates,
                warnings=list(record.warnings), errors=list(record.errors),
            )
            for part in range(1, count)
        ]  # fmt: skip

    def name_code(self, role: str, name: str = "last_name") -> str:
        """The code of the column a name came from."""
        prefix = f"{role}." if role else ""
        return prefix + ("full_name" if prefix + "full_name" in self.table.by_code else name)

    def tell_missing_name(self, record: ParsedRecord, role: str) -> None:
        """A formula without a value in the column of names is told as such instead."""
        code = self.name_code(role)
        column = self.table.by_code.get(code)
        if column and (record.row, column.index) in self.table.sheet.valueless_formulas:
            return
        self.reporter(record)(CellIssue("missing_name", "не указаны фамилия и имя"), code)

    def check_name(self, record: ParsedRecord, person: PersonPart, role: str) -> None:
        """Initials are for a person to resolve; without surname or name nobody can be written."""
        report, name = self.reporter(record), person.name
        if name.initials:
            message = f"«{name.raw}»: вместо имени и отчества инициалы"
            report(CellIssue("initials_only", message, before=name.raw), self.name_code(role))
        elif not name.last_name:
            report(CellIssue("missing_name", "нет фамилии"), self.name_code(role))
        elif not name.first_name:
            report(CellIssue("missing_name", "нет имени"), self.name_code(role, "first_name"))

    def check_age(self, record: ParsedRecord, person: PersonPart, role: str) -> None:
        """Age and class of one cell row, by the rule of the forms; what the card knows besides is compared later."""
        grade, born = class_number(person.fields.text("class")), person.fields.day("birth_date")
        if (unusual := unusual_age_in_class(grade, born, self.today)) is None:
            return
        code = "age_impossible_in_class" if unusual.is_impossible else "age_unusual_in_class"
        column = f"{role}.birth_date" if role else "birth_date"
        self.reporter(record)(CellIssue(code, lower_first(unusual.words.rstrip("."))), column)

    def check_young(self, record: ParsedRecord, person: PersonPart, role: str) -> None:
        """«Молодой специалист» has worked for three years at most (Устюжна, п. 3.2.4)."""
        if not self.table.young_specialists:
            return
        months = months_of_service(person.experience, self.today)
        if months is not None and months > _YOUNG_YEARS * 12:
            code = f"{role}.experience" if role else "experience"
            column = code if code in self.table.by_code else self.name_code(role)
            self.reporter(record)(CellIssue("young_specialist_over_3_years", "стаж больше 3 лет"), column)

    def put_organisation(
        self,
        record: ParsedRecord,
        values: RowCells,
        sides: Sequence[tuple[str, PersonPart]],
        inn: str | None = None,
    ) -> None:
        """The organisation: its column, a part of a person's cell, or what surrounds the table.

        *sides* are roles with their people, the one whose organisation counts first.
        """
        report = self.reporter(record)
        cell = values.get("organisation")
        if cell is not None and clean_cell(cell):
            self.organisations.fill(record, cell, "organisation", inn, report)
            return
        for role, person in sides:
            if person.organisation_text:
                self.organisations.fill(record, person.organisation_text, self.name_code(role), None, report)
                return
        column = "organisation" if "organisation" in values else None
        context = self._context
        self.organisations.apply(record, context.match, "", column, report, titled=context.spelling)

    def note(self, values: RowCells, record: ParsedRecord, report: ReportRecordIssue) -> None:
        if "note" in values:
            record.fields["note"] = read_text(values["note"], "note", report) or record.fields.get("note")


def _columns_of(table: TableOnSheet, further: Mapping[str, int]) -> list[tuple[str, int, str]]:
    """Code, index and heading of each column; *further* are those of a further person in place of the first one's."""
    headings = {column.index: column.heading for column in table.columns}
    role = next(iter(further), "").partition(".")[0]
    columns = []
    for code, column in table.by_code.items():
        if code == "number" or (role and code.startswith(f"{role}.") and code not in further):
            continue
        index = further.get(code, column.index)
        columns.append((code, index, headings[index]))
    return columns
