"""Bytes of any supported format → ``Workbook`` with merged areas filled."""

from __future__ import annotations

from collections.abc import Callable

from spreadsheets.reading.delimited import read_delimited
from spreadsheets.reading.formats import FileFormat, sniff
from spreadsheets.reading.limits import MOST_ROWS
from spreadsheets.reading.markup import read_html, read_xml_2003
from spreadsheets.reading.ods import read_ods
from spreadsheets.reading.workbook import Workbook
from spreadsheets.reading.xls import read_xls
from spreadsheets.reading.xlsx import read_xlsx
from spreadsheets.unreadable_files import TooManyRows

_READERS: dict[FileFormat, Callable[[bytes], Workbook]] = {
    FileFormat.XLSX: read_xlsx,
    FileFormat.XLS: read_xls,
    FileFormat.ODS: read_ods,
    FileFormat.HTML: read_html,
    FileFormat.XML_2003: read_xml_2003,
    FileFormat.TEXT: read_delimited,
}


def read_workbook(data: bytes) -> Workbook:
    """The workbook in *data*, recognised by content. Raises ``UnreadableFile`` with a message for the user."""
    workbook = _READERS[sniff(data)](data)
    if sum(sum(map(bool, sheet.rows)) for sheet in workbook.sheets) > MOST_ROWS:
        raise TooManyRows
    for sheet in workbook.sheets:
        sheet.fill_merged()
    return workbook
