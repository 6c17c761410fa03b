"""Thousands of new records and their history in one statement each.

Django's `bulk_create` prepares every value of every record by itself, which for ten thousand people costs more than
reading their spreadsheet; here a column is prepared only if its type asks for it. History is written in the form that
`simple_history.utils.bulk_create_with_history` gives it.
"""

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import lru_cache
from operator import itemgetter
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, connections, models
from django.db.models.base import ModelState
from simple_history.utils import get_history_manager_for_model

from accounts.models import User

Prototype = TypeVar("Prototype", bound=models.Model)
#: kept by the database as Python has them
_AS_THEY_ARE = (models.CharField, models.TextField, models.IntegerField, models.BooleanField)


def copy_of(prototype: Prototype) -> Prototype:
    """An unsaved record with the prototype's values: filling in forty defaults anew takes ten times as long."""
    record = type(prototype).__new__(type(prototype))
    record.__dict__.update(vars(prototype))
    record._state = ModelState()
    return record


@contextmanager
def without_collecting() -> Iterator[None]:
    """Lets the collector of cycles rest: it would walk all rows of the file again and again and find nothing.

    It rests for the whole process: only for a worker or a command, never in a request beside others.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def insert(records: Sequence[models.Model]) -> None:
    """Inserts new records of one model and gives them their primary keys."""
    if not records:
        return
    model = type(records[0])
    fields = model._meta.concrete_fields
    key, alias = model._meta.pk.attname, connection.alias
    for record, pk in zip(records, _next_keys(model, len(records)), strict=True):
        setattr(record, key, pk)
        record._state.adding = False
        record._state.db = alias
    _write(model, fields, map(itemgetter(*(field.attname for field in fields)), map(vars, records)))


def insert_unnamed(records: Sequence[models.Model]) -> None:
    """Inserts records whose primary keys nobody asks for."""
    if records:
        model = type(records[0])
        fields = [field for field in model._meta.concrete_fields if not field.primary_key]
        _write(model, fields, map(itemgetter(*(field.attname for field in fields)), map(vars, records)))


def update(records: Sequence[models.Model]) -> None:
    """Writes every column of known records of one model."""
    if not records:
        return
    meta = type(records[0])._meta
    fields = [field for field in meta.concrete_fields if not field.primary_key]
    changes = ", ".join(f"{_quoted(field)} = %s" for field in fields)
    statement = f"UPDATE {connection.ops.quote_name(meta.db_table)} SET {changes}"  # noqa: S608 names only
    values = map(itemgetter(*(field.attname for field in (*fields, meta.pk))), map(vars, records))
    with connection.cursor() as cursor:
        condition = f" WHERE {_quoted(meta.pk)} = %s"
        cursor.executemany(statement + condition, list(_prepared([*fields, meta.pk], values)))


def concrete_field(model: type[models.Model], name: str) -> models.Field[Any, Any]:
    """Raises TypeError for a relation that has no column in the model's table."""
    field = model._meta.get_field(name)
    if not isinstance(field, models.Field):
        raise TypeError(f"{model.__name__}.{name} has no column")
    return field


def _quoted(field: models.Field[Any, Any]) -> str:
    return connection.ops.quote_name(field.column or field.attname)


def insert_rows(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Inserts rows of plain values, those of the fields that are named, one after another."""
    _write(model, [concrete_field(model, name) for name in names], rows)


def insert_history(
    records: Sequence[models.Model], reasons: Sequence[str], *, by: User | None, created: bool, at: datetime
) -> None:
    """A version of each record as of the moment `at`, with the reason of the change."""
    if not records:
        return
    history = get_history_manager_for_model(type(records[0])).model
    tracked = history.tracked_fields
    of_history = [history._meta.get_field(field.attname) for field in tracked]
    own = [
        history._meta.get_field(name)
        for name in ("history_date", "history_type", "history_user", "history_change_reason")
    ]
    values = itemgetter(*(field.attname for field in tracked))
    signature = (at, "+" if created else "~", by.pk if by else None)
    versions = zip(map(vars, records), reasons, strict=True)
    rows = ((*values(attributes), *signature, reason) for attributes, reason in versions)
    _write(history, [*of_history, *own], rows)


def _next_keys(model: type[models.Model], count: int) -> Iterable[int]:
    """Keys that nobody else gets: of the sequence, or under SQLite's lock on writing."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            sequence = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"
            cursor.execute(sequence, [connection.ops.quote_name(table), count])
            return [key for (key,) in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = cursor.fetchone()
        first = (last[0] if last else 0) + 1
        return range(first, first + count)


def _write(model: type[models.Model], fields: Sequence[models.Field], rows: Iterable[Sequence[Any]]) -> None:
    table = connection.ops.quote_name(model._meta.db_table)
    columns = ", ".join(map(_quoted, fields))
    prepared = _prepared(fields, rows)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # The server answers when the copying ends, where Django does not turn errors into its own by itself.
            with connection.wrap_database_errors, cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in prepared:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(fields))
            statement = f"INSERT INTO {table} ({columns}) VALUES ({marks})"  # noqa: S608 names only
            cursor.executemany(statement, list(prepared))


def _prepared(fields: Sequence[models.Field], rows: Iterable[Sequence[Any]]) -> Iterable[Sequence[Any]]:
    special = [(index, prepare) for index, field in enumerate(fields) if (prepare := _preparation(field))]
    for row in rows:
        cells = list(row)
        for index, prepare in special:
            if cells[index] is not None:
                cells[index] = prepare(cells[index])
        yield cells


def _preparation(field: models.Field) -> Callable[[Any], Any] | None:
    """What turns a value of the field into one of the database; None when they are the same."""
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    if isinstance(target, _AS_THEY_ARE):
        return None
    database = connections[DEFAULT_DB_ALIAS]
    if isinstance(target, models.JSONField):
        empty = target.get_db_prep_save(target.get_default(), database)
        return lambda value: target.get_db_prep_save(value, database) if value else empty
    return lru_cache(maxsize=None)(lambda value: target.get_db_prep_save(value, database))
