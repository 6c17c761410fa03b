"""The rows of a draft as they lie in the database, in as little memory as a hundred thousand of them leave."""

from collections.abc import Iterator
from typing import Any

from registry.models import ImportBatch, ImportRow

_AT_A_TIME = 2000
#: told by the reader of the file, or needed by lists of rows only
_NOT_NEEDED = ("cells", "name_key", "organisation_key")


def rows_of(batch: ImportBatch) -> list[ImportRow]:
    """All rows of the batch by position, without their cells: what comparing them with the register needs."""
    alike: dict[Any, Any] = {}
    rows = []
    for row in batch.rows.defer(*_NOT_NEEDED).order_by("position").iterator(chunk_size=_AT_A_TIME):
        row.record = _shared(row.record, alike)
        row.status = alike.setdefault(row.status, row.status)
        row.sheet = alike.setdefault(row.sheet, row.sheet)
        rows.append(row)
    return rows


def told_rows(batch: ImportBatch) -> Iterator[ImportRow]:
    """The rows by position, one after another, with what is counted and told of them."""
    told = batch.rows.only("sheet", "row", "status", "warnings", "errors")
    return told.order_by("position").iterator(chunk_size=_AT_A_TIME)


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
