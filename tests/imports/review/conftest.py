"""Drafts to be reviewed on a day in November."""

from datetime import date

import pytest

from imports.actions import stage_import
from imports.models import ImportBatch
from registry import clock
from registry.enums import Role
from tests.imports.import_files import csv_file


@pytest.fixture(autouse=True)
def in_november():
    with clock.as_at(date(2026, 11, 20)):
        yield


@pytest.fixture
def clerk(district):
    return district.member(Role.COORDINATOR)


@pytest.fixture
def coordinator(as_role):
    return as_role(Role.COORDINATOR)


@pytest.fixture
def stage(district, clerk):
    """`stage(*rows)` is a draft of a bank of mentors; a row is (organisation, name, …)."""

    def make(*rows, data=None, filename="bank.csv", kind="auto", **options) -> ImportBatch:
        return stage_import(
            data=data or csv_file(*rows), filename=filename, kind=kind, municipality=district.municipality, by=clerk,
            **options,
        )  # fmt: skip

    return make
