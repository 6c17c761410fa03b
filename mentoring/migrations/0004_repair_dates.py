from typing import Any

from django.db import migrations

from registry.migrations._date_repair import repair


def repair_dates(apps: Any, schema_editor: Any) -> None:
    """So that the bounds of the next migration hold for every row."""
    pair, history = apps.get_model("mentoring", "Pair"), apps.get_model("mentoring", "HistoricalPair")
    repair(pair, history, ("starts_on", "ends_on", "ended_on"))


class Migration(migrations.Migration):
    dependencies = [("mentoring", "0003_places_by_state"), ("registry", "0005_plausible_dates")]

    operations = [migrations.RunPython(repair_dates, migrations.RunPython.noop)]
