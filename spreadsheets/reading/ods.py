"""OpenDocument spreadsheets: one pass over content.xml gives values, spans, repeats and what is hidden."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from spreadsheets.reading.archive import Archive
from spreadsheets.reading.limits import MOST_CELLS, MOST_ROWS, MOST_WAITING_ELEMENTS
from spreadsheets.reading.workbook import Sheet, Workbook
from spreadsheets.reading.xlsx_sheet import plain_number
from spreadsheets.unreadable_files import DamagedFile, DangerousMarkup, TooManyRows

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_NOT_SHOWN = ("collapse", "filter")
_WIDEST = 16384
_MOST_ROW_ELEMENTS = 1_100_000
_DEEPEST = 100
_MOST_SPACES = 1000


def read_ods(data: bytes) -> Workbook:
    """Raises ArchiveBomb, DangerousMarkup, DamagedFile, TooManyRows."""
    archive = Archive(data)
    content = archive.read_markup("content.xml")
    reader = _Reader()
    waiting = rows = depth = 0
    try:
        for event, element in ElementTree.iterparse(io.BytesIO(content), events=("start", "end"), forbid_dtd=True):
            reader.take(event, element)
            depth += 1 if event == "start" else -1
            if depth > _DEEPEST:
                raise DamagedFile
            if event == "end":
                is_row = element.tag == _TABLE + "table-row"
                waiting, rows = (0, rows + 1) if is_row else (waiting + 1, rows)
                if waiting > MOST_WAITING_ELEMENTS or rows > _MOST_ROW_ELEMENTS:
                    raise TooManyRows
    except DefusedXmlException as error:
        raise DangerousMarkup from error
    except (ElementTree.ParseError, LookupError, ValueError) as error:
        raise DamagedFile from error
    return Workbook(format="ods", sheets=reader.sheets)


class _Reader:
    def __init__(self) -> None:
        self.sheets: list[Sheet] = []
        self._sheet: Sheet | None = None
        self._row_number = 0
        self._column_number = 0
        self._cells = 0
        self._hidden_tables: set[str] = set()
        self._struck_styles: set[str] = set()

    def take(self, event: str, element: Any) -> None:
        tag = element.tag
        if event == "start":
            if tag == _TABLE + "table":
                hidden = element.get(_TABLE + "style-name") in self._hidden_tables
                self._sheet = Sheet(name=element.get(_TABLE + "name", ""), rows=[], hidden=hidden)
                self._row_number = self._column_number = 0
        elif tag == _STYLE + "style":
            self._read_style(element)
        elif tag == _TABLE + "table-column" and self._sheet:
            self._read_column(element, self._sheet)
        elif tag == _TABLE + "table-row" and self._sheet:
            self._read_row(element, self._sheet)
            element.clear()
        elif tag == _TABLE + "table" and self._sheet:
            self.sheets.append(self._sheet)
            self._sheet = None
            element.clear()

    def _read_style(self, element: Any) -> None:
        name = element.get(_STYLE + "name", "")
        for properties in element:
            if properties.get(_TABLE + "display") == "false":
                self._hidden_tables.add(name)
            if properties.get(_STYLE + "text-line-through-style", "none") != "none":
                self._struck_styles.add(name)

    def _read_column(self, element: Any, sheet: Sheet) -> None:
        repeat = min(_number(element, "number-columns-repeated"), _WIDEST)
        if element.get(_TABLE + "visibility") in _NOT_SHOWN:
            sheet.hidden_columns.update(range(self._column_number, self._column_number + repeat))
        self._column_number += repeat

    def _read_row(self, element: Any, sheet: Sheet) -> None:
        repeat = _number(element, "number-rows-repeated")
        number = self._row_number + 1
        values = self._read_cells(element, number, sheet)
        self._row_number += repeat
        if not any(value is not None for value in values) and number not in {
            row for row, _ in sheet.valueless_formulas
        }:
            return
        if number + repeat - 1 > MOST_ROWS:
            raise TooManyRows
        self._cells += repeat * len(values)
        if self._cells > MOST_CELLS:
            raise TooManyRows
        while len(sheet.rows) < number - 1:
            sheet.rows.append([])
        sheet.rows.extend(list(values) for _ in range(repeat))
        if element.get(_TABLE + "visibility") in _NOT_SHOWN:
            sheet.hidden_rows.update(range(number, number + repeat))

    def _read_cells(self, row: Any, number: int, sheet: Sheet) -> list[Any]:
        values: list[Any] = []
        for cell in row:
            if cell.tag not in (_TABLE + "table-cell", _TABLE + "covered-table-cell"):
                continue
            repeat = _number(cell, "number-columns-repeated")
            value = _value(cell)
            at = len(values)
            if value is None and at + repeat > _WIDEST:
                break
            values.extend([value] * min(repeat, _WIDEST - at))
            self._note(cell, number, at, value, sheet)
        while values and values[-1] is None:
            values.pop()
        return values

    def _note(self, cell: Any, number: int, column: int, value: Any, sheet: Sheet) -> None:
        down, across = _number(cell, "number-rows-spanned"), _number(cell, "number-columns-spanned")
        if down > 1 or across > 1:
            sheet.merged.append((number, column, number + down - 1, column + across - 1))
        if cell.get(_TABLE + "formula"):
            sheet.formulas.add((number, column))
            if value is None:
                sheet.valueless_formulas.add((number, column))
        if cell.get(_TABLE + "style-name") in self._struck_styles:
            sheet.struck.add((number, column))
        annotation = cell.find(_OFFICE + "annotation")
        if annotation is not None:
            sheet.comments[number, column] = "\n".join(
                "".join(part.itertext()) for part in annotation.iter(_TEXT + "p")
            ).strip()


def _number(element: Any, name: str) -> int:
    text = element.get(_TABLE + name, "1")
    return max(1, int(text)) if text.isdecimal() else 1


def _value(cell: Any) -> Any:
    kind = cell.get(_OFFICE + "value-type")
    try:
        if kind in ("float", "currency", "percentage"):
            return plain_number(float(cell.get(_OFFICE + "value", "")))
        if kind == "date":
            return dt.datetime.fromisoformat(cell.get(_OFFICE + "date-value", "").split(".")[0])
    except ValueError:
        pass
    if kind == "boolean":
        return cell.get(_OFFICE + "boolean-value") == "true"
    lines = [_text(part) for part in cell if part.tag == _TEXT + "p"]
    return "\n".join(lines) or None


def _text(element: Any, depth: int = 0) -> str:
    """Text of a paragraph; spaces, tabs and line breaks are elements of their own."""
    if depth > _DEEPEST:
        raise DamagedFile
    pieces = [element.text or ""]
    for part in element:
        if part.tag == _TEXT + "s":
            count = part.get(_TEXT + "c", "1")
            pieces.append(" " * min(int(count) if count.isdecimal() else 1, _MOST_SPACES))
        elif part.tag == _TEXT + "line-break":
            pieces.append("\n")
        elif part.tag == _TEXT + "tab":
            pieces.append("\t")
        elif part.tag != _OFFICE + "annotation":
            pieces.append(_text(part, depth + 1))
        pieces.append(part.tail or "")
    return "".join(pieces)
