from datetime import date
from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from registry.migrations._date_repair import clear, repair


def repair_dates(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """So that the bounds of the next migration hold for every row."""

    def models(name: str) -> tuple[Any, Any]:
        return apps.get_model("registry", name), apps.get_model("registry", f"Historical{name}")

    clear(*models("Person"), "birth_date", date(1920, 1, 1))
    clear(*models("Person"), "working_since", date(1940, 1, 1))
    for name in ("Mentor", "Mentee"):
        repair(*models(name), ("included_on", "excluded_on"))
    repair(*models("Curator"), ("appointed_on", "dismissed_on"))
    repair(*models("Consent"), ("signed_on", "valid_until", "withdrawn_on"))
    repair(*models("Act"), ("dated",))


class Migration(migrations.Migration):
    dependencies = [("registry", "0007_one_open_invitation_a_place")]

    operations = [migrations.RunPython(repair_dates, migrations.RunPython.noop)]
