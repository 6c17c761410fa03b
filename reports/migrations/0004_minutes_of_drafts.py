from collections.abc import Callable
from typing import Any

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def several_minutes(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """A draft of an order named one protocol; now it names a list."""
    _convert(apps, lambda minutes: [minutes] if minutes else [])


def one_protocol(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    _convert(apps, lambda minutes: minutes[0] if minutes else None)


def _convert(apps: Apps, of_minutes: Callable[[Any], Any]) -> None:
    for draft in apps.get_model("reports", "PaperDraft").objects.all():
        if "minutes" in draft.details:
            draft.details["minutes"] = of_minutes(draft.details["minutes"])
            draft.save(update_fields=["details"])


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0003_words"),
    ]

    operations = [
        migrations.RunPython(several_minutes, one_protocol),
    ]
