"""The database reckons days as Python does, on both engines."""

from datetime import date, timedelta

import pytest
from dateutil.relativedelta import relativedelta

from registry.database.dates import DaysAfter, MonthsAfter
from registry.models import Curator
from tests.factories import CuratorFactory

DAYS = [date(2024, 2, 29), date(2024, 1, 31), date(2025, 12, 31), date(2026, 2, 28), date(2026, 11, 20)]


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("number", [1, 12, 13])
def test_months_after_a_day_end_where_a_shorter_month_ends(db, day, number):
    CuratorFactory(appointed_on=day)
    found = Curator.objects.annotate(due=MonthsAfter("appointed_on", number)).get()
    assert found.due == day + relativedelta(months=number)


@pytest.mark.parametrize("day", DAYS)
def test_days_after_a_day(db, day):
    CuratorFactory(appointed_on=day)
    found = Curator.objects.annotate(due=DaysAfter("appointed_on", 30)).get()
    assert found.due == day + timedelta(days=30)


def test_the_day_reckoned_can_be_compared(db):
    CuratorFactory(appointed_on=date(2024, 2, 29))
    due = Curator.objects.annotate(due=MonthsAfter("appointed_on", 12))
    assert due.filter(due__lte=date(2025, 2, 28)).exists()
    assert not due.filter(due__lt=date(2025, 2, 28)).exists()
