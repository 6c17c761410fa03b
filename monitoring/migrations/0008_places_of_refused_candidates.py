from typing import Any

from django.db import migrations


def count_anew(apps: Any, schema_editor: Any) -> None:
    """Nothing has the checksum 0."""
    apps.get_model("monitoring", "StoredFigures").objects.update(checksum=0)


class Migration(migrations.Migration):
    """Whom the head has refused has no free places: what was stored is counted anew."""

    dependencies = [("monitoring", "0007_checksum_of_stored_figures")]

    operations = [migrations.RunPython(count_anew, migrations.RunPython.noop)]
