import django.db.models.deletion
import reports.models.issued_document
import reports.paper_kinds
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="issueddocument",
            name="kind",
            field=models.CharField(choices=reports.paper_kinds.paper_kinds, max_length=30, verbose_name="вид"),
        ),
        migrations.CreateModel(
            name="PaperDraft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=reports.paper_kinds.paper_kinds, max_length=30, verbose_name="вид")),
                (
                    "code",
                    models.CharField(
                        default=reports.models.issued_document.new_verification_code,
                        max_length=19,
                        unique=True,
                        verbose_name="код проверки",
                    ),
                ),
                ("source_pk", models.PositiveBigIntegerField(verbose_name="запись, с которой начат документ")),
                ("details", models.JSONField(default=dict, verbose_name="что решено")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="создан")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="изменён")),
                (
                    "instead_of",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="drafts",
                        to="reports.issueddocument",
                        verbose_name="взамен документа",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="paper_drafts",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="кто готовит",
                    ),
                ),
            ],
            options={
                "verbose_name": "проект документа",
                "verbose_name_plural": "проекты документов",
                "ordering": ["-updated_at", "-pk"],
            },
        ),
    ]
