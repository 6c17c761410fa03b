"""One table: its rows become records, with issues of the table as a whole."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from typing import Any, Unpack

from imports.field_lists import FORBIDDEN_FIELDS
from imports.parsing.data_rows import RowSorter, numbers_of_total
from imports.parsing.issues import IssueDetails, add_issue
from imports.parsing.parsed import ParsedFile, ParsedRecord, SkippedRow, Table, TableColumn
from imports.parsing.row_organisation import OrganisationReader, TableOrganisation, carries_down
from imports.parsing.rows import row_reader
from imports.parsing.rows.base import RowReader
from imports.parsing.second_tables import level_tables, rows_of_table_above
from imports.parsing.table_on_sheet import TableOnSheet
from imports.row_data import RowIssue
from russian.school_year import school_year_of
from spreadsheets.cleaning.cell_issues import CellIssue
from spreadsheets.cleaning.text import as_text, clean_text, is_empty

_SNILS = re.compile(r"\d{3}-\d{3}-\d{3}[ -]\d{2}")
_PASSPORT = re.compile(r"\d{2} ?\d{2} ?№? ?\d{6}")
_SAMPLED_ROWS = 30
_FROM_ABOVE = CellIssue("mentor_from_above", "наставник взят из строки выше: его ячейка пустая")
_REPORT_EVERY = 1000
_BY_AGREEMENT_NOTE = re.compile(r"^\*+\s*[-–—]?\s*по\s+соглас", re.IGNORECASE)


class TableParser:
    """Walks the rows of one table and fills the ``ParsedFile``."""

    def __init__(
        self,
        parsed: ParsedFile,
        table: TableOnSheet,
        organisations: OrganisationReader,
        today: dt.date,
        *,
        several_sheets: bool,
        report_progress: Callable[[float], None],
    ) -> None:
        """*told*: the share of rows that are read, from 0 to 1, now and then."""
        self._parsed = parsed
        self._report_progress = report_progress
        self._table = table
        self._organisations = organisations
        self._sheet = table.sheet.name or None
        self._today = today
        self._several = several_sheets
        self._records: list[ParsedRecord] = []
        self._mentors_from_above: set[int] = set()
        self._totals: list[tuple[int, Sequence[Any], int]] = []

    def parse(self) -> None:
        self._report_progress(0)
        table, parsed = self._table, self._parsed
        context = self._organisations.surroundings_of(table, several_sheets=self._several)
        self._tell_surroundings(context)
        reader = row_reader(
            table, self._organisations, context, sheet=self._sheet, today=self._today,
            school_year=parsed.school_year or school_year_of(self._today),
        )  # fmt: skip
        original = dict(enumerate(table.sheet.rows, start=1))
        unread_from = level_tables(table)
        self._carry_organisations_down()
        self._carry_mentors_down()
        footnote = self._walk(reader, unread_from or len(table.sheet.rows) + 1)
        if footnote:
            self._apply_footnote()
        self._tell_hidden_columns()
        self._compare_totals()
        parsed.records.extend(self._records)
        if self._sheet:
            parsed.sheets_read.append(self._sheet)
        parsed.tables.append(Table(self._sheet, table.header_row, self._columns(), original, table.title))

    def _tell_surroundings(self, context: TableOrganisation) -> None:
        if (
            "organisation" in self._table.by_code
            or self._parsed.kind == "organisations"
            or not context.match.organisation
        ):
            return
        self._parsed.organisation_from = context.source
        if context.source == "sheet_name":
            name = context.match.organisation.short_name
            self._warn(
                "organisation_from_sheet_name", f"организация взята из названия листа: {name}", organisation=name
            )

    def _warn(
        self,
        code: str,
        message: str,
        *,
        row: int | None = None,
        column: str | None = None,
        **details: Unpack[IssueDetails],
    ) -> None:
        self._parsed.warnings.append(RowIssue(code, message, column, self._sheet, row, **details))

    def _carry_organisations_down(self) -> None:
        """Blocks of organisations are written down the column for reading."""
        sheet = self._table.sheet
        organisation = self._table.by_code.get("organisation")
        if organisation is None or self._parsed.kind == "organisations":
            return
        index = organisation.index
        sorter = RowSorter(self._table)
        numbers = [
            number
            for number in range(self._table.header_row + 1, len(sheet.rows) + 1)
            if _cell(sheet.rows[number - 1], index) is None
            and sorter.why_no_data(number, sheet.rows[number - 1]) is None
        ]
        data = [_cell(row, index) for row in sheet.rows[self._table.header_row :] if any(v is not None for v in row)]
        if numbers and carries_down(data):
            self._carry_down(index, set(numbers), sorter)

    def _carry_mentors_down(self) -> None:
        """In lists of pairs a mentor of several is often written once, the cells below left empty."""
        table, sheet = self._table, self._table.sheet
        name, mentee = table.by_code.get("mentor.full_name"), table.by_code.get("mentee.full_name")
        if self._parsed.kind != "pairs" or name is None or mentee is None:
            return
        numbers = [
            number
            for number, row in enumerate(sheet.rows[table.header_row :], start=table.header_row + 1)
            if not is_empty(_cell(row, mentee.index))
        ]
        if not carries_down([_cell(sheet.rows[number - 1], name.index) for number in numbers]):
            return
        sorter, above = RowSorter(table), None
        columns = [column.index for code, column in table.by_code.items() if code.startswith("mentor.")]
        rows = sheet.rows = list(sheet.rows)
        for number in numbers:
            row = rows[number - 1]
            if sorter.why_no_data(number, row) is not None:
                continue
            if above is None or _cell(row, name.index) is not None:
                above = None if is_empty(_cell(row, name.index)) else row
                continue
            rows[number - 1] = row = list(row) + [None] * (max(columns) + 1 - len(row))
            for index in columns:
                row[index] = _cell(above, index) if row[index] is None else row[index]
            self._mentors_from_above.add(number)

    def _carry_down(self, index: int, numbers: set[int], sorter: RowSorter) -> None:
        rows, above = list(self._table.sheet.rows), None
        for number in range(self._table.header_row + 1, len(rows) + 1):
            row = rows[number - 1]
            if number in numbers:
                row = list(row) + [None] * (index + 1 - len(row))
                row[index] = above
                rows[number - 1] = row
            elif not is_empty(_cell(row, index)) and sorter.why_no_data(number, row) is None:
                above = _cell(row, index)
        self._table.sheet.rows = rows

    def _walk(self, reader: RowReader, end: int) -> bool:
        """Reads the rows before *end*. Returns whether a footnote explains the asterisks as «по согласованию»."""
        table, sorter = self._table, RowSorter(self._table)
        section: TableOrganisation | None = None
        explained = False
        if rows_above := rows_of_table_above(table):
            self._leave_other_table("выше", rows_above)
        if end <= len(table.sheet.rows):
            self._leave_other_table("ниже", range(end, len(table.sheet.rows) + 1))
        for number in range(table.header_row + 1, end):
            if number % _REPORT_EVERY == 0:
                self._report_progress(number / len(table.sheet.rows))
            row = table.sheet.rows[number - 1]
            why = sorter.why_no_data(number, row)
            if why == "section":
                reader.group = " ".join(dict.fromkeys(text for value in row if (text := clean_text(as_text(value)))))
            if why is None and (title := self._section(number, row)):
                why, section, reader.group = "section", title, ""
            if why:
                self._parsed.skipped_rows.append(SkippedRow(number, why, self._sheet))
                if why == "total":
                    self._totals.append((number, row, len({record.row for record in self._records})))
                explained = explained or (why == "footnote" and _explains_agreement(row))
                continue
            records = reader.read(number, row, section)
            if number in self._mentors_from_above:
                for record in records:
                    add_issue(record, _FROM_ABOVE, table.by_code["mentor.full_name"].heading)
            self._records.extend(records)
        return explained

    def _leave_other_table(self, where: str, numbers: range) -> None:
        message = f"{where} ещё одна таблица, с другими столбцами; она не загружена — перенесите её на отдельный лист"
        self._warn("other_table", message, row=numbers[0])
        for number in numbers:
            self._parsed.skipped_rows.append(SkippedRow(number, "other_table", self._sheet))

    def _section(self, number: int, row: Sequence[Any]) -> TableOrganisation | None:
        """A row that only names the organisation of the rows below it."""
        filled = [index for index, value in enumerate(row) if value is not None and value != ""]
        if not filled or ("organisation" in self._table.by_code and len(filled) > 1 and len(set(map(str, row))) > 2):
            return None
        texts = {clean_text(as_text(row[index])) for index in filled}
        own = [index for index in filled if (number, index) not in self._table.sheet.covered]
        if len(texts) != 1 or len(own) != 1:
            return None
        column = self._table.by_code.get("organisation")
        if column and own[0] == column.index and len(filled) == 1:
            return None
        match = self._organisations.section(texts.pop())
        return TableOrganisation(match, "section") if match else None

    def _apply_footnote(self) -> None:
        names = [column.index for code, column in self._table.by_code.items() if code.endswith("full_name")]
        for record in self._records:
            row = self._table.sheet.rows[record.row - 1]
            marked = any(as_text(_cell(row, index)).rstrip().endswith("*") for index in names)
            if marked and "by_agreement" in record.fields:
                record.fields["by_agreement"] = True

    def _tell_hidden_columns(self) -> None:
        for column in self._table.columns:
            if column.hidden:
                self._warn("hidden_column", "скрытый столбец не загружается", column=column.heading)
            elif column.repeats and self._sample(column.index):
                message = "такой столбец уже есть; этот не загружается"
                self._warn("repeated_column", message, column=column.heading)
        for column in self._table.columns:
            used = column.code is not None and not column.hidden and column.code not in FORBIDDEN_FIELDS
            if not used and (column.code in FORBIDDEN_FIELDS or self._holds_identifiers(column.index)):
                message = "содержимое похоже на СНИЛС или паспорт; удалите из файла"
                self._warn("personal_identifier", message, column=column.heading)

    def _sample(self, index: int) -> list[str]:
        rows = self._table.sheet.rows[self._table.header_row : self._table.header_row + _SAMPLED_ROWS]
        return [text for row in rows if (text := clean_text(as_text(_cell(row, index))))]

    def _holds_identifiers(self, index: int) -> bool:
        sample = self._sample(index)
        alike = sum(bool(_SNILS.fullmatch(text) or _PASSPORT.fullmatch(text)) for text in sample)
        return alike > len(sample) / 2

    def _compare_totals(self) -> None:
        """Each «ИТОГО» with the rows above it, or with those since the total before."""
        before = 0
        for number, row, above in self._totals:
            stated = numbers_of_total(row)
            if stated:
                self._parsed.declared_total = stated[0][0]
                if not {value for value, _ in stated} & ({above, above - before} | self._people_above(number)):
                    column = self._heading_of(stated[0][1])
                    message = f"в строке итогов {stated[0][0]}, строк с данными {above}"
                    self._warn("total_mismatch", message, row=number, column=column)
            before = above

    def _people_above(self, number: int) -> set[int]:
        """In tables of pairs a total may count mentors or mentees."""
        if self._parsed.kind != "pairs":
            return set()
        above = [record for record in self._records if record.row < number]
        return {
            len({(side.get("last_name"), side.get("first_name"), side.get("middle_name"), side.get("initials"))
                 for record in above if (side := record.fields.person(role))})
            for role in ("mentor", "mentee")
        }  # fmt: skip

    def _heading_of(self, index: int) -> str | None:
        return next((column.heading for column in self._table.columns if column.index == index), None)

    def _columns(self) -> list[TableColumn]:
        return [
            TableColumn(
                column.index, column.heading, column.code, column.hidden,
                () if column.hidden else tuple(dict.fromkeys(self._sample(column.index)))[:3],
            )
            for column in self._table.columns
        ]  # fmt: skip


def _cell(row: Sequence[Any], index: int) -> Any:
    return row[index] if index < len(row) else None


def _explains_agreement(row: Sequence[Any]) -> bool:
    return any(_BY_AGREEMENT_NOTE.match(clean_text(as_text(value))) for value in row if value is not None)
