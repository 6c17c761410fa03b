from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.utils import timezone


def approve_by_first_order(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Who leads pairs by an order has been approved by it (Устюжна, п. 3.6): nobody has to decide about them again."""
    pair, mentor = apps.get_model("mentoring", "Pair"), apps.get_model("registry", "Mentor")
    history = apps.get_model("registry", "HistoricalMentor")
    ordered = pair.objects.filter(act__isnull=False, mentor__approval="waiting")
    acts = {}
    for key, act, dated in ordered.order_by("-act__dated", "-act").values_list("mentor", "act", "act__dated"):
        acts[key] = (act, dated)
    for row in mentor.objects.filter(pk__in=acts).iterator():
        row.decision_act_id, row.decided_on = acts[row.pk]
        # Whom the order names was proposed by then; the database keeps that order of days by now.
        row.proposed_on = min(row.proposed_on, row.decided_on)
        row.approval, row.readiness = "approved", "ready"
        row.save(update_fields=["decision_act", "decided_on", "proposed_on", "approval", "readiness"])
        names = {field.attname for field in type(row)._meta.concrete_fields}
        kept = {f.attname: getattr(row, f.attname) for f in history._meta.concrete_fields if f.attname in names}
        history.objects.create(
            **kept,
            history_date=timezone.now(),
            history_type="~",
            history_change_reason="Кандидатура утверждена приказом о закреплении пары",
        )


class Migration(migrations.Migration):
    dependencies = [("mentoring", "0012_requests_and_comments"), ("registry", "0015_rights_of_roles")]

    operations = [migrations.RunPython(approve_by_first_order, migrations.RunPython.noop)]
