"""What a cleaner reports of a value that it repaired or could not read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CellIssue:
    """``code`` is a key that the caller knows; ``before`` → ``after`` show a repair."""

    code: str
    message: str
    before: str | None = None
    after: str | None = None


#: takes an issue and the heading of its column
ReportIssue = Callable[[CellIssue, str], None]
