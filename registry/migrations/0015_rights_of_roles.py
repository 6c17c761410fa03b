import datetime
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import registry.clock
import registry.models.policy
import registry.names.text_checks
import simple_history.models
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def keep_those_who_are_ready(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Who was ready before decisions were written down stays so; nobody knows who decided it."""
    for name in ("Mentor", "HistoricalMentor"):
        apps.get_model("registry", name).objects.filter(readiness="ready").update(approval="unrecorded")


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0014_former_names_and_class_moves"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalPolicyProposal",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "mentee_limit",
                    models.PositiveSmallIntegerField(
                        default=3,
                        help_text="От 1 до 3 (Устюжна, п. 3.4)",
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(3),
                        ],
                        verbose_name="наставляемых у одного наставника, не больше",
                    ),
                ),
                (
                    "several_mentors",
                    models.BooleanField(
                        default=True,
                        help_text="Холм, п. 5.2",
                        verbose_name="у наставляемого может быть несколько наставников",
                    ),
                ),
                (
                    "programme_min_months",
                    models.PositiveSmallIntegerField(default=3, verbose_name="программа не короче, месяцев"),
                ),
                (
                    "programme_max_months",
                    models.PositiveSmallIntegerField(default=12, verbose_name="программа не длиннее, месяцев"),
                ),
                (
                    "consents_required",
                    models.JSONField(
                        blank=True, default=registry.models.policy.all_consents, verbose_name="обязательные согласия"
                    ),
                ),
                (
                    "monthly_report",
                    models.BooleanField(
                        default=True, help_text="Устюжна, п. 5.2", verbose_name="ежемесячный отчёт наставника"
                    ),
                ),
                (
                    "mentee_report",
                    models.BooleanField(
                        default=True, help_text="Устюжна, п. 3.13", verbose_name="итоговый отчёт наставляемого"
                    ),
                ),
                (
                    "final_report_days",
                    models.PositiveSmallIntegerField(default=10, verbose_name="дней на итоговые отчёты"),
                ),
                (
                    "monitoring_months",
                    models.JSONField(
                        blank=True, default=registry.models.policy.spring_and_winter, verbose_name="месяцы мониторинга"
                    ),
                ),
                (
                    "baseline_month",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "январь"),
                            (2, "февраль"),
                            (3, "март"),
                            (4, "апрель"),
                            (5, "май"),
                            (6, "июнь"),
                            (7, "июль"),
                            (8, "август"),
                            (9, "сентябрь"),
                            (10, "октябрь"),
                            (11, "ноябрь"),
                            (12, "декабрь"),
                        ],
                        default=9,
                        verbose_name="месяц входной оценки",
                    ),
                ),
                (
                    "curator_eligibility",
                    models.CharField(
                        choices=[
                            ("deputy", "только заместитель руководителя"),
                            ("staff", "заместитель или иной педагогический работник"),
                            ("partner", "сотрудник организации или партнёра"),
                        ],
                        default="staff",
                        max_length=20,
                        verbose_name="кто может быть куратором",
                    ),
                ),
                (
                    "young_specialist_years",
                    models.PositiveSmallIntegerField(default=3, verbose_name="молодой специалист, лет стажа до"),
                ),
                (
                    "pupil_min_age",
                    models.PositiveSmallIntegerField(default=10, verbose_name="обучающийся не младше, лет"),
                ),
                ("score_enabled", models.BooleanField(default=True, verbose_name="оценка 0–18 ведётся")),
                (
                    "act_kind",
                    models.CharField(
                        choices=[("order", "приказ"), ("directive", "распоряжение"), ("resolution", "постановление")],
                        default="order",
                        max_length=20,
                        verbose_name="вид акта о закреплении",
                    ),
                ),
                (
                    "mentee_term",
                    models.CharField(default="наставляемый", max_length=100, verbose_name="как называть наставляемого"),
                ),
                (
                    "programme_term",
                    models.CharField(
                        default="персонализированная программа наставничества",
                        max_length=150,
                        verbose_name="как называть программу",
                    ),
                ),
                ("form_labels", models.JSONField(blank=True, default=dict, verbose_name="свои названия форм")),
                ("valid_from", models.DateField(verbose_name="действует с")),
                (
                    "basis",
                    models.CharField(
                        blank=True,
                        help_text="Например: протокол совещания кураторов",
                        max_length=300,
                        verbose_name="основание",
                    ),
                ),
                ("reason", models.TextField(max_length=1000, verbose_name="почему нужно изменить")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "ждёт решения"),
                            ("accepted", "принято"),
                            ("refused", "отклонено"),
                            ("withdrawn", "отозвано"),
                        ],
                        default="waiting",
                        max_length=20,
                        verbose_name="состояние",
                    ),
                ),
                ("proposed_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="предложено")),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="решено")),
                ("decision_note", models.TextField(blank=True, max_length=1000, verbose_name="пояснение к решению")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
            ],
            options={
                "verbose_name": "historical предложение политики",
                "verbose_name_plural": "historical предложения политики",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalPolicyProposal_forms",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("m2m_history_id", models.AutoField(primary_key=True, serialize=False)),
            ],
            options={
                "verbose_name": "HistoricalPolicyProposal_forms",
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalPolicyProposal_kinds",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("m2m_history_id", models.AutoField(primary_key=True, serialize=False)),
            ],
            options={
                "verbose_name": "HistoricalPolicyProposal_kinds",
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalPolicyProposal_role_models",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("m2m_history_id", models.AutoField(primary_key=True, serialize=False)),
            ],
            options={
                "verbose_name": "HistoricalPolicyProposal_role_models",
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="PolicyProposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "mentee_limit",
                    models.PositiveSmallIntegerField(
                        default=3,
                        help_text="От 1 до 3 (Устюжна, п. 3.4)",
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(3),
                        ],
                        verbose_name="наставляемых у одного наставника, не больше",
                    ),
                ),
                (
                    "several_mentors",
                    models.BooleanField(
                        default=True,
                        help_text="Холм, п. 5.2",
                        verbose_name="у наставляемого может быть несколько наставников",
                    ),
                ),
                (
                    "programme_min_months",
                    models.PositiveSmallIntegerField(default=3, verbose_name="программа не короче, месяцев"),
                ),
                (
                    "programme_max_months",
                    models.PositiveSmallIntegerField(default=12, verbose_name="программа не длиннее, месяцев"),
                ),
                (
                    "consents_required",
                    models.JSONField(
                        blank=True, default=registry.models.policy.all_consents, verbose_name="обязательные согласия"
                    ),
                ),
                (
                    "monthly_report",
                    models.BooleanField(
                        default=True, help_text="Устюжна, п. 5.2", verbose_name="ежемесячный отчёт наставника"
                    ),
                ),
                (
                    "mentee_report",
                    models.BooleanField(
                        default=True, help_text="Устюжна, п. 3.13", verbose_name="итоговый отчёт наставляемого"
                    ),
                ),
                (
                    "final_report_days",
                    models.PositiveSmallIntegerField(default=10, verbose_name="дней на итоговые отчёты"),
                ),
                (
                    "monitoring_months",
                    models.JSONField(
                        blank=True, default=registry.models.policy.spring_and_winter, verbose_name="месяцы мониторинга"
                    ),
                ),
                (
                    "baseline_month",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "январь"),
                            (2, "февраль"),
                            (3, "март"),
                            (4, "апрель"),
                            (5, "май"),
                            (6, "июнь"),
                            (7, "июль"),
                            (8, "август"),
                            (9, "сентябрь"),
                            (10, "октябрь"),
                            (11, "ноябрь"),
                            (12, "декабрь"),
                        ],
                        default=9,
                        verbose_name="месяц входной оценки",
                    ),
                ),
                (
                    "curator_eligibility",
                    models.CharField(
                        choices=[
                            ("deputy", "только заместитель руководителя"),
                            ("staff", "заместитель или иной педагогический работник"),
                            ("partner", "сотрудник организации или партнёра"),
                        ],
                        default="staff",
                        max_length=20,
                        verbose_name="кто может быть куратором",
                    ),
                ),
                (
                    "young_specialist_years",
                    models.PositiveSmallIntegerField(default=3, verbose_name="молодой специалист, лет стажа до"),
                ),
                (
                    "pupil_min_age",
                    models.PositiveSmallIntegerField(default=10, verbose_name="обучающийся не младше, лет"),
                ),
                ("score_enabled", models.BooleanField(default=True, verbose_name="оценка 0–18 ведётся")),
                (
                    "act_kind",
                    models.CharField(
                        choices=[("order", "приказ"), ("directive", "распоряжение"), ("resolution", "постановление")],
                        default="order",
                        max_length=20,
                        verbose_name="вид акта о закреплении",
                    ),
                ),
                (
                    "mentee_term",
                    models.CharField(default="наставляемый", max_length=100, verbose_name="как называть наставляемого"),
                ),
                (
                    "programme_term",
                    models.CharField(
                        default="персонализированная программа наставничества",
                        max_length=150,
                        verbose_name="как называть программу",
                    ),
                ),
                ("form_labels", models.JSONField(blank=True, default=dict, verbose_name="свои названия форм")),
                ("valid_from", models.DateField(verbose_name="действует с")),
                (
                    "basis",
                    models.CharField(
                        blank=True,
                        help_text="Например: протокол совещания кураторов",
                        max_length=300,
                        verbose_name="основание",
                    ),
                ),
                ("reason", models.TextField(max_length=1000, verbose_name="почему нужно изменить")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "ждёт решения"),
                            ("accepted", "принято"),
                            ("refused", "отклонено"),
                            ("withdrawn", "отозвано"),
                        ],
                        default="waiting",
                        max_length=20,
                        verbose_name="состояние",
                    ),
                ),
                ("proposed_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="предложено")),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="решено")),
                ("decision_note", models.TextField(blank=True, max_length=1000, verbose_name="пояснение к решению")),
            ],
            options={
                "verbose_name": "предложение политики",
                "verbose_name_plural": "предложения политики",
                "ordering": ["-proposed_at"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="invitation",
            name="registry_invitation_scope",
        ),
        migrations.RemoveConstraint(
            model_name="invitation",
            name="registry_invitation_once_in_municipality",
        ),
        migrations.RemoveConstraint(
            model_name="membership",
            name="registry_membership_scope",
        ),
        migrations.RemoveConstraint(
            model_name="membership",
            name="registry_membership_once_in_municipality",
        ),
        migrations.AddField(
            model_name="historicalmembership",
            name="organisation_kinds",
            field=models.JSONField(
                blank=True,
                default=list,
                help_text="Ничего не отмечено – доступ ко всем организациям муниципалитета",
                verbose_name="только организации типов",
            ),
        ),
        migrations.AddField(
            model_name="historicalmentor",
            name="approval",
            field=models.CharField(
                choices=[
                    ("waiting", "ждёт решения руководителя"),
                    ("approved", "кандидатура утверждена"),
                    ("refused", "кандидатура отклонена"),
                    ("unrecorded", "утверждён до портала, решение не записано"),
                ],
                default="waiting",
                max_length=20,
                verbose_name="решение о кандидатуре",
            ),
        ),
        migrations.AddField(
            model_name="historicalmentor",
            name="decided_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="кто решил",
            ),
        ),
        migrations.AddField(
            model_name="historicalmentor",
            name="decided_on",
            field=models.DateField(blank=True, null=True, verbose_name="дата решения"),
        ),
        migrations.AddField(
            model_name="historicalmentor",
            name="decision_act",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="registry.act",
                verbose_name="акт или протокол",
            ),
        ),
        migrations.AddField(
            model_name="historicalmentor",
            name="proposed_on",
            field=models.DateField(default=registry.clock.today, verbose_name="предложен"),
        ),
        migrations.AddField(
            model_name="historicalmentor",
            name="refusal_reason",
            field=models.CharField(blank=True, max_length=300, verbose_name="почему отклонена"),
        ),
        migrations.AddField(
            model_name="historicalorganisation",
            name="psychologist_contact",
            field=models.CharField(blank=True, max_length=200, verbose_name="телефон или почта педагога-психолога"),
        ),
        migrations.AddField(
            model_name="historicalorganisation",
            name="psychologist_name",
            field=models.CharField(
                blank=True,
                help_text="С кем держит связь психологический центр муниципалитета (Сургут, п. 4.8.4)",
                max_length=200,
                validators=[registry.names.text_checks.check_name],
                verbose_name="ФИО педагога-психолога",
            ),
        ),
        migrations.AddField(
            model_name="invitation",
            name="organisation_kinds",
            field=models.JSONField(
                blank=True,
                default=list,
                help_text="Ничего не отмечено – доступ ко всем организациям муниципалитета",
                verbose_name="только организации типов",
            ),
        ),
        migrations.AddField(
            model_name="membership",
            name="organisation_kinds",
            field=models.JSONField(
                blank=True,
                default=list,
                help_text="Ничего не отмечено – доступ ко всем организациям муниципалитета",
                verbose_name="только организации типов",
            ),
        ),
        migrations.AddField(
            model_name="mentor",
            name="approval",
            field=models.CharField(
                choices=[
                    ("waiting", "ждёт решения руководителя"),
                    ("approved", "кандидатура утверждена"),
                    ("refused", "кандидатура отклонена"),
                    ("unrecorded", "утверждён до портала, решение не записано"),
                ],
                default="waiting",
                max_length=20,
                verbose_name="решение о кандидатуре",
            ),
        ),
        migrations.AddField(
            model_name="mentor",
            name="decided_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="кто решил",
            ),
        ),
        migrations.AddField(
            model_name="mentor",
            name="decided_on",
            field=models.DateField(blank=True, null=True, verbose_name="дата решения"),
        ),
        migrations.AddField(
            model_name="mentor",
            name="decision_act",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="approved_mentors",
                to="registry.act",
                verbose_name="акт или протокол",
            ),
        ),
        migrations.AddField(
            model_name="mentor",
            name="proposed_on",
            field=models.DateField(default=registry.clock.today, verbose_name="предложен"),
        ),
        migrations.AddField(
            model_name="mentor",
            name="refusal_reason",
            field=models.CharField(blank=True, max_length=300, verbose_name="почему отклонена"),
        ),
        migrations.AddField(
            model_name="organisation",
            name="psychologist_contact",
            field=models.CharField(blank=True, max_length=200, verbose_name="телефон или почта педагога-психолога"),
        ),
        migrations.AddField(
            model_name="organisation",
            name="psychologist_name",
            field=models.CharField(
                blank=True,
                help_text="С кем держит связь психологический центр муниципалитета (Сургут, п. 4.8.4)",
                max_length=200,
                validators=[registry.names.text_checks.check_name],
                verbose_name="ФИО педагога-психолога",
            ),
        ),
        migrations.AlterField(
            model_name="historicalmembership",
            name="role",
            field=models.CharField(
                choices=[
                    ("admin", "администратор"),
                    ("coordinator", "муниципальный координатор"),
                    ("regional", "региональный наблюдатель"),
                    ("psychological", "психологический центр"),
                    ("curator", "куратор"),
                    ("operator", "технический оператор"),
                    ("head", "руководитель организации"),
                    ("council", "член совета наставников"),
                    ("mentor", "наставник"),
                    ("mentee", "наставляемый"),
                ],
                max_length=20,
                verbose_name="роль",
            ),
        ),
        migrations.AlterField(
            model_name="invitation",
            name="role",
            field=models.CharField(
                choices=[
                    ("admin", "администратор"),
                    ("coordinator", "муниципальный координатор"),
                    ("regional", "региональный наблюдатель"),
                    ("psychological", "психологический центр"),
                    ("curator", "куратор"),
                    ("operator", "технический оператор"),
                    ("head", "руководитель организации"),
                    ("council", "член совета наставников"),
                    ("mentor", "наставник"),
                    ("mentee", "наставляемый"),
                ],
                max_length=20,
                verbose_name="роль",
            ),
        ),
        migrations.AlterField(
            model_name="membership",
            name="role",
            field=models.CharField(
                choices=[
                    ("admin", "администратор"),
                    ("coordinator", "муниципальный координатор"),
                    ("regional", "региональный наблюдатель"),
                    ("psychological", "психологический центр"),
                    ("curator", "куратор"),
                    ("operator", "технический оператор"),
                    ("head", "руководитель организации"),
                    ("council", "член совета наставников"),
                    ("mentor", "наставник"),
                    ("mentee", "наставляемый"),
                ],
                max_length=20,
                verbose_name="роль",
            ),
        ),
        migrations.AddIndex(
            model_name="mentor",
            index=models.Index(
                condition=models.Q(("approval", "waiting")), fields=["person"], name="registry_mentor_waiting"
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("organisation__isnull", True),
                        ("person__isnull", True),
                        ("role__in", ("admin", "coordinator", "regional", "psychological")),
                    ),
                    models.Q(
                        ("organisation__isnull", False),
                        ("person__isnull", True),
                        ("role__in", ("curator", "operator", "head", "council")),
                    ),
                    models.Q(
                        ("organisation__isnull", True), ("person__isnull", False), ("role__in", ("mentor", "mentee"))
                    ),
                    _connector="OR",
                ),
                name="registry_invitation_scope",
                violation_error_message="Роль не подходит к выбранному месту.",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("organisation_kinds", []),
                    ("role__in", ("coordinator", "regional", "psychological")),
                    _connector="OR",
                ),
                name="registry_invitation_kinds",
                violation_error_message="Типами организаций ограничивают только роль на муниципалитет, кроме администратора.",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("accepted_at__isnull", True),
                    ("revoked_at__isnull", True),
                    ("role__in", ("admin", "coordinator", "regional", "psychological")),
                ),
                fields=("email", "role", "municipality"),
                name="registry_invitation_once_in_municipality",
                violation_error_message="Такое приглашение уже отправлено. Его можно отправить повторно.",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("organisation__isnull", True),
                        ("person__isnull", True),
                        ("role__in", ("admin", "coordinator", "regional", "psychological")),
                    ),
                    models.Q(
                        ("organisation__isnull", False),
                        ("person__isnull", True),
                        ("role__in", ("curator", "operator", "head", "council")),
                    ),
                    models.Q(
                        ("organisation__isnull", True), ("person__isnull", False), ("role__in", ("mentor", "mentee"))
                    ),
                    _connector="OR",
                ),
                name="registry_membership_scope",
                violation_error_message="Муниципальная роль выдаётся на муниципалитет, роль в организации — на организацию, наставнику и наставляемому — на их запись в реестре.",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("organisation_kinds", []),
                    ("role__in", ("coordinator", "regional", "psychological")),
                    _connector="OR",
                ),
                name="registry_membership_kinds",
                violation_error_message="Типами организаций ограничивают только роль на муниципалитет, кроме администратора.",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("role__in", ("admin", "coordinator", "regional", "psychological")), ("until__isnull", True)
                ),
                fields=("user", "role", "municipality"),
                name="registry_membership_once_in_municipality",
                violation_error_message="Такой доступ у пользователя уже есть.",
            ),
        ),
        migrations.RunPython(keep_those_who_are_ready, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="mentor",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("approval", "waiting"),
                        ("refusal_reason", ""),
                        ("decided_by__isnull", True),
                        ("decided_on__isnull", True),
                        ("decision_act__isnull", True),
                        models.Q(("readiness", "ready"), _negated=True),
                    ),
                    models.Q(
                        ("approval", "unrecorded"),
                        ("refusal_reason", ""),
                        ("decided_by__isnull", True),
                        ("decided_on__isnull", True),
                        ("decision_act__isnull", True),
                        ("readiness", "ready"),
                    ),
                    models.Q(
                        ("approval", "approved"),
                        ("decided_on__isnull", False),
                        ("refusal_reason", ""),
                        models.Q(("decided_by__isnull", False), ("decision_act__isnull", False), _connector="OR"),
                        ("readiness", "ready"),
                    ),
                    models.Q(
                        ("approval", "refused"),
                        ("decided_by__isnull", False),
                        ("decided_on__isnull", False),
                        models.Q(("refusal_reason", ""), _negated=True),
                        models.Q(("readiness", "ready"), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="registry_mentor_ready_by_decision",
                violation_error_message="«Готов к работе» – наставник, кандидатуру которого утвердил руководитель. Решение записывают на странице «Кандидаты».",
            ),
        ),
        migrations.AddConstraint(
            model_name="mentor",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("proposed_on__isnull", True),
                        models.Q(
                            ("proposed_on__gte", datetime.date(1990, 1, 1)),
                            ("proposed_on__lte", datetime.date(2099, 12, 31)),
                        ),
                        _connector="OR",
                    ),
                    models.Q(
                        ("decided_on__isnull", True),
                        models.Q(
                            ("decided_on__gte", datetime.date(1990, 1, 1)),
                            ("decided_on__lte", datetime.date(2099, 12, 31)),
                        ),
                        _connector="OR",
                    ),
                ),
                name="registry_mentor_decision_plausible",
                violation_error_message="Проверьте год: решения о кандидатурах – с 1990 года.",
            ),
        ),
        migrations.AddField(
            model_name="historicalpolicyproposal",
            name="decided_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="кто решил",
            ),
        ),
        migrations.AddField(
            model_name="historicalpolicyproposal",
            name="history_user",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="historicalpolicyproposal",
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
            model_name="historicalpolicyproposal",
            name="policy",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="registry.policy",
                verbose_name="принятая версия",
            ),
        ),
        migrations.AddField(
            model_name="historicalpolicyproposal",
            name="proposed_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="кто предложил",
            ),
        ),
        migrations.AddField(
            model_name="historicalpolicyproposal_forms",
            name="form",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_tablespace="",
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="registry.form",
            ),
        ),
        migrations.AddField(
            model_name="historicalpolicyproposal_forms",
            name="history",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                to="registry.historicalpolicyproposal",
            ),
        ),
        migrations.AddField(
            model_name="historicalpolicyproposal_kinds",
            name="history",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                to="registry.historicalpolicyproposal",
            ),
        ),
        migrations.AddField(
            model_name="historicalpolicyproposal_kinds",
            name="kind",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_tablespace="",
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="registry.kind",
            ),
        ),
        migrations.AddField(
            model_name="historicalpolicyproposal_role_models",
            name="history",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                to="registry.historicalpolicyproposal",
            ),
        ),
        migrations.AddField(
            model_name="historicalpolicyproposal_role_models",
            name="rolemodel",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_tablespace="",
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="registry.rolemodel",
            ),
        ),
        migrations.AddField(
            model_name="policyproposal",
            name="decided_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="кто решил",
            ),
        ),
        migrations.AddField(
            model_name="policyproposal",
            name="forms",
            field=models.ManyToManyField(
                blank=True, related_name="+", to="registry.form", verbose_name="формы в применении"
            ),
        ),
        migrations.AddField(
            model_name="policyproposal",
            name="kinds",
            field=models.ManyToManyField(
                blank=True, related_name="+", to="registry.kind", verbose_name="виды в применении"
            ),
        ),
        migrations.AddField(
            model_name="policyproposal",
            name="municipality",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="policy_proposals",
                to="registry.municipality",
                verbose_name="муниципалитет",
            ),
        ),
        migrations.AddField(
            model_name="policyproposal",
            name="policy",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="proposal",
                to="registry.policy",
                verbose_name="принятая версия",
            ),
        ),
        migrations.AddField(
            model_name="policyproposal",
            name="proposed_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="кто предложил",
            ),
        ),
        migrations.AddField(
            model_name="policyproposal",
            name="role_models",
            field=models.ManyToManyField(
                blank=True, related_name="+", to="registry.rolemodel", verbose_name="ролевые модели в применении"
            ),
        ),
        migrations.AddField(
            model_name="historicalpolicyproposal_role_models",
            name="policyproposal",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_tablespace="",
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="registry.policyproposal",
            ),
        ),
        migrations.AddField(
            model_name="historicalpolicyproposal_kinds",
            name="policyproposal",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_tablespace="",
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="registry.policyproposal",
            ),
        ),
        migrations.AddField(
            model_name="historicalpolicyproposal_forms",
            name="policyproposal",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_tablespace="",
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="registry.policyproposal",
            ),
        ),
        migrations.AddConstraint(
            model_name="policyproposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("decision_note", ""),
                        ("policy__isnull", True),
                        ("status", "waiting"),
                        ("decided_at__isnull", True),
                        ("decided_by__isnull", True),
                    ),
                    models.Q(
                        ("policy__isnull", False),
                        ("status", "accepted"),
                        ("decided_at__isnull", False),
                        ("decided_by__isnull", False),
                    ),
                    models.Q(
                        ("policy__isnull", True),
                        ("status", "refused"),
                        models.Q(("decision_note", ""), _negated=True),
                        ("decided_at__isnull", False),
                        ("decided_by__isnull", False),
                    ),
                    models.Q(
                        ("policy__isnull", True),
                        ("status", "withdrawn"),
                        ("decided_at__isnull", False),
                        ("decided_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="registry_proposal_states",
                violation_error_message="Решение о предложении – это кто и когда решил, а при отказе и почему.",
            ),
        ),
        migrations.AddConstraint(
            model_name="policyproposal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status", "waiting")),
                fields=("municipality", "valid_from"),
                name="registry_proposal_one_waits",
                violation_error_message="На эту дату уже есть предложение, которое ждёт решения. Дождитесь его или выберите другую дату.",
            ),
        ),
        migrations.AddConstraint(
            model_name="policyproposal",
            constraint=models.CheckConstraint(
                condition=models.Q(("mentee_limit__gte", 1), ("mentee_limit__lte", 3)),
                name="registry_proposal_mentee_limit",
                violation_error_message="У наставника может быть от одного до трёх наставляемых (Устюжна, п. 3.4).",
            ),
        ),
        migrations.AddConstraint(
            model_name="policyproposal",
            constraint=models.CheckConstraint(
                condition=models.Q(("programme_min_months__lte", models.F("programme_max_months"))),
                name="registry_proposal_programme_months",
                violation_error_message="Наименьший срок программы больше наибольшего.",
            ),
        ),
        migrations.AddConstraint(
            model_name="policyproposal",
            constraint=models.CheckConstraint(
                condition=models.Q(("act_kind__in", ("order", "directive", "resolution"))),
                name="registry_proposal_act_kind",
                violation_error_message="Пары закрепляют приказом, распоряжением или постановлением.",
            ),
        ),
    ]
