"""Tables as an XLSX file, a sheet for each: cells that are marked for the reader, and columns of whole sentences."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from spreadsheets.writing.sheet import ExportSheet
from spreadsheets.writing.typed_cells import Cell
from spreadsheets.writing.xlsx_parts import DATE_FORMAT, WRAPPED, add_headings, begin_page, book_bytes

_TOP = Alignment(vertical="top")
_MARKED = PatternFill("solid", start_color="FFFDF1D8")
_WIDTH_OF_SENTENCES = 48


@dataclass(frozen=True)
class MarkedSheet:
    """`marks`: for every row of the table the headings of its marked cells; `sentences`: headings of wide columns."""

    table: ExportSheet
    marks: Sequence[Collection[str | None]]
    sentences: Collection[str]


def marked_xlsx(sheets: Iterable[MarkedSheet]) -> bytes:
    book = Workbook(write_only=True)
    for sheet in sheets:
        _add_page(book, sheet)
    return book_bytes(book)


def _add_page(book: Workbook, sheet: MarkedSheet) -> None:
    headings = sheet.table.headings
    measured, rows = sheet.table.measured()
    widths = [
        _WIDTH_OF_SENTENCES if heading in sheet.sentences else width
        for heading, width in zip(headings, measured, strict=True)
    ]
    page = begin_page(book, sheet.table.name, widths=widths, frozen="B2")
    add_headings(page, sheet.table.heading_cells)
    for cells, marks in zip(rows, sheet.marks, strict=True):
        page.append(_cells(page, sheet, cells, marks))
    page.auto_filter.ref = f"A1:{get_column_letter(len(headings))}{len(sheet.marks) + 1}"


def _cells(
    page: WriteOnlyWorksheet, sheet: MarkedSheet, cells: Sequence[Cell], marks: Collection[str | None]
) -> Iterator[WriteOnlyCell]:
    for heading, value in zip(sheet.table.headings, cells, strict=True):
        cell = WriteOnlyCell(page, value)
        cell.alignment = WRAPPED if heading in sheet.sentences else _TOP
        if isinstance(value, date):
            cell.number_format = DATE_FORMAT
        if heading in marks:
            cell.fill = _MARKED
        yield cell
