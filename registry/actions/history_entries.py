"""Saves a record together with the records that it names as one entry of its history."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Model
from simple_history.utils import get_history_manager_for_model


def save_with_relations(record: Model, entries: Mapping[str, Any]) -> None:
    """Saves the record with the records that it names (`entries`: many-to-many field → records) as one entry of its
    history: django-simple-history alone makes one more for every field."""
    record.save()
    version: Any = get_history_manager_for_model(type(record)).filter(id=record.pk).latest()
    record.skip_history_when_saving = True  # type: ignore[attr-defined]
    try:
        for name, entries_of_field in entries.items():
            getattr(record, name).set(entries_of_field)
    finally:
        del record.skip_history_when_saving  # type: ignore[attr-defined]
    for name in entries:
        _write_relations(record, version, name)


def _write_relations(record: Model, version: Any, name: str) -> None:
    """The version has the records of the field as they are now."""
    field: Any = type(record)._meta.get_field(name)
    own, other = field.m2m_field_name(), field.m2m_reverse_field_name()
    of_history = getattr(version, name).model
    of_history.objects.filter(history=version).delete()
    links = field.remote_field.through.objects.filter(**{own: record}).order_by("pk")
    of_history.objects.bulk_create(
        of_history(id=pk, history=version, **{f"{own}_id": record.pk, f"{other}_id": theirs})
        for pk, theirs in links.values_list("pk", f"{other}_id")
    )
