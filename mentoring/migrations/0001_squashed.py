import django.db.models.deletion
import django.utils.timezone
import registry.clock
import registry.papers.uploads
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("mentoring", "0001_initial"), ("mentoring", "0002_pair_note")]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("registry", "0001_squashed"),
    ]

    operations = [
        migrations.CreateModel(
            name="RoadmapPreset",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(unique=True, verbose_name="код")),
                ("title", models.CharField(max_length=200, verbose_name="название")),
                (
                    "level",
                    models.CharField(
                        choices=[("municipal", "муниципальная"), ("school", "организации")],
                        max_length=20,
                        verbose_name="уровень",
                    ),
                ),
                ("source", models.CharField(max_length=200, verbose_name="источник")),
                ("columns", models.JSONField(default=list, verbose_name="заголовки столбцов")),
                ("content", models.JSONField(default=list, verbose_name="разделы и пункты")),
            ],
            options={
                "verbose_name": "образец дорожной карты",
                "verbose_name_plural": "образцы дорожных карт",
                "ordering": ["title"],
            },
        ),
        migrations.CreateModel(
            name="Stage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(unique=True, verbose_name="код")),
                ("number", models.PositiveSmallIntegerField(unique=True, verbose_name="номер")),
                ("title", models.CharField(max_length=100, verbose_name="название")),
                ("source", models.CharField(max_length=60, verbose_name="источник")),
            ],
            options={
                "verbose_name": "этап",
                "verbose_name_plural": "этапы",
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="HistoricalPair",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "direction",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("methods", "методика обучения"),
                            ("upbringing", "воспитательная деятельность"),
                            ("joint_work", "организация совместной деятельности"),
                            ("psychology", "психолого-педагогическое сопровождение"),
                            ("parents", "работа с родителями"),
                            ("extracurricular", "связь с системой дополнительного образования"),
                            ("other", "иное"),
                        ],
                        max_length=20,
                        verbose_name="направление",
                    ),
                ),
                ("form_rationale", models.TextField(blank=True, verbose_name="обоснование выбора формы")),
                (
                    "note",
                    models.TextField(
                        blank=True, help_text="Например, что было в таблице школы", verbose_name="примечание"
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="начало")),
                ("ends_on", models.DateField(verbose_name="окончание")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="фактическое окончание")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "черновик"),
                            ("agreed", "согласована"),
                            ("active", "действует"),
                            ("completed", "завершена"),
                            ("replaced", "наставник заменён"),
                            ("terminated", "прекращена досрочно"),
                            ("cancelled", "отменена"),
                        ],
                        default="draft",
                        max_length=20,
                        verbose_name="состояние",
                    ),
                ),
                (
                    "labour_basis",
                    models.CharField(
                        choices=[
                            ("assignment", "поручение по ст. 351.8 ТК РФ"),
                            ("duties", "в составе трудовой функции"),
                            ("not_applicable", "не применяется"),
                        ],
                        default="assignment",
                        max_length=20,
                        verbose_name="основание труда наставника",
                    ),
                ),
                (
                    "end_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("contract_ended", "прекращение трудового договора с наставником"),
                            (
                                "transfer",
                                "перевод наставника или наставляемого на другую должность или в другое подразделение",
                            ),
                            ("request", "просьба наставника или наставляемого"),
                            ("mentor_failed", "неисполнение наставником своих функций или должностных обязанностей"),
                            ("other_obstacle", "иные обстоятельства, препятствующие наставничеству"),
                            ("mentee_failed", "неисполнение наставляемым своих обязанностей"),
                            ("mentor_refused", "досрочный отказ наставника (ст. 351.8 ТК РФ)"),
                            ("employer_cancelled", "отмена поручения работодателем (ст. 351.8 ТК РФ)"),
                        ],
                        max_length=30,
                        verbose_name="причина окончания",
                    ),
                ),
                ("created_on", models.DateField(default=registry.clock.today, editable=False, verbose_name="внесена")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "act",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registry.act",
                        verbose_name="приказ о закреплении",
                    ),
                ),
                (
                    "curator",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registry.curator",
                        verbose_name="куратор",
                    ),
                ),
                (
                    "form",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registry.form",
                        verbose_name="форма",
                    ),
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
                (
                    "mentee",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registry.mentee",
                        verbose_name="наставляемый",
                    ),
                ),
                (
                    "mentor",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registry.mentor",
                        verbose_name="наставник",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Где ведётся наставничество и кто издаёт приказ",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registry.organisation",
                        verbose_name="организация",
                    ),
                ),
                (
                    "role_model",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registry.rolemodel",
                        verbose_name="ролевая модель",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical пара",
                "verbose_name_plural": "historical пары",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalPairGroup",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("title", models.CharField(max_length=150, verbose_name="название группы")),
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
                (
                    "mentor",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registry.mentor",
                        verbose_name="наставник",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical группа",
                "verbose_name_plural": "historical группы",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalRoadmap",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("title", models.CharField(max_length=300, verbose_name="название")),
                ("starts_on", models.DateField(verbose_name="начало")),
                ("ends_on", models.DateField(verbose_name="окончание")),
                ("columns", models.JSONField(default=list, verbose_name="заголовки столбцов")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "составляется"),
                            ("submitted", "на согласовании"),
                            ("returned", "возвращена"),
                            ("agreed", "согласована"),
                        ],
                        default="draft",
                        max_length=20,
                        verbose_name="состояние",
                    ),
                ),
                ("comment", models.TextField(blank=True, verbose_name="замечания координатора")),
                ("agreed_on", models.DateField(blank=True, null=True, verbose_name="согласована")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "act",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registry.act",
                        verbose_name="утверждена актом",
                    ),
                ),
                (
                    "agreed_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="кто согласовал",
                    ),
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
                (
                    "municipality",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
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
                        blank=True,
                        db_constraint=False,
                        help_text="Пусто — муниципальная дорожная карта",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registry.organisation",
                        verbose_name="организация",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical дорожная карта",
                "verbose_name_plural": "historical дорожные карты",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Pair",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "direction",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("methods", "методика обучения"),
                            ("upbringing", "воспитательная деятельность"),
                            ("joint_work", "организация совместной деятельности"),
                            ("psychology", "психолого-педагогическое сопровождение"),
                            ("parents", "работа с родителями"),
                            ("extracurricular", "связь с системой дополнительного образования"),
                            ("other", "иное"),
                        ],
                        max_length=20,
                        verbose_name="направление",
                    ),
                ),
                ("form_rationale", models.TextField(blank=True, verbose_name="обоснование выбора формы")),
                (
                    "note",
                    models.TextField(
                        blank=True, help_text="Например, что было в таблице школы", verbose_name="примечание"
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="начало")),
                ("ends_on", models.DateField(verbose_name="окончание")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="фактическое окончание")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "черновик"),
                            ("agreed", "согласована"),
                            ("active", "действует"),
                            ("completed", "завершена"),
                            ("replaced", "наставник заменён"),
                            ("terminated", "прекращена досрочно"),
                            ("cancelled", "отменена"),
                        ],
                        default="draft",
                        max_length=20,
                        verbose_name="состояние",
                    ),
                ),
                (
                    "labour_basis",
                    models.CharField(
                        choices=[
                            ("assignment", "поручение по ст. 351.8 ТК РФ"),
                            ("duties", "в составе трудовой функции"),
                            ("not_applicable", "не применяется"),
                        ],
                        default="assignment",
                        max_length=20,
                        verbose_name="основание труда наставника",
                    ),
                ),
                (
                    "end_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("contract_ended", "прекращение трудового договора с наставником"),
                            (
                                "transfer",
                                "перевод наставника или наставляемого на другую должность или в другое подразделение",
                            ),
                            ("request", "просьба наставника или наставляемого"),
                            ("mentor_failed", "неисполнение наставником своих функций или должностных обязанностей"),
                            ("other_obstacle", "иные обстоятельства, препятствующие наставничеству"),
                            ("mentee_failed", "неисполнение наставляемым своих обязанностей"),
                            ("mentor_refused", "досрочный отказ наставника (ст. 351.8 ТК РФ)"),
                            ("employer_cancelled", "отмена поручения работодателем (ст. 351.8 ТК РФ)"),
                        ],
                        max_length=30,
                        verbose_name="причина окончания",
                    ),
                ),
                ("created_on", models.DateField(default=registry.clock.today, editable=False, verbose_name="внесена")),
                (
                    "act",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pairs",
                        to="registry.act",
                        verbose_name="приказ о закреплении",
                    ),
                ),
                (
                    "curator",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="pairs",
                        to="registry.curator",
                        verbose_name="куратор",
                    ),
                ),
                (
                    "form",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pairs",
                        to="registry.form",
                        verbose_name="форма",
                    ),
                ),
                ("kinds", models.ManyToManyField(related_name="pairs", to="registry.kind", verbose_name="виды")),
                (
                    "mentee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pairs",
                        to="registry.mentee",
                        verbose_name="наставляемый",
                    ),
                ),
                (
                    "mentor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pairs",
                        to="registry.mentor",
                        verbose_name="наставник",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        help_text="Где ведётся наставничество и кто издаёт приказ",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pairs",
                        to="registry.organisation",
                        verbose_name="организация",
                    ),
                ),
                (
                    "predecessor",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="successor",
                        to="mentoring.pair",
                        verbose_name="вместо пары",
                    ),
                ),
                (
                    "role_model",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pairs",
                        to="registry.rolemodel",
                        verbose_name="ролевая модель",
                    ),
                ),
            ],
            options={
                "verbose_name": "пара",
                "verbose_name_plural": "пары",
                "ordering": ["-starts_on", "-pk"],
                "indexes": [
                    models.Index(fields=["mentor", "starts_on", "ends_on"], name="mentoring_pair_mentor_period"),
                    models.Index(fields=["organisation", "status"], name="mentoring_pair_org_status"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                        name="mentoring_pair_period",
                        violation_error_message="Наставничество не может закончиться раньше, чем начнётся.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on__isnull", True),
                            models.Q(("ended_on__gte", models.F("starts_on")), ("ended_on__lte", models.F("ends_on"))),
                            _connector="OR",
                        ),
                        name="mentoring_pair_ended_within",
                        violation_error_message="Дата фактического окончания должна быть внутри срока пары.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("ended_on__isnull", False), ("status__in", ("completed", "replaced", "terminated"))
                            ),
                            models.Q(
                                models.Q(("status__in", ("completed", "replaced", "terminated")), _negated=True),
                                ("ended_on__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="mentoring_pair_ended_has_date",
                        violation_error_message="У законченной пары указывается дата окончания, у действующей её нет.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status__in", ["active", "completed", "replaced", "terminated"]), _negated=True),
                            ("act__isnull", False),
                            _connector="OR",
                        ),
                        name="mentoring_pair_active_has_act",
                        violation_error_message="Пара действует только после приказа о закреплении.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status__in", ["replaced", "terminated"]), _negated=True),
                            models.Q(("end_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="mentoring_pair_early_end_has_reason",
                        violation_error_message="Укажите причину окончания.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalProgramme",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("goal", models.TextField(blank=True, verbose_name="цель")),
                ("tasks", models.TextField(blank=True, verbose_name="задачи")),
                ("difficulties", models.TextField(blank=True, verbose_name="затруднения")),
                ("strengths", models.TextField(blank=True, verbose_name="сильные стороны")),
                ("expected_results", models.TextField(blank=True, verbose_name="ожидаемые результаты")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "составляется"),
                            ("submitted", "на утверждении"),
                            ("approved", "утверждена"),
                        ],
                        default="draft",
                        max_length=20,
                        verbose_name="состояние",
                    ),
                ),
                ("version", models.PositiveSmallIntegerField(default=1, verbose_name="версия")),
                ("submitted_on", models.DateField(blank=True, null=True, verbose_name="отправлена на утверждение")),
                ("approved_on", models.DateField(blank=True, null=True, verbose_name="утверждена")),
                ("return_note", models.TextField(blank=True, verbose_name="замечания при возврате")),
                ("acquainted_on", models.DateField(blank=True, null=True, verbose_name="наставляемый ознакомлен")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
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
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
            ],
            options={
                "verbose_name": "historical персонализированная программа",
                "verbose_name_plural": "historical персонализированные программы",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalPair_kinds",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("m2m_history_id", models.AutoField(primary_key=True, serialize=False)),
                (
                    "history",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        to="mentoring.historicalpair",
                    ),
                ),
                (
                    "kind",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registry.kind",
                    ),
                ),
                (
                    "pair",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="mentoring.pair",
                    ),
                ),
            ],
            options={
                "verbose_name": "HistoricalPair_kinds",
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.AddField(
            model_name="historicalpair",
            name="predecessor",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="mentoring.pair",
                verbose_name="вместо пары",
            ),
        ),
        migrations.CreateModel(
            name="PairGroup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=150, verbose_name="название группы")),
                (
                    "mentor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="groups",
                        to="registry.mentor",
                        verbose_name="наставник",
                    ),
                ),
            ],
            options={
                "verbose_name": "группа",
                "verbose_name_plural": "группы",
                "ordering": ["title"],
            },
        ),
        migrations.AddField(
            model_name="pair",
            name="group",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="pairs",
                to="mentoring.pairgroup",
                verbose_name="группа",
            ),
        ),
        migrations.AddField(
            model_name="historicalpair",
            name="group",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="mentoring.pairgroup",
                verbose_name="группа",
            ),
        ),
        migrations.CreateModel(
            name="Programme",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("goal", models.TextField(blank=True, verbose_name="цель")),
                ("tasks", models.TextField(blank=True, verbose_name="задачи")),
                ("difficulties", models.TextField(blank=True, verbose_name="затруднения")),
                ("strengths", models.TextField(blank=True, verbose_name="сильные стороны")),
                ("expected_results", models.TextField(blank=True, verbose_name="ожидаемые результаты")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "составляется"),
                            ("submitted", "на утверждении"),
                            ("approved", "утверждена"),
                        ],
                        default="draft",
                        max_length=20,
                        verbose_name="состояние",
                    ),
                ),
                ("version", models.PositiveSmallIntegerField(default=1, verbose_name="версия")),
                ("submitted_on", models.DateField(blank=True, null=True, verbose_name="отправлена на утверждение")),
                ("approved_on", models.DateField(blank=True, null=True, verbose_name="утверждена")),
                ("return_note", models.TextField(blank=True, verbose_name="замечания при возврате")),
                ("acquainted_on", models.DateField(blank=True, null=True, verbose_name="наставляемый ознакомлен")),
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
                (
                    "pair",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="programme",
                        to="mentoring.pair",
                        verbose_name="пара",
                    ),
                ),
            ],
            options={
                "verbose_name": "персонализированная программа",
                "verbose_name_plural": "персонализированные программы",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("approved_by__isnull", False), ("approved_on__isnull", False), ("status", "approved")
                            ),
                            models.Q(
                                models.Q(("status", "approved"), _negated=True),
                                ("approved_by__isnull", True),
                                ("approved_on__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="mentoring_programme_approved",
                        violation_error_message="У утверждённой программы есть дата и тот, кто утвердил.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("acquainted_on__isnull", True),
                            models.Q(("acquainted_on__gte", models.F("approved_on")), ("approved_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="mentoring_programme_acquainted_after_approval",
                        violation_error_message="Наставляемый знакомится с программой после её утверждения.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "section",
                    models.CharField(
                        choices=[
                            ("workplace", "Ознакомление с рабочим местом и коллективом"),
                            ("duties", "Ознакомление с должностными обязанностями и квалификационными требованиями"),
                            ("adaptation", "Меры по профессиональной и должностной адаптации"),
                            ("theory", "Изучение теоретических и практических вопросов"),
                            ("practice", "Выполнение практических заданий"),
                            ("consolidation", "Меры по закреплению знаний и навыков"),
                            ("support", "Меры по содействию в выполнении должностных обязанностей"),
                            ("other", "Другие мероприятия"),
                        ],
                        max_length=20,
                        verbose_name="раздел",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="порядок")),
                ("title", models.CharField(max_length=400, verbose_name="мероприятие")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="срок")),
                ("responsible", models.CharField(blank=True, max_length=200, verbose_name="ответственный")),
                ("done_on", models.DateField(blank=True, null=True, verbose_name="выполнено")),
                ("result", models.CharField(blank=True, max_length=400, verbose_name="результат")),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="mentoring.programme",
                        verbose_name="программа",
                    ),
                ),
            ],
            options={
                "verbose_name": "мероприятие плана",
                "verbose_name_plural": "мероприятия плана",
                "ordering": ["position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="HistoricalPlanItem",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "section",
                    models.CharField(
                        choices=[
                            ("workplace", "Ознакомление с рабочим местом и коллективом"),
                            ("duties", "Ознакомление с должностными обязанностями и квалификационными требованиями"),
                            ("adaptation", "Меры по профессиональной и должностной адаптации"),
                            ("theory", "Изучение теоретических и практических вопросов"),
                            ("practice", "Выполнение практических заданий"),
                            ("consolidation", "Меры по закреплению знаний и навыков"),
                            ("support", "Меры по содействию в выполнении должностных обязанностей"),
                            ("other", "Другие мероприятия"),
                        ],
                        max_length=20,
                        verbose_name="раздел",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="порядок")),
                ("title", models.CharField(max_length=400, verbose_name="мероприятие")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="срок")),
                ("responsible", models.CharField(blank=True, max_length=200, verbose_name="ответственный")),
                ("done_on", models.DateField(blank=True, null=True, verbose_name="выполнено")),
                ("result", models.CharField(blank=True, max_length=400, verbose_name="результат")),
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
                (
                    "programme",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="mentoring.programme",
                        verbose_name="программа",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical мероприятие плана",
                "verbose_name_plural": "historical мероприятия плана",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Roadmap",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=300, verbose_name="название")),
                ("starts_on", models.DateField(verbose_name="начало")),
                ("ends_on", models.DateField(verbose_name="окончание")),
                ("columns", models.JSONField(default=list, verbose_name="заголовки столбцов")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "составляется"),
                            ("submitted", "на согласовании"),
                            ("returned", "возвращена"),
                            ("agreed", "согласована"),
                        ],
                        default="draft",
                        max_length=20,
                        verbose_name="состояние",
                    ),
                ),
                ("comment", models.TextField(blank=True, verbose_name="замечания координатора")),
                ("agreed_on", models.DateField(blank=True, null=True, verbose_name="согласована")),
                (
                    "act",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="roadmaps",
                        to="registry.act",
                        verbose_name="утверждена актом",
                    ),
                ),
                (
                    "agreed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="кто согласовал",
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="roadmaps",
                        to="registry.municipality",
                        verbose_name="муниципалитет",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        help_text="Пусто — муниципальная дорожная карта",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="roadmaps",
                        to="registry.organisation",
                        verbose_name="организация",
                    ),
                ),
            ],
            options={
                "verbose_name": "дорожная карта",
                "verbose_name_plural": "дорожные карты",
                "ordering": ["-starts_on", "title"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                        name="mentoring_roadmap_period",
                        violation_error_message="Дорожная карта кончается раньше, чем начинается.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("agreed_by__isnull", False), ("agreed_on__isnull", False), ("status", "agreed")),
                            models.Q(
                                models.Q(("status", "agreed"), _negated=True),
                                ("agreed_by__isnull", True),
                                ("agreed_on__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="mentoring_roadmap_agreed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "returned"), _negated=True),
                            models.Q(("comment", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="mentoring_roadmap_returned_with_comment",
                        violation_error_message="Напишите, что исправить.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalRoadmapSection",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("number", models.CharField(blank=True, max_length=20, verbose_name="номер")),
                ("title", models.CharField(max_length=300, verbose_name="раздел")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="порядок")),
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
                (
                    "roadmap",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="mentoring.roadmap",
                        verbose_name="дорожная карта",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical раздел",
                "verbose_name_plural": "historical разделы",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="RoadmapSection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(blank=True, max_length=20, verbose_name="номер")),
                ("title", models.CharField(max_length=300, verbose_name="раздел")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="порядок")),
                (
                    "roadmap",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sections",
                        to="mentoring.roadmap",
                        verbose_name="дорожная карта",
                    ),
                ),
            ],
            options={
                "verbose_name": "раздел",
                "verbose_name_plural": "разделы",
                "ordering": ["position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="RoadmapItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(blank=True, max_length=20, verbose_name="номер")),
                ("title", models.TextField(verbose_name="мероприятие")),
                ("term", models.CharField(blank=True, max_length=200, verbose_name="срок")),
                ("due_from", models.DateField(blank=True, null=True, verbose_name="с")),
                ("due_to", models.DateField(blank=True, null=True, verbose_name="по")),
                ("responsible", models.CharField(blank=True, max_length=400, verbose_name="ответственный")),
                ("result", models.CharField(blank=True, max_length=400, verbose_name="результат, вид документа")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("planned", "запланировано"),
                            ("under_way", "выполняется"),
                            ("done", "выполнено"),
                            ("dropped", "снято"),
                        ],
                        default="planned",
                        max_length=20,
                        verbose_name="состояние",
                    ),
                ),
                ("done_on", models.DateField(blank=True, null=True, verbose_name="выполнено")),
                ("evidence", models.CharField(blank=True, max_length=400, verbose_name="чем подтверждается")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="порядок")),
                (
                    "section",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="mentoring.roadmapsection",
                        verbose_name="раздел",
                    ),
                ),
            ],
            options={
                "verbose_name": "пункт дорожной карты",
                "verbose_name_plural": "пункты дорожной карты",
                "ordering": ["position", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("due_from__isnull", True),
                            ("due_to__isnull", True),
                            ("due_to__gte", models.F("due_from")),
                            _connector="OR",
                        ),
                        name="mentoring_roadmapitem_term",
                        violation_error_message="Срок кончается раньше, чем начинается.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalRoadmapItem",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("number", models.CharField(blank=True, max_length=20, verbose_name="номер")),
                ("title", models.TextField(verbose_name="мероприятие")),
                ("term", models.CharField(blank=True, max_length=200, verbose_name="срок")),
                ("due_from", models.DateField(blank=True, null=True, verbose_name="с")),
                ("due_to", models.DateField(blank=True, null=True, verbose_name="по")),
                ("responsible", models.CharField(blank=True, max_length=400, verbose_name="ответственный")),
                ("result", models.CharField(blank=True, max_length=400, verbose_name="результат, вид документа")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("planned", "запланировано"),
                            ("under_way", "выполняется"),
                            ("done", "выполнено"),
                            ("dropped", "снято"),
                        ],
                        default="planned",
                        max_length=20,
                        verbose_name="состояние",
                    ),
                ),
                ("done_on", models.DateField(blank=True, null=True, verbose_name="выполнено")),
                ("evidence", models.CharField(blank=True, max_length=400, verbose_name="чем подтверждается")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="порядок")),
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
                (
                    "section",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="mentoring.roadmapsection",
                        verbose_name="раздел",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical пункт дорожной карты",
                "verbose_name_plural": "historical пункты дорожной карты",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="PairStage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("entered_on", models.DateField(verbose_name="начат")),
                ("left_on", models.DateField(blank=True, null=True, verbose_name="завершён")),
                (
                    "pair",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="stages",
                        to="mentoring.pair",
                        verbose_name="пара",
                    ),
                ),
                (
                    "stage",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="mentoring.stage",
                        verbose_name="этап",
                    ),
                ),
            ],
            options={
                "verbose_name": "этап пары",
                "verbose_name_plural": "этапы пары",
                "ordering": ["entered_on", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("left_on__isnull", True)),
                        fields=("pair",),
                        name="mentoring_pairstage_one_current",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("left_on__isnull", True), ("left_on__gte", models.F("entered_on")), _connector="OR"
                        ),
                        name="mentoring_pairstage_dates",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PairChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "from_status",
                    models.CharField(
                        choices=[
                            ("draft", "черновик"),
                            ("agreed", "согласована"),
                            ("active", "действует"),
                            ("completed", "завершена"),
                            ("replaced", "наставник заменён"),
                            ("terminated", "прекращена досрочно"),
                            ("cancelled", "отменена"),
                        ],
                        max_length=20,
                        verbose_name="из состояния",
                    ),
                ),
                (
                    "to_status",
                    models.CharField(
                        choices=[
                            ("draft", "черновик"),
                            ("agreed", "согласована"),
                            ("active", "действует"),
                            ("completed", "завершена"),
                            ("replaced", "наставник заменён"),
                            ("terminated", "прекращена досрочно"),
                            ("cancelled", "отменена"),
                        ],
                        max_length=20,
                        verbose_name="в состояние",
                    ),
                ),
                ("on", models.DateField(verbose_name="с какой даты")),
                ("reason", models.TextField(blank=True, verbose_name="причина")),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="внесено")),
                (
                    "act",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pair_changes",
                        to="registry.act",
                        verbose_name="основание",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pair_changes",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="кто внёс",
                    ),
                ),
                (
                    "pair",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="changes",
                        to="mentoring.pair",
                        verbose_name="пара",
                    ),
                ),
                (
                    "from_stage",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="mentoring.stage",
                    ),
                ),
                (
                    "to_stage",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="mentoring.stage",
                    ),
                ),
            ],
            options={
                "verbose_name": "изменение пары",
                "verbose_name_plural": "изменения пары",
                "ordering": ["-made_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("from_status", "active"), _negated=True),
                            ("to_status", "active"),
                            ("act__isnull", False),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="mentoring_change_after_act_has_ground",
                        violation_error_message="После приказа любое изменение пары требует акта или причины.",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="pair",
            name="stage",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="pairs",
                to="mentoring.stage",
                verbose_name="этап",
            ),
        ),
        migrations.AddField(
            model_name="historicalpair",
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
        migrations.CreateModel(
            name="StageItemTemplate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(unique=True, verbose_name="код")),
                ("position", models.PositiveSmallIntegerField(verbose_name="порядок")),
                ("title", models.TextField(verbose_name="что сделать")),
                ("source", models.CharField(max_length=60, verbose_name="источник")),
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
                (
                    "stage",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="mentoring.stage",
                        verbose_name="этап",
                    ),
                ),
            ],
            options={
                "verbose_name": "пункт этапа",
                "verbose_name_plural": "пункты этапов",
                "ordering": ["stage__number", "position"],
            },
        ),
        migrations.CreateModel(
            name="StageItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("done_on", models.DateField(verbose_name="выполнено")),
                ("evidence", models.CharField(blank=True, max_length=300, verbose_name="чем подтверждается")),
                (
                    "scan",
                    models.FileField(
                        blank=True,
                        upload_to=registry.papers.uploads.evidence_path,
                        validators=[registry.papers.uploads.check_scan],
                        verbose_name="файл",
                    ),
                ),
                (
                    "done_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="кто отметил",
                    ),
                ),
                (
                    "pair",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="stage_items",
                        to="mentoring.pair",
                        verbose_name="пара",
                    ),
                ),
                (
                    "template",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="mentoring.stageitemtemplate",
                        verbose_name="пункт",
                    ),
                ),
            ],
            options={
                "verbose_name": "выполненный пункт",
                "verbose_name_plural": "выполненные пункты",
                "ordering": ["template__stage__number", "template__position"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("pair", "template"),
                        name="mentoring_stageitem_once",
                        violation_error_message="Этот пункт уже отмечен.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalStageItem",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("done_on", models.DateField(verbose_name="выполнено")),
                ("evidence", models.CharField(blank=True, max_length=300, verbose_name="чем подтверждается")),
                (
                    "scan",
                    models.TextField(
                        blank=True, max_length=100, validators=[registry.papers.uploads.check_scan], verbose_name="файл"
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
                    "done_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="кто отметил",
                    ),
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
                    "template",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="mentoring.stageitemtemplate",
                        verbose_name="пункт",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical выполненный пункт",
                "verbose_name_plural": "historical выполненные пункты",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
    ]
