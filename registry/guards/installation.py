"""Rules that the database itself keeps by triggers, on SQLite and on PostgreSQL.

An app declares its guards as a list `GUARDS` of its module or package `guards`. They are dropped before every
`migrate` and put back after it: on SQLite a migration that alters a table rebuilds it, which drops its triggers
silently, and a trigger that names a table under reconstruction would stop the migration.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper


@dataclass(frozen=True)
class Guard:
    """A trigger on one table. `sqlite` and `postgresql` are the statements that make it, in order.

    On PostgreSQL the trigger runs a function named like the trigger. `needs` names every table that must exist.
    """

    name: str
    table: str
    needs: tuple[str, ...]
    sqlite: tuple[str, ...]
    postgresql: tuple[str, ...]
    #: names of the triggers themselves, where one guard takes several (an INSERT and an UPDATE trigger on SQLite)
    sqlite_triggers: tuple[str, ...]


def all_guards() -> Iterator[Guard]:
    for app in apps.get_app_configs():
        if find_spec(f"{app.name}.guards"):
            yield from import_module(f"{app.name}.guards").GUARDS


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of the guards that the database does not have."""
    present = _present_triggers(connection)
    expected = {
        trigger
        for guard in all_guards()
        for trigger in (guard.sqlite_triggers if connection.vendor == "sqlite" else (guard.name,))
    }
    return sorted(expected - present)


def drop(connection: BaseDatabaseWrapper) -> None:
    present = _present_triggers(connection)
    with connection.cursor() as cursor:
        for guard in all_guards():
            if connection.vendor == "sqlite":
                for trigger in guard.sqlite_triggers:
                    cursor.execute(f'DROP TRIGGER IF EXISTS "{trigger}"')
            elif guard.name in present:
                cursor.execute(f'DROP TRIGGER IF EXISTS "{guard.name}" ON "{guard.table}"')


def install(connection: BaseDatabaseWrapper) -> None:
    """Puts every guard in place whose tables exist; replaces an older form of it."""
    drop(connection)
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for guard in all_guards():
            if tables.issuperset(guard.needs):
                for statement in guard.sqlite if connection.vendor == "sqlite" else guard.postgresql:
                    cursor.execute(statement)


def drop_guards(*, using: str = DEFAULT_DB_ALIAS, **_: object) -> None:
    drop(connections[using])


def restore_guards(*, using: str = DEFAULT_DB_ALIAS, **_: object) -> None:
    install(connections[using])


def _present_triggers(connection: BaseDatabaseWrapper) -> set[str]:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute(
                "SELECT t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
                " JOIN pg_namespace n ON n.oid = c.relnamespace"
                " WHERE NOT t.tgisinternal AND n.nspname = current_schema()"
            )
        return {name for (name,) in cursor.fetchall()}
