"""Tables as an XLSX file, a sheet for each: cells that are marked for the reader, and columns of whole sentences."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from spreadsheets.writing.sheet import ExportSheet
from spreadsheets.writing.typed_cells import Cell, harmless
from spreadsheets.writing.xlsx_styles import DATE_FORMAT, HEADING_ALIGNMENT, HEADING_FILL, HEADING_FONT, WRAPPED

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
        _write(book, sheet)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def _write(book: Workbook, sheet: MarkedSheet) -> None:
    page = book.create_sheet(sheet.table.name)
    headings = sheet.table.headings
    widths, rows = sheet.table.measured()
    for number, (heading, width) in enumerate(zip(headings, widths, strict=True), start=1):
        is_wide = heading in sheet.sentences
        page.column_dimensions[get_column_letter(number)].width = _WIDTH_OF_SENTENCES if is_wide else width
    page.freeze_panes = "B2"
    page.append([_heading(page, text) for text in headings])
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


def _heading(page: WriteOnlyWorksheet, text: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(page, harmless(text))
    cell.font, cell.fill, cell.alignment = HEADING_FONT, HEADING_FILL, HEADING_ALIGNMENT
    return cell
