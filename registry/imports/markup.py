"""Tables saved as HTML or as XML of 2003 under the name .xls."""

from __future__ import annotations

import datetime as dt
import io
import re
from html.parser import HTMLParser
from typing import Any

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from registry.imports.archive import refuse_entities
from registry.imports.delimited import decode
from registry.imports.limits import MOST_CELLS, MOST_ROWS
from registry.imports.problems import DamagedFile, DangerousMarkup, NoHeaderRow, TooManyRows
from registry.imports.workbook import Sheet, Workbook
from registry.imports.xlsx_sheet import plain_number

_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
_MOST_COLUMNS = 1000
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_SS = "urn:schemas-microsoft-com:office:spreadsheet"


def read_html(data: bytes) -> Workbook:
    """Every table that is not inside another becomes a sheet."""
    text, encoding = _decode_html(data)
    parser = _TableParser()
    parser.feed(text)
    parser.close()
    sheets = [grid.as_sheet(f"Таблица {number}") for number, grid in enumerate(parser.grids, start=1)]
    if not sheets:
        raise NoHeaderRow
    if len(sheets) == 1:
        sheets[0].name = ""
    return Workbook(format="html", sheets=sheets, encoding=encoding)


def _decode_html(data: bytes) -> tuple[str, str]:
    stated = _CHARSET.search(data[:4096])
    if stated and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        name = stated[1].decode("ascii")
        try:
            return data.decode(name), name.lower()
        except (LookupError, UnicodeDecodeError):
            return decode(data)
    return decode(data)


class _Grid:
    """Cells placed by row and column, with their spans."""

    def __init__(self) -> None:
        self.rows: list[list[Any]] = []
        self.merged: list[tuple[int, int, int, int]] = []
        self.hidden_rows: set[int] = set()
        self._taken: dict[int, set[int]] = {}
        self._cells = 0

    def start_row(self, *, hidden: bool = False, number: int | None = None) -> None:
        """*number* (from 1) leaves the rows before it empty."""
        if number is not None and number > MOST_ROWS:
            raise TooManyRows
        while number is not None and len(self.rows) < number - 1:
            self.rows.append([])
        if len(self.rows) >= MOST_ROWS:
            raise TooManyRows
        self.rows.append([])
        if hidden:
            self.hidden_rows.add(len(self.rows))

    def put(self, value: Any, *, across: int = 1, down: int = 1, column: int | None = None) -> None:
        """A cell that covers *across* columns and *down* rows, at *column* (from 0) or the next free one."""
        row, number = self.rows[-1], len(self.rows)
        taken = self._taken.get(number, set())
        at = len(row) if column is None else column
        while column is None and at in taken:
            at += 1
        across, down = max(1, min(across, _MOST_COLUMNS)), max(1, min(down, MOST_ROWS))
        if at + across > _MOST_COLUMNS:
            return
        self._cells += across
        if self._cells > MOST_CELLS:
            raise TooManyRows
        row.extend([None] * (at + across - len(row)))
        row[at] = value
        if across > 1 or down > 1:
            self.merged.append((number, at, number + down - 1, at + across - 1))
            for below in range(number + 1, number + min(down, MOST_ROWS - number + 1)):
                self._taken.setdefault(below, set()).update(range(at, at + across))

    def as_sheet(self, name: str) -> Sheet:
        width = max(map(len, self.rows), default=0)
        for row in self.rows:
            row.extend([None] * (width - len(row)) if self.merged else [])
        return Sheet(name=name, rows=self.rows, hidden_rows=self.hidden_rows, merged=self.merged)


