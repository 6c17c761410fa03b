"""A table as an XLSX file: typed cells, widths, a heading that stays in sight, a filter, printed on one width."""

from datetime import date
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet.properties import PageSetupProperties
from tablib import Dataset

from spreadsheets.writing.sheet import ExportSheet
from spreadsheets.writing.xlsx_styles import DATE_FORMAT, HEADING_ALIGNMENT, HEADING_FILL, HEADING_FONT

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def typed_xlsx(dataset: Dataset) -> bytes:
    return xlsx_bytes(ExportSheet.of(dataset))


def xlsx_bytes(sheet: ExportSheet) -> bytes:
    """Rows go straight into the file (openpyxl's write-only mode): memory does not grow with their number."""
    book = Workbook(write_only=True)
    page = book.create_sheet(sheet.name)
    widths, rows = sheet.measured()
    for number, width in enumerate(widths, start=1):
        page.column_dimensions[get_column_letter(number)].width = width
    page.freeze_panes = "A2"
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = 9  # A4
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.print_title_rows = "1:1"
    page.append([_heading(page, text) for text in sheet.headings])
    # One cell serves all dates: a generator hands it over before the next is put into it.
    day = WriteOnlyCell(page)
    day.number_format = DATE_FORMAT
    last = 1
    for row in rows:
        last += 1
        page.append(_dated(day, cell) if isinstance(cell, date) else cell for cell in row)
    page.auto_filter.ref = f"A1:{get_column_letter(max(len(widths), 1))}{last}"
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def _heading(page: WriteOnlyWorksheet, text: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(page, text)
    cell.font, cell.fill, cell.alignment = HEADING_FONT, HEADING_FILL, HEADING_ALIGNMENT
    return cell


def _dated(cell: WriteOnlyCell, value: date) -> WriteOnlyCell:
    cell.value = value
    return cell
