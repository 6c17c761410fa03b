import django.db.models.deletion
import django.utils.timezone
import reports.models.issued_document
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("mentoring", "0001_squashed"),
        ("registry", "0001_squashed"),
    ]

    operations = [
        migrations.CreateModel(
            name="IssuedDocument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("pairing_order", "приказ о закреплении наставнических пар (групп)"),
                            ("roadmap", "дорожная карта"),
                        ],
                        max_length=30,
                        verbose_name="вид",
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="registry.municipality",
                        verbose_name="муниципалитет",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="registry.organisation",
                        verbose_name="организация",
                    ),
                ),
                (
                    "act",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="document",
                        to="registry.act",
                        verbose_name="акт",
                    ),
                ),
                ("number", models.CharField(blank=True, max_length=60, verbose_name="номер")),
                ("dated", models.DateField(verbose_name="дата")),
                ("title", models.CharField(max_length=400, verbose_name="заголовок")),
                ("payload", models.JSONField(verbose_name="данные")),
                ("pdf", models.BinaryField(verbose_name="PDF")),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                (
                    "verification_code",
                    models.CharField(
                        default=reports.models.issued_document.new_verification_code,
                        max_length=19,
                        unique=True,
                        verbose_name="код проверки",
                    ),
                ),
                (
                    "issued_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="issued_documents",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="кто выпустил",
                    ),
                ),
                ("issued_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="выпущен")),
                (
                    "status",
                    models.CharField(
                        choices=[("in_force", "действует"), ("superseded", "заменён"), ("cancelled", "отменён")],
                        default="in_force",
                        max_length=20,
                        verbose_name="состояние",
                    ),
                ),
                ("status_reason", models.CharField(blank=True, max_length=300, verbose_name="причина")),
                (
                    "status_changed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="кто изменил",
                    ),
                ),
                ("status_changed_at", models.DateTimeField(blank=True, null=True, verbose_name="изменено")),
                (
                    "superseded_by",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="supersedes",
                        to="reports.issueddocument",
                        verbose_name="заменён документом",
                    ),
                ),
            ],
            options={
                "verbose_name": "выпущенный документ",
                "verbose_name_plural": "выпущенные документы",
                "ordering": ["-dated", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "in_force"), ("superseded_by__isnull", True)),
                            models.Q(
                                ("status", "cancelled"),
                                ("superseded_by__isnull", True),
                                models.Q(("status_reason", ""), _negated=True),
                            ),
                            models.Q(("status", "superseded"), ("superseded_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="reports_document_status",
                        violation_error_message="Отменённому документу нужна причина, заменённому — новый документ.",
                    )
                ],
                "indexes": [],
            },
        ),
    ]
