"""Rows as an older portal let them in: what a migration has found is put there, past the rules of today."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.db.models import CheckConstraint, Model

from registry.guards import installation


@contextmanager
def past_the_rules_of_today(*models: type[Model]) -> Iterator[None]:
    """No trigger and no CHECK of these models stands in the way; at the end every row must obey them again."""
    installation.drop(connection)
    rules = [(model, rule) for model in models for rule in model._meta.constraints]
    checks = [(model, rule) for model, rule in rules if isinstance(rule, CheckConstraint)]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA ignore_check_constraints = ON")
            try:
                yield
            finally:
                cursor.execute("PRAGMA ignore_check_constraints = OFF")
            for model in models:
                cursor.execute(f'PRAGMA integrity_check("{model._meta.db_table}")')
                assert cursor.fetchall() == [("ok",)], model
    else:
        _check_references_now()  # a table that still awaits it is not altered
        with connection.schema_editor() as editor:
            for model, rule in checks:
                editor.remove_constraint(model, rule)
        yield
        _check_references_now()
        with connection.schema_editor() as editor:
            for model, rule in checks:
                editor.add_constraint(model, rule)
    installation.install(connection)


def _check_references_now() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
