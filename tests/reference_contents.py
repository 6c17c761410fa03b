"""What a database holds before any test, and how it gets back to that after a test that has committed.

Django empties every table and fires `post_migrate`, and the reference data have to be loaded again: that takes 1.5 s on
PostgreSQL. Here only what differs is put back: on SQLite the whole file, which is small; on PostgreSQL the tables whose
rows are other ones than at the beginning.
"""

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import OperationalError, connection, transaction
from django.test import TransactionTestCase

#: number of rows, and the latest transaction that has written one of them
_Signature = tuple[int, int | None]


@dataclass(frozen=True)
class _Rows:
    columns: Sequence[str]
    #: as PostgreSQL copies them
    copied: bytes


def remember() -> None:
    """From now on a committing test leaves behind what the database holds now."""
    restore = _file_of_sqlite() if connection.vendor == "sqlite" else _Tables().restore

    def put_back(_: TransactionTestCase) -> None:
        try:
            restore()
        except OperationalError:  # a late request of a browser met the locks; the database ended one of the two
            restore()

    TransactionTestCase._fixture_teardown = put_back  # type: ignore[attr-defined]


def _file_of_sqlite() -> Callable[[], None]:
    pristine = sqlite3.connect(":memory:", check_same_thread=False)
    connection.ensure_connection()
    connection.connection.backup(pristine)

    def restore() -> None:
        connection.ensure_connection()
        pristine.backup(connection.connection)

    return restore


class _Tables:
    """Of PostgreSQL."""

    def __init__(self) -> None:
        self._signatures = self._signatures_now(self._names())
        self._rows = {table: self._copied(table) for table, (number, _) in self._signatures.items() if number}

    def restore(self) -> None:
        names = self._names()
        with transaction.atomic(), connection.cursor() as cursor:
            # Whoever still writes is waited for; nobody is asked whether rows refer to each other meanwhile.
            cursor.execute(f"LOCK TABLE {', '.join(map(_quoted, names))} IN ACCESS EXCLUSIVE MODE")
            cursor.execute("SET LOCAL session_replication_role = replica")
            changed = [
                table
                for table, now in self._signatures_now(names).items()
                if now != self._signatures.get(table, (0, None))
            ]
            for table in changed:
                cursor.execute(f"DELETE FROM {_quoted(table)}")
                if rows := self._rows.get(table):
                    columns = ", ".join(map(_quoted, rows.columns))
                    with cursor.copy(f"COPY {_quoted(table)} ({columns}) FROM STDIN") as copy:
                        copy.write(rows.copied)
            self._signatures |= self._signatures_now([table for table in changed if table in self._rows])

    def _names(self) -> list[str]:
        return sorted(connection.introspection.django_table_names(only_existing=True, include_views=False))

    def _signatures_now(self, tables: Sequence[str]) -> dict[str, _Signature]:
        if not tables:
            return {}
        each = (f"SELECT {n}, count(*), max(xmin::text::bigint) FROM {_quoted(t)}" for n, t in enumerate(tables))
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(each))
            return {tables[index]: (number, latest) for index, number, latest in cursor.fetchall()}

    def _copied(self, table: str) -> _Rows:
        with connection.cursor() as cursor:
            columns = [column.name for column in connection.introspection.get_table_description(cursor, table)]
            names = ", ".join(map(_quoted, columns))
            with cursor.copy(f"COPY {_quoted(table)} ({names}) TO STDOUT") as copy:
                return _Rows(columns, b"".join(bytes(part) for part in copy))


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
