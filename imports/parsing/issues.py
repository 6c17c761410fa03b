"""How an issue of a cell becomes an issue of a record, and the status that the issues give to the record."""

from __future__ import annotations

from typing import Protocol, TypedDict, Unpack

from imports.issue_codes import Severity, severity_of
from imports.parsing.parsed import ParsedRecord
from imports.row_data import RowIssue
from spreadsheets.cleaning.cell_issues import CellIssue


class IssueDetails(TypedDict, total=False):
    """What an issue tells beside its cell, as `RowIssue` has it."""

    of_row: int
    of_sheet: str | None
    rows: tuple[int, ...]
    candidates: tuple[str, ...]
    first_row: int
    organisation: str


class ReportRecordIssue(Protocol):
    """Adds an issue about the column of a field code to a record."""

    def __call__(self, issue: CellIssue, column: str | None, /, **details: Unpack[IssueDetails]) -> None: ...


def add_issue(record: ParsedRecord, issue: CellIssue, column: str | None, **details: Unpack[IssueDetails]) -> None:
    """Adds an issue to a record, as a warning or an error by its code. *column* is the heading."""
    added = RowIssue(issue.code, issue.message, column, record.sheet, record.row, issue.before, issue.after, **details)
    (record.errors if severity_of(issue.code) is Severity.ERROR else record.warnings).append(added)


def set_status(record: ParsedRecord) -> None:
    """off, then error, then review, then ready."""
    severities = {severity_of(issue.code) for issue in record.warnings}
    if Severity.OFF in severities:
        record.status = "off"
    elif record.errors:
        record.status = "error"
    elif Severity.REVIEW in severities:
        record.status = "review"
    else:
        record.status = "ready"
