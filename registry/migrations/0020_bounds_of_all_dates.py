import datetime
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from registry.migrations._date_repair import pull_inside


def repair_dates(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """So that the bounds hold for every row."""
    for name, *fields in (
        ("Act", "effective_on"),
        ("Curator", "confirmed_on"),
        ("LocalRules", "valid_from", "valid_to"),
        ("Membership", "since", "until"),
        ("Organisation", "archived_on"),
        ("Person", "archived_on"),
        ("Policy", "valid_from", "valid_to"),
        ("PolicyProposal", "valid_from"),
    ):
        pull_inside(apps, "registry", name, *fields)


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0019_sort_keys"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(repair_dates, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="act",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("effective_on__isnull", True),
                    models.Q(
                        ("effective_on__gte", datetime.date(1990, 1, 1)),
                        ("effective_on__lte", datetime.date(2099, 12, 31)),
                    ),
                    _connector="OR",
                ),
                name="registry_act_effective_on_plausible",
                violation_error_message="Проверьте год: здесь бывают даты с 1990 по 2099 год.",
            ),
        ),
        migrations.AddConstraint(
            model_name="curator",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("confirmed_on__isnull", True),
                    models.Q(
                        ("confirmed_on__gte", datetime.date(1990, 1, 1)),
                        ("confirmed_on__lte", datetime.date(2099, 12, 31)),
                    ),
                    _connector="OR",
                ),
                name="registry_curator_confirmed_on_plausible",
                violation_error_message="Проверьте год: здесь бывают даты с 1990 по 2099 год.",
            ),
        ),
        migrations.AddConstraint(
            model_name="localrules",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_from__isnull", True),
                    models.Q(
                        ("valid_from__gte", datetime.date(1990, 1, 1)), ("valid_from__lte", datetime.date(2099, 12, 31))
                    ),
                    _connector="OR",
                ),
                name="registry_localrules_valid_from_plausible",
                violation_error_message="Проверьте год: здесь бывают даты с 1990 по 2099 год.",
            ),
        ),
        migrations.AddConstraint(
            model_name="localrules",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to__isnull", True),
                    models.Q(
                        ("valid_to__gte", datetime.date(1990, 1, 1)), ("valid_to__lte", datetime.date(2099, 12, 31))
                    ),
                    _connector="OR",
                ),
                name="registry_localrules_valid_to_plausible",
                violation_error_message="Проверьте год: здесь бывают даты с 1990 по 2099 год.",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("since__isnull", True),
                    models.Q(("since__gte", datetime.date(1990, 1, 1)), ("since__lte", datetime.date(2099, 12, 31))),
                    _connector="OR",
                ),
                name="registry_membership_since_plausible",
                violation_error_message="Проверьте год: здесь бывают даты с 1990 по 2099 год.",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("until__isnull", True),
                    models.Q(("until__gte", datetime.date(1990, 1, 1)), ("until__lte", datetime.date(2099, 12, 31))),
                    _connector="OR",
                ),
                name="registry_membership_until_plausible",
                violation_error_message="Проверьте год: здесь бывают даты с 1990 по 2099 год.",
            ),
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("archived_on__isnull", True),
                    models.Q(
                        ("archived_on__gte", datetime.date(1990, 1, 1)),
                        ("archived_on__lte", datetime.date(2099, 12, 31)),
                    ),
                    _connector="OR",
                ),
                name="registry_organisation_archived_on_plausible",
                violation_error_message="Проверьте год: здесь бывают даты с 1990 по 2099 год.",
            ),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("archived_on__isnull", True),
                    models.Q(
                        ("archived_on__gte", datetime.date(1990, 1, 1)),
                        ("archived_on__lte", datetime.date(2099, 12, 31)),
                    ),
                    _connector="OR",
                ),
                name="registry_person_archived_on_plausible",
                violation_error_message="Проверьте год: здесь бывают даты с 1990 по 2099 год.",
            ),
        ),
        migrations.AddConstraint(
            model_name="policy",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_from__isnull", True),
                    models.Q(
                        ("valid_from__gte", datetime.date(1990, 1, 1)), ("valid_from__lte", datetime.date(2099, 12, 31))
                    ),
                    _connector="OR",
                ),
                name="registry_policy_valid_from_plausible",
                violation_error_message="Проверьте год: здесь бывают даты с 1990 по 2099 год.",
            ),
        ),
        migrations.AddConstraint(
            model_name="policy",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to__isnull", True),
                    models.Q(
                        ("valid_to__gte", datetime.date(1990, 1, 1)), ("valid_to__lte", datetime.date(2099, 12, 31))
                    ),
                    _connector="OR",
                ),
                name="registry_policy_valid_to_plausible",
                violation_error_message="Проверьте год: здесь бывают даты с 1990 по 2099 год.",
            ),
        ),
        migrations.AddConstraint(
            model_name="policyproposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_from__isnull", True),
                    models.Q(
                        ("valid_from__gte", datetime.date(1990, 1, 1)), ("valid_from__lte", datetime.date(2099, 12, 31))
                    ),
                    _connector="OR",
                ),
                name="registry_policyproposal_valid_from_plausible",
                violation_error_message="Проверьте год: здесь бывают даты с 1990 по 2099 год.",
            ),
        ),
    ]