class _TableParser(HTMLParser):
    """Collects the outermost tables; a table inside a cell is text of the cell."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.grids: list[_Grid] = []
        self._depth = 0
        self._text: list[str] | None = None
        self._span = (1, 1)
        self._ignored = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in ("script", "style"):
            self._ignored += 1
        elif tag == "table":
            self._depth += 1
            if self._depth == 1:
                self.grids.append(_Grid())
        elif self._depth == 1 and tag == "tr":
            self._end_cell()
            self.grids[-1].start_row(hidden=bool(_HIDDEN_STYLE.search(given.get("style") or "")))
        elif self._depth == 1 and tag in ("td", "th"):
            self._end_cell()
            if not self.grids[-1].rows:
                self.grids[-1].start_row()
            self._text, self._span = [], (_count(given.get("colspan")), _count(given.get("rowspan")))
        elif tag in ("br", "p", "div", "li") and self._text:
            self._text.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self._ignored = max(0, self._ignored - 1)
        elif tag == "table" and self._depth:
            if self._depth == 1:
                self._end_cell()
            self._depth -= 1
        elif self._depth == 1 and tag in ("td", "th", "tr"):
            self._end_cell()

    def handle_data(self, data: str) -> None:
        if self._text is not None and not self._ignored:
            self._text.append(re.sub(r"[ \t\r\n]+", " ", data))

    def close(self) -> None:
        super().close()
        if self.grids:
            self._end_cell()

    def _end_cell(self) -> None:
        if self._text is None:
            return
        value = re.sub(r" *\n *", "\n", "".join(self._text)).strip()
        self.grids[-1].put(value or None, across=self._span[0], down=self._span[1])
        self._text = None


def _count(text: str | None) -> int:
    return int(text) if text and text.strip().isdecimal() else 1


def read_xml_2003(data: bytes) -> Workbook:
    """SpreadsheetML of Excel 2003. Raises DangerousMarkup, DamagedFile."""
    refuse_entities(data)
    sheets: list[Sheet] = []
    grid, name, hidden = _Grid(), "", False
    try:
        for event, element in ElementTree.iterparse(io.BytesIO(data), events=("start", "end"), forbid_dtd=True):
            tag = element.tag.rpartition("}")[2]
            if event == "start" and tag == "Worksheet":
                grid, name, hidden = _Grid(), element.get(f"{{{_SS}}}Name", ""), False
            elif event == "end" and tag == "Visible":
                hidden = hidden or "Hidden" in (element.text or "")
            elif event == "end" and tag == "Row":
                _put_row(grid, element)
                element.clear()
            elif event == "end" and tag == "Worksheet":
                sheet = grid.as_sheet(name)
                sheet.hidden = hidden
                sheet.hidden_columns = _hidden_columns(element)
                sheets.append(sheet)
                element.clear()
    except DefusedXmlException as error:
        raise DangerousMarkup from error
    except (ElementTree.ParseError, LookupError, ValueError) as error:
        raise DamagedFile from error
    return Workbook(format="xml2003", sheets=sheets)


def _put_row(grid: _Grid, element: Any) -> None:
    index = element.get(f"{{{_SS}}}Index")
    grid.start_row(hidden=element.get(f"{{{_SS}}}Hidden") == "1", number=_count(index) if index else None)
    for cell in element:
        if cell.tag.rpartition("}")[2] != "Cell":
            continue
        column = cell.get(f"{{{_SS}}}Index")
        grid.put(
            _xml_value(cell),
            across=_count(cell.get(f"{{{_SS}}}MergeAcross", "0")) + 1,
            down=_count(cell.get(f"{{{_SS}}}MergeDown", "0")) + 1,
            column=_count(column) - 1 if column else None,
        )
    repeat = _count(element.get(f"{{{_SS}}}Span", "0"))
    for _ in range(min(repeat, MOST_ROWS) if element.get(f"{{{_SS}}}Span") else 0):
        grid.start_row()


def _xml_value(cell: Any) -> Any:
    data = next((child for child in cell if child.tag.rpartition("}")[2] == "Data"), None)
    if data is None:
        return None
    text = "".join(data.itertext())
    kind = data.get(f"{{{_SS}}}Type")
    try:
        if kind == "Number":
            return plain_number(float(text))
        if kind == "DateTime":
            return dt.datetime.fromisoformat(text.split(".")[0])
    except ValueError:
        return text or None
    return bool(int(text)) if kind == "Boolean" and text in ("0", "1") else text or None


def _hidden_columns(worksheet: Any) -> set[int]:
    hidden, at = set(), 0
    for column in worksheet.iter(f"{{{_SS}}}Column"):
        index = column.get(f"{{{_SS}}}Index")
        at = _count(index) - 1 if index else at
        span = _count(column.get(f"{{{_SS}}}Span")) if column.get(f"{{{_SS}}}Span") else 0
        width = min(span + 1, _MOST_COLUMNS)
        if column.get(f"{{{_SS}}}Hidden") == "1":
            hidden.update(range(at, at + width))
        at += width
    return hidden
