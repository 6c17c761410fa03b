"""What a cleaner reports of a value that it repaired or could not read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """``code`` is a key that the caller knows; ``before`` → ``after`` show a repair."""

    code: str
    message: str
    before: str | None = None
    after: str | None = None


#: takes a finding and the heading of its column
Tell = Callable[[Finding, str], None]
