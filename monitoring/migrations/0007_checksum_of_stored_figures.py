from django.db import migrations, models


class Migration(migrations.Migration):
    """What was stored is counted anew: nothing has the checksum 0."""

    dependencies = [("monitoring", "0006_bounds_of_dates")]

    operations = [
        migrations.RemoveField("storedfigures", "rules"),
        migrations.AddField(
            "storedfigures",
            "checksum",
            models.PositiveIntegerField(default=0, verbose_name="контрольная сумма"),
            preserve_default=False,
        ),
    ]
