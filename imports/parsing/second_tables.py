"""More tables on the same sheet: rows below under the same columns in another order are put into the order of the table
that is read; a table of something else, below or above, is not read, and that is told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from imports.field_lists import NAME_FIELDS
from imports.heading_keys import heading_key
from imports.parsing.headings import recognise
from imports.parsing.people_cells import is_complete_name
from imports.parsing.table_on_sheet import TableOnSheet
from spreadsheets.cleaning.text import as_text, clean_text

_LEAST_SHARE = 0.6
_LEAST_HEADINGS = 2
#: A new table has an empty row or a title of a few cells above it.
_MOST_CELLS_ABOVE = 2

HeadingField = tuple[str, str | None]


def level_tables(table: TableOnSheet) -> int | None:
    """Rearrange the rows of *table*'s sheet; the row of the heading from which on nothing can be read, or None."""
    rows = table.sheet.rows
    order: dict[int, int] | None = None
    above = _MOST_CELLS_ABOVE + 1
    for number in range(table.header_row + 1, len(rows) + 1):
        row = rows[number - 1]
        filled = [index for index, value in enumerate(row) if value is not None]
        if above <= _MOST_CELLS_ABOVE and (heading := _heading(row, filled)):
            order = _order(table, heading)
            if order is None:
                return number
        if order and any(source != target for source, target in order.items()):
            rows = _rearranged(table, rows, number, order)
        above = len(filled)
    return None


def rows_of_table_above(table: TableOnSheet) -> range | None:
    """Rows of a table above the heading that has been chosen: under a heading of its own somebody is named, or people
    stand side by side."""
    numbers = range(1, table.first_header_row)
    for first in numbers:
        row = table.sheet.rows[first - 1]
        if sum(is_complete_name(clean_text(as_text(value))) for value in row if value is not None) > 1:
            return range(first, numbers.stop)
        if _heading(row, [index for index, value in enumerate(row) if value is not None]):
            below = table.sheet.rows[first : numbers.stop - 1]
            return range(first, numbers.stop) if any(map(_names_somebody, below)) else None
    return None


def _names_somebody(row: Sequence[Any]) -> bool:
    """In one cell, or in cells side by side; a signature under a blank line is nobody of the table."""
    texts = [clean_text(as_text(value)) for value in row if value is not None]
    return len(texts) > 1 and any(
        map(is_complete_name, [*texts, *map(" ".join, zip(texts, texts[1:], texts[2:], strict=False))])
    )


def _heading(row: Sequence[Any], filled: list[int]) -> dict[HeadingField, int] | None:
    """HeadingField of each known heading when the row is one; None for any other row."""
    if len(filled) < _LEAST_HEADINGS or not all(isinstance(row[index], str) for index in filled):
        return None
    fields: dict[HeadingField, int] = {}
    for index in filled:
        meaning = recognise(clean_text(as_text(row[index])))
        if meaning and meaning.exact:
            fields.setdefault((meaning.field, meaning.role), index)
    names_somebody = any(field in NAME_FIELDS for field, _ in fields)
    return fields if names_somebody and len(fields) >= max(_LEAST_HEADINGS, _LEAST_SHARE * len(filled)) else None


def _order(table: TableOnSheet, heading: dict[HeadingField, int]) -> dict[int, int] | None:
    """Column there → column here; None when the tables hold different things."""
    here: dict[HeadingField, int] = {}
    for column in table.columns:
        meaning = recognise(clean_text(heading_key(column.heading.rpartition(" / ")[2]))) or column.meaning
        for field in (column.meaning, meaning):
            if field:
                here.setdefault((field.field, field.role), column.index)
    if not all(index in here for index in heading):
        return None
    return {there: here[index] for index, there in heading.items()}


def _rearranged(table: TableOnSheet, rows: list[list[Any]], number: int, order: dict[int, int]) -> list[list[Any]]:
    if rows is table.sheet.rows:
        rows = table.sheet.rows = list(rows)
    row = rows[number - 1]
    moved: list[Any] = [None] * (max([*order.values(), len(row) - 1]) + 1)
    for there, here in order.items():
        moved[here] = row[there] if there < len(row) else None
    added = table.section_column
    if added is not None and added < len(row):
        moved.extend([None] * (added + 1 - len(moved)))
        moved[added] = row[added]
    rows[number - 1] = moved
    return rows
