from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0002_imports_in_full"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="importrow",
            name="registry_importrow_status",
        ),
        migrations.RemoveIndex(
            model_name="importrow",
            name="registry_importrow_doubt",
        ),
        migrations.AddField(
            model_name="importrow",
            name="name_key",
            field=models.CharField(default="", editable=False, max_length=300),
        ),
        migrations.AddField(
            model_name="importrow",
            name="organisation_key",
            field=models.CharField(default="", editable=False, max_length=300),
        ),
        migrations.AddIndex(
            model_name="importrow",
            index=models.Index(fields=["batch", "status", "doubt", "position"], name="registry_importrow_doubt"),
        ),
    ]
