"""Rows that are held until the end of a transaction."""

from typing import Any

from django.db import connection
from django.db.models import Model, QuerySet
from django.db.transaction import TransactionManagementError


def hold_rows(rows: QuerySet[Any]) -> None:
    """Holds each of the rows, always in one order, so that two users never wait for each other in a circle."""
    keys = list(rows.order_by("pk").values_list("pk", flat=True))
    list(rows.model._base_manager.select_for_update(of=("self",), no_key=True).filter(pk__in=keys).order_by("pk"))


def hold_row(record: Model) -> None:
    """Reads the record anew and holds its row until the end of the transaction: whoever comes second, waits and sees.

    Raises TransactionManagementError outside a transaction: the view lacks `atomic_post`. The transaction round a test
    counts for none, so that every test that sends a form finds a view without its own.
    """
    if all(getattr(block, "_from_testcase", False) for block in connection.atomic_blocks):
        raise TransactionManagementError("An edit form is filled inside a transaction: see atomic_post.")
    record.refresh_from_db(from_queryset=type(record)._base_manager.select_for_update(of=("self",), no_key=True))
