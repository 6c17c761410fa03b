"""A school and its neighbour on a day of November, and a clerk who brings banks of mentors in."""

from datetime import date

import pytest

from imports.actions import stage_import
from registry import clock
from tests.factories import MunicipalityFactory, OrganisationFactory, UserFactory
from tests.imports.import_files import csv_file
from tests.imports.matching.known import OTHER, SCHOOL

TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def in_november():
    with clock.as_at(TODAY):
        yield


@pytest.fixture
def school():
    return OrganisationFactory(short_name=SCHOOL, municipality=MunicipalityFactory())


@pytest.fixture
def other(school):
    return OrganisationFactory(short_name=OTHER, municipality=school.municipality)


@pytest.fixture
def clerk():
    return UserFactory()


@pytest.fixture
def stage(school, other, clerk):
    def stage(*rows, **options):
        data, municipality = csv_file(*rows), school.municipality
        return stage_import(
            data=data, filename="bank.csv", kind="mentors", municipality=municipality, by=clerk, **options
        )

    return stage
