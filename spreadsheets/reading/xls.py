"""xls (BIFF) by xlrd: values with dates, merged cells, hidden rows and columns, struck-through fonts, comments."""

from __future__ import annotations

import os
import re
import struct
from typing import Any

import xlrd
from xlrd.biffh import (
    XL_CELL_BLANK,
    XL_CELL_BOOLEAN,
    XL_CELL_DATE,
    XL_CELL_EMPTY,
    XL_CELL_ERROR,
    XL_CELL_NUMBER,
    error_text_from_code,
)
from xlrd.compdoc import CompDocError

from spreadsheets.reading.limits import MOST_ROWS
from spreadsheets.reading.workbook import Sheet, Workbook
from spreadsheets.reading.xlsx_sheet import excel_serial_date, plain_number
from spreadsheets.unreadable_files import DamagedFile, PasswordProtected, TooManyRows

_VISIBLE = 0
_NOT_STORABLE = re.compile("[\x00\ud800-\udfff]")
#: What xlrd raises, besides its own errors, when a stream ends early or lies about its sizes.
_DAMAGE = (
    xlrd.XLRDError,
    CompDocError,
    struct.error,
    AssertionError,
    ArithmeticError,
    AttributeError,
    LookupError,
    MemoryError,
    NotImplementedError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
)


def read_xls(data: bytes) -> Workbook:
    """Raises PasswordProtected, TooManyRows, DamagedFile."""
    try:
        with open(os.devnull, "w") as silence:
            book = xlrd.open_workbook(
                file_contents=data, formatting_info=True, ragged_rows=True, on_demand=True, logfile=silence
            )
            sheets = [_read_sheet(book, number) for number in range(book.nsheets)]
    except xlrd.XLRDError as error:
        if "encrypted" in str(error).lower() or "password" in str(error).lower():
            raise PasswordProtected from error
        raise DamagedFile from error
    except _DAMAGE as error:
        raise DamagedFile from error
    if sum(len(sheet.rows) for sheet in sheets) > MOST_ROWS:
        raise TooManyRows
    return Workbook(format="xls", sheets=sheets)


def _read_sheet(book: xlrd.Book, number: int) -> Sheet:
    source = book.sheet_by_index(number)
    since_1904 = bool(book.datemode)
    sheet = Sheet(
        name=source.name,
        rows=[[_value(cell, since_1904) for cell in source.row(index)] for index in range(source.nrows)],
        hidden=source.visibility != _VISIBLE,
    )
    sheet.merged = [(top + 1, left, bottom, right - 1) for top, bottom, left, right in source.merged_cells]
    sheet.hidden_rows = {index + 1 for index, info in source.rowinfo_map.items() if info.hidden or info.height == 0}
    sheet.hidden_columns = {index for index, info in source.colinfo_map.items() if info.hidden or info.width == 0}
    for (row, column), note in source.cell_note_map.items():
        sheet.comments[row + 1, column] = note.text.strip()
    sheet.partly_struck = {
        (row + 1, column)
        for (row, column), runs in source.rich_text_runlist_map.items()
        if any(book.font_list[font].struck_out for _, font in runs)
    }
    struck = {index for index, style in enumerate(book.xf_list) if book.font_list[style.font_index].struck_out}
    if struck:
        sheet.struck = {
            (row + 1, column)
            for row in range(source.nrows)
            for column in range(source.row_len(row))
            if source.cell_xf_index(row, column) in struck
        }
    return sheet


def _value(cell: Any, since_1904: bool) -> Any:
    kind, value = cell.ctype, cell.value
    if kind in (XL_CELL_EMPTY, XL_CELL_BLANK):
        return None
    if kind == XL_CELL_NUMBER:
        return plain_number(value)
    if kind == XL_CELL_DATE:
        moment = excel_serial_date(value, since_1904=since_1904)
        return plain_number(value) if moment is None else moment
    if kind == XL_CELL_BOOLEAN:
        return bool(value)
    if kind == XL_CELL_ERROR:
        return error_text_from_code.get(value, "#N/A")
    return _storable(value) or None


def _storable(text: str) -> str:
    """NUL and halves of surrogate pairs can be stored nowhere."""
    return _NOT_STORABLE.sub("", text) if _NOT_STORABLE.search(text) else text
