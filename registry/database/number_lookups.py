"""Numbers that no column can hold are found nowhere, by whatever lookup.

Django knows this of `pk=…` alone: `pk__in=…` and keys of related rows with twenty digits make SQLite raise
OverflowError, so that every choice of a form and every address would have to look first.
"""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import ForeignKey, IntegerField
from django.db.models.fields.related_lookups import RelatedExact, RelatedIn
from django.db.models.lookups import In

_BITS = 63


def _fits(value: Any) -> bool:
    return not isinstance(value, int) or -(2**_BITS) <= value < 2**_BITS


def _fitting(values: Any) -> Any:
    return [value for value in values if _fits(value)] if isinstance(values, Iterable) else values


class NumberIn(In):
    def get_prep_lookup(self) -> Any:
        values = super().get_prep_lookup()
        return _fitting(values) if self.rhs_is_direct_value() else values


class RelatedNumberIn(RelatedIn):
    def get_prep_lookup(self) -> Any:
        values = super().get_prep_lookup()
        return _fitting(values) if self.rhs_is_direct_value() else values


class RelatedNumberExact(RelatedExact):
    def as_sql(self, compiler: Any, connection: Any) -> Any:
        if not _fits(self.rhs):
            raise EmptyResultSet
        return super().as_sql(compiler, connection)


def register() -> None:
    """For every model of the portal and of its parts."""
    IntegerField.register_lookup(NumberIn)
    ForeignKey.register_lookup(RelatedNumberIn)
    ForeignKey.register_lookup(RelatedNumberExact)
