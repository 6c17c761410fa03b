"""Counts that are stored for every day, so that a district of a thousand organisations is read, not counted."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from monitoring.figures.histories import History
from monitoring.figures.scope import FigureScope
from monitoring.figures.spans import Span
from monitoring.stored_layout import number_of

Counted = TypeVar("Counted")


@dataclass(frozen=True)
class StoredCount(Generic[Counted]):
    """A count by organisation that `StoredFigures` keeps for every day. A call with a scope returns what `on_day`
    would: it reads the stored numbers, and counts by `on_day` only for organisations whose stored numbers are stale."""

    #: names its position in monitoring.stored_layout
    code: str
    on_day: Callable[[FigureScope], Mapping[int, Counted]]
    #: the same on all days
    history: Callable[[History], Iterable[Span]]

    def __call__(self, scope: FigureScope) -> Mapping[int, Counted]:
        counts: dict[int, Any] = {pk: number_of(numbers, self.code) for pk, numbers in scope.stored.items()}
        if scope.stale is not None:
            counts.update(self.on_day(scope.stale))
        return counts
