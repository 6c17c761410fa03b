"""Rows that are held until the end of a transaction."""

from django.db import connection
from django.db.models import Model
from django.db.transaction import TransactionManagementError


def hold_row(record: Model) -> None:
    """Reads the record anew and holds its row until the end of the transaction: whoever comes second, waits and sees.

    Raises TransactionManagementError outside a transaction: the view lacks `atomic_post`. The transaction round a test
    counts for none, so that every test that sends a form finds a view without its own.
    """
    if all(getattr(block, "_from_testcase", False) for block in connection.atomic_blocks):
        raise TransactionManagementError("An edit form is filled inside a transaction: see atomic_post.")
    record.refresh_from_db(from_queryset=type(record)._base_manager.select_for_update(of=("self",), no_key=True))
