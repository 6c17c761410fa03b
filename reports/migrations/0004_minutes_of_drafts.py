from django.db import migrations


def several_minutes(apps, schema_editor):
    """A draft of an order named one protocol; now it names a list."""
    _convert(apps, lambda minutes: [minutes] if minutes else [])


def one_protocol(apps, schema_editor):
    _convert(apps, lambda minutes: minutes[0] if minutes else None)


def _convert(apps, of_minutes):
    for draft in apps.get_model("reports", "PaperDraft").objects.all():
        if "minutes" in draft.details:
            draft.details["minutes"] = of_minutes(draft.details["minutes"])
            draft.save(update_fields=["details"])


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0003_words"),
    ]

    operations = [
        migrations.RunPython(several_minutes, one_protocol),
    ]
