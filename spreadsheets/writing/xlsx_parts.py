"""What every xlsx file is made with: the looks of headings and dates, a heading that stays in sight, the bytes."""

from collections.abc import Iterable
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell import Cell as XlsxCell
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

DATE_FORMAT = "dd.mm.yyyy"
WRAPPED = Alignment(wrap_text=True, vertical="top")
_HEADING_FONT = Font(bold=True)
_HEADING_FILL = PatternFill("solid", start_color="FFE8EEF6")
_HEADING_ALIGNMENT = Alignment(wrap_text=True, vertical="center")


def style_heading(cell: XlsxCell) -> None:
    cell.font, cell.fill, cell.alignment = _HEADING_FONT, _HEADING_FILL, _HEADING_ALIGNMENT


def begin_page(book: Workbook, name: str, *, widths: Iterable[float], frozen: str) -> WriteOnlyWorksheet:
    """A sheet of a book in write-only mode; what is above and left of `frozen` stays in sight."""
    page = book.create_sheet(name)
    for number, width in enumerate(widths, start=1):
        page.column_dimensions[get_column_letter(number)].width = width
    page.freeze_panes = frozen
    return page


def add_headings(page: WriteOnlyWorksheet, texts: Iterable[str]) -> None:
    """The first row. How the page is printed must be set before."""
    page.append([_heading(page, text) for text in texts])


def book_bytes(book: Workbook) -> bytes:
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def _heading(page: WriteOnlyWorksheet, text: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(page, text)
    style_heading(cell)
    return cell
