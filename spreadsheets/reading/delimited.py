"""Delimited text: which encoding, which delimiter, rows of strings."""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections import Counter
from collections.abc import Iterator

from spreadsheets.reading.limits import MOST_CELLS, MOST_COLUMNS, MOST_ROWS
from spreadsheets.reading.workbook import Sheet, Workbook
from spreadsheets.unreadable_files import DamagedFile, TooManyRows, UnknownFormat

_DELIMITERS = (";", "\t", ",", "|")
_SAMPLE_RECORDS = 60
_SAMPLE_CHARACTERS = 65536
_LONGEST_CELL = 1_000_000
_LONG_CELL = 2000
_MOST_LINES = 100
_MOST_BLANK_ROWS_AT_END = 1000
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_EIGHT_BIT = ("cp1251", "koi8-r", "cp866")
#: The commonest lower-case letters of Russian: only the right 8-bit encoding shows many of them.
_COMMON_LETTERS = frozenset("оеаинтсрвл")


def read_delimited(data: bytes) -> Workbook:
    """Raises UnknownFormat for bytes that are no text."""
    text, encoding = decode(data)
    delimiter, has_separator_line = find_delimiter(text)
    rows = _rows(text, delimiter)
    if has_separator_line and rows:
        rows[0] = []
    sheet = Sheet(name="", rows=rows)
    return Workbook(format="csv", sheets=[sheet], encoding=encoding, delimiter=delimiter)


def decode(data: bytes) -> tuple[str, str]:
    """Text and encoding: a byte order mark, else strict UTF-8, else the 8-bit encoding that reads most like Russian."""
    if data.startswith(b"\xef\xbb\xbf"):
        return data.decode("utf-8-sig", "replace"), "utf-8-sig"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace"), "utf-16"
    if b"\x00" in data[:1000]:
        return _decode_unmarked_utf16(data)
    try:
        text, encoding = data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        text, encoding = _decode_eight_bit(data)
    if len(_CONTROL.findall(text[:_SAMPLE_CHARACTERS])) > 3:
        raise UnknownFormat
    return text, encoding


def _decode_unmarked_utf16(data: bytes) -> tuple[str, str]:
    """Cyrillic in UTF-16 has 04 in every second byte, ASCII has 00 there."""
    sample = data[:2000]
    high_second = sum(byte in (0, 4) for byte in sample[1::2])
    high_first = sum(byte in (0, 4) for byte in sample[0::2])
    if max(high_first, high_second) < len(sample) / 4:
        raise UnknownFormat
    encoding = "utf-16-le" if high_second >= high_first else "utf-16-be"
    text = data.decode(encoding, "replace")
    if len(_CONTROL.findall(text[:_SAMPLE_CHARACTERS])) > 3:
        raise UnknownFormat
    return text, encoding


def _decode_eight_bit(data: bytes) -> tuple[str, str]:
    sample = data[:_SAMPLE_CHARACTERS]

    def russian(encoding: str) -> int:
        return sum(letter in _COMMON_LETTERS for letter in sample.decode(encoding, "replace"))

    encoding = max(_EIGHT_BIT, key=russian)
    return data.decode(encoding, "replace"), encoding


def find_delimiter(text: str) -> tuple[str, bool]:
    """The delimiter, and whether the first line is Excel's ``sep=;``."""
    stated = re.match(r'"?sep=(.)"?\s*(?:\r?\n|\r|$)', text, re.IGNORECASE)
    if stated:
        return stated[1], True
    sample = text[:_SAMPLE_CHARACTERS]
    return max(_DELIMITERS, key=lambda delimiter: _regularity(sample, delimiter)), False


def _regularity(sample: str, delimiter: str) -> tuple[int, int]:
    """How many records have the commonest number of cells (above one), and that number."""
    try:
        widths = [len(row) for row in itertools.islice(_reader(sample, delimiter), _SAMPLE_RECORDS) if row]
    except csv.Error:
        return 0, 0
    usual = Counter(width for width in widths if width > 1).most_common(1)
    return (usual[0][1], usual[0][0]) if usual else (0, 0)


def _reader(text: str, delimiter: str, *, quoted: bool = True) -> Iterator[list[str]]:
    lines = io.StringIO(text, newline="")
    if quoted:
        return csv.reader(lines, delimiter=delimiter)
    return csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE)


def _rows(text: str, delimiter: str) -> list[list[str | None]]:
    text = text.replace("\x00", "")
    previous = csv.field_size_limit(_LONGEST_CELL)
    try:
        rows = _collected(_reader(text, delimiter))
        if _swallowed(rows):
            rows = _collected(_reader(text, delimiter, quoted=False))
    except csv.Error:
        rows = _rows_without_quotes(text, delimiter)
    finally:
        csv.field_size_limit(previous)
    return rows


def _rows_without_quotes(text: str, delimiter: str) -> list[list[str | None]]:
    """A stray quotation mark swallows the rest of a file; without quoting the rows at least stay rows."""
    try:
        return _collected(_reader(text, delimiter, quoted=False))
    except csv.Error as error:
        raise DamagedFile from error


def _collected(reader: Iterator[list[str]]) -> list[list[str | None]]:
    """The rows to the last one that is not blank: spreadsheets write down formatted empty rows, a million of them."""
    rows: list[list[str | None]] = []
    blank = cells = 0
    for row in reader:
        if not any(row):
            blank += 1
            continue
        if len(rows) + blank >= MOST_ROWS:
            raise TooManyRows
        rows.extend([] for _ in range(blank))
        blank = 0
        if len(row) > MOST_COLUMNS:
            row = row[:MOST_COLUMNS]
        cells += len(row)
        if cells > MOST_CELLS:
            raise TooManyRows
        rows.append([cell or None for cell in row])
    return rows + [[] for _ in range(min(blank, _MOST_BLANK_ROWS_AT_END))]


def _swallowed(rows: list[list[str | None]]) -> bool:
    """A cell of very many lines, where tables have one or two, begins with a quotation mark nobody closed."""
    return any(
        cell and cell.count("\n") > _MOST_LINES for row in rows for cell in row if cell and len(cell) > _LONG_CELL
    )
