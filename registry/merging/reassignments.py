"""What follows a person when two cards become one: new values in records, stored so that they can be undone."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.apps import apps
from django.db import models

from accounts.models import User
from registry.history.audit import with_audit
from registry.merge_values import Reassignment


def column(model: type[models.Model], name: str) -> models.Field:
    """The field of a column: `person_id` is that of `person`."""
    return next(
        field for field in (*model._meta.fields, *model._meta.many_to_many) if name in (field.attname, field.name)
    )


def stored_value(record: models.Model, name: str) -> Any:
    """The value of a column as JSON keeps it."""
    if column(type(record), name).many_to_many:
        return sorted(getattr(record, name).values_list("pk", flat=True))
    return as_json(getattr(record, name))


def as_json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def from_json(model: type[models.Model], name: str, value: Any) -> Any:
    field = column(model, name)
    return value if field.is_relation or value is None else field.to_python(value)


def reassignments_as_json(reassignments: Iterable[Reassignment]) -> list[dict[str, Any]]:
    """What `PersonMerge.moves` keeps, before the reassignments are made; `title` is how the record read then."""
    return [
        {
            "model": reassignment.record._meta.label_lower,
            "pk": reassignment.record.pk,
            "field": name,
            "before": stored_value(reassignment.record, name),
            "after": as_json(value),
            "title": reassignment.label,
        }
        for reassignment in reassignments
        for name, value in reassignment.values.items()
    ]


def apply_reassignments(reassignments: Sequence[Reassignment], *, by: User, reason: str) -> None:
    """Writes the reassignments in their order, with history where the record has one."""
    for reassignment in reassignments:
        write_values(reassignment.record, reassignment.values, by=by, reason=reason)


def write_values(record: models.Model, values: Mapping[str, Any], *, by: User, reason: str) -> None:
    sets = {name for name in values if column(type(record), name).many_to_many}
    for name in values.keys() - sets:
        setattr(record, name, values[name])
    with_audit(record, by=by, reason=reason).save()
    for name in sets:
        with_audit(record, by=by, reason=reason)
        getattr(record, name).set(values[name])


def reversed_reassignments(entries: Sequence[Mapping[str, Any]]) -> tuple[list[Reassignment], list[str]]:
    """Returns the reassignments that take `entries` back, the last first, and messages about later changes."""
    back: dict[tuple[str, int], dict[str, Any]] = {}
    for entry in reversed(entries):
        back.setdefault((entry["model"], entry["pk"]), {})[entry["field"]] = entry
    reassignments, changed = [], []
    for (label, pk), fields in back.items():
        model = apps.get_model(label)
        record = model._base_manager.filter(pk=pk).first()
        if record is None:
            changed.append(f"{str(model._meta.verbose_name).capitalize()}: запись удалена после объединения.")
            continue
        changed += [
            f"{str(model._meta.verbose_name).capitalize()} «{record}»: поле «{_label(model, name)}» изменено "
            "после объединения."
            for name, entry in fields.items()
            if stored_value(record, name) != entry["after"]
        ]
        reassignments.append(
            Reassignment(record, {n: from_json(model, n, entry["before"]) for n, entry in fields.items()})
        )
    return reassignments, changed


def _label(model: type[models.Model], name: str) -> str:
    return str(column(model, name).verbose_name)
