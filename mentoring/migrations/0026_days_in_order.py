from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models import F, Q

from registry.migrations._date_order import write

_ENDED = ("completed", "replaced", "terminated")


def repair_marks(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """An item of a stage is done no earlier than the pair begins, one of its first stage at most a year before. Marks
    that have come from the pair in whose place it stands keep their days."""
    marks, stages = apps.get_model("mentoring", "StageItem"), apps.get_model("mentoring", "Stage")
    stays = apps.get_model("mentoring", "PairStage")
    early = marks.objects.filter(done_on__lt=F("pair__starts_on")).select_related("pair", "template__stage")
    for mark in early.iterator():
        pair, stage = mark.pair, mark.template.stage
        former = marks.objects.filter(pair=pair.predecessor_id, template__code=mark.template.code, done_on=mark.done_on)
        if pair.predecessor_id and former.exists():
            continue
        before = stages.objects.filter(stage_set=stage.stage_set_id, number__lt=stage.number)
        visited = stays.objects.filter(pair=pair).values("stage")
        prepares = not before.filter(Q(in_use=True) | Q(pk__in=visited)).exists()
        earliest: date = pair.starts_on - relativedelta(years=1) if prepares else pair.starts_on
        write(apps, "mentoring", mark, {"done_on": max(mark.done_on, earliest)})


def repair_effects(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The act of an end or an extension takes effect with it, or on its own date where that comes later."""
    changes = apps.get_model("mentoring", "PairChange").objects.filter(
        Q(to_status__in=_ENDED) | Q(ends_on_after__isnull=False), correction__isnull=True, act__isnull=False
    )
    for change in changes.filter(act__effective_on__gt=F("act__dated")).order_by("pk"):
        act = apps.get_model("registry", "Act").objects.get(pk=change.act_id)
        extended = change.ends_on_before if change.ends_on_after else None
        day: date = extended + timedelta(days=1) if extended else change.on
        write(apps, "registry", act, {"effective_on": min(act.effective_on, max(act.dated, day))})


class Migration(migrations.Migration):
    dependencies = [
        ("mentoring", "0025_wishes_of_requests"),
        ("registry", "0037_days_in_order"),
    ]

    operations = [
        migrations.RunPython(repair_marks, migrations.RunPython.noop),
        migrations.RunPython(repair_effects, migrations.RunPython.noop),
    ]
