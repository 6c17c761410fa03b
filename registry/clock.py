"""The one source of «today», so that tests and «as at» views can set it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date

from django.utils import timezone

_set_day: ContextVar[date | None] = ContextVar("set_day", default=None)


def today() -> date:
    """The business date in the portal's time zone."""
    return _set_day.get() or timezone.localdate()


@contextmanager
def as_at(day: date | None) -> Iterator[None]:
    """Makes `today()` return `day` inside the block (None: the real date)."""
    token = _set_day.set(day)
    try:
        yield
    finally:
        _set_day.reset(token)
