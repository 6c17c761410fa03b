"""How a finding becomes an issue of a record, and what the issues make of its status."""

from __future__ import annotations

from typing import Any, Protocol

from imports.issue_codes import Severity, severity_of
from imports.parsing.parsed import Issue, Record
from spreadsheets.cleaning.findings import Finding


class IssueTeller(Protocol):
    """Adds a finding about the column of a field code to a record."""

    def __call__(self, finding: Finding, column: str | None, extra: dict[str, Any] | None = None, /) -> None: ...


def add_issue(record: Record, finding: Finding, column: str | None, extra: dict[str, Any] | None = None) -> None:
    """Add a finding to a record, as a warning or an error by its code. *column* is the heading."""
    issue = Issue(
        finding.code, finding.message, record.row, column, record.sheet, finding.before, finding.after, extra or {}
    )
    (record.errors if severity_of(finding.code) is Severity.ERROR else record.warnings).append(issue)


def settle_status(record: Record) -> None:
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
