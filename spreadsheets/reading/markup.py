"""Tables saved as HTML or as XML of 2003 under the name .xls."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import re
from typing import Any

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from spreadsheets.reading.archive import refuse_entities
from spreadsheets.reading.delimited import decode
from spreadsheets.reading.html_tokens import attributes, tokens
from spreadsheets.reading.limits import MOST_CELLS, MOST_COLUMNS, MOST_ROWS, MOST_SHEETS, MOST_WAITING_ELEMENTS
from spreadsheets.reading.workbook import Position, Sheet, Workbook
from spreadsheets.reading.xlsx_sheet import plain_number
from spreadsheets.unreadable_files import DamagedFile, DangerousMarkup, NoTable, TooManyRows

_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
#: What pages in Russian are written in; codecs of Python that are no encodings stay out.
_CHARSETS = frozenset(
    {
        "utf-8",
        "utf8",
        "windows-1251",
        "cp1251",
        "koi8-r",
        "koi8-u",
        "cp866",
        "ibm866",
        "iso-8859-5",
        "windows-1252",
        "us-ascii",
    }
)
_MOST_COLUMNS = MOST_COLUMNS
_LONGEST_NUMBER = 9
_DEEPEST = 100
_KNOWN_TAGS = frozenset({"table", "tr", "td", "th", "br", "p", "div", "li", "s", "strike", "del"})
_TAGS_WITH_ATTRIBUTES = frozenset({"tr", "td", "th"})
_STRUCK_TAGS = ("s", "strike", "del")
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_SS = "urn:schemas-microsoft-com:office:spreadsheet"


def read_html(data: bytes) -> Workbook:
    """Every table that is not inside another becomes a sheet."""
    text, encoding = _decode_html(data)
    parser = _TableParser()
    parser.read(text)
    sheets = [grid.as_sheet(f"Таблица {number}") for number, grid in enumerate(parser.grids, start=1)]
    if not sheets:
        raise NoTable
    if len(sheets) == 1:
        sheets[0].name = ""
    return Workbook(format="html", sheets=sheets, encoding=encoding)


def _decode_html(data: bytes) -> tuple[str, str]:
    stated = _CHARSET.search(data[:4096])
    if stated and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        name = stated[1].decode("ascii").lower()
        with contextlib.suppress(UnicodeDecodeError):
            if name in _CHARSETS:
                return data.decode(name), name
    return decode(data)


class _Grid:
    """Cells placed by row and column, with their spans."""

    def __init__(self) -> None:
        self.rows: list[list[Any]] = []
        self.merged: list[tuple[int, int, int, int]] = []
        self.hidden_rows: set[int] = set()
        self.struck: set[Position] = set()
        self.partly_struck: set[Position] = set()
        self.comments: dict[Position, str] = {}
        self.formulas: set[Position] = set()
        self.valueless_formulas: set[Position] = set()
        self._last: Position = (1, 0)
        #: Column → the last row that a cell above covers there.
        self._taken_until: dict[int, int] = {}
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
        at = len(row) if column is None else column
        while column is None and self._taken_until.get(at, 0) >= number:
            at += 1
        across, down = max(1, min(across, _MOST_COLUMNS)), max(1, min(down, MOST_ROWS))
        if at + across > _MOST_COLUMNS:
            return
        down = min(down, MOST_ROWS - number + 1)
        self._cells += across * down
        if self._cells > MOST_CELLS:
            raise TooManyRows
        row.extend([None] * (at + across - len(row)))
        row[at] = value
        self._last = (number, at)
        if across > 1 or down > 1:
            self.merged.append((number, at, number + down - 1, at + across - 1))
            for covered in range(at, at + across):
                self._taken_until[covered] = max(self._taken_until.get(covered, 0), number + down - 1)

    def note(
        self, *, comment: str = "", formula: bool = False, struck: bool = False, partly_struck: bool = False
    ) -> None:
        """What is known about the cell put last."""
        number, at = self._last
        if comment:
            self.comments[self._last] = comment
        if formula:
            self.formulas.add(self._last)
            if self.rows[number - 1][at] is None:
                self.valueless_formulas.add(self._last)
        if struck:
            self.struck.add(self._last)
        elif partly_struck:
            self.partly_struck.add(self._last)

    def as_sheet(self, name: str) -> Sheet:
        width = max(map(len, self.rows), default=0)
        for row in self.rows:
            row.extend([None] * (width - len(row)) if self.merged else [])
        return Sheet(
            name=name, rows=self.rows, hidden_rows=self.hidden_rows, merged=self.merged, struck=self.struck,
            partly_struck=self.partly_struck,
            comments=self.comments, formulas=self.formulas, valueless_formulas=self.valueless_formulas,
        )  # fmt: skip


class _TableParser:
    """Collects the outermost tables; a table inside a cell is text of the cell."""

    def __init__(self) -> None:
        self.grids: list[_Grid] = []
        self._depth = 0
        self._text: list[str] | None = None
        self._span = (1, 1)
        self._struck = 0
        self._has_plain_text = self._has_struck_text = False

    def read(self, page: str) -> None:
        for tag, text in tokens(page):
            if tag is None:
                self._take_text(text)
            elif tag.startswith("/"):
                self._end(tag[1:])
            elif tag in _KNOWN_TAGS:
                self._start(tag, attributes(text) if tag in _TAGS_WITH_ATTRIBUTES else {})
                if len(self.grids) > MOST_SHEETS:
                    break
        if self.grids:
            self._end_cell()

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag in _STRUCK_TAGS:
            self._struck += 1
        elif tag == "table":
            self._depth += 1
            if self._depth == 1:
                self.grids.append(_Grid())
        elif self._depth == 1 and tag == "tr":
            self._end_cell()
            self.grids[-1].start_row(hidden=bool(_HIDDEN_STYLE.search(attributes.get("style") or "")))
        elif self._depth == 1 and tag in ("td", "th"):
            self._end_cell()
            if not self.grids[-1].rows:
                self.grids[-1].start_row()
            self._struck, self._has_plain_text, self._has_struck_text = 0, False, False
            self._text, self._span = [], (_count(attributes.get("colspan")), _count(attributes.get("rowspan")))
        elif tag in ("br", "p", "div", "li") and self._text:
            self._text.append("\n")

    def _end(self, tag: str) -> None:
        if tag in _STRUCK_TAGS:
            self._struck = max(0, self._struck - 1)
        elif tag == "table" and self._depth:
            if self._depth == 1:
                self._end_cell()
            self._depth -= 1
        elif self._depth == 1 and tag in ("td", "th", "tr"):
            self._end_cell()

    def _take_text(self, data: str) -> None:
        if self._text is not None:
            self._text.append(re.sub(r"[ \t\r\n]+", " ", data))
            if data and not data.isspace():
                self._has_plain_text = self._has_plain_text or not self._struck
                self._has_struck_text = self._has_struck_text or bool(self._struck)

    def _end_cell(self) -> None:
        if self._text is None:
            return
        value = re.sub(r" ?\n ?", "\n", re.sub(" +", " ", "".join(self._text))).strip()
        self.grids[-1].put(value or None, across=self._span[0], down=self._span[1])
        struck = bool(value) and not self._has_plain_text
        self.grids[-1].note(struck=struck, partly_struck=self._has_struck_text)
        self._text = None


def _count(text: str | None) -> int:
    return int(text.strip()[:_LONGEST_NUMBER]) if text and text.strip().isdecimal() else 1


def read_xml_2003(data: bytes) -> Workbook:
    """SpreadsheetML of Excel 2003. Raises DangerousMarkup, DamagedFile."""
    refuse_entities(data)
    sheets: list[Sheet] = []
    grid, name, hidden = _Grid(), "", False
    struck_styles: set[str | None] = set()
    waiting = depth = 0
    try:
        for event, element in ElementTree.iterparse(io.BytesIO(data), events=("start", "end"), forbid_dtd=True):
            tag = element.tag.rpartition("}")[2]
            depth += 1 if event == "start" else -1
            waiting += event == "end"
            if depth > _DEEPEST:
                raise DamagedFile
            if waiting > MOST_WAITING_ELEMENTS:
                raise TooManyRows
            if event == "start" and tag == "Worksheet":
                grid, name, hidden = _Grid(), element.get(f"{{{_SS}}}Name", ""), False
            elif event == "end" and tag == "Visible":
                hidden = hidden or "Hidden" in (element.text or "")
            elif event == "end" and tag == "Row":
                _put_row(grid, element, struck_styles)
                element.clear()
                waiting = 0
            elif event == "end" and tag == "Style" and any(_is_struck_font(part) for part in element):
                struck_styles.add(element.get(f"{{{_SS}}}ID"))
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


def _is_struck_font(element: Any) -> bool:
    return element.tag.rpartition("}")[2] == "Font" and element.get(f"{{{_SS}}}StrikeThrough") == "1"


def _put_row(grid: _Grid, element: Any, struck_styles: set[str | None]) -> None:
    index = element.get(f"{{{_SS}}}Index")
    grid.start_row(hidden=element.get(f"{{{_SS}}}Hidden") == "1", number=_count(index) if index else None)
    row_style = element.get(f"{{{_SS}}}StyleID")
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
        grid.note(
            comment=_comment(cell),
            formula=cell.get(f"{{{_SS}}}Formula") is not None,
            struck=(cell.get(f"{{{_SS}}}StyleID") or row_style) in struck_styles,
        )
    repeat = _count(element.get(f"{{{_SS}}}Span", "0"))
    for _ in range(min(repeat, MOST_ROWS) if element.get(f"{{{_SS}}}Span") else 0):
        grid.start_row()


def _comment(cell: Any) -> str:
    comment = next((child for child in cell if child.tag.rpartition("}")[2] == "Comment"), None)
    return "".join(comment.itertext()).strip() if comment is not None else ""


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
    hidden: set[int] = set()
    at = 0
    for column in worksheet.iter(f"{{{_SS}}}Column"):
        index = column.get(f"{{{_SS}}}Index")
        at = _count(index) - 1 if index else at
        span = _count(column.get(f"{{{_SS}}}Span")) if column.get(f"{{{_SS}}}Span") else 0
        width = min(span + 1, _MOST_COLUMNS)
        if column.get(f"{{{_SS}}}Hidden") == "1":
            hidden.update(range(at, at + width))
        at += width
        if at >= _MOST_COLUMNS:
            break
    return hidden
