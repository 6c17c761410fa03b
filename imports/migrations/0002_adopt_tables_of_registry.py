"""Databases older than this app keep imports in tables of the registry: their rows move here, the old tables go."""

from typing import Any

from django.core.management.color import no_style
from django.db import migrations

#: in the order of writing: each refers only to those before it
MODELS = ("ImportBatch", "ImportRow", "ImportedRecord", "HeadingSynonym", "ColumnMapping")


def adopt_tables(apps: Any, schema_editor: Any) -> None:
    connection = schema_editor.connection
    names = [name.lower() for name in MODELS]
    with connection.cursor() as cursor:
        present = set(connection.introspection.table_names(cursor))
    if f"registry_{names[0]}" not in present:
        return
    models = [apps.get_model("imports", name) for name in MODELS]
    quote = schema_editor.quote_name
    for model in models:
        columns = ", ".join(quote(field.column) for field in model._meta.concrete_fields)
        old, new = quote(f"registry_{model._meta.model_name}"), quote(model._meta.db_table)
        schema_editor.execute(f"INSERT INTO {new} ({columns}) SELECT {columns} FROM {old}")  # noqa: S608
    for statement in connection.ops.sequence_reset_sql(no_style(), models):
        schema_editor.execute(statement)
    for name in reversed(names):
        schema_editor.execute(f"DROP TABLE {quote(f'registry_{name}')}")
    types = apps.get_model("contenttypes", "ContentType").objects
    types.filter(app_label="imports", model__in=names).delete()
    types.filter(app_label="registry", model__in=names).update(app_label="imports")
    queue = apps.get_model("django_tasks_database", "DBTaskResult").objects
    queue.filter(task_path="registry.tasks.run_import_job").update(task_path="imports.tasks.run_import_job")


class Migration(migrations.Migration):
    dependencies = [
        ("imports", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("django_tasks_database", "0001_initial"),
    ]

    operations = [migrations.RunPython(adopt_tables, migrations.RunPython.noop)]
