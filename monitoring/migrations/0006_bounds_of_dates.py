import datetime
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from registry.migrations._date_repair import pull_inside


def repair_dates(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """So that the bounds hold for every row."""
    for name, *fields in (
        ("Assessment", "held_on", "approved_on"),
        ("Scale", "valid_from"),
    ):
        pull_inside(apps, "monitoring", name, *fields)


class Migration(migrations.Migration):
    dependencies = [
        ("monitoring", "0005_longer_numbers"),
        ("registry", "0020_bounds_of_all_dates"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(repair_dates, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("held_on__isnull", True),
                    models.Q(
                        ("held_on__gte", datetime.date(1990, 1, 1)), ("held_on__lte", datetime.date(2099, 12, 31))
                    ),
                    _connector="OR",
                ),
                name="monitoring_assessment_held_on_plausible",
                violation_error_message="Проверьте год: здесь бывают даты с 1990 по 2099 год.",
            ),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("approved_on__isnull", True),
                    models.Q(
                        ("approved_on__gte", datetime.date(1990, 1, 1)),
                        ("approved_on__lte", datetime.date(2099, 12, 31)),
                    ),
                    _connector="OR",
                ),
                name="monitoring_assessment_approved_on_plausible",
                violation_error_message="Проверьте год: здесь бывают даты с 1990 по 2099 год.",
            ),
        ),
        migrations.AddConstraint(
            model_name="scale",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_from__isnull", True),
                    models.Q(
                        ("valid_from__gte", datetime.date(1990, 1, 1)), ("valid_from__lte", datetime.date(2099, 12, 31))
                    ),
                    _connector="OR",
                ),
                name="monitoring_scale_valid_from_plausible",
                violation_error_message="Проверьте год: здесь бывают даты с 1990 по 2099 год.",
            ),
        ),
    ]
