from datetime import date
from typing import Any

from django.db import migrations

from registry.migrations._date_repair import clear, repair


def repair_dates(apps: Any, schema_editor: Any) -> None:
    """So that the bounds of the next migration hold for every row."""

    def models(name: str) -> tuple[Any, Any]:
        return apps.get_model("registry", name), apps.get_model("registry", f"Historical{name}")

    person, history = models("Person")
    clear(person, history, "birth_date", date(1920, 1, 1))
    clear(person, history, "working_since", date(1940, 1, 1))
    for name, fields in {
        "Mentor": ("included_on", "excluded_on"),
        "Mentee": ("included_on", "excluded_on"),
        "Curator": ("appointed_on", "dismissed_on"),
        "Consent": ("signed_on", "valid_until", "withdrawn_on"),
        "Act": ("dated",),
    }.items():
        model, history = models(name)
        repair(model, history, fields)


class Migration(migrations.Migration):
    dependencies = [("registry", "0003_workplaces_of_people")]

    operations = [migrations.RunPython(repair_dates, migrations.RunPython.noop)]
