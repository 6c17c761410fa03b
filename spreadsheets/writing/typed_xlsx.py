"""A table as an XLSX file: typed cells, widths, a heading that stays in sight, a filter, printed on one width."""

from datetime import date

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from spreadsheets.writing.sheet import ExportSheet
from spreadsheets.writing.xlsx_parts import DATE_FORMAT, add_headings, begin_page, book_bytes

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def xlsx_bytes(sheet: ExportSheet) -> bytes:
    """Rows go straight into the file (openpyxl's write-only mode): memory does not grow with their number."""
    book = Workbook(write_only=True)
    widths, rows = sheet.measured()
    page = begin_page(book, sheet.name, widths=widths, frozen="A2")
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = 9  # A4
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.print_title_rows = "1:1"
    add_headings(page, sheet.heading_cells)
    # One cell serves all dates: a generator hands it over before the next is put into it.
    day = WriteOnlyCell(page)
    day.number_format = DATE_FORMAT
    last = 1
    for row in rows:
        last += 1
        page.append(_dated(day, cell) if isinstance(cell, date) else cell for cell in row)
    page.auto_filter.ref = f"A1:{get_column_letter(max(len(widths), 1))}{last}"
    return book_bytes(book)


def _dated(cell: WriteOnlyCell, value: date) -> WriteOnlyCell:
    cell.value = value
    return cell
