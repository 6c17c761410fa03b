"""Where the heading of a table may be when none of its words is known: for a person to say what the columns hold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from imports.parsing.parsed import Table, TableColumn
from spreadsheets.cleaning.text import as_text, clean_text
from spreadsheets.reading.workbook import Sheet, Workbook

_ROWS_SEARCHED = 30
_SAMPLED_ROWS = 20
_SAMPLES = 3
_LONGEST_HEADING = 90


def guess_tables(workbook: Workbook, sheet: str | None = None) -> list[Table]:
    """One guess per visible sheet with something like a heading: the first of the fullest rows of short texts."""
    guesses = (_guess(each) for each in workbook.sheets if not each.hidden and sheet in (None, each.name))
    return [guess for guess in guesses if guess is not None]


def _guess(sheet: Sheet) -> Table | None:
    widths = [len(set(_texts(row))) for row in sheet.rows[:_ROWS_SEARCHED]]
    widest = max(widths, default=0)
    if widest < 2:
        return None
    number = widths.index(widest) + 1
    row = sheet.rows[number - 1]
    columns = [
        TableColumn(index, heading, None, index in sheet.hidden_columns, _samples(sheet, number, index))
        for index, value in enumerate(row)
        if (heading := clean_text(as_text(value)))
    ]
    return Table(sheet.name or None, number, columns, dict(enumerate(sheet.rows, start=1)))


def _texts(row: Sequence[Any]) -> list[str]:
    texts = (clean_text(value) for value in row if isinstance(value, str))
    return [text for text in texts if text and len(text) <= _LONGEST_HEADING]


def _samples(sheet: Sheet, heading_row: int, index: int) -> tuple[str, ...]:
    if index in sheet.hidden_columns:
        return ()
    rows = sheet.rows[heading_row : heading_row + _SAMPLED_ROWS]
    texts = (clean_text(as_text(row[index])) for row in rows if index < len(row))
    return tuple(dict.fromkeys(text for text in texts if text))[:_SAMPLES]
