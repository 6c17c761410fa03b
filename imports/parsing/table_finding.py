"""Where the table is on a sheet: the row or rows of the heading, what each column holds, what kind of table it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import replace
from typing import Any

from imports.field_lists import NAME_FIELDS
from imports.heading_keys import heading_key
from imports.parsing.headings import (
    MENTEE,
    MENTOR,
    HeadingMeaning,
    begins_with_role,
    recognise,
    recognise_joined,
)
from imports.parsing.people_cells import begins_with_name, is_complete_name
from imports.parsing.section_columns import (
    SectionColumn,
    mark_columns,
    roles_of_marks,
    section_column_of,
    with_column,
)
from imports.parsing.table_kinds import PUPIL_FIELDS, assign_codes, find_role_column, kind_of
from imports.parsing.table_on_sheet import ColumnOnSheet, TableOnSheet
from spreadsheets.cleaning.text import as_text, clean_text
from spreadsheets.reading.workbook import Sheet

_ROWS_SEARCHED = 30
_LEAST_SHARE = 0.6
_MOST_HEADING_ROWS = 3
_LONGEST_PART = 40
_EXACT_WEIGHT = 2
_VALUES_READ = 60
#: «Наставник по предмету», «Наставляемый (класс)»: what such headings are taken to hold; the cells may hold people
_DETAILS = frozenset({"subject", "position", "position_subject", "class", "category", "kind", "form", "organisation"})


class TableFinder:
    """Looks for tables; *mapping* (heading as in the file → field code or None) overrules the dictionary.

    *synonyms* (``heading_key`` of a heading → field code) widen it.
    """

    def __init__(
        self,
        mapping: Mapping[str, str | None] | None = None,
        kind: str = "auto",
        synonyms: Mapping[str, str] | None = None,
    ) -> None:
        self._mapping: dict[str, str | None] = dict(synonyms or {})
        #: a person's word for one column is worth as much as two headings that look like some
        self._report = bool(mapping)
        self._mapping |= {heading_key(heading): code for heading, code in (mapping or {}).items()}
        self._kind = kind

    def find(self, sheet: Sheet, *, filename: str = "") -> TableOnSheet | None:
        """The table of *sheet*, or None when no row looks like a heading."""
        number = self._best_row(sheet)
        if number is None:
            return None
        first, last = self._heading_rows(sheet, number)
        table = self._table(sheet, first, last, filename)
        if marks := mark_columns(table):
            return self._without(marks).find_by_marks(table, marks, filename)
        if added := section_column_of(table):
            table = self._with_added(table, added, filename)
        return table if self._is_usable(table) else None

    def find_by_marks(
        self, table: TableOnSheet, marks: Mapping[str, ColumnOnSheet], filename: str
    ) -> TableOnSheet | None:
        """«Наставник: да, наставляемый: нет»: the roles in words, the kind from the rest of the columns."""
        table = self._table(table.sheet, table.first_header_row, table.header_row, filename)
        if table.kind in ("mentors", "mentees"):
            if table.kind_from not in ("stated", "columns") and len(marks) == 1:
                self._kind = "mentors" if MENTOR in marks else "mentees"
                table.kind = self._kind
            table = self._with_added(table, roles_of_marks(table, marks), filename)
        return table if self._is_usable(table) else None

    def _without(self, columns: Mapping[str, ColumnOnSheet]) -> TableFinder:
        """A finder that does not read these columns."""
        finder = copy(self)
        finder._mapping = self._mapping | {heading_key(column.heading): None for column in columns.values()}
        return finder

    def _with_added(self, table: TableOnSheet, added: SectionColumn, filename: str) -> TableOnSheet:
        kind_from = table.kind_from
        table = self._table(with_column(table, added), table.first_header_row, table.header_row, filename)
        table.section_rows, table.section_column = added.sections, table.columns[-1].index
        table.kind_from = kind_from if table.kind_from == "stated" else table.kind_from
        return table

    def _table(self, sheet: Sheet, first: int, last: int, filename: str) -> TableOnSheet:
        table = TableOnSheet(sheet, first, last, self._columns(sheet, first, last), title=_title(sheet, first))
        for column in table.columns:
            if heading_key(column.heading) not in self._mapping and _holds_party(table, column):
                column.meaning = replace(column.meaning, field="full_name") if column.meaning else None
        self._match_or_add(table, filename)
        return table

    def _meaning(self, heading: str) -> HeadingMeaning | None:
        key = heading_key(heading)
        if key in self._mapping:
            return _mapped(self._mapping[key])
        return recognise(heading)

    def _joined_meaning(self, top: str, bottom: str) -> HeadingMeaning | None:
        key = heading_key(f"{top} {bottom}" if top and bottom else top or bottom)
        if key in self._mapping:
            return _mapped(self._mapping[key])
        return recognise_joined(top, bottom)

    def _best_row(self, sheet: Sheet) -> int | None:
        best, best_score = None, 0
        for number in range(1, min(len(sheet.rows), _ROWS_SEARCHED) + 1):
            score = self._score(sheet, number)
            if score > best_score:
                best, best_score = number, score
        least = _EXACT_WEIGHT if self._report else 2 * _EXACT_WEIGHT
        return best if best_score >= least or self._is_lone_heading(sheet, best) else None

    def _is_lone_heading(self, sheet: Sheet, number: int | None) -> bool:
        """A sheet of a single column headed «ФИО», with or without numbers before it."""
        if number is None:
            return False
        meanings = [self._meaning(cell) for cell in _own_cells(sheet, number).values() if cell]
        others = [meaning for meaning in meanings if meaning is None or meaning.field != "number"]
        return len(others) == 1 and others[0] is not None and others[0].field in NAME_FIELDS

    def _score(self, sheet: Sheet, number: int) -> int:
        """Recognised headings of the row, each once; synonyms count double. Where people are named there is no heading:
        rows and columns may be exchanged."""
        fields: dict[tuple[str, str | None], int] = {}
        texts = _own_cells(sheet, number).values()
        for text in texts:
            meaning = self._meaning(text)
            if meaning is None and _is_name(text):
                return 0
            if meaning:
                key = (meaning.field, meaning.role)
                fields[key] = max(fields.get(key, 0), _EXACT_WEIGHT if meaning.exact else 1)
        return sum(fields.values())

    def _heading_rows(self, sheet: Sheet, number: int) -> tuple[int, int]:
        """The row found, with those above and below it that make one heading with it: three at most."""
        first = last = number
        while last < len(sheet.rows) and last - first + 1 < _MOST_HEADING_ROWS:
            if not self._belongs_below(sheet, last, last + 1):
                break
            last += 1
        while first > 1 and last - first + 1 < _MOST_HEADING_ROWS:
            if not self._belongs_below(sheet, first - 1, first):
                break
            first -= 1
        return first, self._last_of_split_heading(sheet, first, last)

    def _last_of_split_heading(self, sheet: Sheet, first: int, last: int) -> int:
        """Words of one heading may stand in several rows: «место», beneath it «работы»."""
        best = self._known_columns(sheet, first, last)
        for lower in range(last + 1, min(first + _MOST_HEADING_ROWS, len(sheet.rows) + 1)):
            if not _may_be_heading(sheet, lower):
                break
            if (fields := self._known_columns(sheet, first, lower)) > best:
                best, last = fields, lower
        return last

    def _known_columns(self, sheet: Sheet, first: int, last: int) -> int:
        """Fields that the heading names, each once."""
        meanings = (column.meaning for column in self._columns(sheet, first, last))
        return len({(meaning.field, meaning.role) for meaning in meanings if meaning and meaning.exact})

    def _belongs_below(self, sheet: Sheet, upper: int, lower: int) -> bool:
        """The lower row names columns under groups of the upper: a merged or blank cell stands above some of them."""
        over, under = _own_cells(sheet, upper), _own_cells(sheet, lower)
        text_columns = [column for column, text in under.items() if text]
        groups = [column for column, text in over.items() if text]
        if len(text_columns) < 2 or not groups or (len(groups) == 1 and groups[0] <= min(text_columns)):
            return False  # a title of one cell stands above the table, not above some of its columns
        meaningful = sum(self._meaning(under[column]) is not None or len(under[column]) <= 2 for column in text_columns)
        if meaningful < _LEAST_SHARE * len(text_columns):
            return False
        if all(text.isdigit() for text in (under[column] for column in text_columns)):
            return False
        above_known = sum(self._meaning(text) is not None for text in over.values() if text)
        grouped = [column for column in text_columns if not over.get(column)]
        groups_left = any(over.get(column) for column in range(min(text_columns) + 1))
        return bool(grouped and groups_left and above_known)

    def _columns(self, sheet: Sheet, first: int, last: int) -> list[ColumnOnSheet]:
        width = max(len(sheet.rows[number - 1]) for number in range(first, last + 1))
        levels = [_texts_of_level(sheet, number, width, first, last) for number in range(first, last + 1)]
        groups = [""] * (len(levels) - 1)
        columns = []
        for index in range(width):
            for level in range(len(groups)):
                if levels[level][index]:
                    groups[level:] = [levels[level][index], *[""] * (len(groups) - level - 1)]
                elif not any(lower[index] for lower in levels[level + 1 :]):
                    groups[level] = ""
            parts = _unlike([*groups, levels[-1][index]])
            if parts and any(level[index] for level in levels):
                meaning = self._meaning_of_parts(parts)
                columns.append(ColumnOnSheet(index, " / ".join(parts), meaning, hidden=index in sheet.hidden_columns))
        return columns

    def _meaning_of_parts(self, parts: list[str]) -> HeadingMeaning | None:
        """The upper part tells whose the column is, the lowest what it holds; the middle one helps."""
        if len(parts) < _MOST_HEADING_ROWS:
            return self._joined_meaning(parts[0] if len(parts) > 1 else "", parts[-1])
        split = self._joined_meaning(parts[0], f"{parts[1]} {parts[2]}")
        if split and split.exact and not split.bare_role:
            return split
        whole = self._joined_meaning(parts[0], parts[-1])
        return whole if whole and whole.role else self._joined_meaning(parts[1], parts[-1]) or whole

    def _match_or_add(self, table: TableOnSheet, filename: str) -> None:
        meanings = [column.meaning for column in table.columns if column.meaning]
        table.mentee_is_pupil = any(meaning.pupil for meaning in meanings) or any(
            meaning.field in PUPIL_FIELDS for meaning in meanings if meaning.role != MENTOR
        )
        table.young_specialists = any(
            "молод" in column.heading.casefold() for column in table.columns if column.meaning and column.meaning.role
        )
        if self._kind != "auto":
            table.kind, table.kind_from = self._kind, "stated"
        else:
            table.kind, table.kind_from = kind_of(meanings, table, filename)
        if table.kind == "mentees" and not table.mentee_is_pupil:
            table.young_specialists = table.young_specialists or "молод" in table.title.casefold()
        assign_codes(table)
        find_role_column(table)

    def _is_usable(self, table: TableOnSheet) -> bool:
        codes = {(code.rpartition(".")[2]) for code in table.by_code}
        if table.kind == "pairs":
            sides = {code.partition(".")[0] for code in table.by_code if code.rpartition(".")[2] in NAME_FIELDS}
            return sides >= {MENTOR, MENTEE}
        if table.kind == "organisations":
            return not codes.isdisjoint({"full_org_name", "short_org_name", "organisation"})
        if table.kind == "mentors" and "representative" in codes:
            return False  # a base of pupils whose names were not recognised
        return not codes.isdisjoint(NAME_FIELDS)


def _mapped(code: str | None) -> HeadingMeaning | None:
    if not code:
        return None
    role, _, name = code.rpartition(".")
    return HeadingMeaning(name, role or None)


def _holds_party(table: TableOnSheet, column: ColumnOnSheet) -> bool:
    """The heading begins with a side of a pair and goes on with a detail, and the cells name people."""
    meaning = column.meaning
    if meaning is None or meaning.role is None or meaning.field not in _DETAILS or not begins_with_role(column.heading):
        return False
    rows = table.sheet.rows[table.header_row : table.header_row + _VALUES_READ]
    texts = [text for row in rows if column.index < len(row) and (text := clean_text(as_text(row[column.index])))]
    names = sum(map(begins_with_name, texts))
    return bool(names) and names >= _LEAST_SHARE * len(texts)


def _may_be_heading(sheet: Sheet, number: int) -> bool:
    """Short words and no data: neither numbers nor names."""
    texts = [text for text in _own_cells(sheet, number).values() if text]
    return len(texts) > 1 and not any(
        len(text) > _LONGEST_PART or any(map(str.isdigit, text)) or _is_name(text) for text in texts
    )


def _is_name(text: str) -> bool:
    """«Сведения о» has no second capital."""
    return is_complete_name(text) and sum(word[0].isupper() for word in text.split()) > 1


def _own_cells(sheet: Sheet, number: int) -> dict[int, str]:
    """Texts of a row without what merging has filled in."""
    row = sheet.rows[number - 1]
    return {
        index: clean_text(as_text(value))
        for index, value in enumerate(row)
        if value is not None and (number, index) not in sheet.covered
    }


def _texts_of_level(sheet: Sheet, number: int, width: int, first: int, last: int) -> list[str]:
    """Texts of one row of a heading. What merging brought down from above is left out, and so is, in the lowest row
    of several, what it brought from the left."""
    row: Sequence[Any] = sheet.rows[number - 1]
    texts = []
    for index in range(width):
        origin = sheet.covered.get((number, index))
        brought = origin is not None and number > first and (origin[0] < number or number == last)
        texts.append("" if brought or index >= len(row) else clean_text(as_text(row[index])))
    return texts


def _unlike(parts: list[str]) -> list[str]:
    """Without empty parts and without repetitions."""
    distinct: list[str] = []
    for part in parts:
        if part and (not distinct or heading_key(distinct[-1]) != heading_key(part)):
            distinct.append(part)
    return distinct


def _title(sheet: Sheet, first_header_row: int) -> str:
    """What stands above the heading."""
    texts = (text for number in range(1, first_header_row) for text in _own_cells(sheet, number).values())
    return " ".join(text for text in texts if text)
