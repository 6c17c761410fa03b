import django.db.models.deletion
import simple_history.models
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
            name="Scale",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(unique=True, verbose_name="код")),
                ("title", models.CharField(max_length=200, verbose_name="название")),
                ("version", models.PositiveSmallIntegerField(default=1, verbose_name="версия")),
                ("source", models.CharField(max_length=200, verbose_name="источник")),
                ("valid_from", models.DateField(verbose_name="действует с")),
            ],
            options={
                "verbose_name": "шкала",
                "verbose_name_plural": "шкалы",
                "ordering": ["-valid_from"],
                "indexes": [],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="Criterion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(unique=True, verbose_name="код")),
                (
                    "scale",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="criteria",
                        to="monitoring.scale",
                        verbose_name="шкала",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="порядок")),
                ("title", models.CharField(max_length=300, verbose_name="критерий")),
            ],
            options={
                "verbose_name": "критерий",
                "verbose_name_plural": "критерии",
                "ordering": ["position"],
                "indexes": [],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="Indicator",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(unique=True, verbose_name="код")),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="indicators",
                        to="monitoring.criterion",
                        verbose_name="критерий",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="порядок")),
                ("title", models.TextField(verbose_name="показатель")),
                ("hint", models.TextField(blank=True, verbose_name="на что смотреть")),
                ("needs_partners", models.BooleanField(default=False, verbose_name="нужны партнёры")),
            ],
            options={
                "verbose_name": "показатель",
                "verbose_name_plural": "показатели",
                "ordering": ["criterion__position", "position"],
                "indexes": [],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="Level",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(unique=True, verbose_name="код")),
                (
                    "scale",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="levels",
                        to="monitoring.scale",
                        verbose_name="шкала",
                    ),
                ),
                ("lowest", models.PositiveSmallIntegerField(verbose_name="от")),
                ("highest", models.PositiveSmallIntegerField(verbose_name="до")),
                ("title", models.CharField(max_length=100, verbose_name="уровень")),
                (
                    "tone",
                    models.CharField(
                        choices=[("ok", "хорошо"), ("wait", "терпимо"), ("bad", "плохо")],
                        max_length=10,
                        verbose_name="как показывать",
                    ),
                ),
            ],
            options={
                "verbose_name": "уровень",
                "verbose_name_plural": "уровни",
                "ordering": ["-lowest"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("highest__gte", models.F("lowest"))), name="monitoring_level_bounds"
                    ),
                    models.UniqueConstraint(fields=("scale", "lowest"), name="monitoring_level_once"),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Assessment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessments",
                        to="registry.organisation",
                        verbose_name="организация",
                    ),
                ),
                (
                    "pair",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessments",
                        to="mentoring.pair",
                        verbose_name="пара",
                    ),
                ),
                (
                    "scale",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessments",
                        to="monitoring.scale",
                        verbose_name="шкала",
                    ),
                ),
                ("school_year", models.PositiveSmallIntegerField(verbose_name="учебный год")),
                (
                    "period",
                    models.CharField(
                        choices=[("start", "начало года"), ("middle", "середина года"), ("end", "конец года")],
                        max_length=10,
                        verbose_name="период",
                    ),
                ),
                ("held_on", models.DateField(verbose_name="дата оценки")),
                (
                    "status",
                    models.CharField(
                        choices=[("draft", "заполняется"), ("approved", "утверждена")],
                        default="draft",
                        max_length=10,
                        verbose_name="состояние",
                    ),
                ),
                ("conclusion", models.TextField(blank=True, verbose_name="вывод")),
                ("total", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="итог")),
                (
                    "level",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="monitoring.level",
                        verbose_name="уровень",
                    ),
                ),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="кто утвердил",
                    ),
                ),
                ("approved_on", models.DateField(blank=True, null=True, verbose_name="утверждена")),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="кто заполнил",
                    ),
                ),
            ],
            options={
                "verbose_name": "оценка",
                "verbose_name_plural": "оценки",
                "ordering": ["-school_year", "-held_on", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("pair__isnull", True), ("status", "approved")),
                        fields=("organisation", "school_year", "period"),
                        name="monitoring_assessment_one_approved",
                        violation_error_message="За этот период уже есть утверждённая оценка организации.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("pair__isnull", False), ("status", "approved")),
                        fields=("pair", "school_year", "period"),
                        name="monitoring_assessment_one_approved_of_pair",
                        violation_error_message="За этот период уже есть утверждённая оценка пары.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("approved_by__isnull", False),
                                ("approved_on__isnull", False),
                                ("level__isnull", False),
                                ("status", "approved"),
                                ("total__isnull", False),
                            ),
                            models.Q(
                                ("approved_by__isnull", True),
                                ("approved_on__isnull", True),
                                ("level__isnull", True),
                                ("status", "draft"),
                                ("total__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="monitoring_assessment_approved",
                        violation_error_message="Утвердить можно только полностью заполненную оценку.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("total__isnull", True), ("total__lte", 18), _connector="OR"),
                        name="monitoring_assessment_total",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Mark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="marks",
                        to="monitoring.assessment",
                        verbose_name="оценка",
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="monitoring.indicator",
                        verbose_name="показатель",
                    ),
                ),
                (
                    "value",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[(2, "проявляется в полной мере"), (1, "частично проявляется"), (0, "не проявляется")],
                        null=True,
                        verbose_name="балл",
                    ),
                ),
                ("comment", models.TextField(blank=True, verbose_name="комментарий")),
            ],
            options={
                "verbose_name": "балл",
                "verbose_name_plural": "баллы",
                "ordering": ["indicator__criterion__position", "indicator__position"],
                "constraints": [
                    models.UniqueConstraint(fields=("assessment", "indicator"), name="monitoring_mark_once"),
                    models.CheckConstraint(
                        condition=models.Q(("value__lte", 2)),
                        name="monitoring_mark_value",
                        violation_error_message="Балл — 0, 1 или 2.",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="HistoricalAssessment",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("school_year", models.PositiveSmallIntegerField(verbose_name="учебный год")),
                (
                    "period",
                    models.CharField(
                        choices=[("start", "начало года"), ("middle", "середина года"), ("end", "конец года")],
                        max_length=10,
                        verbose_name="период",
                    ),
                ),
                ("held_on", models.DateField(verbose_name="дата оценки")),
                (
                    "status",
                    models.CharField(
                        choices=[("draft", "заполняется"), ("approved", "утверждена")],
                        default="draft",
                        max_length=10,
                        verbose_name="состояние",
                    ),
                ),
                ("conclusion", models.TextField(blank=True, verbose_name="вывод")),
                ("total", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="итог")),
                ("approved_on", models.DateField(blank=True, null=True, verbose_name="утверждена")),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registry.organisation",
                        verbose_name="организация",
                    ),
                ),
                (
                    "pair",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="mentoring.pair",
                        verbose_name="пара",
                    ),
                ),
                (
                    "scale",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="monitoring.scale",
                        verbose_name="шкала",
                    ),
                ),
                (
                    "level",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="monitoring.level",
                        verbose_name="уровень",
                    ),
                ),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="кто утвердил",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="кто заполнил",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical оценка",
                "verbose_name_plural": "historical оценки",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [],
                "constraints": [],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalMark",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "value",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[(2, "проявляется в полной мере"), (1, "частично проявляется"), (0, "не проявляется")],
                        null=True,
                        verbose_name="балл",
                    ),
                ),
                ("comment", models.TextField(blank=True, verbose_name="комментарий")),
                (
                    "assessment",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="monitoring.assessment",
                        verbose_name="оценка",
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="monitoring.indicator",
                        verbose_name="показатель",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical балл",
                "verbose_name_plural": "historical баллы",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [],
                "constraints": [],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
    ]
