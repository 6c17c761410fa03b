"""The issues of a row: their shape, and the first one that keeps the row from being written."""

from imports.enums import ImportRowStatus
from imports.issue_codes import Severity, severity_of
from imports.models import ImportRow
from imports.row_data import RowIssue

#: questions of the file that a chosen organisation, or a new one, answers
_ABOUT_ORGANISATION = frozenset({"organisation_ambiguous", "new_organisation"})


def grave_issues(row: ImportRow) -> list[RowIssue]:
    """What keeps the row from being written, errors first."""
    asking = [issue for issue in row.warnings if issue.asks or severity_of(issue.code) is not Severity.NOTE]
    return [*row.errors, *asking]


def first_issue_code(row: ImportRow) -> str:
    """The code of the first thing that keeps the row from being written; empty for a row that nothing keeps."""
    if row.status not in (ImportRowStatus.REVIEW, ImportRowStatus.ERROR, ImportRowStatus.OFF):
        return ""
    answered = _ABOUT_ORGANISATION if row.decision.organisation or row.decision.new_organisation else ()
    grave = row.errors or [
        issue
        for issue in row.warnings
        if issue.asks or (severity_of(issue.code) is not Severity.NOTE and issue.code not in answered)
    ]
    if row.status == ImportRowStatus.OFF:  # what the file leaves out says so before what else is wrong with it
        grave = sorted(grave, key=lambda issue: severity_of(issue.code) is not Severity.OFF)
    return grave[0].code if grave else ""
