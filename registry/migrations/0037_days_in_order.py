from datetime import date

from dateutil.relativedelta import relativedelta
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models import F

import registry.database.dates
from registry.migrations._date_order import write


def repair_effects(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """An act takes effect within a year of its date: one that is said to do so later does from its date, one that
    reaches back further reaches back a year."""
    for act in apps.get_model("registry", "Act").objects.exclude(effective_on=F("dated")).iterator():
        earliest, latest = act.dated - relativedelta(years=1), act.dated + relativedelta(years=1)
        if act.effective_on > latest:
            write(apps, "registry", act, {"effective_on": act.dated})
        elif act.effective_on < earliest:
            write(apps, "registry", act, {"effective_on": earliest})


def repair_decisions(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The act of a decision about a candidate is neither older than the proposal nor younger than the decision."""
    mentors = apps.get_model("registry", "Mentor").objects.filter(decision_act__isnull=False, decided_on__isnull=False)
    for mentor in mentors.select_related("decision_act").iterator():
        dated: date = mentor.decision_act.dated
        decided_on, proposed_on = max(mentor.decided_on, dated), min(mentor.proposed_on, dated)
        write(apps, "registry", mentor, {"proposed_on": proposed_on, "decided_on": decided_on})


def repair_entries(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Nobody is in a bank before being born."""
    for name in ("Mentor", "Mentee"):
        entries = apps.get_model("registry", name).objects.filter(included_on__lt=F("person__birth_date"))
        for entry in entries.select_related("person").iterator():
            included_on: date = entry.person.birth_date
            excluded_on = max(entry.excluded_on, included_on) if entry.excluded_on else None
            days = {"included_on": included_on, **({"excluded_on": excluded_on} if excluded_on else {})}
            write(apps, "registry", entry, days)


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0036_columns_of_the_register"),
    ]

    operations = [
        migrations.RunPython(repair_effects, migrations.RunPython.noop),
        migrations.RunPython(repair_decisions, migrations.RunPython.noop),
        migrations.RunPython(repair_entries, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="act",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("dated__lte", registry.database.dates.DaysAfter("effective_on", 366)),
                    ("effective_on__lte", registry.database.dates.DaysAfter("dated", 366)),
                ),
                name="registry_act_effective_within_a_year",
                violation_error_message="Акт действует не дальше чем за год до своей даты или после. Проверьте их.",
            ),
        ),
    ]
