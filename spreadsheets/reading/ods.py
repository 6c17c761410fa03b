"""OpenDocument spreadsheets: one pass over content.xml gives values, spans, repeats and what is hidden.

Expat tells of elements as they come, so nothing is built that is not kept: a tree of the same file takes three times as
long and all its memory at once.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from spreadsheets.reading.archive import Archive
from spreadsheets.reading.limits import MOST_CELLS, MOST_ROWS, MOST_WAITING_ELEMENTS
from spreadsheets.reading.workbook import Sheet, Workbook
from spreadsheets.reading.xlsx_sheet import new_parser, plain_number, run_expat
from spreadsheets.unreadable_files import DamagedFile, TooManyRows

_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 "
_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0 "
_STYLE = "urn:oasis:names:tc:opendocument:xmlns:style:1.0 "
_SHEET, _COLUMN, _ROW = _TABLE + "table", _TABLE + "table-column", _TABLE + "table-row"
_CELLS = frozenset((_TABLE + "table-cell", _TABLE + "covered-table-cell"))
_PARAGRAPH, _ANNOTATION = _TEXT + "p", _OFFICE + "annotation"
_KIND, _VALUE = _OFFICE + "value-type", _OFFICE + "value"
_COLUMNS_REPEATED = _TABLE + "number-columns-repeated"
_ROWS_SPANNED, _COLUMNS_SPANNED = _TABLE + "number-rows-spanned", _TABLE + "number-columns-spanned"
_FORMULA, _STYLE_NAME = _TABLE + "formula", _TABLE + "style-name"
_NUMBERS = frozenset(("float", "currency", "percentage"))
_NOT_SHOWN = ("collapse", "filter")
_WIDEST = 16384
_MOST_ROW_ELEMENTS = 1_100_000
_DEEPEST = 100
_MOST_SPACES = 1000


def read_ods(data: bytes) -> Workbook:
    """Raises ArchiveBomb, DangerousMarkup, DamagedFile, TooManyRows."""
    reader = _Reader()
    parser = new_parser(namespace_separator=" ")
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    parser.CharacterDataHandler = reader.text
    run_expat(parser, Archive(data).stream("content.xml"))
    return Workbook(format="ods", sheets=reader.sheets)


@dataclass(slots=True)
class _Cell:
    """The cell that is being read."""

    attributes: dict[str, str]
    depth: int
    lines: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    has_annotation: bool = False

    def value(self) -> Any:
        kind = self.attributes.get(_KIND)
        try:
            if kind in _NUMBERS:
                return plain_number(float(self.attributes.get(_VALUE, "")))
            if kind == "date":
                return dt.datetime.fromisoformat(self.attributes.get(_OFFICE + "date-value", "").split(".")[0])
        except ValueError:
            pass
        if kind == "boolean":
            return self.attributes.get(_OFFICE + "boolean-value") == "true"
        return "\n".join(self.lines) or None


class _Reader:
    def __init__(self) -> None:
        self.sheets: list[Sheet] = []
        self._sheet: Sheet | None = None
        self._hidden_tables: set[str] = set()
        self._struck_styles: set[str] = set()
        self._style, self._style_depth = "", -1
        self._depth = self._waiting = self._row_elements = 0
        self._row_number = self._column_number = self._cells = 0
        self._row: dict[str, str] | None = None
        self._values: list[Any] = []
        self._is_cut = False
        self._cell: _Cell | None = None
        #: of the paragraph that is being read, and where it stands; of an annotation where it stands
        self._pieces: list[str] | None = None
        self._paragraph_depth = self._annotation_depth = -1
        #: the pieces and the depth of a paragraph in which an annotation stands
        self._outer: tuple[list[str] | None, int] = None, -1

    def start(self, name: str, pairs: list[str]) -> None:
        self._depth += 1
        self._waiting += 1
        if self._depth > _DEEPEST:
            raise DamagedFile
        if self._waiting > MOST_WAITING_ELEMENTS:
            raise TooManyRows
        if self._cell is not None:
            self._start_inside(self._cell, name, pairs)
        elif self._row is not None:
            if name in _CELLS:
                self._cell = _Cell(_mapping(pairs), self._depth)
        elif self._sheet is not None:
            self._start_in_table(self._sheet, name, _mapping(pairs))
        else:
            self._start_outside(name, pairs)

    def end(self, name: str) -> None:
        cell = self._cell
        if cell is not None:
            if cell.depth == self._depth:
                self._end_cell(cell)
            else:
                self._end_inside(cell)
        elif name == _ROW and self._row is not None and self._sheet is not None:
            self._end_row(self._row, self._sheet)
        elif name == _SHEET and self._sheet is not None:
            self.sheets.append(self._sheet)
            self._sheet = None
        elif self._depth == self._style_depth:
            self._style_depth = -1
        self._depth -= 1

    def text(self, piece: str) -> None:
        if self._pieces is not None:
            self._pieces.append(piece)

    def _start_outside(self, name: str, pairs: list[str]) -> None:
        attributes = _mapping(pairs)
        if name == _STYLE + "style":
            self._style, self._style_depth = attributes.get(_STYLE + "name", ""), self._depth
        elif self._depth == self._style_depth + 1:
            if attributes.get(_TABLE + "display") == "false":
                self._hidden_tables.add(self._style)
            if attributes.get(_STYLE + "text-line-through-style", "none") != "none":
                self._struck_styles.add(self._style)
        elif name == _SHEET:
            hidden = attributes.get(_STYLE_NAME) in self._hidden_tables
            self._sheet = Sheet(name=attributes.get(_TABLE + "name", ""), rows=[], hidden=hidden)
            self._row_number = self._column_number = 0

    def _start_in_table(self, sheet: Sheet, name: str, attributes: dict[str, str]) -> None:
        if name == _ROW:
            self._row, self._values, self._is_cut = attributes, [], False
        elif name == _COLUMN:
            repeat = min(_number(attributes, _COLUMNS_REPEATED), _WIDEST)
            if attributes.get(_TABLE + "visibility") in _NOT_SHOWN:
                sheet.hidden_columns.update(range(self._column_number, self._column_number + repeat))
            self._column_number += repeat
        elif name == _SHEET:  # what would be read of a table inside a table belongs to neither
            raise DamagedFile

    def _start_inside(self, cell: _Cell, name: str, pairs: list[str]) -> None:
        """Paragraphs of the cell itself are its value; those of an annotation are a comment; spaces, tabs and line
        breaks are elements of their own."""
        if name == _SHEET:
            raise DamagedFile
        if name == _ANNOTATION and self._annotation_depth < 0:
            cell.has_annotation = cell.has_annotation or self._depth == cell.depth + 1
            self._annotation_depth = self._depth
            self._outer, self._pieces = (self._pieces, self._paragraph_depth), None
        elif name == _PARAGRAPH and self._pieces is None:
            if cell.depth + 1 in (self._annotation_depth, self._depth):
                self._pieces, self._paragraph_depth = [], self._depth
        elif self._pieces is not None and self._annotation_depth < 0:
            self._add_white_space(self._pieces, name, pairs)

    def _add_white_space(self, pieces: list[str], name: str, pairs: list[str]) -> None:
        if name == _TEXT + "s":
            count = _mapping(pairs).get(_TEXT + "c", "1")
            pieces.append(" " * min(int(count) if count.isdecimal() else 1, _MOST_SPACES))
        elif name == _TEXT + "line-break":
            pieces.append("\n")
        elif name == _TEXT + "tab":
            pieces.append("\t")

    def _end_inside(self, cell: _Cell) -> None:
        if self._depth == self._annotation_depth:
            self._annotation_depth = -1
            self._pieces, self._paragraph_depth = self._outer
        elif self._pieces is not None and self._depth == self._paragraph_depth:
            lines = cell.lines if self._annotation_depth < 0 else cell.notes
            lines.append("".join(self._pieces))
            self._pieces = None

    def _end_cell(self, cell: _Cell) -> None:
        self._cell = None
        if self._is_cut or self._sheet is None:
            return
        attributes, at, value = cell.attributes, len(self._values), cell.value()
        repeat = _number(attributes, _COLUMNS_REPEATED) if _COLUMNS_REPEATED in attributes else 1
        if value is None and at + repeat > _WIDEST:
            self._is_cut = True  # nothing but empty cells to the edge
            return
        if repeat == 1 and at < _WIDEST:
            self._values.append(value)
        else:
            self._values.extend([value] * min(repeat, _WIDEST - at))
        self._note(cell, self._row_number + 1, at, value, self._sheet)

    def _note(self, cell: _Cell, number: int, column: int, value: Any, sheet: Sheet) -> None:
        attributes = cell.attributes
        if _ROWS_SPANNED in attributes or _COLUMNS_SPANNED in attributes:
            down, across = _number(attributes, _ROWS_SPANNED), _number(attributes, _COLUMNS_SPANNED)
            if down > 1 or across > 1:
                sheet.merged.append((number, column, number + down - 1, column + across - 1))
        if attributes.get(_FORMULA):
            sheet.formulas.add((number, column))
            if value is None:
                sheet.valueless_formulas.add((number, column))
        if self._struck_styles and attributes.get(_STYLE_NAME) in self._struck_styles:
            sheet.struck.add((number, column))
        if cell.has_annotation:
            sheet.comments[number, column] = "\n".join(cell.notes).strip()

    def _end_row(self, attributes: dict[str, str], sheet: Sheet) -> None:
        self._row, values = None, self._values
        self._waiting = 0
        self._row_elements += 1
        if self._row_elements > _MOST_ROW_ELEMENTS:
            raise TooManyRows
        repeat = _number(attributes, _TABLE + "number-rows-repeated")
        number = self._row_number + 1
        while values and values[-1] is None:
            values.pop()
        self._row_number += repeat
        if not values and number not in {row for row, _ in sheet.valueless_formulas}:
            return
        if number + repeat - 1 > MOST_ROWS:
            raise TooManyRows
        self._cells += repeat * len(values)
        if self._cells > MOST_CELLS:
            raise TooManyRows
        while len(sheet.rows) < number - 1:
            sheet.rows.append([])
        sheet.rows.append(values)
        sheet.rows.extend(list(values) for _ in range(repeat - 1))
        if attributes.get(_TABLE + "visibility") in _NOT_SHOWN:
            sheet.hidden_rows.update(range(number, number + repeat))


def _mapping(pairs: list[str]) -> dict[str, str]:
    return dict(zip(pairs[::2], pairs[1::2], strict=True))


def _number(attributes: dict[str, str], name: str) -> int:
    text = attributes.get(name, "1")
    return max(1, int(text)) if text.isdecimal() else 1
