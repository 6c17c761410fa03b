"""The rows of a draft as they lie in the database, in as little time and memory as a hundred thousand of them leave."""

import json
from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import F, TextField
from django.db.models.functions import Cast

from imports.json_fields import DataField
from imports.models import ImportBatch, ImportRow
from imports.writing.bulk_writing import copy_of

_AT_A_TIME = 2000
_PLAIN = (
    "id", "position", "sheet", "row", "part", "status", "issue_code", "question_key", "revision", "target_id",
)  # fmt: skip
#: read when somebody asks for them: cells are for people, keys for lists of rows
_DEFERRED = ("cells", "name_key", "organisation_key")
_AS_JSON = ("record", "changes", "warnings", "errors", "candidates", "decision")


def stored_rows_of(batch: ImportBatch) -> list[ImportRow]:
    """All rows of the batch by position, without their cells: what comparing them with the register needs."""
    texts = (Cast(name, TextField()) for name in _AS_JSON)
    stored = batch.rows.order_by("position").values_list(*map(F, _PLAIN), *texts)
    blank = ImportRow(batch_id=batch.pk)
    for name in _DEFERRED:
        del blank.__dict__[name]
    decoders = [(name, _decoder(name)) for name in _AS_JSON]
    alike: dict[Any, Any] = {}
    rows = []
    for values in stored.iterator(chunk_size=_AT_A_TIME):
        row = copy_of(blank)
        row._state.adding, row._state.db = False, batch._state.db
        for name, value in zip(_PLAIN, values, strict=False):
            row.__dict__[name] = alike.setdefault(value, value) if type(value) is str else value
        for (name, decode), text in zip(decoders, values[len(_PLAIN) :], strict=True):
            setattr(row, name, decode(_read(text, alike)))
        rows.append(row)
    return rows


def _decoder(name: str) -> Callable[[Any], Any]:
    field = ImportRow._meta.get_field(name)
    return field.decode if isinstance(field, DataField) else _as_it_is


def _as_it_is(value: Any) -> Any:
    return value


def _read(text: str, alike: dict[Any, Any]) -> Any:
    """Most rows have nothing to say in most of their fields."""
    if text == "[]":
        return []
    return {} if text == "{}" else _shared(json.loads(text), alike)


def rows_with_issues(batch: ImportBatch) -> Iterator[ImportRow]:
    """The rows by position, one after another, with what is counted and told of them."""
    stored = batch.rows.only("sheet", "row", "status", "warnings", "errors")
    return stored.order_by("position").iterator(chunk_size=_AT_A_TIME)


def _shared(value: Any, alike: dict[Any, Any]) -> Any:
    """The value with one object for all equal texts: every row repeats the names of its fields, many their values."""
    kind = type(value)
    if kind is str:
        return alike.setdefault(value, value)
    if kind is dict:
        return {alike.setdefault(name, name): _shared(item, alike) for name, item in value.items()}
    if kind is list and value:
        return [_shared(item, alike) for item in value]
    return value
