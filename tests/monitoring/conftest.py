"""Every test of monitoring lives on one day, so that school years and «as at» are the same tomorrow."""

from collections.abc import Iterator
from datetime import date

import pytest

from registry import clock

TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def day() -> Iterator[date]:
    with clock.as_at(TODAY):
        yield TODAY
