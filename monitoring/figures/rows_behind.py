"""The rows behind a figure: exactly those that it counts, as they were on its day."""

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

    def of_organisation(self, organisation: Organisation, on: date) -> str:
        """The address of the rows of one organisation."""

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
        return self._address(scope.on, *([("kind", scope.kind)] if scope.kind else []))

    def of_organisation(self, organisation: Organisation, on: date) -> str:
        return self._address(on, ("organisation", str(organisation.pk)))

    def on_page_of(self, organisation: Organisation, on: date) -> str:
        return self.of_organisation(organisation, on)

    def _address(self, on: date, *parameters: tuple[str, str]) -> str:
        return f"{reverse(self.register)}?{urlencode([*parameters, ('on', on.isoformat()), *self.filters])}"


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

    def of_organisation(self, organisation: Organisation, on: date) -> str:
        day = "" if on == clock.today() else f"?{urlencode({'on': on.isoformat()})}"
        return f"{reverse('monitoring:organisation', args=[organisation.pk])}{day}#{self.anchor}"

    def on_page_of(self, organisation: Organisation, on: date) -> str:
        return f"#{self.anchor}"
