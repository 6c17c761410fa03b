"""One sheet of an xlsx workbook, read in a single pass over its XML.

calamine would be quicker, but it lays a sheet out as a full rectangle: one damaged cell reference makes it ask for
more memory than there is, and that ends the whole process, not just the import. Expat keeps the sheet sparse, and
tells in the same pass what calamine cannot: hidden rows and columns, formulas without values, struck-through cells.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from xml.parsers import expat

from spreadsheets.reading.limits import MOST_CELLS, MOST_COLUMNS, MOST_FORMULAS, MOST_MERGES, MOST_ROWS, MOST_STRINGS
from spreadsheets.reading.workbook import Sheet
from spreadsheets.unreadable_files import DamagedFile, DangerousMarkup, TooManyRows

_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
_RANGE = re.compile(r"([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_WIDEST = 16384
_TOO_MANY_CELLS = "На листе слишком много ячеек. Скопируйте таблицу без лишних столбцов на новый лист."
#: A long text comes from expat in pieces of 8 KB, rich text in one piece per run.
_MOST_PIECES = 5000
_LONGEST_PIECE = 100_000
#: Bytes of one tag or text: a spreadsheet has nothing like it.
_LONGEST_TOKEN = 4 * 1024 * 1024
#: Cells and rows written down, empty ones too.
_MOST_CELL_ELEMENTS = 12_000_000
_MOST_ROW_ELEMENTS = 1_100_000
#: digits
_LONGEST_WHOLE = 9
_TRUE = ("1", "true")


@dataclass(frozen=True, slots=True)
class Styles:
    """Numbers of the cell styles that show a date, and of those whose font is struck through."""

    dates: frozenset[str] = frozenset()
    struck: frozenset[str] = frozenset()


@dataclass(slots=True)
class BookContext:
    """What the cells of all sheets refer to."""

    strings: list[str] = field(default_factory=list)
    #: of strings with text that is struck through: whether all of it is
    struck_strings: dict[int, bool] = field(default_factory=dict)
    styles: Styles = field(default_factory=Styles)
    since_1904: bool = False


def plain_number(value: float) -> int | float:
    """12.0 is shown as 12 in a spreadsheet."""
    return int(value) if value.is_integer() and abs(value) < 1e15 else value


def excel_serial_date(serial: float, *, since_1904: bool = False) -> dt.datetime | None:
    """44805 is 01.09.2022. None outside the calendar of spreadsheets (1900–9999)."""
    origin = dt.datetime(1904, 1, 1) if since_1904 else dt.datetime(1899, 12, 30)
    if not 1 <= serial < 2_900_000:
        return None
    return origin + dt.timedelta(days=serial)


@lru_cache(maxsize=1024)
def column_index(letters: str) -> int:
    """«A» is 0, «AA» is 26."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1


def new_parser(*, namespace_separator: str | None = None) -> expat.XMLParserType:
    """A parser without handlers for elements and text. It raises DangerousMarkup for a document type.

    `namespace_separator`: stands between the address of the namespace and the name; without it names have their prefix.
    """
    parser = expat.ParserCreate(namespace_separator=namespace_separator)
    parser.ordered_attributes = True
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    return parser


