from datetime import date

from django.db import migrations

from registry.migrations._date_repair import clear, repair


def repair_dates(apps, schema_editor):
    """So that the bounds of the next migration hold for every row."""

    def models(name):
        return apps.get_model("registry", name), apps.get_model("registry", f"Historical{name}")

    clear(*models("Person"), "birth_date", date(1920, 1, 1))
    clear(*models("Person"), "working_since", date(1940, 1, 1))
    for name in ("Mentor", "Mentee"):
        repair(*models(name), ("included_on", "excluded_on"))
    repair(*models("Curator"), ("appointed_on", "dismissed_on"))
    repair(*models("Consent"), ("signed_on", "valid_until", "withdrawn_on"))
    repair(*models("Act"), ("dated",))


class Migration(migrations.Migration):
    dependencies = [("registry", "0003_workplaces_of_people")]

    operations = [migrations.RunPython(repair_dates, migrations.RunPython.noop)]
