"""The one entry to the database-free half of an import: bytes in, candidate records out."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from imports.background.progress import PARSING, READING, Progress, no_progress, part_of
from imports.parsing.column_questions import check_columns
from imports.parsing.field_guesses import guess_tables
from imports.parsing.file_checks import check_cap, check_people, offer_candidates, repeated_pairs
from imports.parsing.issues import set_status
from imports.parsing.key_value_forms import as_table
from imports.parsing.organisation_names import OrganisationIndex
from imports.parsing.parsed import IgnoredSheet, KnownOrganisation, KnownPerson, ParsedFile, ParsedRecord
from imports.parsing.row_organisation import OrganisationReader
from imports.parsing.table_finding import TableFinder
from imports.parsing.table_on_sheet import TableOnSheet
from imports.parsing.table_parsing import TableParser
from imports.row_data import RowIssue
from russian.numbers import plural
from russian.school_year import school_year_of
from spreadsheets.cleaning.dates import find_school_year
from spreadsheets.cleaning.text import UNSEEN_SIGNS
from spreadsheets.reading.sheets import read_workbook
from spreadsheets.reading.workbook import Sheet, Workbook
from spreadsheets.unreadable_files import NoDataRows, NoHeaderRow, SheetNotFound, UnreadableFile, WrongKind

_SUMMARY_NAME = re.compile(r"свод|итог|отч[её]т|статистик", re.IGNORECASE)


def parse_file(
    data: bytes,
    *,
    filename: str,
    organisations: Sequence[KnownOrganisation],
    today: dt.date,
    kind: str = "auto",
    default_organisation: KnownOrganisation | None = None,
    people: Iterable[KnownPerson] = (),
    sheet: str | None = None,
    mapping: Mapping[str, str | None] | None = None,
    organisation_answers: Mapping[str, KnownOrganisation | None] | None = None,
    school_year: int | None = None,
    synonyms: Mapping[str, str] | None = None,
    corrections: Mapping[tuple[str, int, str], Any] | None = None,
    progress: Progress = no_progress,
) -> ParsedFile:
    """Read an uploaded spreadsheet into candidate records.

    *filename* is only a hint for the kind, which *kind* names or leaves ``auto``; the format is told from the bytes.
    *organisations* are all that may be matched, *default_organisation* is used where the file names none. *people* are
    known people, used only to offer candidates for names with initials; matching them is the caller's.
    *sheet* restricts reading to one sheet. *mapping* overrules what headings mean: heading as in the file →
    field code of ``headings.FIELDS`` (``mentor.`` or ``mentee.`` before it in tables of pairs), or None: left out.
    *organisation_answers* are a clerk's answers for spellings: text as in the file → organisation.
    *school_year* is the year it starts in; without it the title is searched, then *today* decides.
    *synonyms* widen the dictionary of headings: ``heading_key`` of a heading → field code, as in *mapping*.
    *corrections* are cells put right by a person: (sheet or "", row, heading) → what to read instead.

    Raises ``UnreadableFile`` (a subclass says why) when no table can be found at all; ``NoHeaderRow`` carries in
    ``guesses`` where a heading may be, for a person to say what its columns hold (then pass *mapping*); so does
    ``UnclearColumns`` where the people of a table are unclear.
    """
    progress(READING, 0.0)
    workbook = read_workbook(data)
    tables, ignored = _find_tables(workbook, TableFinder(mapping, kind, synonyms), filename=filename, sheet=sheet)
    _put_right(tables, corrections or {})
    if not tables:
        raise _nothing_found(workbook, kind, synonyms, filename=filename, sheet=sheet, asks=not mapping)
    check_columns(tables, (mapping or {}).keys(), kind=kind)
    parsed = _begun(workbook, tables, ignored, school_year or _named_year(tables) or school_year_of(today))
    _tell_unseen_signs(parsed, tables)
    reader = OrganisationReader(
        OrganisationIndex(organisations, organisation_answers),
        default=default_organisation,
        partners=parsed.kind == "partners",
    )
    for number, table in enumerate(tables):
        several, report_progress = len(workbook.sheets) > 1, part_of(progress, PARSING, number, len(tables))
        TableParser(parsed, table, reader, today, several_sheets=several, report_progress=report_progress).parse()
    if not parsed.records:
        raise NoDataRows
    _check_file(parsed, tables, people)
    parsed.organisation_spellings = reader.spellings
    return parsed


def _tell_unseen_signs(parsed: ParsedFile, tables: Sequence[TableOnSheet]) -> None:
    """Once for the file: the signs are left out, and somebody may have meant something by them."""
    cells = sum(
        type(value) is str and bool(UNSEEN_SIGNS.search(value)) and (row, column) not in sheet.covered
        for sheet in (table.sheet for table in tables)
        for row, values in enumerate(sheet.rows, start=1)
        for column, value in enumerate(values)
    )
    if cells:
        message = (
            f"в файле {plural(cells, 'ячейка,ячейки,ячеек')} с невидимыми знаками, которые меняют вид текста: "
            "портал их убрал. Сверьте такие ячейки с документом"
        )
        parsed.warnings.append(RowIssue("hidden_signs", message))


def _begun(
    workbook: Workbook, tables: Sequence[TableOnSheet], ignored: list[IgnoredSheet], school_year: int
) -> ParsedFile:
    """What is known of the file before its rows are read."""
    return ParsedFile(
        kind=tables[0].kind,  # type: ignore[arg-type]
        kind_from=tables[0].kind_from,
        format=workbook.format,
        encoding=workbook.encoding,
        delimiter=workbook.delimiter,
        ignored_sheets=ignored,
        school_year=school_year,
    )


_KINDS_IN_WORDS = {
    "mentors": "база наставников",
    "mentees": "база наставляемых",
    "pairs": "список пар",
    "organisations": "перечень организаций",
    "partners": "наставники предприятий",
}


def _nothing_found(
    workbook: Workbook,
    kind: str,
    synonyms: Mapping[str, str] | None,
    *,
    filename: str,
    sheet: str | None,
    asks: bool,
) -> UnreadableFile:
    """A table of another kind than was said, or none at all. `asks`: nobody has said yet what the columns hold."""
    if asks and kind != "auto":
        others, _ = _find_tables(workbook, TableFinder(None, "auto", synonyms), filename=filename, sheet=sheet)
        if others and others[0].kind != kind and others[0].kind in _KINDS_IN_WORDS:
            return WrongKind(_KINDS_IN_WORDS.get(kind, kind), _KINDS_IN_WORDS[others[0].kind])
    return NoHeaderRow(guesses=guess_tables(workbook, sheet))


def _named_year(tables: Sequence[TableOnSheet]) -> int | None:
    """The year in which the school year of a title starts."""
    return next((year for table in tables if (year := find_school_year(table.title)) is not None), None)


def _put_right(tables: Sequence[TableOnSheet], corrections: Mapping[tuple[str, int, str], Any]) -> None:
    """Writes a person's corrections into the cells."""
    table_of = {table.sheet.name: table for table in tables}
    for (sheet, number, heading), value in corrections.items():
        table = table_of.get(sheet)
        index = next((c.index for c in table.columns if c.heading == heading), None) if table else None
        if table is None or index is None or not table.header_row < number <= len(table.sheet.rows):
            continue
        row = table.sheet.rows[number - 1]
        row.extend([None] * (index + 1 - len(row)))
        row[index] = value
        table.sheet.valueless_formulas.discard((number, index))
        table.sheet.covered.pop((number, index), None)


