"""`manage.py migrate`, quick on an empty database: the tables are made as the models say.

To walk over all migrations would make the same tables (tests/imports/test_existing_databases.py holds the two against
each other) and take about two minutes of computing, nearly all of it for the states between them.

Going back, it drops no issued paper unless the database is named in DROP_ISSUED_PAPERS: no guard of the database sees
a table dropped.
"""

import os
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import CommandError
from django.core.management.commands.migrate import Command as MigrateCommand
from django.db import connections, transaction
from django.db.migrations import AddField, CreateModel, Migration
from django.db.migrations.exceptions import AmbiguityError
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from config.backup.manifest import database_name
from reports.models import IssuedDocument

FORCED_BY = "DROP_ISSUED_PAPERS"


class Command(MigrateCommand):
    def handle(self, *args: Any, **options: Any) -> None:
        if _makes_everything(options) and _is_new(options["database"]):
            self._make_tables(*args, **options)
            MigrationRecorder(connections[options["database"]]).ensure_schema()
            with transaction.atomic(using=options["database"]):
                super().handle(*args, **{**options, "fake": True})
        else:
            _keep_issued_papers(options)
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


def _keep_issued_papers(options: dict[str, Any]) -> None:
    """Raises CommandError where a migration would take away the table of issued papers, or a column of it."""
    if not options["app_label"] or not options["migration_name"] or any(options[n] for n in ("fake", "plan", "prune")):
        return
    if not any(map(_drops_issued_papers, _migrations_back(options))):
        return
    number = IssuedDocument.objects.using(options["database"]).count()
    if number and os.environ.get(FORCED_BY) != database_name():
        raise CommandError(
            f"Это удалит изданные документы или часть их сведений: в базе их {number}, и вернуть их будет нельзя. "
            f"Сделайте копию (manage.py backup). Если удалить их всё-таки нужно: {FORCED_BY}={database_name()}."
        )


def _migrations_back(options: dict[str, Any]) -> list[Migration]:
    """What the command would take back. A target that nobody knows is told by the command itself."""
    executor = MigrationExecutor(connections[options["database"]])
    app, name = options["app_label"], options["migration_name"]
    try:
        number = None if name == "zero" else executor.loader.get_migration_by_prefix(app, name).name
        plan = executor.migration_plan([(app, number)])
    except (LookupError, AmbiguityError):
        return []
    return [migration for migration, is_backwards in plan if is_backwards]


def _drops_issued_papers(migration: Migration) -> bool:
    model = IssuedDocument._meta.model_name
    return migration.app_label == IssuedDocument._meta.app_label and any(
        (isinstance(operation, CreateModel) and operation.name_lower == model)
        or (isinstance(operation, AddField) and operation.model_name_lower == model)
        for operation in migration.operations
    )
