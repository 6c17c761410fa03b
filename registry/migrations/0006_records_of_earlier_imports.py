"""Batches written before `ImportedRecord` was: what they made and changed is read off the history of the same moment."""

from django.db import migrations

_WRITTEN = ("new", "changed")
#: kind of file → historical model, and the field of it that a row's target names
_HISTORIES = {
    "mentors": (("HistoricalPerson", "id"), ("HistoricalMentor", "person_id")),
    "organisations": (("HistoricalOrganisation", "id"),),
}


def record_earlier_imports(apps, schema_editor) -> None:
    batches = apps.get_model("registry", "ImportBatch").objects.filter(status="committed", records__isnull=True)
    records = apps.get_model("registry", "ImportedRecord")
    types = apps.get_model("contenttypes", "ContentType").objects
    for batch in batches.iterator():
        rows = batch.rows.filter(status__in=_WRITTEN, target_id__isnull=False).order_by("-position")
        row_of = dict(rows.values_list("target_id", "pk"))
        for name, key in _HISTORIES.get(batch.kind, ()):
            versions = apps.get_model("registry", name).objects.filter(history_date=batch.committed_at)
            content_type, _ = types.get_or_create(app_label="registry", model=name.removeprefix("Historical").lower())
            found = {
                pk: (row_of[target], sign == "+")
                for pk, target, sign in versions.values_list("id", key, "history_type")
                if target in row_of
            }
            records.objects.bulk_create(
                [
                    records(batch=batch, row_id=row, content_type_id=content_type.pk, object_id=pk, created=created)
                    for pk, (row, created) in found.items()
                ],
                batch_size=1000,
            )


class Migration(migrations.Migration):
    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("registry", "0005_distinct_people"),
    ]

    operations = [migrations.RunPython(record_earlier_imports, migrations.RunPython.noop)]
