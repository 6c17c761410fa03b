"""XLSX files that are laid out row by row: spreadsheets to fill in, instructions, a list as a clerk would type it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from openpyxl import Workbook
from openpyxl.cell import Cell as XlsxCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from spreadsheets.writing.sheet import sheet_name
from spreadsheets.writing.typed_cells import as_cell, harmless
from spreadsheets.writing.xlsx_parts import DATE_FORMAT, WRAPPED, book_bytes, style_heading

#: days as a spreadsheet counts them: 1 January 1900 and 31 December 2099
_FIRST_DAY, _LAST_DAY = "1", "73050"
_LONGEST_MESSAGE = 220


class Look(Enum):
    PLAIN = "plain"
    TITLE = "title"
    BOLD = "bold"
    HEADING = "heading"
    WRAPPED = "wrapped"
    CENTRED = "centred"


class Holds(Enum):
    """What the cells of a column are for, by the number format of a spreadsheet program."""

    ANYTHING = "General"
    TEXT = "@"
    DATES = DATE_FORMAT


@dataclass(frozen=True)
class RowLayout:
    """`spans`: how many columns the first cell covers."""

    cells: Sequence[object] = ()
    look: Look = Look.PLAIN
    spans: int = 1
    height: float | None = None


@dataclass(frozen=True)
class CellCheck:
    """A warning, not a refusal, of a cell below the heading that holds something else.

    `area`: where the list stands from which the cell is chosen; without one the cell holds a date.
    """

    title: str
    message: str
    rows: int
    area: str = ""
    warns: bool = True


@dataclass(frozen=True)
class ColumnSetup:
    width: float
    holds: Holds = Holds.ANYTHING
    check: CellCheck | None = None


@dataclass(frozen=True)
class LaidOutSheet:
    """`merged_cells`: column, first and last row of cells that are one."""

    title: str
    rows: Sequence[RowLayout]
    columns: Sequence[ColumnSetup] = ()
    merged_cells: Sequence[tuple[int, int, int]] = ()
    has_frozen_heading: bool = False
    is_hidden: bool = False


def list_area(title: str, column: int, count: int) -> str:
    """The address of a list below its heading in another sheet."""
    letter = get_column_letter(column)
    return f"{quote_sheetname(sheet_name(title))}!${letter}$2:${letter}${count + 1}"


def laid_out_xlsx(sheets: Sequence[LaidOutSheet]) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for sheet in sheets:
        _lay_out(book.create_sheet(sheet_name(sheet.title)), sheet)
    return book_bytes(book)


def _lay_out(page: Worksheet, sheet: LaidOutSheet) -> None:
    if sheet.is_hidden:
        page.sheet_state = "hidden"
    if sheet.has_frozen_heading:
        page.freeze_panes = "A2"
    for number, row in enumerate(sheet.rows, start=1):
        _write_row(page, number, row)
    for column, first, last in sheet.merged_cells:
        page.merge_cells(start_row=first, end_row=last, start_column=column, end_column=column)
    for number, setup in enumerate(sheet.columns, start=1):
        _prepare_column(page, get_column_letter(number), setup)


def _write_row(page: Worksheet, number: int, row: RowLayout) -> None:
    for column, value in enumerate(map(as_cell, row.cells), start=1):
        if value is not None:
            _style(page.cell(number, column, value), row.look)
    if row.spans > 1:
        page.merge_cells(start_row=number, start_column=1, end_row=number, end_column=row.spans)
    if row.height is not None:
        page.row_dimensions[number].height = row.height


def _style(cell: XlsxCell, look: Look) -> None:
    match look:
        case Look.TITLE:
            cell.font = Font(bold=True, size=14)
        case Look.BOLD:
            cell.font = Font(bold=True)
        case Look.HEADING:
            style_heading(cell)
        case Look.WRAPPED:
            cell.alignment = WRAPPED
        case Look.CENTRED:
            cell.alignment = Alignment(horizontal="center")


def _prepare_column(page: Worksheet, letter: str, column: ColumnSetup) -> None:
    dimension = page.column_dimensions[letter]
    dimension.width, dimension.number_format = column.width, column.holds.value
    if (check := column.check) is None:
        return
    if check.area:
        validation = DataValidation(type="list", formula1=check.area, allow_blank=True)
    else:
        validation = DataValidation(
            type="date", operator="between", formula1=_FIRST_DAY, formula2=_LAST_DAY, allow_blank=True
        )
    validation.errorStyle, validation.errorTitle = "warning", harmless(check.title)
    validation.error, validation.showErrorMessage = harmless(check.message)[:_LONGEST_MESSAGE], check.warns
    validation.add(f"{letter}2:{letter}{check.rows + 1}")
    page.add_data_validation(validation)
