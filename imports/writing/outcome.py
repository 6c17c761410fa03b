"""What a file does, counted: for the command and for those who compare it with an expectation."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypedDict

from imports.enums import ImportRowStatus
from imports.models import ImportRow
from imports.parsing.parsed import ParsedFile
from imports.row_data import RowIssue

#: marks of an issue that are the portal's own business
_INNER = frozenset({"register", "asks", "echo"})


class CountedIssue(TypedDict):
    """Where the file has an issue, and what it is."""

    sheet: str | None
    row: int | None
    column: str | None
    code: str
    message: str


class FileCounts(TypedDict):
    """`rows`: of the file that hold data; the other counts are of records (a row may hold two people)."""

    rows: int
    new: int
    changed: int
    unchanged: int
    review: int


class FileOutcome(FileCounts):
    errors: list[CountedIssue]
    warnings: list[CountedIssue]


def outcome_of(rows: Iterable[ImportRow], of_file: Iterable[RowIssue]) -> FileOutcome:
    counts: Counter[str] = Counter()
    numbers: dict[str, set[int]] = {}
    errors: list[CountedIssue] = []
    warnings: list[CountedIssue] = []
    for row in rows:
        counts[row.status] += 1
        numbers.setdefault(row.sheet, set()).add(row.row)
        errors += [_counted_issue(error, row) for error in row.errors]
        warnings += [_counted_issue(warning, row) for warning in row.warnings if not warning.echo]
    return {
        "rows": sum(map(len, numbers.values())),
        "new": counts[ImportRowStatus.NEW],
        "changed": counts[ImportRowStatus.CHANGED],
        "unchanged": counts[ImportRowStatus.UNCHANGED],
        "review": counts[ImportRowStatus.REVIEW],
        "errors": errors,
        "warnings": [*warnings, *(_counted_issue(issue) for issue in of_file)],
    }


def parsed_records(parsed: ParsedFile, rows: Sequence[ImportRow]) -> dict[str, Any]:
    """The keys of the `expected.json` files: what was found in the file row by row, and what the register says of it.

    Every issue has `about`, its message once more; `or_warning` stands where the pairs would be drafts.
    """
    parsed_json = parsed.as_json()
    several = parsed.several_sheets
    issues = {kind: [_complete(issue, parsed) for issue in parsed_json[kind]] for kind in ("warnings", "errors")}
    for row in rows:
        for kind, of_row in (("warnings", row.warnings), ("errors", row.errors)):
            address = {"sheet": row.sheet, "row": row.row} if several else {"row": row.row}
            new = (issue for issue in of_row if _is_from_registry(issue))
            issues[kind] += [_complete(address | issue.to_json(), parsed) for issue in new]
    return parsed_json | issues


def _is_from_registry(issue: RowIssue) -> bool:
    """Found by the register; an echo says of the row what an error of the file says already."""
    return issue.from_registry and not issue.echo


def _complete(issue: Mapping[str, Any], parsed: ParsedFile) -> dict[str, Any]:
    fields = {key: value for key, value in issue.items() if key not in _INNER} | {"about": issue["message"]}
    drafts = parsed.kind == "mentees" and issue["code"] == "cap_exceeded"
    return fields | ({"or_warning": True} if drafts else {})


def unwritable(parsed: ParsedFile) -> FileCounts:
    """The counts of a file whose kind is not imported: nothing is new, only rows to review are counted."""
    return {"rows": parsed.data_rows, "new": 0, "changed": 0, "unchanged": 0, "review": parsed.count("review")}


def failure(code: str, message: str) -> FileOutcome:
    """Of a file of which nothing can be used."""
    error: CountedIssue = {"sheet": None, "row": None, "column": None, "code": code, "message": message}
    return {"rows": 0, "new": 0, "changed": 0, "unchanged": 0, "review": 0, "errors": [error], "warnings": []}


def _counted_issue(issue: RowIssue, row: ImportRow | None = None) -> CountedIssue:
    return {
        "sheet": (row.sheet if row else issue.sheet) or None,
        "row": row.row if row else issue.row,
        "column": issue.column,
        "code": issue.code,
        "message": issue.message,
    }
