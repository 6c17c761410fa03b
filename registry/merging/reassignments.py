"""What follows a person when two cards become one: new values in records, kept so that they can be taken back."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.apps import apps
from django.db import models

from accounts.models import User
from registry.audit import signed
from registry.merge_values import Move


def column(model: type[models.Model], name: str) -> models.Field:
    """The field of a column: `person_id` is that of `person`."""
    return next(
        field for field in (*model._meta.fields, *model._meta.many_to_many) if name in (field.attname, field.name)
    )


def plain(record: models.Model, name: str) -> Any:
    """The value of a column as JSON keeps it."""
    if column(type(record), name).many_to_many:
        return sorted(getattr(record, name).values_list("pk", flat=True))
    return as_json(getattr(record, name))


def as_json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def from_json(model: type[models.Model], name: str, value: Any) -> Any:
    field = column(model, name)
    return value if field.is_relation or value is None else field.to_python(value)


def entries_of(moves: Iterable[Move]) -> list[dict[str, Any]]:
    """What `PersonMerge.moves` keeps, before the moves are made; `title` is how the record read then."""
    return [
        {
            "model": move.record._meta.label_lower,
            "pk": move.record.pk,
            "field": name,
            "before": plain(move.record, name),
            "after": as_json(value),
            "title": move.words,
        }
        for move in moves
        for name, value in move.values.items()
    ]


def carry_out(moves: Sequence[Move], *, by: User, reason: str) -> None:
    """Writes the moves in their order, with history where the record has one."""
    for move in moves:
        put(move.record, move.values, by=by, reason=reason)


def put(record: models.Model, values: Mapping[str, Any], *, by: User, reason: str) -> None:
    sets = {name for name in values if column(type(record), name).many_to_many}
    for name in values.keys() - sets:
        setattr(record, name, values[name])
    signed(record, by=by, reason=reason).save()
    for name in sets:
        signed(record, by=by, reason=reason)
        getattr(record, name).set(values[name])


def moves_back(entries: Sequence[Mapping[str, Any]]) -> tuple[list[Move], list[str]]:
    """The moves that take `entries` back, the last first, and in words what has been changed since then."""
    back: dict[tuple[str, int], dict[str, Any]] = {}
    for entry in reversed(entries):
        back.setdefault((entry["model"], entry["pk"]), {})[entry["field"]] = entry
    moves, changed = [], []
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
            if plain(record, name) != entry["after"]
        ]
        moves.append(Move(record, {n: from_json(model, n, entry["before"]) for n, entry in fields.items()}))
    return moves, changed


def _label(model: type[models.Model], name: str) -> str:
    return str(column(model, name).verbose_name)
