"""`manage.py migrate`, quick on an empty database: the tables are made as the models say.

To walk over all migrations would make the same tables (tests/imports/test_existing_databases.py holds the two against
each other) and take about two minutes of computing, nearly all of it for the states between them.
"""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.commands.migrate import Command as MigrateCommand
from django.db import connections, transaction
from django.db.migrations.recorder import MigrationRecorder


class Command(MigrateCommand):
    def handle(self, *args: Any, **options: Any) -> None:
        if _makes_everything(options) and _is_new(options["database"]):
            self._make_tables(*args, **options)
            MigrationRecorder(connections[options["database"]]).ensure_schema()
            with transaction.atomic(using=options["database"]):
                super().handle(*args, **{**options, "fake": True})
        else:
            super().handle(*args, **options)

    def _make_tables(self, *args: Any, **options: Any) -> None:
        """In one transaction; the way of Django's own test databases whose setting MIGRATE is off."""
        modules = settings.MIGRATION_MODULES
        settings.MIGRATION_MODULES = {app.label: None for app in apps.get_app_configs()}
        try:
            super().handle(*args, **{**options, "run_syncdb": True})
        finally:
            settings.MIGRATION_MODULES = modules


def _makes_everything(options: dict[str, Any]) -> bool:
    """Whether the command is neither for one app nor one that looks, notes or makes tables without migrations."""
    return not any(options[n] for n in ("app_label", "fake", "plan", "check_unapplied", "prune", "run_syncdb"))


def _is_new(database: str) -> bool:
    """Whether the database has no tables, or has them all and was stopped before a migration was noted."""
    connection = connections[database]
    tables = set(connection.introspection.table_names())
    whole = set(connection.introspection.django_table_names(only_existing=False, include_views=False))
    has_migrations = bool(MigrationRecorder(connection).applied_migrations())
    return not has_migrations and tables - {MigrationRecorder.Migration._meta.db_table} in (set(), whole)
