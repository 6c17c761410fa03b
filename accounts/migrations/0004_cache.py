"""The table of the cache that all processes share."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_address_given"),
    ]

    operations = [
        migrations.CreateModel(
            name="CacheEntry",
            fields=[
                ("cache_key", models.CharField(max_length=255, primary_key=True, serialize=False, verbose_name="ключ")),
                ("value", models.TextField(verbose_name="значение")),
                ("expires", models.DateTimeField(db_index=True, verbose_name="действует до")),
            ],
            options={
                "verbose_name": "запись общей памяти",
                "verbose_name_plural": "записи общей памяти",
            },
        ),
    ]