def _find_tables(
    workbook: Workbook, finder: TableFinder, *, filename: str, sheet: str | None
) -> tuple[list[TableOnSheet], list[IgnoredSheet]]:
    """The tables to read, all of one kind, and the sheets left out with the reason."""
    if sheet is not None and sheet not in {candidate.name for candidate in workbook.sheets}:
        raise SheetNotFound
    tables: list[TableOnSheet] = []
    ignored: list[IgnoredSheet] = []
    for candidate in workbook.sheets:
        if sheet is not None and candidate.name != sheet:
            ignored.append(IgnoredSheet(candidate.name, "not_chosen"))
            continue
        if candidate.hidden and sheet is None:
            ignored.append(IgnoredSheet(candidate.name, "hidden_sheet"))
            continue
        table = None if candidate.is_empty else _find_table(candidate, finder, filename)
        if table is None or _is_summary(table):
            ignored.append(IgnoredSheet(candidate.name, _why_ignored(candidate)))
        elif tables and table.kind != tables[0].kind:
            ignored.append(IgnoredSheet(candidate.name, "other_kind"))
        else:
            tables.append(table)
    return tables, ignored


def _find_table(sheet: Sheet, finder: TableFinder, filename: str) -> TableOnSheet | None:
    table = finder.find(sheet, filename=filename)
    if table is None and (turned := as_table(sheet)) is not None:
        return finder.find(turned, filename=filename)
    return table


