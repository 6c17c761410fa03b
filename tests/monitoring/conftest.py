"""Every test of monitoring lives on one day, so that school years and «as at» are the same tomorrow."""

from collections.abc import Iterator
from datetime import date

import pytest

from monitoring.dashboards import OrganisationRow, rows_of
from monitoring.figures.scope import FigureScope
from registry import clock
from registry.models import Organisation

TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def day() -> Iterator[date]:
    with clock.as_at(TODAY):
        yield TODAY


def scope_of(*organisations: Organisation, on: date = TODAY) -> FigureScope:
    return FigureScope(Organisation.objects.filter(pk__in=[organisation.pk for organisation in organisations]), on)


def row_of(organisation: Organisation, on: date = TODAY) -> OrganisationRow:
    [row] = rows_of(scope_of(organisation, on=on))
    return row
