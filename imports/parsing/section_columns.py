"""What rows of their own and marks say of the rows of a table, written into columns that the table has not got.

«Наставник: Ольхова В. И.» above the rows of her mentees, «Список наставляемых» above the second half of a list, «да» in
a column «Является наставником»: without them a list of pairs would look like a bank, and a mentee like a mentor.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from imports.heading_keys import heading_key
from imports.parsing.headings import MENTEE, MENTOR, role_in_heading
from imports.parsing.people_cells import is_complete_name
from imports.parsing.table_kinds import kind_of_title
from imports.parsing.table_on_sheet import ColumnOnSheet, TableOnSheet
from spreadsheets.cleaning.text import as_text, clean_text
from spreadsheets.reading.workbook import Sheet

MENTOR_HEADING, ROLE_HEADING = "Наставник", "Роль"
#: of a row in which no column of marks says who it is
NO_MARK = "не отмечен"
_ROLE_WORDS = {"mentors": "наставник", "mentees": "наставляемый"}
_KINDS = {MENTOR: "mentors", MENTEE: "mentees"}
_MENTOR_ROW = re.compile(r"(?:педагог\W+|учитель\W+)?наставник\s*[:\-–—.]?\s+(?P<mentor>\S.*)", re.IGNORECASE)
_BLANK_LINE = re.compile(r"_{3,}|\.{6,}")
_YES = frozenset({"да", "+", "v", "х", "✓", "✔", "*", "1", "является", "есть"})
_NO = frozenset({"нет", "-", "–", "—", "0", "не является", ""})
#: «Является наставником (да/нет)»; «Обучен как наставник» is another question.
_BESIDE_MARK = re.compile(r"является|ли|да|нет|роль|статус|выполняет|функции|отметка|признак|есть|действующи\w+")
_MOST_CELLS = 2
_LONGEST_TITLE = 90


@dataclass(frozen=True, slots=True)
class SectionColumn:
    """A column to be added: its heading, the value of each row by number, and the rows that told it."""

    heading: str
    values: dict[int, str]
    sections: frozenset[int]


def section_column_of(table: TableOnSheet) -> SectionColumn | None:
    """What rows of their own say of the others; None for the usual table."""
    if table.kind not in _ROLE_WORDS:
        return None
    return _mentors_above_rows(table) or _roles_above_rows(table)


def mark_columns(table: TableOnSheet) -> dict[str, ColumnOnSheet]:
    """Role → the column of «да» and «нет» that is headed by it."""
    marks: dict[str, ColumnOnSheet] = {}
    for column in table.columns:
        role, rest = role_in_heading(column.heading)
        if role is None or column.hidden or not all(map(_BESIDE_MARK.fullmatch, rest.split())):
            continue
        if _holds_marks(table, column.index):
            marks.setdefault(role, column)
    return marks


def roles_of_marks(table: TableOnSheet, marks: Mapping[str, ColumnOnSheet]) -> SectionColumn:
    """A row with both marks is of the kind that is read."""
    values: dict[int, str] = {}
    for number in range(table.header_row + 1, len(table.sheet.rows) + 1):
        row = table.sheet.rows[number - 1]
        kinds = {_KINDS[role] for role, column in marks.items() if _cell_text(row, column.index).casefold() in _YES}
        if any(value is not None for value in row):
            values[number] = _ROLE_WORDS.get(table.kind if table.kind in kinds else next(iter(kinds), ""), NO_MARK)
    return SectionColumn(ROLE_HEADING, values, frozenset())


def with_column(table: TableOnSheet, added: SectionColumn) -> Sheet:
    """The sheet with one more column; rows that told it stay where they are."""
    width = max(map(len, table.sheet.rows))
    headings = dict.fromkeys(range(table.first_header_row, table.header_row + 1), added.heading)
    rows = [list(row) for row in table.sheet.rows]
    for number, value in (headings | added.values).items():
        row = rows[number - 1]
        row.extend([None] * (width + 1 - len(row)))
        row[width] = value
    return replace(table.sheet, rows=rows)


def _mentors_above_rows(table: TableOnSheet) -> SectionColumn | None:
    """A list of mentees in blocks, each under a row with its mentor."""
    if table.kind != "mentees" or any(column.meaning and column.meaning.role == MENTOR for column in table.columns):
        return None
    mentors = {number: match["mentor"] for number, text in _lone_texts(table) if (match := _mentor_in(text))}
    return _spread(table, mentors, MENTOR_HEADING) if mentors else None


def _mentor_in(text: str) -> re.Match[str] | None:
    match = _MENTOR_ROW.fullmatch(text)
    if match is None or _BLANK_LINE.search(text):
        return None
    return match if is_complete_name(match["mentor"].partition(",")[0].partition("(")[0]) else None


def _roles_above_rows(table: TableOnSheet) -> SectionColumn | None:
    """One list below another: of mentors and, under a title of its own, of mentees."""
    if "role" in table.by_code:
        return None
    titles = {
        number: kind
        for number, text in _lone_texts(table)
        if number > table.header_row and len(text) <= _LONGEST_TITLE and (kind := _kind_in(text))
    }
    first = kind_of_title(table.title)
    first = first if first in _ROLE_WORDS else table.kind
    if all(kind == table.kind for kind in (first, *titles.values())) or not titles:
        return None
    roles = {table.header_row: _ROLE_WORDS[first]} | {number: _ROLE_WORDS[kind] for number, kind in titles.items()}
    return _spread(table, roles, ROLE_HEADING, sections=frozenset(titles))


def _kind_in(text: str) -> str | None:
    """Of a title without a name in it."""
    kind = kind_of_title(text)
    words = text.rstrip(" :.").split()
    is_title = kind in _ROLE_WORDS and not any(map(str.isdigit, text)) and not _MENTOR_ROW.fullmatch(text)
    return kind if is_title and sum(word[0].isupper() for word in words[1:]) == 0 else None


def _spread(
    table: TableOnSheet, texts: dict[int, str], heading: str, sections: frozenset[int] | None = None
) -> SectionColumn | None:
    """Each row gets what stands last above it; None when no row gets anything."""
    sections = frozenset(texts) if sections is None else sections
    headings = {heading_key(column.heading.rpartition(" / ")[2]) for column in table.columns}
    value, values = "", {}
    for number in range(1, len(table.sheet.rows) + 1):
        value = texts.get(number, value)
        filled = _filled(table, number)
        is_data = number > table.header_row and number not in sections and len(filled) > 1
        if is_data and value and not {heading_key(text) for text in filled} <= headings:
            values[number] = value
    return SectionColumn(heading, values, sections) if values else None


def _lone_texts(table: TableOnSheet) -> Iterator[tuple[int, str]]:
    """Rows of one or two cells, in one text."""
    headings = {heading_key(column.heading) for column in table.columns}
    for number in range(1, len(table.sheet.rows) + 1):
        if table.first_header_row <= number <= table.header_row:
            continue
        if _number_of_cells(table, number) > _MOST_CELLS:
            continue  # nearly all rows of a file end here, unread
        filled = _filled(table, number)
        if 0 < len(filled) <= _MOST_CELLS and not {heading_key(text) for text in filled} & headings:
            yield number, " ".join(filled)


def _number_of_cells(table: TableOnSheet, number: int) -> int:
    covered = table.sheet.covered
    row = table.sheet.rows[number - 1]
    return sum(value is not None and (number, index) not in covered for index, value in enumerate(row))


def _filled(table: TableOnSheet, number: int) -> list[str]:
    """Texts of the cells of a row, without what merging has filled in."""
    row: list[Any] = table.sheet.rows[number - 1]
    texts = (
        clean_text(as_text(value))
        for index, value in enumerate(row)
        if value is not None and (number, index) not in table.sheet.covered
    )
    return [text for text in texts if text]


def _holds_marks(table: TableOnSheet, index: int) -> bool:
    """Yes and no alone, and at least one yes, beside rows of data; the first other text ends the look."""
    has_yes = False
    for row in table.sheet.rows[table.header_row :]:
        if sum(value is not None for value in row) > 1:
            text = _cell_text(row, index).casefold()
            if text not in _YES and text not in _NO:
                return False
            has_yes = has_yes or text in _YES
    return has_yes


def _cell_text(row: list[Any], index: int) -> str:
    return clean_text(as_text(row[index])) if index < len(row) else ""
