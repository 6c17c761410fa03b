"""A form instead of a table: headings one below another, each with its value to the right.

ФИО:          Ольхова Вера Ивановна
Место работы  СОШ № 2
Стаж          12 лет
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from imports.field_lists import NAME_FIELDS
from imports.parsing.headings import recognise
from imports.parsing.people_cells import is_complete_name
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
            if _has_other_headings(lines):
                return None
            turned = _turned(sheet, lines)
            names = _names_in(sheet.rows[number - 1] for number, _, _ in lines)
            return turned if names <= _names_in(turned.rows) else None  # nobody is left behind in silence
    return None


def _has_other_headings(lines: list[tuple[int, str, list[Any]]]) -> bool:
    """Whether a second list with lines of its own stands beside the first."""
    width = max(len(values) for _, _, values in lines)
    columns = ([values[at] for _, _, values in lines if at < len(values)] for at in range(width))
    return any(sum(map(_is_heading, column)) > 1 for column in columns)


def _is_heading(value: Any) -> bool:
    meaning = recognise(clean_text(as_text(value))) if isinstance(value, str) else None
    return meaning is not None and meaning.exact


def _names_in(rows: Iterable[Sequence[Any]]) -> set[str]:
    texts = (clean_text(as_text(value)) for row in rows for value in row if value is not None)
    return set(filter(is_complete_name, texts))


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
    """A column per person when two columns or more name somebody or answer most of the headings."""
    width = max(len(values) for _, _, values in lines)
    columns = [[values[at] if at < len(values) else None for _, _, values in lines] for at in range(width)]
    names = [
        at for at, (_, heading, _) in enumerate(lines) if (known := recognise(heading)) and known.field in NAME_FIELDS
    ]
    answers = [
        column
        for column in columns
        if any(column[at] is not None for at in names) or sum(map(_is_answered, column)) >= _ANSWERED * len(lines)
    ]
    return answers if len(answers) > 1 else []


def _is_answered(value: Any) -> bool:
    return value is not None
