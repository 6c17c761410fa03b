"""Many-to-many values of many records at once, with the history that django-simple-history would keep of them."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db import models
from simple_history.utils import get_history_manager_for_model

from imports.writing.bulk_writing import insert, insert_unnamed

_AT_A_TIME = 1000


def add_to_sets(name: str, added: Sequence[tuple[models.Model, Iterable[int]]], *, at: datetime) -> None:
    """Adds to the many-to-many field `name` of each record the primary keys beside it, which it lacks.

    The records' versions as of the moment `at` are there already; each gets the whole set of its record.
    """
    if not added:
        return
    records = [record for record, _ in added]
    field = type(records[0])._meta.get_field(name)
    if not isinstance(field, models.ManyToManyField):
        raise TypeError(f"{name} is not a many-to-many field")
    through: Any = field.remote_field.through
    own, other = field.m2m_field_name(), field.m2m_reverse_field_name()
    insert([through(**{f"{own}_id": record.pk, f"{other}_id": pk}) for record, keys in added for pk in keys])
    history = get_history_manager_for_model(type(records[0])).model
    of_history = getattr(history, name).model
    for some in _some(records):
        keys = [record.pk for record in some]
        versions = dict(history.objects.filter(history_date=at, id__in=keys).values_list("id", "history_id"))
        links = (
            through.objects.filter(**{f"{own}__in": keys}).order_by("pk").values_list("pk", f"{own}_id", f"{other}_id")
        )
        insert_unnamed(
            [
                of_history(id=pk, history_id=versions[mine], **{f"{own}_id": mine, f"{other}_id": theirs})
                for pk, mine, theirs in links
            ]
        )


def _some(records: Sequence[models.Model]) -> Iterator[Sequence[models.Model]]:
    for start in range(0, len(records), _AT_A_TIME):
        yield records[start : start + _AT_A_TIME]
