"""Marks of what a page has shown: another one when a row, or the rows of one question, are no longer so."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from imports.models import ImportRow


def mark_of(row: ImportRow) -> str:
    """Another one when the row, or what it asks, is no longer what a page has shown."""
    return _mark(_state(row))


def mark_of_all(rows: Iterable[ImportRow]) -> str:
    """Of rows that are shown and answered together, one by one."""
    return _mark([[row.position, *_state(row)] for row in rows])


def mark_of_question(key: str, *, rows: int, revisions: int, positions: int) -> str:
    """Of a question that any number of rows share: how many they are, and the sums of their revisions and positions."""
    return _mark([key, rows, revisions, positions])


def _state(row: ImportRow) -> list[Any]:
    return [
        row.revision,
        row.status,
        row.issue_code,
        row.record.to_json(),
        [candidate.to_json() for candidate in row.candidates],
    ]


def _mark(state: list[Any]) -> str:
    return hashlib.blake2s(json.dumps(state, sort_keys=True).encode(), digest_size=8).hexdigest()