def run_expat(parser: expat.XMLParserType, markup: Iterable[bytes]) -> None:
    """Raises DamagedFile, and what the handlers raise."""
    try:
        size = 0
        for piece in markup:
            parser.Parse(piece, False)
            size += len(piece)
            if size - parser.CurrentByteIndex > _LONGEST_TOKEN:
                raise DamagedFile
        parser.Parse(b"", True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise DamagedFile from error


def _refuse_doctype(*_declaration: Any) -> None:
    raise DangerousMarkup


def unescape(text: str) -> str:
    """«_x000D_» is how Excel writes characters that XML forbids."""
    return _ESCAPE.sub(_escaped, text) if "_x" in text else text


def _escaped(match: re.Match[str]) -> str:
    """NUL and halves of surrogate pairs can be stored nowhere."""
    code = int(match[1], 16)
    return "" if code == 0 or 0xD800 <= code <= 0xDFFF else chr(code)


class SharedStrings:
    """The texts of sharedStrings.xml in order; phonetic hints are left out. ``struck``: as BookContext has it."""

    def __init__(self, markup: Iterable[bytes]) -> None:
        self.texts: list[str] = []
        self.struck: dict[int, bool] = {}
        self._pieces: list[str] = []
        self._in_text = self._in_hint = self._in_struck_run = False
        self._runs: set[bool] = set()
        parser = new_parser()
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._text
        run_expat(parser, markup)

    def _start(self, name: str, attributes: list[str]) -> None:
        tag = name.rpartition(":")[2]
        if tag == "si":
            self._pieces = []
            self._runs, self._in_struck_run = set(), False
        elif tag == "r":
            self._in_struck_run = False
        elif tag == "strike":
            self._in_struck_run = _pairs(attributes).get("val", "1") in _TRUE
        elif tag == "t":
            self._in_text = not self._in_hint
        elif tag == "rPh":
            self._in_hint = True

    def _end(self, name: str) -> None:
        tag = name.rpartition(":")[2]
        if tag == "t":
            self._in_text = False
        elif tag == "rPh":
            self._in_hint = False
        elif tag == "si":
            if len(self.texts) >= MOST_STRINGS:
                raise TooManyRows
            if True in self._runs:
                self.struck[len(self.texts)] = False not in self._runs
            self.texts.append(unescape("".join(self._pieces)))

    def _text(self, piece: str) -> None:
        if self._in_text:
            if len(self._pieces) > _MOST_PIECES or len(piece) > _LONGEST_PIECE:
                raise DamagedFile
            self._pieces.append(piece)
            if not piece.isspace():
                self._runs.add(self._in_struck_run)


class SheetReader:
    """Fills a ``Sheet`` from its XML."""

    def __init__(self, sheet: Sheet, context: BookContext) -> None:
        self.sheet = sheet
        self._context = context
        self._strings, self._struck_strings = context.strings, context.struck_strings
        self._string = 0
        self._date_styles, self._struck_styles = context.styles.dates, context.styles.struck
        self._rows: dict[int, list[Any]] = {}
        self._row_number = 0
        self._column = -1
        self._cells = 0
        self._kind = ""
        self._style = ""
        self._pieces: list[str] = []
        self._collects = False
        self._has_formula = False
        self._prefix = ""
        self._parser = new_parser()
        self._hidden_ranges = self._row_elements = self._cell_elements = 0

    def read(self, markup: Iterable[bytes]) -> None:
        """Raises TooManyRows, DamagedFile, DangerousMarkup."""
        self._parser.StartElementHandler, self._parser.CharacterDataHandler = self._start_root, self._text
        run_expat(self._parser, markup)
        rows = self._rows
        self.sheet.rows = [rows.get(number, []) for number in range(1, max(rows, default=0) + 1)]

    def _start_root(self, name: str, attributes: list[str]) -> None:
        """Learns the namespace prefix of the root; nearly all files have none, and names are compared as they are."""
        self._prefix = name[: -len("worksheet")] if name.rpartition(":")[2] == "worksheet" else ""
        if self._prefix:
            self._parser.StartElementHandler, self._parser.EndElementHandler = self._start_prefixed, self._end_prefixed
            self._start_prefixed(name, attributes)
        else:
            self._parser.StartElementHandler, self._parser.EndElementHandler = self._start, self._end
            self._start(name, attributes)

    def _start_prefixed(self, name: str, attributes: list[str]) -> None:
        self._start(name.removeprefix(self._prefix), attributes)

    def _end_prefixed(self, name: str) -> None:
        self._end(name.removeprefix(self._prefix))

    def _start(self, name: str, attributes: list[str]) -> None:
        if name == "v" or name == "t":
            self._collects = True
        elif name == "c":
            self._start_cell(attributes)
        elif name == "f":
            self._has_formula = True
        elif name == "row":
            self._start_row(attributes)
        elif name == "col":
            self._hide_columns(_pairs(attributes))
        elif name == "mergeCell":
            self._merge(_pairs(attributes).get("ref", ""))

    def _start_row(self, attributes: list[str]) -> None:
        values = _pairs(attributes)
        number = values.get("r")
        self._row_number = self._row_number + 1 if number is None else _whole(number)
        self._column = -1
        self._row_elements += 1
        if self._row_elements > _MOST_ROW_ELEMENTS:
            raise TooManyRows
        if values.get("hidden") in _TRUE and self._row_number <= MOST_ROWS:
            self.sheet.hidden_rows.add(self._row_number)

    def _start_cell(self, attributes: list[str]) -> None:
        self._kind = self._style = ""
        self._has_formula = False
        self._pieces = []
        self._column += 1
        self._cell_elements += 1
        if self._cell_elements > _MOST_CELL_ELEMENTS:
            raise TooManyRows(_TOO_MANY_CELLS)
        pairs = iter(attributes)
        for key, value in zip(pairs, pairs, strict=False):
            if key == "r":
                reference = _REFERENCE.fullmatch(value)
                if reference is None:
                    raise DamagedFile
                letters, number = reference.groups()
                self._column, self._row_number = column_index(letters), int(number)
            elif key == "s":
                self._style = value
            elif key == "t":
                self._kind = value

    def _text(self, piece: str) -> None:
        if self._collects:
            if len(self._pieces) > _MOST_PIECES or len(piece) > _LONGEST_PIECE:
                raise DamagedFile
            self._pieces.append(piece)

    def _end(self, name: str) -> None:
        if name == "c":
            self._end_cell()
        elif name == "v" or name == "t":
            self._collects = False

    def _end_cell(self) -> None:
        pieces = self._pieces
        value = self._value(pieces[0] if len(pieces) == 1 else "".join(pieces)) if pieces else None
        if self._has_formula:
            self._note_formula(value)
        elif value is None:
            return
        self._check_extent()
        number, column = self._row_number, self._column
        if self._style in self._struck_styles:
            self.sheet.struck.add((number, column))
        elif self._kind == "s" and self._string in self._struck_strings:
            is_whole = self._struck_strings[self._string]
            (self.sheet.struck if is_whole else self.sheet.partly_struck).add((number, column))
        row = self._rows.get(number)
        if row is None:
            row = self._rows[number] = []
        missing = column + 1 - len(row)
        if missing == 1:
            self._cells += 1
            row.append(value)
        else:
            self._fill_up_to(row, missing)
            row[column] = value
        if self._cells > MOST_CELLS:
            raise TooManyRows(_TOO_MANY_CELLS)

    def _fill_up_to(self, row: list[Any], missing: int) -> None:
        if missing > 0:
            self._cells += missing
            if self._cells > MOST_CELLS:
                raise TooManyRows(_TOO_MANY_CELLS)
            row.extend([None] * missing)

    def _note_formula(self, value: Any) -> None:
        self._check_extent()
        position = (self._row_number, self._column)
        if len(self.sheet.formulas) > MOST_FORMULAS:
            raise TooManyRows
        self.sheet.formulas.add(position)
        if value is None:
            self.sheet.valueless_formulas.add(position)

    def _check_extent(self) -> None:
        """Formatted but empty cells never come here: real files have them down to row 1,048,576."""
        if self._row_number > MOST_ROWS:
            raise TooManyRows
        if self._column >= _WIDEST:
            raise DamagedFile

    def _value(self, text: str) -> Any:
        kind = self._kind
        if kind == "s":
            number = int(text) if text.isascii() and text.isdigit() and len(text) <= _LONGEST_WHOLE else _whole(text)
            if number >= len(self._strings):
                raise DamagedFile
            self._string = number
            return self._strings[number] or None
        if kind in ("", "n"):
            return self._number(text)
        if kind == "b":
            return text.strip() in _TRUE
        if kind == "d":
            return _iso_date(text)
        return unescape(text) or None

    def _number(self, text: str) -> Any:
        try:
            value = float(text)
        except ValueError:
            return text or None
        if self._style in self._date_styles:
            moment = excel_serial_date(value, since_1904=self._context.since_1904)
            if moment is not None:
                return moment
        return plain_number(value)

    def _hide_columns(self, attributes: dict[str, str]) -> None:
        if attributes.get("hidden") in _TRUE and self._hidden_ranges < MOST_COLUMNS:
            first = _whole(attributes.get("min", "1"))
            last = min(_whole(attributes.get("max", str(first))), _WIDEST)
            self._hidden_ranges += 1
            self.sheet.hidden_columns.update(range(first - 1, last))

    def _merge(self, reference: str) -> None:
        match = _RANGE.fullmatch(reference)
        if match:
            if len(self.sheet.merged) >= MOST_MERGES:
                raise TooManyRows
            left, right = column_index(match[1]), column_index(match[3])
            self.sheet.merged.append((int(match[2]), left, int(match[4]), right))


def _pairs(attributes: list[str]) -> dict[str, str]:
    return dict(zip(attributes[::2], attributes[1::2], strict=True))


def _whole(text: str) -> int:
    """Raises DamagedFile for anything but a number of reasonable length."""
    text = text.strip()
    if not (text.isascii() and text.isdigit() and len(text) <= _LONGEST_WHOLE):
        raise DamagedFile
    return int(text)


def _iso_date(text: str) -> Any:
    try:
        return dt.datetime.fromisoformat(text.strip().removesuffix("Z").split(".")[0])
    except ValueError:
        return text or None
