"""How an issue of a cell becomes an issue of a record, and the status that the issues give to the record."""

from __future__ import annotations

from typing import Any, Protocol

from imports.issue_codes import Severity, severity_of
from imports.parsing.parsed import ParsedIssue, Record
from spreadsheets.cleaning.cell_issues import CellIssue


class ReportRecordIssue(Protocol):
    """Adds an issue about the column of a field code to a record."""

    def __call__(self, issue: CellIssue, column: str | None, extra: dict[str, Any] | None = None, /) -> None: ...


def add_issue(record: Record, issue: CellIssue, column: str | None, extra: dict[str, Any] | None = None) -> None:
    """Adds an issue to a record, as a warning or an error by its code. *column* is the heading."""
    added = ParsedIssue(
        issue.code, issue.message, record.row, column, record.sheet, issue.before, issue.after, extra or {}
    )
    (record.errors if severity_of(issue.code) is Severity.ERROR else record.warnings).append(added)


def set_status(record: Record) -> None:
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
