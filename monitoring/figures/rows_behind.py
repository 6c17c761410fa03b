"""The rows behind a figure: exactly those that it counts, as they were on its day."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from urllib.parse import urlencode

from django.urls import reverse

from monitoring.figures.scope import FigureScope
from registry import clock
from registry.models import Organisation


class RowsBehind(Protocol):
    def of_district(self, scope: FigureScope) -> str:
        """The address of the rows of all organisations of the scope; empty when there is no such list."""

    def of_organisations(self, on: date) -> Callable[[int], str]:
        """The address of the rows of one organisation, from its primary key. For a table, whose rows share the rest."""

    def on_page_of(self, organisation: Organisation, on: date) -> str:
        """The same, from the organisation's own page of the day."""


@dataclass(frozen=True)
class RegisterRows:
    """Rows of a register, by the name of its URL: its filter is a `registry.filters.day_filter.DayFilter`.

    `filters` is the fixed part of the query.
    """

    register: str
    filters: tuple[tuple[str, str], ...] = ()

    def of_district(self, scope: FigureScope) -> str:
        kind = f"{urlencode({'kind': scope.kind})}&" if scope.kind else ""
        return f"{reverse(self.register)}?{kind}{self._shared(scope.on)}"

    def of_organisations(self, on: date) -> Callable[[int], str]:
        address, shared = reverse(self.register), self._shared(on)
        return lambda organisation: f"{address}?organisation={organisation}&{shared}"

    def on_page_of(self, organisation: Organisation, on: date) -> str:
        return self.of_organisations(on)(organisation.pk)

    def _shared(self, on: date) -> str:
        """The part of the query that names neither organisation nor kind."""
        return urlencode([("on", on.isoformat()), *self.filters])


@dataclass(frozen=True)
class PageSection:
    """Rows that stand in a section of the organisation's page, and of all organisations on a page of their own, which
    knows today alone."""

    anchor: str
    of_all: str

    def of_district(self, scope: FigureScope) -> str:
        if scope.on != clock.today():
            return ""
        return reverse(self.of_all) + (f"?{urlencode({'kind': scope.kind})}" if scope.kind else "")

    def of_organisations(self, on: date) -> Callable[[int], str]:
        day = "" if on == clock.today() else f"?{urlencode({'on': on.isoformat()})}"
        return lambda organisation: f"{reverse('monitoring:organisation', args=[organisation])}{day}#{self.anchor}"

    def on_page_of(self, organisation: Organisation, on: date) -> str:
        return f"#{self.anchor}"
