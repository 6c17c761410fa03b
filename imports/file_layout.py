"""How a file was read, as its batch keeps it: for the page that tells of it and for the one that asks about columns."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from imports.batch_data import (
    AppliedMapping,
    ColumnLayout,
    FileLayout,
    HeadingGuess,
    SheetLayout,
    UnreadRow,
    UnreadSheet,
)
from imports.field_lists import FORBIDDEN_FIELDS
from imports.matching.learned_columns import is_personal_number
from imports.parsing.parsed import ParsedFile, Table, TableColumn
from imports.preview import ImportPreview
from russian.inn import are_taxpayer_numbers
from spreadsheets.cleaning.text import as_text, clean_text
from spreadsheets.unreadable_files import NoHeaderRow

_PERSONAL = re.compile(r"\b\d{3}-\d{3}-\d{3}[ -]?\d{2}\b|\b\d{2} ?\d{2} ?№? ?\d{6}\b")
_SAMPLES = 3
_LONGEST_SAMPLE = 60
#: of a cell that may be a heading
_LONGEST_KEPT = 300
#: rows of a sheet shown to a person who looks for its heading
_SHOWN_ABOVE, _SHOWN_BELOW = 12, 12


def layout_of(preview: ImportPreview) -> FileLayout:
    parsed, mapping = preview.parsed, preview.remembered
    by = mapping.remembered_by if mapping else None
    return FileLayout(
        read_on=preview.read_on.isoformat(),
        format=parsed.format,
        encoding=parsed.encoding,
        delimiter=parsed.delimiter,
        sheet=preview.sheet,
        sheets=tuple(SheetLayout(table.sheet, table.header_row, table.title) for table in parsed.tables),
        ignored_sheets=tuple(UnreadSheet(ignored.sheet, ignored.why) for ignored in parsed.ignored_sheets),
        headings=tuple(parsed.headings),
        columns=tuple(_column(column, table, parsed) for table in parsed.tables for column in table.columns),
        declared_total=parsed.declared_total,
        skipped_rows=tuple(UnreadRow(skipped.row, skipped.why) for skipped in parsed.skipped_rows),
        remembered=AppliedMapping(mapping.remembered_at.isoformat(), by.short_name if by else "") if mapping else None,
    )


def _column(column: TableColumn, table: Table, parsed: ParsedFile) -> ColumnLayout:
    personal = column.field in FORBIDDEN_FIELDS or any(
        warning.code == "personal_identifier" and warning.column == column.heading for warning in parsed.warnings
    )
    samples = () if personal else tuple(text[:_LONGEST_SAMPLE] for text in column.samples[:_SAMPLES])
    return ColumnLayout(column.heading, column.field, column.hidden, table.sheet or "", column.index, samples)


def guesses_of(error: NoHeaderRow) -> tuple[HeadingGuess, ...]:
    """Sheets that may hold a table, with the texts of their first rows; personal numbers are left out."""
    return tuple(HeadingGuess(table.sheet or "", table.header_row, _first_rows(table)) for table in error.guesses)


def _first_rows(table: Table) -> dict[int, list[str]]:
    rows = {
        number: [clean_text(as_text(value))[:_LONGEST_KEPT] for value in values]
        for number, values in table.cells.items()
        if table.header_row - _SHOWN_ABOVE <= number <= table.header_row + _SHOWN_BELOW
    }
    personal = {at for texts in rows.values() for at, text in enumerate(texts) if is_personal_number(text)}
    hidden = {column.index for column in table.columns if column.hidden}
    harmless = _columns_of_taxpayer_numbers(rows)
    return {
        number: [
            "" if at in hidden else text if at in harmless else _sample(text, at in personal)
            for at, text in enumerate(texts)
        ]
        for number, texts in rows.items()
    }


def _columns_of_taxpayer_numbers(rows: Mapping[int, Sequence[str]]) -> set[int]:
    """The number of an organisation has as many digits as that of a passport."""
    numbers: dict[int, list[str]] = defaultdict(list)
    for texts in rows.values():
        for at, text in enumerate(texts):
            if _PERSONAL.search(text):
                numbers[at].append(text)
    return {at for at, alike in numbers.items() if are_taxpayer_numbers(alike)}


def _sample(text: str, of_personal_column: bool) -> str:
    hidden = _PERSONAL.search(text) or (of_personal_column and not is_personal_number(text))
    return "" if hidden else text
