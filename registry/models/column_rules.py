"""Which columns the register of pairs has (requirements A16-18): part of the rules of every level."""

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import models

from registry.enums import PairColumn


def all_pair_columns() -> list[str]:
    return list(PairColumn.values)


def check_pair_columns(codes: Collection[str]) -> None:
    """Raises ValidationError for a code that is none of PairColumn."""
    if not set(codes) <= set(PairColumn.values):
        raise ValidationError("Отметьте столбцы из списка.")


class ColumnRules(models.Model):
    pair_columns = models.JSONField(
        "столбцы реестра пар", default=all_pair_columns, blank=True, validators=[check_pair_columns]
    )

    class Meta:
        abstract = True
