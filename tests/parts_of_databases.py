"""What a database is made of, to hold one against another: columns, constraints, indexes, triggers."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from django.db import connection

from tests.rooms import ROOMS_WITH_MODELS

Query = Callable[[str], list[tuple[Any, ...]]]


def plain(definition: str) -> str:
    """A table restored from a copy writes casts and brackets otherwise than one that was made here: without them."""
    return rf"regexp_replace({definition}, '::(character varying|text)(\[\])?|[()]', '', 'g')"


#: what a database is made of: kind of part → query whose rows tell the parts
PARTS_IN_POSTGRESQL = {
    "columns": """
        SELECT table_name, column_name, data_type, character_maximum_length, is_nullable, column_default, is_identity,
               collation_name
        FROM information_schema.columns WHERE table_schema = 'public'
    """,
    "constraints": f"""
        SELECT conrelid::regclass::text, {plain("pg_get_constraintdef(oid)")} FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace
    """,
    "named checks": """
        SELECT conrelid::regclass::text, conname FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace AND contype = 'c'
    """,
    "indexes": f"""
        SELECT regexp_replace({plain("indexdef")}, 'INDEX \\S+ ON', 'INDEX ON') FROM pg_indexes
        WHERE schemaname = 'public'
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
    return parts | {"columns": {row for row in parts["columns"] if row[0].startswith(ROOMS_WITH_MODELS)}}


def parts_by_kind(query: Query) -> dict[str, set[Any]]:
    return parts_in_sqlite(query) if connection.vendor == "sqlite" else parts_in_postgresql(query)


def rows_of_the_tests(sql: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()
