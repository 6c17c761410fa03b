"""The tables of the tests are made as the models say (tests/conftest.py); a database that is migrated has the same."""

import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection

ROOMS = ("accounts", "registry", "mentoring", "monitoring", "reports", "imports", "worklist")
Query = Callable[[str], list[tuple[Any, ...]]]

#: what a database is made of: kind of part → query whose rows tell the parts
PARTS_IN_POSTGRESQL = {
    "columns": """
        SELECT table_name, column_name, data_type, character_maximum_length, is_nullable, column_default, is_identity,
               collation_name
        FROM information_schema.columns WHERE table_schema = 'public'
    """,
    "constraints": """
        SELECT conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace
    """,
    "named checks": """
        SELECT conrelid::regclass::text, conname FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace AND contype = 'c'
    """,
    "indexes": """
        SELECT regexp_replace(indexdef, 'INDEX \\S+ ON', 'INDEX ON') FROM pg_indexes WHERE schemaname = 'public'
    """,
    "triggers": "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
}


def parts_in_sqlite(query: Query) -> dict[str, set[Any]]:
    tables = query("SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    others = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND type ="
    return {
        "columns and constraints": {(name, part) for name, sql in tables for part in parts_of_table(sql)},
        "indexes": {re.sub(r'INDEX "[^"]+" ON', "INDEX ON", sql) for (sql,) in query(f"{others} 'index'")},
        "triggers": {sql for (sql,) in query(f"{others} 'trigger'")},
    }


def parts_of_table(sql: str) -> Iterator[str]:
    """Of CREATE TABLE: its columns and constraints, each as it is written between two commas."""
    depth, begin, inside = 0, sql.index("(") + 1, ""
    for place, sign in enumerate(sql):
        if inside or sign in "'\"":
            inside = "" if sign == inside else inside or sign
        elif sign in "()":
            depth += 1 if sign == "(" else -1
        if not inside and ((sign == "," and depth == 1) or (sign == ")" and depth == 0)):
            yield " ".join(sql[begin:place].split())
            begin = place + 1


def parts_in_postgresql(query: Query) -> dict[str, set[Any]]:
    """Keys of Django's own tables are as wide as its migrations have made them, so their columns are left out."""
    parts = {kind: set(query(sql)) for kind, sql in PARTS_IN_POSTGRESQL.items()}
    return parts | {"columns": {row for row in parts["columns"] if row[0].startswith(ROOMS)}}


def asked_of_the_tests(sql: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


@pytest.fixture
def migrated(tmp_path: Path) -> Iterator[Query]:
    """Asks a database that `manage.py migrate` has made from nothing."""
    environment = {name: value for name, value in os.environ.items() if name not in ("TESTING", "TEST_SQLITE_FILE")}
    environment["DATA_DIR"] = str(tmp_path)
    if connection.vendor == "sqlite":
        migrate(environment)
        copy = sqlite3.connect(tmp_path / "portal.sqlite3")
        yield lambda sql: copy.execute(sql).fetchall()
        copy.close()
        return
    import psycopg

    name, server = f"migrated_{os.getpid()}", os.environ["DATABASE_URL"]
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}"')
        try:
            address = server.rsplit("/", 1)[0] + f"/{name}"
            migrate({**environment, "DATABASE_URL": address})
            with psycopg.connect(address) as made:
                yield lambda sql: made.execute(sql).fetchall()
        finally:
            admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def migrate(environment: dict[str, str]) -> None:
    command = [sys.executable, "manage.py", "migrate"]
    done = subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]


@pytest.mark.django_db
def test_migrations_make_what_the_models_say_and_put_no_rows_there(migrated: Query) -> None:
    parts_in = parts_in_sqlite if connection.vendor == "sqlite" else parts_in_postgresql
    made, wanted = parts_in(migrated), parts_in(asked_of_the_tests)
    assert all(wanted.values())
    for kind, parts in wanted.items():
        assert made[kind] == parts, kind

    tables = [model._meta.db_table for model in apps.get_models() if model.__module__.split(".")[0] in ROOMS]
    assert [table for table in tables if migrated(f'SELECT 1 FROM "{table}" LIMIT 1')] == []
