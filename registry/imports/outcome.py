"""What a file does, counted: for the command and for those who compare it with an expectation."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from registry.enums import ImportRowStatus
from registry.imports.problems import UnreadableFile
from registry.models import ImportRow

_COUNTED = (ImportRowStatus.NEW, ImportRowStatus.CHANGED, ImportRowStatus.UNCHANGED, ImportRowStatus.REVIEW)


def outcome_of(rows: Sequence[ImportRow], notes: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """`rows` counts rows of the file that hold data; the other counts are of records (a row may hold two people)."""
    counts = Counter(row.status for row in rows)
    return {
        "rows": len({(row.sheet, row.row) for row in rows}),
        **{status.value: counts[status] for status in _COUNTED},
        "errors": [_told(error, row) for row in rows for error in row.errors],
        "warnings": [
            *(_told(warning, row) for row in rows for warning in row.warnings),
            *(_told(note) for note in notes),
        ],
    }


def unreadable(problem: UnreadableFile) -> dict[str, Any]:
    """The same keys for a file of which nothing can be used."""
    return failure(problem.code, str(problem))


def failure(code: str, message: str) -> dict[str, Any]:
    error = {"sheet": None, "row": None, "column": None, "code": code, "message": message}
    return {"rows": 0, "new": 0, "changed": 0, "unchanged": 0, "review": 0, "errors": [error], "warnings": []}


def _told(finding: Mapping[str, Any], row: ImportRow | None = None) -> dict[str, Any]:
    return {
        "sheet": (row.sheet if row else finding.get("sheet")) or None,
        "row": row.row if row else finding.get("row"),
        "column": finding["column"],
        "code": finding["code"],
        "message": finding["message"],
    }
