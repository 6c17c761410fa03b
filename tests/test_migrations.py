"""`manage.py migrate` makes an empty database at once, as the models say, and notes every migration as applied.

That an older database comes to the same tables is asked in tests/imports/test_existing_databases.py.
"""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.commands.migrate import Command as MigrateCommand
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from tests.parts_of_databases import Query, parts_by_kind, rows_of_the_tests
from tests.rooms import ROOMS_WITH_MODELS

Environment = dict[str, str]


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[tuple[Environment, Query]]:
    """The environment in which commands see an empty database, and what asks or changes it."""
    environment = {name: value for name, value in os.environ.items() if name not in ("TESTING", "TEST_SQLITE_FILE")}
    environment["DATA_DIR"] = str(tmp_path)
    if connection.vendor == "sqlite":
        copy = sqlite3.connect(tmp_path / "portal.sqlite3", isolation_level=None)
        yield environment, lambda sql: copy.execute(sql).fetchall()
        copy.close()
        return
    import psycopg

    name, server = f"migrated_{os.getpid()}", os.environ["DATABASE_URL"]
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}"')
        try:
            address = server.rsplit("/", 1)[0] + f"/{name}"
            with psycopg.connect(address, autocommit=True) as made:

                def query(sql: str) -> list[tuple[Any, ...]]:
                    cursor = made.execute(sql)
                    return cursor.fetchall() if cursor.description else []

                yield {**environment, "DATABASE_URL": address}, query
        finally:
            admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def command(environment: Environment, *names: str) -> str:
    ended = subprocess.run(
        [sys.executable, "manage.py", *names],
        cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr[-3000:]
    return ended.stdout


@pytest.mark.django_db
def test_an_empty_database_is_made_as_the_models_say_and_holds_no_rows(empty: tuple[Environment, Query]) -> None:
    environment, query = empty
    command(environment, "migrate")
    made, wanted = parts_by_kind(query), parts_by_kind(rows_of_the_tests)
    assert all(wanted.values())
    for kind, parts in wanted.items():
        assert made[kind] == parts, kind
    tables = [
        model._meta.db_table for model in apps.get_models() if model.__module__.split(".")[0] in ROOMS_WITH_MODELS
    ]
    assert [table for table in tables if query(f'SELECT 1 FROM "{table}" LIMIT 1')] == []
    assert "[ ]" not in command(environment, "showmigrations")

    noted = query("SELECT app, name FROM django_migrations ORDER BY app, name")
    query("DELETE FROM django_migrations")  # stopped before they were noted
    command(environment, "migrate")
    assert query("SELECT app, name FROM django_migrations ORDER BY app, name") == noted

    query("DELETE FROM django_migrations")
    query("CREATE TABLE of_another_program (one integer)")  # no database of ours: nothing is noted
    walked = subprocess.run(
        [sys.executable, "manage.py", "migrate"],
        cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert walked.returncode != 0
    assert "already exists" in walked.stderr


@pytest.mark.django_db
def test_a_database_with_all_tables_is_resumed_until_a_migration_is_noted(monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[str] = []

    def note(command: Any, *args: Any, **options: Any) -> None:
        steps.append(next((name for name in ("run_syncdb", "fake") if options[name]), "walk"))

    monkeypatch.setattr(MigrateCommand, "handle", note)
    recorder = MigrationRecorder(connection)
    recorder.flush()
    call_command("migrate")
    assert steps == ["run_syncdb", "fake"]

    steps.clear()
    recorder.record_applied("registry", "0001_initial")
    call_command("migrate")
    assert steps == ["walk"]
