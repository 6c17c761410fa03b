"""The file of errors for the school: its own rows, sheet by sheet, with what is wrong and what to do.

It can be put right and uploaded as it is: sheets keep their names, columns their headings and order, cells their types.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from itertools import groupby
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from imports.enums import ImportKind
from imports.fields import FORBIDDEN_FIELDS, LABELS
from imports.issue_codes import Severity, advice, severity_of
from imports.models import ImportBatch, ImportRow
from imports.parsing.returned_files import ROW, TO_DO, WRONG, is_ours
from imports.queries.review import organisation_names
from imports.row_data import RowIssue
from spreadsheets.cleaning.text import as_text
from spreadsheets.reading.sheets import read_workbook
from spreadsheets.unreadable_files import UnreadableFile
from spreadsheets.writing.sheet import ExportSheet
from spreadsheets.writing.typed_xlsx import DATE_FORMAT, HEADING_ALIGNMENT, HEADING_FILL, HEADING_FONT

_WRAPPED = Alignment(wrap_text=True, vertical="top")
_TOP = Alignment(vertical="top")
_MARKED = PatternFill("solid", start_color="FFFDF1D8")
_WIDTH_OF_WORDS = 48


@dataclass
class _Line:
    """One row of the file, whoever it holds."""

    cells: Mapping[str, Any]
    number: int
    organisation: str
    wrong: list[str] = field(default_factory=list)
    to_do: list[str] = field(default_factory=list)
    columns: set[str | None] = field(default_factory=set)

    def tell(self, row: ImportRow) -> None:
        for issue in _grave(row):
            self.wrong.append(issue.message)
            self.to_do.append(advice(issue.code))
            self.columns.add(issue.column)


def error_file(batch: ImportBatch, rows: Iterable[ImportRow]) -> bytes:
    """XLSX with the original cells of the rows, in the order of the file; what looks like a formula is none."""
    book = Workbook(write_only=True)
    original = _OriginalCells(batch)
    organisations = organisation_names(batch)
    by_sheet: dict[str, list[_Line]] = {}
    for (sheet, _), same_row in groupby(rows, key=lambda row: (row.sheet, row.row)):
        by_sheet.setdefault(sheet, []).append(_line(list(same_row), original, organisations))
    for sheet, lines in (by_sheet or {"": []}).items():
        _write(book, batch, sheet, lines)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def _line(rows: Sequence[ImportRow], original: "_OriginalCells", organisations: Mapping[int, str]) -> _Line:
    first = rows[0]
    organisation = first.decision.organisation or first.record.organisation
    known = organisations.get(organisation, "") if organisation else ""
    line = _Line(original.of(first), first.row, known or first.record.organisation_name)
    for row in rows:
        line.tell(row)
    return line


def _grave(row: ImportRow) -> list[RowIssue]:
    return row.errors + [
        issue for issue in row.warnings if issue.from_registry or severity_of(issue.code) is not Severity.NOTE
    ]


def _write(book: Workbook, batch: ImportBatch, sheet: str, lines: Sequence[_Line]) -> None:
    columns = columns_of(batch, sheet)
    #: an organisation that stood in a title, above a block of rows or in the name of the sheet
    adds_organisation = not _names_organisation(batch, sheet) and any(line.organisation for line in lines)
    organisation_heading = LABELS["organisation"]
    headings = [ROW, *([organisation_heading] if adds_organisation else []), *columns, WRONG, TO_DO]

    def cells_of(line: _Line) -> list[Any]:
        explanation = "; ".join(dict.fromkeys(line.wrong)), " ".join(dict.fromkeys(filter(None, line.to_do)))
        organisation = [line.organisation] if adds_organisation else []
        return [line.number, *organisation, *map(line.cells.get, columns), *explanation]

    table = ExportSheet(sheet or "Ошибки", headings, map(cells_of, lines))
    page = book.create_sheet(table.name)
    widths, rows = table.measured()
    for number, width in enumerate(widths, start=1):
        is_words = number > len(headings) - 2
        page.column_dimensions[get_column_letter(number)].width = _WIDTH_OF_WORDS if is_words else width
    page.freeze_panes = "B2"
    page.append([_styled(page, text, HEADING_FONT, HEADING_FILL, HEADING_ALIGNMENT) for text in headings])
    for line, cells in zip(lines, rows, strict=True):
        page.append(_cells(page, headings, cells, line.columns))
    page.auto_filter.ref = f"A1:{get_column_letter(len(headings))}{len(lines) + 1}"


def _cells(
    page: WriteOnlyWorksheet, headings: Sequence[str], cells: Sequence[Any], marked: set[str | None]
) -> Iterator[WriteOnlyCell]:
    for heading, value in zip(headings, cells, strict=True):
        cell = WriteOnlyCell(page, value)
        cell.alignment = _WRAPPED if heading in (WRONG, TO_DO) else _TOP
        if isinstance(value, date):
            cell.number_format = DATE_FORMAT
        if heading in marked:
            cell.fill = _MARKED
        yield cell


def _styled(page: WriteOnlyWorksheet, text: str, font: Any, fill: Any, alignment: Any) -> WriteOnlyCell:
    cell = WriteOnlyCell(page, text)
    cell.font, cell.fill, cell.alignment = font, fill, alignment
    return cell


def columns_of(batch: ImportBatch, sheet: str) -> list[str]:
    """Headings in the order of the file, without hidden columns and those that hold personal identifiers."""
    personal = {issue.column for issue in batch.warnings if issue.code == "personal_identifier"}
    return list(
        dict.fromkeys(
            column.heading
            for column in batch.layout.columns
            if column.sheet == sheet
            and not column.hidden
            and column.field not in FORBIDDEN_FIELDS
            and column.heading not in personal
            and not is_ours(column.heading)
        )
    )


def _names_organisation(batch: ImportBatch, sheet: str) -> bool:
    if batch.kind == ImportKind.ORGANISATIONS:
        return True
    return any(
        column.field in ("organisation", "partner") and not column.hidden
        for column in batch.layout.columns
        if column.sheet == sheet
    )


class _OriginalCells:
    """Cells of the kept file with their types: rows keep only texts and numbers of them."""

    def __init__(self, batch: ImportBatch) -> None:
        self._rows = _rows_by_sheet(batch)
        self._columns: dict[str, list[tuple[str, int]]] = {}
        for column in batch.layout.columns:
            if column.index is not None:
                self._columns.setdefault(column.sheet, []).append((column.heading, column.index))

    def of(self, row: ImportRow) -> dict[str, Any]:
        """The row's cells, typed where the file holds the same text: one that was put right is as it was put right."""
        cells = dict(row.cells)
        sheet = self._rows.get(row.sheet, ())
        stored = sheet[row.row - 1] if row.row <= len(sheet) else ()
        for heading, index in self._columns.get(row.sheet, ()):
            value = stored[index] if index < len(stored) else None
            if heading in cells and value is not None and as_text(value) == as_text(cells[heading]):
                cells[heading] = value
        return cells


def _rows_by_sheet(batch: ImportBatch) -> Mapping[str, Sequence[Sequence[Any]]]:
    try:
        with batch.file.open("rb") as file:
            workbook = read_workbook(file.read())
    except (UnreadableFile, OSError):
        return {}
    return {sheet.name[:100]: sheet.rows for sheet in workbook.sheets}
