"""The file of errors for the school: its own rows, sheet by sheet, with what is wrong and what to do.

It can be put right and uploaded as it is: sheets keep their names, columns their headings and order, cells their types.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from imports.enums import ImportKind
from imports.field_lists import FORBIDDEN_FIELDS, LABELS
from imports.issue_codes import Severity, advice, severity_of
from imports.models import ImportBatch, ImportRow
from imports.parsing.returned_files import ROW, TO_DO, WRONG, is_ours
from imports.queries.review import names_of_organisations
from imports.row_data import RowIssue
from spreadsheets.cleaning.text import as_text
from spreadsheets.reading.sheets import read_workbook
from spreadsheets.unreadable_files import UnreadableFile
from spreadsheets.writing.marked_xlsx import MarkedSheet, marked_xlsx
from spreadsheets.writing.sheet import ExportSheet


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
    original = _OriginalCells(batch)
    organisations = names_of_organisations(batch)
    by_sheet: dict[str, list[_Line]] = {}
    for (sheet, _), same_row in groupby(rows, key=lambda row: (row.sheet, row.row)):
        by_sheet.setdefault(sheet, []).append(_line(list(same_row), original, organisations))
    return marked_xlsx(_sheet(batch, sheet, lines) for sheet, lines in (by_sheet or {"": []}).items())


def _line(rows: Sequence[ImportRow], original: "_OriginalCells", organisations: Mapping[int, str]) -> _Line:
    first = rows[0]
    organisation = first.decision.organisation or first.record.organisation
    organisation_name = organisations.get(organisation, "") if organisation else ""
    line = _Line(original.of(first), first.row, organisation_name or first.record.organisation_name)
    for row in rows:
        line.tell(row)
    return line


def _grave(row: ImportRow) -> list[RowIssue]:
    return row.errors + [
        issue for issue in row.warnings if issue.from_registry or severity_of(issue.code) is not Severity.NOTE
    ]


def _sheet(batch: ImportBatch, sheet: str, lines: Sequence[_Line]) -> MarkedSheet:
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
    return MarkedSheet(table, [line.columns for line in lines], (WRONG, TO_DO))


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
    except (UnreadableFile, OSError, ValueError):  # ValueError: the file has been removed
        return {}
    return {sheet.name[:100]: sheet.rows for sheet in workbook.sheets}
