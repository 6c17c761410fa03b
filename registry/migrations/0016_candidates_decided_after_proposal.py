from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models import F


def propose_by_the_decision(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Whoever was decided about had been proposed by then: the day of the proposal was that of its entry here."""
    decided_earlier = apps.get_model("registry", "Mentor").objects.filter(decided_on__lt=F("proposed_on"))
    decided_earlier.update(proposed_on=F("decided_on"))


class Migration(migrations.Migration):
    dependencies = [("registry", "0015_rights_of_roles")]

    operations = [
        migrations.RunPython(propose_by_the_decision, migrations.RunPython.noop, elidable=True),
        migrations.AddConstraint(
            model_name="mentor",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_on__isnull", True), ("decided_on__gte", F("proposed_on")), _connector="OR"
                ),
                name="registry_mentor_decided_after_proposal",
                violation_error_message="Решение о кандидатуре – не раньше дня, когда её предложили.",
            ),
        ),
    ]