def _is_summary(table: TableOnSheet) -> bool:
    """A sheet whose names are formulas repeats other sheets."""
    names = [column.index for code, column in table.by_code.items() if code.endswith(("full_name", "last_name"))]
    rows = range(table.header_row + 1, len(table.sheet.rows) + 1)
    if not table.sheet.formulas or not rows or not names:
        return False
    return sum((row, names[0]) in table.sheet.formulas for row in rows) > len(rows) / 2


def _why_ignored(sheet: Sheet) -> str:
    if sheet.is_empty:
        return "empty"
    return "summary_formulas" if sheet.formulas or _SUMMARY_NAME.search(sheet.name) else "text"


def _check_file(parsed: ParsedFile, tables: list[TableOnSheet], people: Iterable[KnownPerson]) -> None:
    records = parsed.records
    for record in records:
        set_status(record)
    groups: list[list[ParsedRecord]] = []
    if parsed.kind == "pairs":
        _level_sides(records)
        offer_candidates(records, "mentor", people, on_person=True)
        offer_candidates(records, "mentee", people)
        check_cap(records, _columns_of(tables, "mentee"))
        groups = repeated_pairs(records)
    elif parsed.kind != "organisations":
        offer_candidates(records, None, people)
        offer_candidates(records, "mentor", people)
        groups = check_people(records, _columns_of(tables, ""))
        check_cap(records, _columns_of(tables, "mentor"))
    many = parsed.several_sheets
    parsed.duplicates = [[[r.sheet, r.row] if many else r.row for r in group] for group in groups]
    for record in records:
        set_status(record)
    _collect_issues(parsed)


def _collect_issues(parsed: ParsedFile) -> None:
    """Every issue once (records of one row share what was told of the row), in the order of sheets and rows."""
    order = {name: position for position, name in enumerate([None, *parsed.sheets_read])}
    for collected, kind in ((parsed.warnings, "warnings"), (parsed.errors, "errors")):
        of_records = {id(issue): issue for record in parsed.records for issue in getattr(record, kind)}
        collected.extend(of_records.values())
        collected.sort(key=lambda issue: (order.get(issue.sheet, 0), issue.row or 0))


def _columns_of(tables: list[TableOnSheet], role: str) -> dict[str | None, str]:
    """Heading of the name per sheet."""
    headings = {}
    for table in tables:
        codes = [f"{role}.{name}" if role else name for name in ("full_name", "last_name")]
        codes += [f"mentee.{name}" for name in ("full_name", "last_name")]
        headings[table.sheet.name or None] = next((table.by_code[c].heading for c in codes if c in table.by_code), "")
    return headings


def _level_sides(records: list[ParsedRecord]) -> None:
    """When everything stands in one cell, what one person of the file has is a field of all, empty where absent."""
    for side in ("mentor", "mentee"):
        names: dict[str, None] = {}
        for record in records:
            for name in record.fields.person(side):
                if name in ("position", "experience_months", "phone", "class", "birth_date", "email"):
                    names[name] = None
        for record in records:
            person = record.fields.person(side)
            if person:
                for name in names:
                    person.setdefault(name, None)
