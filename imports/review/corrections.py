"""Cells of a batch that were put right, as a person sees them."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from imports.models import ImportBatch
from imports.queries.review import users_by_key


@dataclass(frozen=True)
class ShownCorrection:
    """`together`: how many cells were put right by the same action."""

    sheet: str
    row: int
    heading: str
    before: str
    value: str
    by: str
    at: datetime
    together: int


def corrections_of(batch: ImportBatch) -> list[ShownCorrection]:
    """The last made first."""
    users = users_by_key({c.by for c in batch.corrections})
    times = Counter(c.action for c in batch.corrections)
    corrections = [
        ShownCorrection(
            c.sheet, c.row, c.heading, c.before, c.value, users[c.by].short_name if c.by in users else "",
            timezone.localtime(datetime.fromisoformat(c.at)), times[c.action],
        )
        for c in batch.corrections
    ]  # fmt: skip
    return sorted(corrections, key=lambda c: c.at, reverse=True)
