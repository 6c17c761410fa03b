"""The one source of «today», so that tests and «as at» views can set it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.utils import timezone

_set_day: ContextVar[date | None] = ContextVar("set_day", default=None)


def today() -> date:
    """The business date in the portal's time zone."""
    return _set_day.get() or timezone.localdate()


def now() -> datetime:
    """The moment at which a record is made: the machine's time of day on the day of `today()`, in the portal's zone."""
    moment = timezone.localtime()
    day = today()
    return moment.replace(year=day.year, month=day.month, day=day.day)


@contextmanager
def as_at(day: date | None) -> Iterator[None]:
    """Makes `today()` return `day` inside the block (None: the real date)."""
    token = _set_day.set(day)
    try:
        yield
    finally:
        _set_day.reset(token)
