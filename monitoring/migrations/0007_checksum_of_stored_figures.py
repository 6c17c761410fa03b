from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("monitoring", "0006_bounds_of_dates")]

    operations = [
        migrations.RenameField("storedfigures", "rules", "checksum"),
        migrations.AlterField(
            "storedfigures", "checksum", models.PositiveIntegerField(verbose_name="контрольная сумма")
        ),
    ]
