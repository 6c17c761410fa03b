from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.utils import timezone


def empty_past_wishes(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """A day before the request was a slip of the pen; the history of the request keeps it."""
    requests = apps.get_model("mentoring", "PairRequest")
    history = apps.get_model("mentoring", "HistoricalPairRequest")
    names = [field.attname for field in requests._meta.concrete_fields]
    kept = [field.attname for field in history._meta.concrete_fields if field.attname in names]
    for request in requests.objects.filter(wished_on__lt=models.F("asked_on")).iterator():
        was, request.wished_on = request.wished_on, None
        request.save(update_fields=["wished_on"])
        history.objects.create(
            **{name: getattr(request, name) for name in kept},
            history_date=timezone.now(),
            history_type="~",
            history_change_reason=f"Проверьте, с какого дня: до обращения быть не могло, было {was:%d.%m.%Y}",
        )


class Migration(migrations.Migration):
    dependencies = [
        ("mentoring", "0024_dashes_of_sentences"),
        ("registry", "0032_dashes_of_sentences"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(empty_past_wishes, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="pairrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("wished_on__isnull", True), ("wished_on__gte", models.F("asked_on")), _connector="OR"
                ),
                name="mentoring_request_wish_not_past",
                violation_error_message="Просят о дне, который ещё впереди: он не раньше дня обращения.",
            ),
        ),
    ]
