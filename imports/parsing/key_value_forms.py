"""A form instead of a table: headings one below another, each with its value to the right.

ФИО:          Ольхова Вера Ивановна
Место работы  СОШ № 2
Стаж          12 лет
"""

from __future__ import annotations

from typing import Any

from imports.field_lists import NAME_FIELDS
from imports.parsing.headings import recognise
from spreadsheets.cleaning.text import as_text, clean_text
from spreadsheets.reading.workbook import Sheet

_LEAST_HEADINGS = 3
_COLUMNS_SEARCHED = 3
_ROWS_SEARCHED = 200
_ANSWERED = 0.6


def as_table(sheet: Sheet) -> Sheet | None:
    """The form turned into a table of one row, or None when the sheet is no form.

    The headings stand in the row of the first heading, the values in the row below it.
    """
    for column in range(_COLUMNS_SEARCHED):
        lines = _pairs_in(sheet, column)
        fields = {meaning.field for _, text, _ in lines if (meaning := recognise(text))}
        if len(fields) >= _LEAST_HEADINGS and not fields.isdisjoint(NAME_FIELDS):
            return _turned(sheet, lines)
    return None


def _pairs_in(sheet: Sheet, column: int) -> list[tuple[int, str, list[Any]]]:
    """Row, heading and values of each heading in *column* that stands for something known."""
    lines = []
    for number, row in enumerate(sheet.rows[:_ROWS_SEARCHED], start=1):
        heading = clean_text(as_text(row[column])).rstrip(" :") if column < len(row) else ""
        meaning = recognise(heading)
        if meaning and meaning.exact:
            values = [
                None if (number, index) in sheet.covered or row[index] == row[column] else row[index]
                for index in range(column + 1, len(row))
            ]
            lines.append((number, heading, values))
    return lines


def _turned(sheet: Sheet, lines: list[tuple[int, str, list[Any]]]) -> Sheet:
    """People of a list written sideways become rows; in a form the first value of each line counts."""
    first = lines[0][0]
    rows: list[list[Any]] = [list(row[:1]) for row in sheet.rows[: first - 1]]
    rows.append([heading for _, heading, _ in lines])
    people = _people_sideways(lines)
    rows.extend(people or [[next((value for value in values if value is not None), None) for _, _, values in lines]])
    return Sheet(name=sheet.name, rows=rows, hidden=sheet.hidden)


def _people_sideways(lines: list[tuple[int, str, list[Any]]]) -> list[list[Any]]:
    """A column per person when two columns or more answer most of the headings."""
    width = max(len(values) for _, _, values in lines)
    columns = [[values[at] if at < len(values) else None for _, _, values in lines] for at in range(width)]
    full = [column for column in columns if sum(value is not None for value in column) >= _ANSWERED * len(lines)]
    return full if len(full) > 1 else []
