from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Count


def drop_double_drafts(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Of drafts of one period, the one with the most marks stays, of equals the last; the history keeps the others."""
    drafts = apps.get_model("monitoring", "Assessment").objects.filter(status="draft")
    known = set()
    for draft in drafts.annotate(written=Count("marks")).order_by("-written", "-pk"):
        period = (draft.organisation_id, draft.pair_id, draft.school_year, draft.period)
        if period in known:
            draft.marks.all().delete()
            draft.delete()
        known.add(period)


class Migration(migrations.Migration):
    dependencies = [("monitoring", "0001_initial")]

    operations = [migrations.RunPython(drop_double_drafts, migrations.RunPython.noop)]
