"""Every test of monitoring lives on one day, so that school years and «as at» are the same tomorrow."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from mentoring.enums import PairStatus
from mentoring.models import Pair, PairStage, Stage
from monitoring.dashboards import OrganisationRow, organisation_rows
from monitoring.figures.scope import FigureScope
from monitoring.figures.stages import PairsByStage
from registry import clock
from registry.models import Municipality, Organisation
from tests.factories import MunicipalityFactory, OrganisationFactory, PairFactory

TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def day() -> Iterator[date]:
    with clock.as_at(TODAY):
        yield TODAY


def scope_of(*organisations: Organisation, on: date = TODAY) -> FigureScope:
    return FigureScope(Organisation.objects.filter(pk__in=[organisation.pk for organisation in organisations]), on)


def row_of(organisation: Organisation, on: date = TODAY) -> OrganisationRow:
    [row] = organisation_rows(scope_of(organisation, on=on))
    return row


@pytest.fixture
def district(db: None) -> Municipality:
    return MunicipalityFactory()


@pytest.fixture
def school(district: Municipality) -> Organisation:
    return OrganisationFactory(municipality=district, short_name="МБОУ «Заречная школа»")


def by_stage(value: PairsByStage) -> list[int]:
    """Pairs at each of the portal's five stages."""
    return [value.at(stage) for stage in Stage.objects.filter(stage_set__municipality=None).order_by("number")]


def working_pair(school: Organisation, stage: int = 1, **changes: Any) -> Pair:
    fields = {"starts_on": date(2026, 9, 1), "ends_on": date(2027, 5, 31), "status": PairStatus.ACTIVE} | changes
    pair = PairFactory(organisation=school, stage=Stage.objects.get(number=stage), **fields)
    PairStage.objects.create(pair=pair, stage=pair.stage, entered_on=max(pair.starts_on, pair.act.dated))
    return pair
