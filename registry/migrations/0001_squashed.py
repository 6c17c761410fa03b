import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import registry.clock
import registry.models.membership
import registry.models.organisation
import registry.models.policy
import registry.papers.uploads
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("registry", "0001_initial"),
        ("registry", "0002_imports_in_full"),
        ("registry", "0003_rows_of_drafts_by_doubt_and_name"),
        ("registry", "0004_records_of_imports_by_row_and_upload_key"),
        ("registry", "0005_distinct_people"),
        ("registry", "0006_records_of_earlier_imports"),
        ("registry", "0007_no_index_for_search"),
    ]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Category",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=60, unique=True, verbose_name="код")),
                ("title", models.CharField(max_length=250, verbose_name="название")),
                ("source", models.CharField(blank=True, max_length=100, verbose_name="источник")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="порядок")),
                ("in_use", models.BooleanField(default=True, verbose_name="используется")),
                (
                    "participant",
                    models.CharField(
                        choices=[("pupil", "обучающийся"), ("teacher", "педагог"), ("student", "студент")],
                        max_length=20,
                        verbose_name="участник",
                    ),
                ),
                ("sensitive", models.BooleanField(default=False, verbose_name="чувствительные сведения")),
                ("aliases", models.JSONField(blank=True, default=list, verbose_name="другие названия")),
            ],
            options={
                "verbose_name": "категория наставляемых",
                "verbose_name_plural": "категории наставляемых",
                "ordering": ["position", "title"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Form",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=60, unique=True, verbose_name="код")),
                ("title", models.CharField(max_length=250, verbose_name="название")),
                ("source", models.CharField(blank=True, max_length=100, verbose_name="источник")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="порядок")),
                ("in_use", models.BooleanField(default=True, verbose_name="используется")),
                (
                    "mentor_sides",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text="Коды сторон: teacher, head, pupil, student, employer, lecturer",
                        verbose_name="кто наставник",
                    ),
                ),
                ("mentee_sides", models.JSONField(blank=True, default=list, verbose_name="кто наставляемый")),
                (
                    "organisation_kinds",
                    models.JSONField(
                        blank=True, default=list, help_text="Пусто — любые", verbose_name="виды организаций"
                    ),
                ),
                (
                    "doubtful_kinds",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text="Форма возможна, но показывается предупреждение",
                        verbose_name="виды организаций с оговоркой",
                    ),
                ),
                ("aliases", models.JSONField(blank=True, default=list, verbose_name="другие названия")),
                ("labour_code_applies", models.BooleanField(default=False, verbose_name="действует ст. 351.8 ТК РФ")),
            ],
            options={
                "verbose_name": "форма наставничества",
                "verbose_name_plural": "формы наставничества",
                "ordering": ["position", "title"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Kind",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=60, unique=True, verbose_name="код")),
                ("title", models.CharField(max_length=250, verbose_name="название")),
                ("source", models.CharField(blank=True, max_length=100, verbose_name="источник")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="порядок")),
                ("in_use", models.BooleanField(default=True, verbose_name="используется")),
                ("description", models.TextField(blank=True, verbose_name="описание")),
                ("needs_group", models.BooleanField(default=False, verbose_name="нужна группа")),
                ("forbids_group", models.BooleanField(default=False, verbose_name="один на один")),
                ("one_meeting", models.BooleanField(default=False, verbose_name="однократная встреча")),
                ("aliases", models.JSONField(blank=True, default=list, verbose_name="другие названия")),
            ],
            options={
                "verbose_name": "вид наставничества",
                "verbose_name_plural": "виды наставничества",
                "ordering": ["position", "title"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Municipality",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(unique=True, verbose_name="код")),
                ("name", models.CharField(max_length=200, verbose_name="название")),
                (
                    "name_genitive",
                    models.CharField(
                        help_text="кого? чего?", max_length=200, verbose_name="название, родительный падеж"
                    ),
                ),
                (
                    "name_prepositional",
                    models.CharField(
                        blank=True, help_text="в ком? в чём?", max_length=200, verbose_name="название, предложный падеж"
                    ),
                ),
                ("region", models.CharField(max_length=200, verbose_name="регион")),
                (
                    "place",
                    models.CharField(
                        help_text="например, п. Заречный", max_length=100, verbose_name="место составления документов"
                    ),
                ),
                ("authorised_body", models.CharField(max_length=300, verbose_name="уполномоченный орган")),
                (
                    "authorised_body_genitive",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="уполномоченный орган, родительный падеж"
                    ),
                ),
                (
                    "authorised_body_dative",
                    models.CharField(blank=True, max_length=300, verbose_name="уполномоченный орган, дательный падеж"),
                ),
                (
                    "authorised_body_instrumental",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="уполномоченный орган, творительный падеж"
                    ),
                ),
                ("authorised_head", models.CharField(blank=True, max_length=200, verbose_name="руководитель органа")),
                (
                    "authorised_head_position",
                    models.CharField(blank=True, max_length=300, verbose_name="должность руководителя органа"),
                ),
            ],
            options={
                "verbose_name": "муниципалитет",
                "verbose_name_plural": "муниципалитеты",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Act",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("order", "приказ"),
                            ("resolution", "постановление"),
                            ("directive", "распоряжение"),
                            ("minutes", "протокол"),
                            ("other", "иной локальный акт"),
                        ],
                        default="order",
                        max_length=20,
                        verbose_name="вид",
                    ),
                ),
                ("number", models.CharField(max_length=60, verbose_name="номер")),
                ("dated", models.DateField(verbose_name="дата")),
                ("title", models.CharField(max_length=400, verbose_name="заголовок")),
                ("signatory", models.CharField(blank=True, max_length=300, verbose_name="подписал")),
                (
                    "scan",
                    models.FileField(
                        blank=True,
                        upload_to=registry.papers.uploads.act_path,
                        validators=[registry.papers.uploads.check_scan],
                        verbose_name="скан",
                    ),
                ),
                (
                    "cancelled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cancels",
                        to="registry.act",
                        verbose_name="отменён актом",
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="acts",
                        to="registry.municipality",
                        verbose_name="муниципалитет",
                    ),
                ),
            ],
            options={
                "verbose_name": "распорядительный акт",
                "verbose_name_plural": "распорядительные акты",
                "ordering": ["-dated", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Format",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=60, unique=True, verbose_name="код")),
                ("title", models.CharField(max_length=250, verbose_name="название")),
                ("source", models.CharField(blank=True, max_length=100, verbose_name="источник")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="порядок")),
                ("in_use", models.BooleanField(default=True, verbose_name="используется")),
                (
                    "forms",
                    models.ManyToManyField(
                        blank=True, related_name="formats", to="registry.form", verbose_name="формы"
                    ),
                ),
            ],
            options={
                "verbose_name": "формат взаимодействия",
                "verbose_name_plural": "форматы взаимодействия",
                "ordering": ["position", "title"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="HistoricalMentee",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("included_on", models.DateField(default=registry.clock.today, verbose_name="включён в базу")),
                ("excluded_on", models.DateField(blank=True, null=True, verbose_name="исключён из базы")),
                ("exclusion_reason", models.CharField(blank=True, max_length=300, verbose_name="причина исключения")),
                ("note", models.TextField(blank=True, verbose_name="примечание")),
                (
                    "participant",
                    models.CharField(
                        choices=[("pupil", "обучающийся"), ("teacher", "педагог"), ("student", "студент")],
                        default="teacher",
                        max_length=20,
                        verbose_name="кто это",
                    ),
                ),
                ("request", models.TextField(blank=True, verbose_name="запрос, затруднения")),
                (
                    "activity",
                    models.CharField(
                        blank=True,
                        choices=[("active", "активный"), ("passive", "пассивный")],
                        max_length=10,
                        verbose_name="тип",
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
                "verbose_name": "historical наставляемый",
                "verbose_name_plural": "historical наставляемые",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalMunicipality",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("slug", models.SlugField(verbose_name="код")),
                ("name", models.CharField(max_length=200, verbose_name="название")),
                (
                    "name_genitive",
                    models.CharField(
                        help_text="кого? чего?", max_length=200, verbose_name="название, родительный падеж"
                    ),
                ),
                (
                    "name_prepositional",
                    models.CharField(
                        blank=True, help_text="в ком? в чём?", max_length=200, verbose_name="название, предложный падеж"
                    ),
                ),
                ("region", models.CharField(max_length=200, verbose_name="регион")),
                (
                    "place",
                    models.CharField(
                        help_text="например, п. Заречный", max_length=100, verbose_name="место составления документов"
                    ),
                ),
                ("authorised_body", models.CharField(max_length=300, verbose_name="уполномоченный орган")),
                (
                    "authorised_body_genitive",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="уполномоченный орган, родительный падеж"
                    ),
                ),
                (
                    "authorised_body_dative",
                    models.CharField(blank=True, max_length=300, verbose_name="уполномоченный орган, дательный падеж"),
                ),
                (
                    "authorised_body_instrumental",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="уполномоченный орган, творительный падеж"
                    ),
                ),
                ("authorised_head", models.CharField(blank=True, max_length=200, verbose_name="руководитель органа")),
                (
                    "authorised_head_position",
                    models.CharField(blank=True, max_length=300, verbose_name="должность руководителя органа"),
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
                "verbose_name": "historical муниципалитет",
                "verbose_name_plural": "historical муниципалитеты",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalPolicy",
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
                        help_text="Например: постановление от 23.01.2023 № 29",
                        max_length=300,
                        verbose_name="основание",
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
            ],
            options={
                "verbose_name": "historical политика",
                "verbose_name_plural": "historical политики",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Mentee",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("included_on", models.DateField(default=registry.clock.today, verbose_name="включён в базу")),
                ("excluded_on", models.DateField(blank=True, null=True, verbose_name="исключён из базы")),
                ("exclusion_reason", models.CharField(blank=True, max_length=300, verbose_name="причина исключения")),
                ("note", models.TextField(blank=True, verbose_name="примечание")),
                (
                    "participant",
                    models.CharField(
                        choices=[("pupil", "обучающийся"), ("teacher", "педагог"), ("student", "студент")],
                        default="teacher",
                        max_length=20,
                        verbose_name="кто это",
                    ),
                ),
                ("request", models.TextField(blank=True, verbose_name="запрос, затруднения")),
                (
                    "activity",
                    models.CharField(
                        blank=True,
                        choices=[("active", "активный"), ("passive", "пассивный")],
                        max_length=10,
                        verbose_name="тип",
                    ),
                ),
                (
                    "categories",
                    models.ManyToManyField(
                        blank=True, related_name="mentees", to="registry.category", verbose_name="категории"
                    ),
                ),
            ],
            options={
                "verbose_name": "наставляемый",
                "verbose_name_plural": "наставляемые",
                "ordering": ["person__last_name", "person__first_name", "person__middle_name"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("excluded_on__isnull", True),
                            ("excluded_on__gte", models.F("included_on")),
                            _connector="OR",
                        ),
                        name="registry_mentee_dates",
                        violation_error_message="Дата исключения раньше даты включения.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalMentee_categories",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("m2m_history_id", models.AutoField(primary_key=True, serialize=False)),
                (
                    "category",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registry.category",
                    ),
                ),
                (
                    "history",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        to="registry.historicalmentee",
                    ),
                ),
                (
                    "mentee",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registry.mentee",
                    ),
                ),
            ],
            options={
                "verbose_name": "HistoricalMentee_categories",
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalOrganisation",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("preschool", "дошкольная ОО"),
                            ("school", "общеобразовательная организация"),
                            ("extracurricular", "организация дополнительного образования"),
                            ("college", "профессиональная ОО (СПО)"),
                            ("university", "ОО высшего образования"),
                            ("methodical", "организация ДПО / методический центр"),
                            ("authority", "орган управления образованием"),
                            ("enterprise", "предприятие"),
                            ("culture", "учреждение культуры"),
                            ("sport", "учреждение спорта"),
                            ("health", "учреждение здравоохранения"),
                            ("entrepreneur", "индивидуальный предприниматель"),
                            ("public", "общественная организация"),
                            ("other", "иное"),
                        ],
                        max_length=20,
                        verbose_name="тип организации",
                    ),
                ),
                ("full_name", models.CharField(max_length=400, verbose_name="полное наименование")),
                ("short_name", models.CharField(max_length=200, verbose_name="краткое наименование")),
                (
                    "inn",
                    models.CharField(
                        blank=True,
                        max_length=12,
                        validators=[registry.models.organisation.check_inn],
                        verbose_name="ИНН",
                    ),
                ),
                ("address", models.CharField(blank=True, max_length=300, verbose_name="адрес")),
                ("phone", models.CharField(blank=True, max_length=60, verbose_name="телефон")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="электронная почта")),
                ("head_name", models.CharField(blank=True, max_length=200, verbose_name="ФИО руководителя")),
                (
                    "head_position",
                    models.CharField(
                        blank=True, default="директор", max_length=200, verbose_name="должность руководителя"
                    ),
                ),
                ("pilot", models.BooleanField(default=False, verbose_name="пилотная площадка")),
                (
                    "partner_status",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "не партнёр"),
                            ("planned", "соглашение планируется"),
                            ("signed", "соглашение заключено"),
                            ("finished", "соглашение завершено"),
                        ],
                        default="",
                        max_length=20,
                        verbose_name="партнёрство",
                    ),
                ),
                ("archived_on", models.DateField(blank=True, null=True, verbose_name="в архиве с")),
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
            ],
            options={
                "verbose_name": "historical организация",
                "verbose_name_plural": "historical организации",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Organisation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("preschool", "дошкольная ОО"),
                            ("school", "общеобразовательная организация"),
                            ("extracurricular", "организация дополнительного образования"),
                            ("college", "профессиональная ОО (СПО)"),
                            ("university", "ОО высшего образования"),
                            ("methodical", "организация ДПО / методический центр"),
                            ("authority", "орган управления образованием"),
                            ("enterprise", "предприятие"),
                            ("culture", "учреждение культуры"),
                            ("sport", "учреждение спорта"),
                            ("health", "учреждение здравоохранения"),
                            ("entrepreneur", "индивидуальный предприниматель"),
                            ("public", "общественная организация"),
                            ("other", "иное"),
                        ],
                        max_length=20,
                        verbose_name="тип организации",
                    ),
                ),
                ("full_name", models.CharField(max_length=400, verbose_name="полное наименование")),
                ("short_name", models.CharField(max_length=200, verbose_name="краткое наименование")),
                (
                    "inn",
                    models.CharField(
                        blank=True,
                        max_length=12,
                        validators=[registry.models.organisation.check_inn],
                        verbose_name="ИНН",
                    ),
                ),
                ("address", models.CharField(blank=True, max_length=300, verbose_name="адрес")),
                ("phone", models.CharField(blank=True, max_length=60, verbose_name="телефон")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="электронная почта")),
                ("head_name", models.CharField(blank=True, max_length=200, verbose_name="ФИО руководителя")),
                (
                    "head_position",
                    models.CharField(
                        blank=True, default="директор", max_length=200, verbose_name="должность руководителя"
                    ),
                ),
                ("pilot", models.BooleanField(default=False, verbose_name="пилотная площадка")),
                (
                    "partner_status",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "не партнёр"),
                            ("planned", "соглашение планируется"),
                            ("signed", "соглашение заключено"),
                            ("finished", "соглашение завершено"),
                        ],
                        default="",
                        max_length=20,
                        verbose_name="партнёрство",
                    ),
                ),
                ("archived_on", models.DateField(blank=True, null=True, verbose_name="в архиве с")),
                ("search_key", models.CharField(editable=False, max_length=1000)),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="organisations",
                        to="registry.municipality",
                        verbose_name="муниципалитет",
                    ),
                ),
            ],
            options={
                "verbose_name": "организация",
                "verbose_name_plural": "организации",
                "ordering": ["short_name"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("municipality", "short_name"),
                        name="registry_organisation_short_name",
                        violation_error_message="Организация с таким кратким наименованием уже есть.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("inn", ""), _negated=True),
                        fields=("municipality", "inn"),
                        name="registry_organisation_inn",
                        violation_error_message="Организация с таким ИНН уже есть.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalContingent",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("school_year", models.PositiveSmallIntegerField(verbose_name="учебный год")),
                ("pupils", models.PositiveIntegerField(blank=True, null=True, verbose_name="обучающихся от 10 лет")),
                ("teachers", models.PositiveIntegerField(blank=True, null=True, verbose_name="педагогов")),
                (
                    "young_teachers",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="молодых специалистов"),
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
            ],
            options={
                "verbose_name": "historical численность",
                "verbose_name_plural": "historical численность",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalAct",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("order", "приказ"),
                            ("resolution", "постановление"),
                            ("directive", "распоряжение"),
                            ("minutes", "протокол"),
                            ("other", "иной локальный акт"),
                        ],
                        default="order",
                        max_length=20,
                        verbose_name="вид",
                    ),
                ),
                ("number", models.CharField(max_length=60, verbose_name="номер")),
                ("dated", models.DateField(verbose_name="дата")),
                ("title", models.CharField(max_length=400, verbose_name="заголовок")),
                ("signatory", models.CharField(blank=True, max_length=300, verbose_name="подписал")),
                (
                    "scan",
                    models.TextField(
                        blank=True, max_length=100, validators=[registry.papers.uploads.check_scan], verbose_name="скан"
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
                    "cancelled_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registry.act",
                        verbose_name="отменён актом",
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
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registry.organisation",
                        verbose_name="кто издал",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical распорядительный акт",
                "verbose_name_plural": "historical распорядительные акты",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Contingent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("school_year", models.PositiveSmallIntegerField(verbose_name="учебный год")),
                ("pupils", models.PositiveIntegerField(blank=True, null=True, verbose_name="обучающихся от 10 лет")),
                ("teachers", models.PositiveIntegerField(blank=True, null=True, verbose_name="педагогов")),
                (
                    "young_teachers",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="молодых специалистов"),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contingents",
                        to="registry.organisation",
                        verbose_name="организация",
                    ),
                ),
            ],
            options={
                "verbose_name": "численность",
                "verbose_name_plural": "численность",
                "ordering": ["-school_year"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "school_year"),
                        name="registry_contingent_once_a_year",
                        violation_error_message="Численность за этот учебный год уже внесена.",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="act",
            name="organisation",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="acts",
                to="registry.organisation",
                verbose_name="кто издал",
            ),
        ),
        migrations.CreateModel(
            name="OrganisationAlias",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=300, verbose_name="как написано")),
                ("key", models.CharField(editable=False, max_length=300)),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="registry.municipality",
                        verbose_name="муниципалитет",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="aliases",
                        to="registry.organisation",
                        verbose_name="организация",
                    ),
                ),
            ],
            options={
                "verbose_name": "другое название",
                "verbose_name_plural": "другие названия",
                "ordering": ["name"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("municipality", "key"),
                        name="registry_alias_once",
                        violation_error_message="Это название уже закреплено за организацией.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("last_name", models.CharField(max_length=100, verbose_name="фамилия")),
                ("first_name", models.CharField(max_length=100, verbose_name="имя")),
                ("middle_name", models.CharField(blank=True, max_length=100, verbose_name="отчество")),
                ("former_name", models.CharField(blank=True, max_length=100, verbose_name="прежняя фамилия")),
                (
                    "sex",
                    models.CharField(
                        blank=True, choices=[("m", "мужской"), ("f", "женский")], max_length=1, verbose_name="пол"
                    ),
                ),
                ("birth_date", models.DateField(blank=True, null=True, verbose_name="дата рождения")),
                (
                    "phone",
                    models.CharField(
                        blank=True, help_text="Например: +7 912 345-67-89", max_length=20, verbose_name="телефон"
                    ),
                ),
                ("phone_note", models.CharField(blank=True, max_length=100, verbose_name="телефон, как записан")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="электронная почта")),
                ("position", models.CharField(blank=True, max_length=200, verbose_name="должность")),
                ("subject", models.CharField(blank=True, max_length=200, verbose_name="предмет или направление")),
                (
                    "qualification",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("none", "без категории"),
                            ("fitness", "соответствие занимаемой должности"),
                            ("first", "первая"),
                            ("highest", "высшая"),
                            ("methodist", "педагог-методист"),
                            ("mentor", "педагог-наставник"),
                        ],
                        max_length=20,
                        verbose_name="квалификационная категория",
                    ),
                ),
                ("education", models.CharField(blank=True, max_length=300, verbose_name="образование")),
                ("working_since", models.DateField(blank=True, null=True, verbose_name="стаж ведётся с")),
                (
                    "working_since_precision",
                    models.CharField(
                        choices=[("day", "день"), ("month", "месяц"), ("year", "год")],
                        default="year",
                        max_length=10,
                        verbose_name="точность даты стажа",
                    ),
                ),
                ("experience_note", models.CharField(blank=True, max_length=200, verbose_name="стаж, как записан")),
                ("grade", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="класс")),
                ("grade_letter", models.CharField(blank=True, max_length=5, verbose_name="буква класса")),
                (
                    "representative_name",
                    models.CharField(blank=True, max_length=200, verbose_name="законный представитель"),
                ),
                ("representative_relation", models.CharField(blank=True, max_length=60, verbose_name="кем приходится")),
                (
                    "representative_phone",
                    models.CharField(blank=True, max_length=60, verbose_name="телефон представителя"),
                ),
                ("declension", models.JSONField(blank=True, default=dict, verbose_name="имя в падежах, исправления")),
                ("archived_on", models.DateField(blank=True, null=True, verbose_name="в архиве с")),
                ("name_key", models.CharField(db_index=True, editable=False, max_length=320)),
                ("search_key", models.CharField(editable=False, max_length=800)),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged",
                        to="registry.person",
                        verbose_name="объединён с",
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="people",
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
                        related_name="people",
                        to="registry.organisation",
                        verbose_name="организация",
                    ),
                ),
            ],
            options={
                "verbose_name": "человек",
                "verbose_name_plural": "люди",
                "ordering": ["last_name", "first_name", "middle_name"],
                "indexes": [models.Index(fields=["organisation", "name_key"], name="registry_person_org_name")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("last_name", ""), _negated=True), models.Q(("first_name", ""), _negated=True)
                        ),
                        name="registry_person_named",
                        violation_error_message="Укажите фамилию и имя.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("grade__isnull", True), models.Q(("grade__gte", 1), ("grade__lte", 11)), _connector="OR"
                        ),
                        name="registry_person_grade",
                        violation_error_message="Класс — число от 1 до 11.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("working_since__isnull", True),
                            ("birth_date__isnull", True),
                            ("working_since__gt", models.F("birth_date")),
                            _connector="OR",
                        ),
                        name="registry_person_works_after_birth",
                        violation_error_message="Стаж начинается раньше даты рождения. Проверьте обе даты.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("merged_into__isnull", True), ("archived_on__isnull", False), _connector="OR"
                        ),
                        name="registry_person_merged_is_archived",
                        violation_error_message="Объединённая карточка остаётся в архиве.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Mentor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("included_on", models.DateField(default=registry.clock.today, verbose_name="включён в базу")),
                ("excluded_on", models.DateField(blank=True, null=True, verbose_name="исключён из базы")),
                ("exclusion_reason", models.CharField(blank=True, max_length=300, verbose_name="причина исключения")),
                ("note", models.TextField(blank=True, verbose_name="примечание")),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("teacher", "педагог"),
                            ("pupil", "обучающийся"),
                            ("alumnus", "выпускник"),
                            ("partner", "предприятие или организация"),
                        ],
                        default="teacher",
                        max_length=20,
                        verbose_name="источник",
                    ),
                ),
                (
                    "readiness",
                    models.CharField(
                        choices=[("candidate", "кандидат"), ("trained", "обучен"), ("ready", "готов к работе")],
                        default="candidate",
                        max_length=20,
                        verbose_name="готовность",
                    ),
                ),
                ("competencies", models.TextField(blank=True, verbose_name="компетенции")),
                ("achievements", models.TextField(blank=True, verbose_name="достижения")),
                (
                    "personal_limit",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Устанавливает руководитель, не больше трёх (Устюжна, п. 4.1). Пусто — по политике муниципалитета.",
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(3),
                        ],
                        verbose_name="личный предел наставляемых",
                    ),
                ),
                ("is_tutor", models.BooleanField(default=False, verbose_name="тьютор")),
                (
                    "open_to_others",
                    models.BooleanField(
                        default=False,
                        help_text="Тогда его видят при подборе кураторы всех организаций муниципалитета",
                        verbose_name="может работать в других организациях",
                    ),
                ),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mentor",
                        to="registry.person",
                        verbose_name="человек",
                    ),
                ),
            ],
            options={
                "verbose_name": "наставник",
                "verbose_name_plural": "наставники",
                "ordering": ["person__last_name", "person__first_name", "person__middle_name"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("personal_limit__isnull", True),
                            models.Q(("personal_limit__gte", 1), ("personal_limit__lte", 3)),
                            _connector="OR",
                        ),
                        name="registry_mentor_personal_limit",
                        violation_error_message="Личный предел — от одного до трёх наставляемых (Устюжна, п. 3.4).",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("excluded_on__isnull", True),
                            ("excluded_on__gte", models.F("included_on")),
                            _connector="OR",
                        ),
                        name="registry_mentor_dates",
                        violation_error_message="Дата исключения раньше даты включения.",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="mentee",
            name="person",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="mentee",
                to="registry.person",
                verbose_name="человек",
            ),
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("admin", "администратор"),
                            ("coordinator", "муниципальный координатор"),
                            ("regional", "региональный наблюдатель"),
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
                ("since", models.DateField(default=registry.clock.today, verbose_name="с")),
                ("until", models.DateField(blank=True, null=True, verbose_name="по")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="пользователь",
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="registry.municipality",
                        verbose_name="муниципалитет",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="registry.organisation",
                        verbose_name="организация",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        help_text="Для наставника и наставляемого: кто это в реестре",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="registry.person",
                        verbose_name="запись в реестре",
                    ),
                ),
            ],
            options={
                "verbose_name": "доступ",
                "verbose_name_plural": "доступы",
                "ordering": ["user__last_name", "role"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("organisation__isnull", True),
                                ("person__isnull", True),
                                ("role__in", ("admin", "coordinator", "regional")),
                            ),
                            models.Q(
                                ("organisation__isnull", False),
                                ("person__isnull", True),
                                ("role__in", ("curator", "operator", "head", "council")),
                            ),
                            models.Q(
                                ("organisation__isnull", True),
                                ("person__isnull", False),
                                ("role__in", ("mentor", "mentee")),
                            ),
                            _connector="OR",
                        ),
                        name="registry_membership_scope",
                        violation_error_message="Муниципальная роль выдаётся на муниципалитет, роль в организации — на организацию, наставнику и наставляемому — на их запись в реестре.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until__isnull", True), ("until__gte", models.F("since")), _connector="OR"),
                        name="registry_membership_dates",
                        violation_error_message="Доступ кончается раньше, чем начинается.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("role__in", ("admin", "coordinator", "regional")), ("until__isnull", True)),
                        fields=("user", "role", "municipality"),
                        name="registry_membership_once_in_municipality",
                        violation_error_message="Такой доступ у пользователя уже есть.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("role__in", ("curator", "operator", "head", "council")), ("until__isnull", True)
                        ),
                        fields=("user", "role", "organisation"),
                        name="registry_membership_once_in_organisation",
                        violation_error_message="Такой доступ у пользователя уже есть.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("role__in", ("mentor", "mentee")), ("until__isnull", True)),
                        fields=("user", "role", "person"),
                        name="registry_membership_once_in_person",
                        violation_error_message="Такой доступ у пользователя уже есть.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("admin", "администратор"),
                            ("coordinator", "муниципальный координатор"),
                            ("regional", "региональный наблюдатель"),
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
                ("email", models.EmailField(max_length=254, verbose_name="электронная почта")),
                (
                    "token",
                    models.CharField(
                        default=registry.models.membership.new_token, editable=False, max_length=60, unique=True
                    ),
                ),
                ("sent_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="отправлено")),
                (
                    "expires_at",
                    models.DateTimeField(
                        default=registry.models.membership.invitation_deadline, verbose_name="действует до"
                    ),
                ),
                ("accepted_at", models.DateTimeField(blank=True, null=True, verbose_name="принято")),
                ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="отозвано")),
                (
                    "accepted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invitations_accepted",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="кто принял",
                    ),
                ),
                (
                    "invited_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invitations_sent",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="кто пригласил",
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="registry.municipality",
                        verbose_name="муниципалитет",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="registry.organisation",
                        verbose_name="организация",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        help_text="Для наставника и наставляемого: кто это в реестре",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="registry.person",
                        verbose_name="запись в реестре",
                    ),
                ),
            ],
            options={
                "verbose_name": "приглашение",
                "verbose_name_plural": "приглашения",
                "ordering": ["-sent_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("organisation__isnull", True),
                                ("person__isnull", True),
                                ("role__in", ("admin", "coordinator", "regional")),
                            ),
                            models.Q(
                                ("organisation__isnull", False),
                                ("person__isnull", True),
                                ("role__in", ("curator", "operator", "head", "council")),
                            ),
                            models.Q(
                                ("organisation__isnull", True),
                                ("person__isnull", False),
                                ("role__in", ("mentor", "mentee")),
                            ),
                            _connector="OR",
                        ),
                        name="registry_invitation_scope",
                        violation_error_message="Роль не подходит к выбранному месту.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("accepted_at__isnull", True), ("accepted_by__isnull", True)),
                            models.Q(("accepted_at__isnull", False), ("accepted_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="registry_invitation_accepted",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalPerson",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("last_name", models.CharField(max_length=100, verbose_name="фамилия")),
                ("first_name", models.CharField(max_length=100, verbose_name="имя")),
                ("middle_name", models.CharField(blank=True, max_length=100, verbose_name="отчество")),
                ("former_name", models.CharField(blank=True, max_length=100, verbose_name="прежняя фамилия")),
                (
                    "sex",
                    models.CharField(
                        blank=True, choices=[("m", "мужской"), ("f", "женский")], max_length=1, verbose_name="пол"
                    ),
                ),
                ("birth_date", models.DateField(blank=True, null=True, verbose_name="дата рождения")),
                (
                    "phone",
                    models.CharField(
                        blank=True, help_text="Например: +7 912 345-67-89", max_length=20, verbose_name="телефон"
                    ),
                ),
                ("phone_note", models.CharField(blank=True, max_length=100, verbose_name="телефон, как записан")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="электронная почта")),
                ("position", models.CharField(blank=True, max_length=200, verbose_name="должность")),
                ("subject", models.CharField(blank=True, max_length=200, verbose_name="предмет или направление")),
                (
                    "qualification",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("none", "без категории"),
                            ("fitness", "соответствие занимаемой должности"),
                            ("first", "первая"),
                            ("highest", "высшая"),
                            ("methodist", "педагог-методист"),
                            ("mentor", "педагог-наставник"),
                        ],
                        max_length=20,
                        verbose_name="квалификационная категория",
                    ),
                ),
                ("education", models.CharField(blank=True, max_length=300, verbose_name="образование")),
                ("working_since", models.DateField(blank=True, null=True, verbose_name="стаж ведётся с")),
                (
                    "working_since_precision",
                    models.CharField(
                        choices=[("day", "день"), ("month", "месяц"), ("year", "год")],
                        default="year",
                        max_length=10,
                        verbose_name="точность даты стажа",
                    ),
                ),
                ("experience_note", models.CharField(blank=True, max_length=200, verbose_name="стаж, как записан")),
                ("grade", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="класс")),
                ("grade_letter", models.CharField(blank=True, max_length=5, verbose_name="буква класса")),
                (
                    "representative_name",
                    models.CharField(blank=True, max_length=200, verbose_name="законный представитель"),
                ),
                ("representative_relation", models.CharField(blank=True, max_length=60, verbose_name="кем приходится")),
                (
                    "representative_phone",
                    models.CharField(blank=True, max_length=60, verbose_name="телефон представителя"),
                ),
                ("declension", models.JSONField(blank=True, default=dict, verbose_name="имя в падежах, исправления")),
                ("archived_on", models.DateField(blank=True, null=True, verbose_name="в архиве с")),
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
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registry.organisation",
                        verbose_name="организация",
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registry.person",
                        verbose_name="объединён с",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical человек",
                "verbose_name_plural": "historical люди",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalMentor",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("included_on", models.DateField(default=registry.clock.today, verbose_name="включён в базу")),
                ("excluded_on", models.DateField(blank=True, null=True, verbose_name="исключён из базы")),
                ("exclusion_reason", models.CharField(blank=True, max_length=300, verbose_name="причина исключения")),
                ("note", models.TextField(blank=True, verbose_name="примечание")),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("teacher", "педагог"),
                            ("pupil", "обучающийся"),
                            ("alumnus", "выпускник"),
                            ("partner", "предприятие или организация"),
                        ],
                        default="teacher",
                        max_length=20,
                        verbose_name="источник",
                    ),
                ),
                (
                    "readiness",
                    models.CharField(
                        choices=[("candidate", "кандидат"), ("trained", "обучен"), ("ready", "готов к работе")],
                        default="candidate",
                        max_length=20,
                        verbose_name="готовность",
                    ),
                ),
                ("competencies", models.TextField(blank=True, verbose_name="компетенции")),
                ("achievements", models.TextField(blank=True, verbose_name="достижения")),
                (
                    "personal_limit",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Устанавливает руководитель, не больше трёх (Устюжна, п. 4.1). Пусто — по политике муниципалитета.",
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(3),
                        ],
                        verbose_name="личный предел наставляемых",
                    ),
                ),
                ("is_tutor", models.BooleanField(default=False, verbose_name="тьютор")),
                (
                    "open_to_others",
                    models.BooleanField(
                        default=False,
                        help_text="Тогда его видят при подборе кураторы всех организаций муниципалитета",
                        verbose_name="может работать в других организациях",
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
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registry.person",
                        verbose_name="человек",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical наставник",
                "verbose_name_plural": "historical наставники",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.AddField(
            model_name="historicalmentee",
            name="person",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="registry.person",
                verbose_name="человек",
            ),
        ),
        migrations.CreateModel(
            name="HistoricalMembership",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("admin", "администратор"),
                            ("coordinator", "муниципальный координатор"),
                            ("regional", "региональный наблюдатель"),
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
                ("since", models.DateField(default=registry.clock.today, verbose_name="с")),
                ("until", models.DateField(blank=True, null=True, verbose_name="по")),
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
                    "user",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="пользователь",
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
                        blank=True,
                        db_constraint=False,
                        help_text="Для наставника и наставляемого: кто это в реестре",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registry.person",
                        verbose_name="запись в реестре",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical доступ",
                "verbose_name_plural": "historical доступы",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalCurator",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("is_deputy", models.BooleanField(default=False, verbose_name="заместитель руководителя")),
                ("appointed_on", models.DateField(default=registry.clock.today, verbose_name="назначен")),
                ("dismissed_on", models.DateField(blank=True, null=True, verbose_name="освобождён")),
                (
                    "confirmed_on",
                    models.DateField(
                        blank=True, help_text="Не реже раза в год", null=True, verbose_name="сведения подтверждены"
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
                    "act",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registry.act",
                        verbose_name="приказ о назначении",
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
                    "person",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registry.person",
                        verbose_name="человек",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical куратор",
                "verbose_name_plural": "historical кураторы",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalConsent",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("participation", "участие в наставничестве"),
                            ("personal_data", "обработка персональных данных"),
                            ("publication", "распространение персональных данных"),
                        ],
                        max_length=20,
                        verbose_name="согласие на",
                    ),
                ),
                ("signed_on", models.DateField(default=registry.clock.today, verbose_name="дата подписания")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="действует до")),
                (
                    "by_representative",
                    models.BooleanField(default=False, verbose_name="подписал законный представитель"),
                ),
                ("representative_name", models.CharField(blank=True, max_length=200, verbose_name="ФИО представителя")),
                ("representative_relation", models.CharField(blank=True, max_length=60, verbose_name="кем приходится")),
                (
                    "representative_document",
                    models.CharField(blank=True, max_length=200, verbose_name="документ о полномочиях"),
                ),
                (
                    "scan",
                    models.TextField(
                        blank=True, max_length=100, validators=[registry.papers.uploads.check_scan], verbose_name="скан"
                    ),
                ),
                ("withdrawn_on", models.DateField(blank=True, null=True, verbose_name="отозвано")),
                ("withdrawal_reason", models.CharField(blank=True, max_length=300, verbose_name="причина отзыва")),
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
                    "person",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registry.person",
                        verbose_name="человек",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical согласие",
                "verbose_name_plural": "historical согласия",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="DistinctPeople",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("said_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="когда")),
                (
                    "said_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="кто отметил",
                    ),
                ),
                (
                    "one",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="registry.person",
                        verbose_name="карточка",
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="registry.person",
                        verbose_name="похожая карточка",
                    ),
                ),
            ],
            options={
                "verbose_name": "отметка о разных людях",
                "verbose_name_plural": "отметки о разных людях",
                "ordering": ["-said_at"],
                "constraints": [
                    models.UniqueConstraint(fields=("one", "other"), name="registry_distinct_people_once"),
                    models.CheckConstraint(
                        condition=models.Q(("one__lt", models.F("other"))), name="registry_distinct_people_in_order"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Curator",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_deputy", models.BooleanField(default=False, verbose_name="заместитель руководителя")),
                ("appointed_on", models.DateField(default=registry.clock.today, verbose_name="назначен")),
                ("dismissed_on", models.DateField(blank=True, null=True, verbose_name="освобождён")),
                (
                    "confirmed_on",
                    models.DateField(
                        blank=True, help_text="Не реже раза в год", null=True, verbose_name="сведения подтверждены"
                    ),
                ),
                (
                    "act",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="curators",
                        to="registry.act",
                        verbose_name="приказ о назначении",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="curators",
                        to="registry.organisation",
                        verbose_name="организация",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="curatorships",
                        to="registry.person",
                        verbose_name="человек",
                    ),
                ),
            ],
            options={
                "verbose_name": "куратор",
                "verbose_name_plural": "кураторы",
                "ordering": ["organisation__short_name", "person__last_name"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("dismissed_on__isnull", True)),
                        fields=("person", "organisation"),
                        name="registry_curator_once",
                        violation_error_message="Этот человек уже куратор организации.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("dismissed_on__isnull", True),
                            ("dismissed_on__gte", models.F("appointed_on")),
                            _connector="OR",
                        ),
                        name="registry_curator_dates",
                        violation_error_message="Дата освобождения раньше даты назначения.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("participation", "участие в наставничестве"),
                            ("personal_data", "обработка персональных данных"),
                            ("publication", "распространение персональных данных"),
                        ],
                        max_length=20,
                        verbose_name="согласие на",
                    ),
                ),
                ("signed_on", models.DateField(default=registry.clock.today, verbose_name="дата подписания")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="действует до")),
                (
                    "by_representative",
                    models.BooleanField(default=False, verbose_name="подписал законный представитель"),
                ),
                ("representative_name", models.CharField(blank=True, max_length=200, verbose_name="ФИО представителя")),
                ("representative_relation", models.CharField(blank=True, max_length=60, verbose_name="кем приходится")),
                (
                    "representative_document",
                    models.CharField(blank=True, max_length=200, verbose_name="документ о полномочиях"),
                ),
                (
                    "scan",
                    models.FileField(
                        blank=True,
                        upload_to=registry.papers.uploads.consent_path,
                        validators=[registry.papers.uploads.check_scan],
                        verbose_name="скан",
                    ),
                ),
                ("withdrawn_on", models.DateField(blank=True, null=True, verbose_name="отозвано")),
                ("withdrawal_reason", models.CharField(blank=True, max_length=300, verbose_name="причина отзыва")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="consents",
                        to="registry.person",
                        verbose_name="человек",
                    ),
                ),
            ],
            options={
                "verbose_name": "согласие",
                "verbose_name_plural": "согласия",
                "ordering": ["kind", "-signed_on"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_on__isnull", True)),
                        fields=("person", "kind", "by_representative"),
                        name="registry_consent_one_in_force",
                        violation_error_message="Такое согласие уже есть. Отзовите прежнее, прежде чем вносить новое.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("by_representative", False),
                            models.Q(("representative_name", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="registry_consent_representative_named",
                        violation_error_message="Укажите, кто подписал согласие за несовершеннолетнего.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_on__isnull", True),
                            ("withdrawn_on__gte", models.F("signed_on")),
                            _connector="OR",
                        ),
                        name="registry_consent_withdrawn_after_signed",
                        violation_error_message="Согласие не может быть отозвано раньше, чем подписано.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until__isnull", True), ("valid_until__gte", models.F("signed_on")), _connector="OR"
                        ),
                        name="registry_consent_valid_after_signed",
                        violation_error_message="Срок действия согласия истекает раньше даты подписания.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PersonMerge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("changes", models.JSONField(default=dict, verbose_name="что изменилось в карточке")),
                ("moves", models.JSONField(default=list, verbose_name="что перенесено")),
                ("merged_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="когда")),
                ("undone_at", models.DateTimeField(blank=True, null=True, verbose_name="отменено")),
                (
                    "absorbed",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="absorptions",
                        to="registry.person",
                        verbose_name="дубль",
                    ),
                ),
                (
                    "kept",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merges",
                        to="registry.person",
                        verbose_name="оставшаяся карточка",
                    ),
                ),
                (
                    "merged_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="кто объединил",
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="кто отменил",
                    ),
                ),
            ],
            options={
                "verbose_name": "объединение дублей",
                "verbose_name_plural": "объединения дублей",
                "ordering": ["-merged_at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("undone_at__isnull", True)),
                        fields=("absorbed",),
                        name="registry_merge_absorbed_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kept", models.F("absorbed")), _negated=True), name="registry_merge_of_two"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PersonSpelling",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=300, verbose_name="как написано")),
                ("key", models.CharField(editable=False, max_length=300)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="registry.organisation",
                        verbose_name="организация",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="spellings",
                        to="registry.person",
                        verbose_name="человек",
                    ),
                ),
            ],
            options={
                "verbose_name": "другое написание имени",
                "verbose_name_plural": "другие написания имён",
                "ordering": ["name"],
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "key"), name="registry_person_spelling_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Policy",
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
                        help_text="Например: постановление от 23.01.2023 № 29",
                        max_length=300,
                        verbose_name="основание",
                    ),
                ),
                (
                    "forms",
                    models.ManyToManyField(
                        blank=True, related_name="+", to="registry.form", verbose_name="формы в применении"
                    ),
                ),
                (
                    "kinds",
                    models.ManyToManyField(
                        blank=True, related_name="+", to="registry.kind", verbose_name="виды в применении"
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="policies",
                        to="registry.municipality",
                        verbose_name="муниципалитет",
                    ),
                ),
            ],
            options={
                "verbose_name": "политика",
                "verbose_name_plural": "политики",
                "ordering": ["municipality", "-valid_from"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("municipality", "valid_from"),
                        name="registry_policy_one_a_day",
                        violation_error_message="На эту дату уже есть версия политики. Измените её или выберите другую дату.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("mentee_limit__gte", 1), ("mentee_limit__lte", 3)),
                        name="registry_policy_mentee_limit",
                        violation_error_message="У наставника может быть от одного до трёх наставляемых (Устюжна, п. 3.4).",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("programme_min_months__lte", models.F("programme_max_months"))),
                        name="registry_policy_programme_months",
                        violation_error_message="Наименьший срок программы больше наибольшего.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("act_kind__in", ("order", "directive", "resolution"))),
                        name="registry_policy_act_kind",
                        violation_error_message="Пары закрепляют приказом, распоряжением или постановлением.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalPolicy_kinds",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("m2m_history_id", models.AutoField(primary_key=True, serialize=False)),
                (
                    "history",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        to="registry.historicalpolicy",
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
                    "policy",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registry.policy",
                    ),
                ),
            ],
            options={
                "verbose_name": "HistoricalPolicy_kinds",
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalPolicy_forms",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("m2m_history_id", models.AutoField(primary_key=True, serialize=False)),
                (
                    "form",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registry.form",
                    ),
                ),
                (
                    "history",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        to="registry.historicalpolicy",
                    ),
                ),
                (
                    "policy",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registry.policy",
                    ),
                ),
            ],
            options={
                "verbose_name": "HistoricalPolicy_forms",
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="RoleModel",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=60, unique=True, verbose_name="код")),
                ("title", models.CharField(max_length=250, verbose_name="название")),
                ("source", models.CharField(blank=True, max_length=100, verbose_name="источник")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="порядок")),
                ("in_use", models.BooleanField(default=True, verbose_name="используется")),
                ("goal", models.TextField(blank=True, verbose_name="цель")),
                ("same_subject", models.BooleanField(default=False, verbose_name="один предмет")),
                ("same_level", models.BooleanField(default=False, verbose_name="равный – равному")),
                (
                    "form",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="role_models",
                        to="registry.form",
                        verbose_name="форма",
                    ),
                ),
            ],
            options={
                "verbose_name": "ролевая модель",
                "verbose_name_plural": "ролевые модели",
                "ordering": ["position", "title"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PolicyPreset",
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
                ("code", models.SlugField(unique=True, verbose_name="код")),
                ("title", models.CharField(max_length=100, verbose_name="название")),
                ("source", models.CharField(max_length=300, verbose_name="источник")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="порядок")),
                (
                    "forms",
                    models.ManyToManyField(
                        blank=True, related_name="+", to="registry.form", verbose_name="формы в применении"
                    ),
                ),
                (
                    "kinds",
                    models.ManyToManyField(
                        blank=True, related_name="+", to="registry.kind", verbose_name="виды в применении"
                    ),
                ),
                (
                    "role_models",
                    models.ManyToManyField(
                        blank=True,
                        related_name="+",
                        to="registry.rolemodel",
                        verbose_name="ролевые модели в применении",
                    ),
                ),
            ],
            options={
                "verbose_name": "образец политики",
                "verbose_name_plural": "образцы политики",
                "ordering": ["position"],
            },
        ),
        migrations.AddField(
            model_name="policy",
            name="role_models",
            field=models.ManyToManyField(
                blank=True, related_name="+", to="registry.rolemodel", verbose_name="ролевые модели в применении"
            ),
        ),
        migrations.CreateModel(
            name="HistoricalPolicy_role_models",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("m2m_history_id", models.AutoField(primary_key=True, serialize=False)),
                (
                    "history",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        to="registry.historicalpolicy",
                    ),
                ),
                (
                    "policy",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registry.policy",
                    ),
                ),
                (
                    "rolemodel",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registry.rolemodel",
                    ),
                ),
            ],
            options={
                "verbose_name": "HistoricalPolicy_role_models",
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.AddConstraint(
            model_name="act",
            constraint=models.UniqueConstraint(
                fields=("organisation", "kind", "number", "dated"),
                name="registry_act_once",
                violation_error_message="Акт с таким номером и датой у этой организации уже есть.",
            ),
        ),
    ]
