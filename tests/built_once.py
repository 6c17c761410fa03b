"""What the tests of a module begin from, built once for all of them: each test works on a savepoint and on a copy."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker


@contextmanager
def rows_of_module(blocker: DjangoDbBlocker) -> Iterator[None]:
    """Opens the database for what is written on the way in and takes all of it back on the way out.

    Between the two the database is as closed as it was, so that tests still say that they use it. A test that commits
    must stand in another module: it would wait for these rows.
    """
    block = transaction.atomic()
    block._from_testcase = True  # type: ignore[attr-defined]  # durable blocks begin inside, as in any test
    with blocker.unblock():
        block.__enter__()
    try:
        yield
    finally:
        with blocker.unblock():
            transaction.set_rollback(True)
            block.__exit__(None, None, None)
