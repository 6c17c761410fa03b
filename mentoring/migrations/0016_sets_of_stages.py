import datetime
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def gather_stages(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The stages of all pairs so far become the portal's own set; pairs, stays and marks stay where they are."""
    stage = apps.get_model("mentoring", "Stage")
    if not stage.objects.exists():
        return
    own = apps.get_model("mentoring", "StageSet").objects.create(
        code="five-stages", title="Пять этапов", source="Холм, пп. 5.1–5.6"
    )
    titles = set()
    for row in stage.objects.order_by("number"):
        row.stage_set = own
        if row.title in titles:
            row.title = f"{row.title[:90]} ({row.number})"
        titles.add(row.title)
        row.save(update_fields=["stage_set", "title"])
    if schema_editor.connection.vendor == "postgresql":
        # The keys are checked now: a table that waits for a check cannot be altered.
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class Migration(migrations.Migration):
    dependencies = [
        ("mentoring", "0015_samples_of_roadmaps"),
        ("registry", "0015_rights_of_roles"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalStage",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("code", models.SlugField(verbose_name="код")),
                ("number", models.PositiveSmallIntegerField(verbose_name="номер")),
                ("title", models.CharField(max_length=100, verbose_name="название")),
                ("source", models.CharField(blank=True, max_length=100, verbose_name="источник")),
                ("in_use", models.BooleanField(default=True, verbose_name="используется")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
            ],
            options={
                "verbose_name": "historical этап",
                "verbose_name_plural": "historical этапы",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalStageAssignment",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("valid_from", models.DateField(verbose_name="действует с")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
            ],
            options={
                "verbose_name": "historical назначение этапов",
                "verbose_name_plural": "historical назначения этапов",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalStageItemTemplate",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("code", models.SlugField(verbose_name="код")),
                ("position", models.PositiveSmallIntegerField(verbose_name="порядок")),
                (
                    "short_title",
                    models.CharField(
                        blank=True,
                        help_text="Как пункт зовут в списках и на странице пары",
                        max_length=80,
                        verbose_name="коротко",
                    ),
                ),
                ("title", models.TextField(verbose_name="что сделать")),
                ("source", models.CharField(blank=True, max_length=100, verbose_name="источник")),
                ("responsible", models.CharField(blank=True, max_length=100, verbose_name="кто отвечает")),
                ("evidence_hint", models.CharField(blank=True, max_length=150, verbose_name="чем подтверждается")),
                ("required", models.BooleanField(default=True, verbose_name="обязательно")),
                ("only_forms", models.JSONField(blank=True, default=list, verbose_name="только для форм")),
                (
                    "fulfilled_by",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "отмечает человек"),
                            ("act", "приказ о закреплении"),
                            ("goal", "цель в программе"),
                            ("plan", "мероприятия в программе"),
                            ("approval", "утверждённая программа"),
                            ("plan_done", "выполненные мероприятия программы"),
                        ],
                        default="",
                        max_length=20,
                        verbose_name="выполняется само",
                    ),
                ),
                ("in_use", models.BooleanField(default=True, verbose_name="используется")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
            ],
            options={
                "verbose_name": "historical пункт этапа",
                "verbose_name_plural": "historical пункты этапов",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalStageSet",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("code", models.SlugField(blank=True, max_length=60, verbose_name="код")),
                ("title", models.CharField(max_length=150, verbose_name="название")),
                ("source", models.CharField(blank=True, max_length=150, verbose_name="источник")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
            ],
            options={
                "verbose_name": "historical набор этапов",
                "verbose_name_plural": "historical наборы этапов",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="StageAssignment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField(verbose_name="действует с")),
            ],
            options={
                "verbose_name": "назначение этапов",
                "verbose_name_plural": "назначения этапов",
                "ordering": ["municipality", models.OrderBy(models.F("form"), nulls_last=True), "-valid_from"],
            },
        ),
        migrations.CreateModel(
            name="StageSet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(blank=True, max_length=60, verbose_name="код")),
                ("title", models.CharField(max_length=150, verbose_name="название")),
                ("source", models.CharField(blank=True, max_length=150, verbose_name="источник")),
            ],
            options={
                "verbose_name": "набор этапов",
                "verbose_name_plural": "наборы этапов",
                "ordering": [models.OrderBy(models.F("municipality"), nulls_first=True), "title", "pk"],
            },
        ),
        migrations.AlterModelOptions(
            name="stage",
            options={"ordering": ["stage_set_id", "number"], "verbose_name": "этап", "verbose_name_plural": "этапы"},
        ),
        migrations.AlterModelOptions(
            name="stageitemtemplate",
            options={
                "ordering": ["stage__stage_set_id", "stage__number", "position", "pk"],
                "verbose_name": "пункт этапа",
                "verbose_name_plural": "пункты этапов",
            },
        ),
        migrations.AddField(
            model_name="stage",
            name="in_use",
            field=models.BooleanField(default=True, verbose_name="используется"),
        ),
        migrations.AddField(
            model_name="stageitemtemplate",
            name="in_use",
            field=models.BooleanField(default=True, verbose_name="используется"),
        ),
        migrations.AddField(
            model_name="stageitemtemplate",
            name="short_title",
            field=models.CharField(
                blank=True,
                help_text="Как пункт зовут в списках и на странице пары",
                max_length=80,
                verbose_name="коротко",
            ),
        ),
        migrations.AlterField(
            model_name="stage",
            name="code",
            field=models.SlugField(verbose_name="код"),
        ),
        migrations.AlterField(
            model_name="stage",
            name="number",
            field=models.PositiveSmallIntegerField(verbose_name="номер"),
        ),
        migrations.AlterField(
            model_name="stage",
            name="source",
            field=models.CharField(blank=True, max_length=100, verbose_name="источник"),
        ),
        migrations.AlterField(
            model_name="stageitemtemplate",
            name="code",
            field=models.SlugField(verbose_name="код"),
        ),
        migrations.AlterField(
            model_name="stageitemtemplate",
            name="source",
            field=models.CharField(blank=True, max_length=100, verbose_name="источник"),
        ),
        migrations.AddConstraint(
            model_name="stageitemtemplate",
            constraint=models.UniqueConstraint(
                fields=("stage", "code"),
                name="mentoring_stageitemtemplate_code",
                violation_error_message="Пункт с таким кодом в этапе уже есть.",
            ),
        ),
        migrations.AddField(
            model_name="historicalstage",
            name="history_user",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="historicalstageassignment",
            name="form",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                help_text="Пусто — остальные",
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="registry.form",
                verbose_name="форма",
            ),
        ),
        migrations.AddField(
            model_name="historicalstageassignment",
            name="history_user",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="historicalstageassignment",
            name="municipality",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="registry.municipality",
                verbose_name="муниципалитет",
            ),
        ),
        migrations.AddField(
            model_name="historicalstageitemtemplate",
            name="history_user",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="historicalstageitemtemplate",
            name="stage",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="mentoring.stage",
                verbose_name="этап",
            ),
        ),
        migrations.AddField(
            model_name="historicalstageset",
            name="history_user",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="historicalstageset",
            name="municipality",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="registry.municipality",
                verbose_name="муниципалитет",
            ),
        ),
        migrations.AddField(
            model_name="stageassignment",
            name="form",
            field=models.ForeignKey(
                blank=True,
                help_text="Пусто — остальные",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="registry.form",
                verbose_name="форма",
            ),
        ),
        migrations.AddField(
            model_name="stageassignment",
            name="municipality",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="stage_assignments",
                to="registry.municipality",
                verbose_name="муниципалитет",
            ),
        ),
        migrations.AddField(
            model_name="stageset",
            name="municipality",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="stage_sets",
                to="registry.municipality",
                verbose_name="муниципалитет",
            ),
        ),
        migrations.AddField(
            model_name="stageassignment",
            name="stage_set",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="assignments",
                to="mentoring.stageset",
                verbose_name="набор этапов",
            ),
        ),
        migrations.AddField(
            model_name="historicalstageassignment",
            name="stage_set",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="mentoring.stageset",
                verbose_name="набор этапов",
            ),
        ),
        migrations.AddField(
            model_name="historicalstage",
            name="stage_set",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="mentoring.stageset",
                verbose_name="набор этапов",
            ),
        ),
        migrations.AddConstraint(
            model_name="stageset",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("municipality__isnull", True), models.Q(("code", ""), _negated=True)),
                    models.Q(("code", ""), ("municipality__isnull", False)),
                    _connector="OR",
                ),
                name="mentoring_stageset_whose",
                violation_error_message="Набор этапов — либо портала, с кодом, либо муниципалитета, без кода.",
            ),
        ),
        migrations.AddConstraint(
            model_name="stageset",
            constraint=models.UniqueConstraint(
                condition=models.Q(("code", ""), _negated=True),
                fields=("code",),
                name="mentoring_stageset_code",
                violation_error_message="Набор с таким кодом уже есть.",
            ),
        ),
        migrations.AddConstraint(
            model_name="stageset",
            constraint=models.UniqueConstraint(
                fields=("municipality", "title"),
                name="mentoring_stageset_title",
                violation_error_message="Набор этапов с таким названием уже есть. Назовите этот иначе.",
            ),
        ),
        migrations.AddConstraint(
            model_name="stageassignment",
            constraint=models.UniqueConstraint(
                fields=("municipality", "form", "valid_from"),
                name="mentoring_stageassignment_one_a_day",
                violation_error_message="Для этой формы с этого дня набор уже назначен. Выберите другой день.",
            ),
        ),
        migrations.AddConstraint(
            model_name="stageassignment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("form__isnull", True)),
                fields=("municipality", "valid_from"),
                name="mentoring_stageassignment_rest_one_a_day",
                violation_error_message="Для остальных форм с этого дня набор уже назначен. Выберите другой день.",
            ),
        ),
        migrations.AddConstraint(
            model_name="stageassignment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_from__isnull", True),
                    models.Q(
                        ("valid_from__gte", datetime.date(1990, 1, 1)), ("valid_from__lte", datetime.date(2099, 12, 31))
                    ),
                    _connector="OR",
                ),
                name="mentoring_stageassignment_day_plausible",
                violation_error_message="Проверьте год, с которого действует набор: с 1990 по 2099.",
            ),
        ),
        migrations.AddField(
            model_name="stage",
            name="stage_set",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="stages",
                to="mentoring.stageset",
                verbose_name="набор этапов",
            ),
        ),
        migrations.RunPython(gather_stages, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="stage",
            name="stage_set",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="stages",
                to="mentoring.stageset",
                verbose_name="набор этапов",
            ),
        ),
        migrations.AddConstraint(
            model_name="stage",
            constraint=models.UniqueConstraint(
                fields=("stage_set", "code"),
                name="mentoring_stage_code",
                violation_error_message="Этап с таким кодом в наборе уже есть.",
            ),
        ),
        migrations.AddConstraint(
            model_name="stage",
            constraint=models.UniqueConstraint(
                fields=("stage_set", "number"),
                name="mentoring_stage_number",
                violation_error_message="Этап с таким номером в наборе уже есть. Обновите страницу.",
            ),
        ),
        migrations.AddConstraint(
            model_name="stage",
            constraint=models.UniqueConstraint(
                fields=("stage_set", "title"),
                name="mentoring_stage_title",
                violation_error_message="Этап с таким названием в наборе уже есть. Назовите этот иначе.",
            ),
        ),
    ]
