"""How a finding becomes an issue of a record, and what the issues make of its status."""

from __future__ import annotations

from typing import Any, Protocol

from imports.issue_codes import Gravity, gravity_of
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
    (record.errors if gravity_of(finding.code) is Gravity.ERROR else record.warnings).append(issue)


def settle_status(record: Record) -> None:
    """off, then error, then review, then ready."""
    gravities = {gravity_of(issue.code) for issue in record.warnings}
    if Gravity.OFF in gravities:
        record.status = "off"
    elif record.errors:
        record.status = "error"
    elif Gravity.REVIEW in gravities:
        record.status = "review"
    else:
        record.status = "ready"
