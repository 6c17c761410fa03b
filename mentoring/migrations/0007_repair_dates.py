from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from registry.migrations._date_repair import repair


def repair_dates(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """So that the bounds of the next migration hold for every row."""
    pair, history = apps.get_model("mentoring", "Pair"), apps.get_model("mentoring", "HistoricalPair")
    repair(pair, history, ("starts_on", "ends_on", "ended_on"))


class Migration(migrations.Migration):
    dependencies = [("mentoring", "0006_acts_of_changes"), ("registry", "0009_plausible_dates")]

    operations = [migrations.RunPython(repair_dates, migrations.RunPython.noop)]
