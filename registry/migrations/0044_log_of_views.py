"""The log of views of cards, scans, papers and exports."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import registry.clock


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("registry", "0043_hashes_of_links"),
    ]

    operations = [
        migrations.CreateModel(
            name="ViewRecord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(default=registry.clock.now, verbose_name="когда")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("card", "открыта карточка"),
                            ("scan", "скачан скан"),
                            ("upload", "скачан файл загрузки"),
                            ("export", "выгружен список"),
                            ("issued", "издан документ"),
                            ("paper", "открыт документ"),
                            ("download", "скачан документ"),
                            ("person_file", "выданы сведения о человеке"),
                            ("depersonalised", "карточка обезличена"),
                        ],
                        max_length=20,
                        verbose_name="что сделано",
                    ),
                ),
                ("subject", models.CharField(blank=True, max_length=300, verbose_name="что именно")),
                ("rows", models.PositiveIntegerField(blank=True, null=True, verbose_name="строк")),
                ("once_key", models.CharField(editable=False, max_length=120, unique=True)),
                (
                    "municipality",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registry.municipality",
                        verbose_name="муниципалитет",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registry.organisation",
                        verbose_name="организация",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registry.person",
                        verbose_name="о ком",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="кто",
                    ),
                ),
            ],
            options={
                "verbose_name": "запись журнала просмотров",
                "verbose_name_plural": "журнал просмотров",
                "ordering": ["-at", "-pk"],
                "indexes": [
                    models.Index(fields=["organisation", "-at"], name="registry_view_of_organisation"),
                    models.Index(fields=["municipality", "-at"], name="registry_view_of_municipality"),
                    models.Index(fields=["person", "-at"], name="registry_view_of_person"),
                ],
            },
        ),
    ]
