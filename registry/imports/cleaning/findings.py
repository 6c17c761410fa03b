"""What a cleaner tells about a value it repaired or could not read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """``code`` is one of ``codes.py``; ``before`` → ``after`` show a repair."""

    code: str
    message: str
    before: str | None = None
    after: str | None = None
