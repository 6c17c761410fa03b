"""The database of PostgreSQL in a copy: the rows of every table, by COPY in one snapshot. The tables themselves, their
rules and their guards come from the portal (ADR 47)."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from config.backup.archive import DATABASE, ArchiveReader, ArchiveWriter, pieces_of
from config.backup.manifest import BackupRefused
from registry.guards import installation


def dump(writer: ArchiveWriter, file_columns: Iterable[tuple[str, str]]) -> set[str]:
    """Returns the names of files that rows of the snapshot bear."""
    named_files: set[str] = set()
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        for table in _tables():
            copied = _copied(cursor, f"COPY {_quoted(table)} ({_columns(cursor, table)}) TO STDOUT")
            writer.add(_member(table), copied, is_packed=True)
            cursor.execute(f"SELECT count(*) FROM {_quoted(table)}")  # noqa: S608
            writer.manifest.tables[table] = cursor.fetchone()[0]
            for sequence in connection.introspection.get_sequences(cursor, table):
                cursor.execute(f"SELECT last_value, is_called FROM {_quoted(sequence['name'])}")  # noqa: S608
                writer.manifest.sequences[table] = (sequence["column"], *cursor.fetchone())
        for table, column in file_columns:
            cursor.execute(f"SELECT DISTINCT {_quoted(column)} FROM {_quoted(table)}")  # noqa: S608
            named_files.update(name for (name,) in cursor.fetchall())
    return named_files


def load(reader: ArchiveReader) -> None:
    """Puts the rows in the place of the present ones, in one transaction."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", interactive=False, verbosity=0)
    tables = _tables()
    if set(tables) != set(reader.manifest.tables):
        raise BackupRefused("В копии не те таблицы, что у этого издания портала. Возьмите другую копию.")
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        installation.drop(connection)
        cursor.execute(f"TRUNCATE {', '.join(map(_quoted, tables))}")
        for table in tables:
            with (
                reader.open(_member(table)) as rows,
                cursor.copy(f"COPY {_quoted(table)} ({_columns(cursor, table)}) FROM STDIN") as copy,
            ):
                for part in pieces_of(rows):
                    copy.write(part)
            _check_count(cursor, table, reader.manifest.tables[table])
            _set_sequence(cursor, table, reader)
        # what refers to what is checked now; a trigger is not made on a table with checks that wait
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        installation.install(connection)


def _tables() -> list[str]:
    names = connection.introspection.django_table_names(only_existing=True, include_views=False)
    return sorted({*names, MigrationRecorder.Migration._meta.db_table})


def _copied(cursor: Any, statement: str) -> Iterator[bytes]:
    with cursor.copy(statement) as copy:
        for part in copy:
            yield bytes(part)


def _columns(cursor: Any, table: str) -> str:
    """By name and in alphabetical order: tables that migrations made have another order than new ones."""
    columns = connection.introspection.get_table_description(cursor, table)
    return ", ".join(_quoted(name) for name in sorted(column.name for column in columns))


def _check_count(cursor: Any, table: str, expected: int) -> None:
    cursor.execute(f"SELECT count(*) FROM {_quoted(table)}")  # noqa: S608
    if cursor.fetchone()[0] != expected:
        raise BackupRefused(f"В копии таблица {table} неполна. Возьмите другую копию.")


def _set_sequence(cursor: Any, table: str, reader: ArchiveReader) -> None:
    """Numbers that were given once are not given again: history speaks of records that are gone."""
    if (state := reader.manifest.sequences.get(table)) is None:
        return
    for sequence in connection.introspection.get_sequences(cursor, table):
        cursor.execute("SELECT setval(%s::regclass, %s, %s)", [_quoted(sequence["name"]), state[1], state[2]])


def _member(table: str) -> str:
    return f"{DATABASE}{table}.copy"


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
