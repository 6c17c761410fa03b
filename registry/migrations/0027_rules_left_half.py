"""Rules that were there by half: columns of roadmaps, who proposes pairs, the body of a kind of organisations, indicators,
steps and meetings, participants. Versions that are kept go on as they did: the defaults say nothing new."""

import django.db.models.deletion
import registry.models.policy
import registry.names.text_checks
import simple_history.models
from django.conf import settings
import registry.names.keys
import registry.names.text_checks
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0026_names_that_look_alike"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalPlanStep",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("code", models.SlugField(max_length=60, verbose_name="код")),
                (
                    "title",
                    models.CharField(
                        max_length=250, validators=[registry.names.text_checks.check_title], verbose_name="название"
                    ),
                ),
                ("name_key", registry.names.keys.NameKeyField(editable=False, max_length=330, of=("title",))),
                ("source", models.CharField(blank=True, max_length=100, verbose_name="источник")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="порядок")),
                ("in_use", models.BooleanField(default=True, verbose_name="используется")),
                (
                    "plan",
                    models.CharField(
                        choices=[("cycle", "цикл программы организации"), ("meetings", "встречи пары")],
                        max_length=20,
                        verbose_name="чей шаг",
                    ),
                ),
                (
                    "term",
                    models.CharField(
                        blank=True,
                        help_text="Словами: «сентябрь», «до 30 октября», «по сроку программы»",
                        max_length=150,
                        verbose_name="срок",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
            ],
            options={
                "verbose_name": "historical шаг или встреча",
                "verbose_name_plural": "historical шаги и встречи",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="PlanStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=60, unique=True, verbose_name="код")),
                (
                    "title",
                    models.CharField(
                        max_length=250, validators=[registry.names.text_checks.check_title], verbose_name="название"
                    ),
                ),
                ("name_key", registry.names.keys.NameKeyField(editable=False, max_length=330, of=("title",))),
                ("source", models.CharField(blank=True, max_length=100, verbose_name="источник")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="порядок")),
                ("in_use", models.BooleanField(default=True, verbose_name="используется")),
                (
                    "plan",
                    models.CharField(
                        choices=[("cycle", "цикл программы организации"), ("meetings", "встречи пары")],
                        max_length=20,
                        verbose_name="чей шаг",
                    ),
                ),
                (
                    "term",
                    models.CharField(
                        blank=True,
                        help_text="Словами: «сентябрь», «до 30 октября», «по сроку программы»",
                        max_length=150,
                        verbose_name="срок",
                    ),
                ),
            ],
            options={
                "verbose_name": "шаг или встреча",
                "verbose_name_plural": "шаги и встречи",
                "ordering": ["position", "title"],
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="historicallocalrules",
            name="meetings_enabled",
            field=models.BooleanField(
                default=False,
                help_text="Встречи стоят на странице пары; какие они – в справочнике «Шаги и встречи»",
                verbose_name="пара проходит последовательность встреч",
            ),
        ),
        migrations.AddField(
            model_name="historicallocalrules",
            name="org_cycle_enabled",
            field=models.BooleanField(
                default=False,
                help_text="Шаги и их сроки стоят на странице организации; какие они – в справочнике «Шаги и встречи»",
                verbose_name="организация ведёт программу по шагам года",
            ),
        ),
        migrations.AddField(
            model_name="historicallocalrules",
            name="org_indicators_enabled",
            field=models.BooleanField(
                default=True,
                help_text="Численность и доли от неё. Без них их не спрашивают, не показывают и не выгружают",
                verbose_name="показатели организаций ведутся",
            ),
        ),
        migrations.AddField(
            model_name="historicallocalrules",
            name="participant_types",
            field=models.JSONField(
                blank=True, default=registry.models.policy.all_participants, verbose_name="кого наставляют"
            ),
        ),
        migrations.AddField(
            model_name="historicallocalrules",
            name="proposer_of_pupils",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "каждый, кто вправе вносить пары"),
                    ("curator", "куратор организации"),
                    ("pedagogical", "педагогический совет"),
                    ("methodical", "методический совет"),
                    ("mentors", "совет наставников"),
                ],
                default="",
                help_text="Если куратор, вносит пару только он; если совет, приказ называет его протокол",
                max_length=20,
                verbose_name="кто предлагает пары с обучающимися",
            ),
        ),
        migrations.AddField(
            model_name="historicallocalrules",
            name="proposer_of_teachers",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "каждый, кто вправе вносить пары"),
                    ("curator", "куратор организации"),
                    ("pedagogical", "педагогический совет"),
                    ("methodical", "методический совет"),
                    ("mentors", "совет наставников"),
                ],
                default="",
                help_text="Например, методический совет (Кез, п. 5.2)",
                max_length=20,
                verbose_name="кто предлагает пары с педагогами",
            ),
        ),
        migrations.AddField(
            model_name="historicallocalrules",
            name="roadmap_columns",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "как в образце, с которого начата"),
                    ("kez", "мероприятие, срок, исполнитель, результат (Кез)"),
                    ("holm", "этап, содержание, срок, ответственные (Холм)"),
                    ("ustyuzhna", "мероприятие, срок, исполнитель, ожидаемый результат (Устюжна)"),
                    ("salsk", "мероприятие, срок, ответственный, результат (Сальск)"),
                    ("list", "перечень мероприятий"),
                ],
                default="",
                help_text="Новую карту составляют с этими столбцами, и печатается она с ними. Карты, которые уже составлены, не меняются",
                max_length=20,
                verbose_name="столбцы дорожной карты",
            ),
        ),
        migrations.AddField(
            model_name="historicallocalrules",
            name="supervising_body",
            field=models.CharField(
                blank=True,
                help_text="Для организаций одного вида – свой: управление дошкольного образования. Стоит в шапке приказа и в грифе «Согласовано». Пусто – уполномоченный орган муниципалитета",
                max_length=300,
                validators=[registry.names.text_checks.check_line],
                verbose_name="муниципальный орган",
            ),
        ),
        migrations.AddField(
            model_name="historicallocalrules",
            name="supervising_head",
            field=models.CharField(
                blank=True,
                max_length=200,
                validators=[registry.names.text_checks.check_name],
                verbose_name="руководитель этого органа",
            ),
        ),
        migrations.AddField(
            model_name="historicallocalrules",
            name="supervising_head_post",
            field=models.CharField(
                blank=True,
                max_length=300,
                validators=[registry.names.text_checks.check_line],
                verbose_name="должность руководителя этого органа",
            ),
        ),
        migrations.AddField(
            model_name="historicalpolicy",
            name="meetings_enabled",
            field=models.BooleanField(
                default=False,
                help_text="Встречи стоят на странице пары; какие они – в справочнике «Шаги и встречи»",
                verbose_name="пара проходит последовательность встреч",
            ),
        ),
        migrations.AddField(
            model_name="historicalpolicy",
            name="org_cycle_enabled",
            field=models.BooleanField(
                default=False,
                help_text="Шаги и их сроки стоят на странице организации; какие они – в справочнике «Шаги и встречи»",
                verbose_name="организация ведёт программу по шагам года",
            ),
        ),
        migrations.AddField(
            model_name="historicalpolicy",
            name="org_indicators_enabled",
            field=models.BooleanField(
                default=True,
                help_text="Численность и доли от неё. Без них их не спрашивают, не показывают и не выгружают",
                verbose_name="показатели организаций ведутся",
            ),
        ),
        migrations.AddField(
            model_name="historicalpolicy",
            name="participant_types",
            field=models.JSONField(
                blank=True, default=registry.models.policy.all_participants, verbose_name="кого наставляют"
            ),
        ),
        migrations.AddField(
            model_name="historicalpolicy",
            name="proposer_of_pupils",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "каждый, кто вправе вносить пары"),
                    ("curator", "куратор организации"),
                    ("pedagogical", "педагогический совет"),
                    ("methodical", "методический совет"),
                    ("mentors", "совет наставников"),
                ],
                default="",
                help_text="Если куратор, вносит пару только он; если совет, приказ называет его протокол",
                max_length=20,
                verbose_name="кто предлагает пары с обучающимися",
            ),
        ),
        migrations.AddField(
            model_name="historicalpolicy",
            name="proposer_of_teachers",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "каждый, кто вправе вносить пары"),
                    ("curator", "куратор организации"),
                    ("pedagogical", "педагогический совет"),
                    ("methodical", "методический совет"),
                    ("mentors", "совет наставников"),
                ],
                default="",
                help_text="Например, методический совет (Кез, п. 5.2)",
                max_length=20,
                verbose_name="кто предлагает пары с педагогами",
            ),
        ),
        migrations.AddField(
            model_name="historicalpolicy",
            name="roadmap_columns",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "как в образце, с которого начата"),
                    ("kez", "мероприятие, срок, исполнитель, результат (Кез)"),
                    ("holm", "этап, содержание, срок, ответственные (Холм)"),
                    ("ustyuzhna", "мероприятие, срок, исполнитель, ожидаемый результат (Устюжна)"),
                    ("salsk", "мероприятие, срок, ответственный, результат (Сальск)"),
                    ("list", "перечень мероприятий"),
                ],
                default="",
                help_text="Новую карту составляют с этими столбцами, и печатается она с ними. Карты, которые уже составлены, не меняются",
                max_length=20,
                verbose_name="столбцы дорожной карты",
            ),
        ),
        migrations.AddField(
            model_name="historicalpolicy",
            name="supervising_body",
            field=models.CharField(
                blank=True,
                help_text="Для организаций одного вида – свой: управление дошкольного образования. Стоит в шапке приказа и в грифе «Согласовано». Пусто – уполномоченный орган муниципалитета",
                max_length=300,
                validators=[registry.names.text_checks.check_line],
                verbose_name="муниципальный орган",
            ),
        ),
        migrations.AddField(
            model_name="historicalpolicy",
            name="supervising_head",
            field=models.CharField(
                blank=True,
                max_length=200,
                validators=[registry.names.text_checks.check_name],
                verbose_name="руководитель этого органа",
            ),
        ),
        migrations.AddField(
            model_name="historicalpolicy",
            name="supervising_head_post",
            field=models.CharField(
                blank=True,
                max_length=300,
                validators=[registry.names.text_checks.check_line],
                verbose_name="должность руководителя этого органа",
            ),
        ),
        migrations.AddField(
            model_name="historicalpolicyproposal",
            name="meetings_enabled",
            field=models.BooleanField(
                default=False,
                help_text="Встречи стоят на странице пары; какие они – в справочнике «Шаги и встречи»",
                verbose_name="пара проходит последовательность встреч",
            ),
        ),
        migrations.AddField(
            model_name="historicalpolicyproposal",
            name="org_cycle_enabled",
            field=models.BooleanField(
                default=False,
                help_text="Шаги и их сроки стоят на странице организации; какие они – в справочнике «Шаги и встречи»",
                verbose_name="организация ведёт программу по шагам года",
            ),
        ),
        migrations.AddField(
            model_name="historicalpolicyproposal",
            name="org_indicators_enabled",
            field=models.BooleanField(
                default=True,
                help_text="Численность и доли от неё. Без них их не спрашивают, не показывают и не выгружают",
                verbose_name="показатели организаций ведутся",
            ),
        ),
        migrations.AddField(
            model_name="historicalpolicyproposal",
            name="participant_types",
            field=models.JSONField(
                blank=True, default=registry.models.policy.all_participants, verbose_name="кого наставляют"
            ),
        ),
        migrations.AddField(
            model_name="historicalpolicyproposal",
            name="proposer_of_pupils",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "каждый, кто вправе вносить пары"),
                    ("curator", "куратор организации"),
                    ("pedagogical", "педагогический совет"),
                    ("methodical", "методический совет"),
                    ("mentors", "совет наставников"),
                ],
                default="",
                help_text="Если куратор, вносит пару только он; если совет, приказ называет его протокол",
                max_length=20,
                verbose_name="кто предлагает пары с обучающимися",
            ),
        ),
        migrations.AddField(
            model_name="historicalpolicyproposal",
            name="proposer_of_teachers",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "каждый, кто вправе вносить пары"),
                    ("curator", "куратор организации"),
                    ("pedagogical", "педагогический совет"),
                    ("methodical", "методический совет"),
                    ("mentors", "совет наставников"),
                ],
                default="",
                help_text="Например, методический совет (Кез, п. 5.2)",
                max_length=20,
                verbose_name="кто предлагает пары с педагогами",
            ),
        ),
        migrations.AddField(
            model_name="historicalpolicyproposal",
            name="roadmap_columns",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "как в образце, с которого начата"),
                    ("kez", "мероприятие, срок, исполнитель, результат (Кез)"),
                    ("holm", "этап, содержание, срок, ответственные (Холм)"),
                    ("ustyuzhna", "мероприятие, срок, исполнитель, ожидаемый результат (Устюжна)"),
                    ("salsk", "мероприятие, срок, ответственный, результат (Сальск)"),
                    ("list", "перечень мероприятий"),
                ],
                default="",
                help_text="Новую карту составляют с этими столбцами, и печатается она с ними. Карты, которые уже составлены, не меняются",
                max_length=20,
                verbose_name="столбцы дорожной карты",
            ),
        ),
        migrations.AddField(
            model_name="historicalpolicyproposal",
            name="supervising_body",
            field=models.CharField(
                blank=True,
                help_text="Для организаций одного вида – свой: управление дошкольного образования. Стоит в шапке приказа и в грифе «Согласовано». Пусто – уполномоченный орган муниципалитета",
                max_length=300,
                validators=[registry.names.text_checks.check_line],
                verbose_name="муниципальный орган",
            ),
        ),
        migrations.AddField(
            model_name="historicalpolicyproposal",
            name="supervising_head",
            field=models.CharField(
                blank=True,
                max_length=200,
                validators=[registry.names.text_checks.check_name],
                verbose_name="руководитель этого органа",
            ),
        ),
        migrations.AddField(
            model_name="historicalpolicyproposal",
            name="supervising_head_post",
            field=models.CharField(
                blank=True,
                max_length=300,
                validators=[registry.names.text_checks.check_line],
                verbose_name="должность руководителя этого органа",
            ),
        ),
        migrations.AddField(
            model_name="localrules",
            name="meetings_enabled",
            field=models.BooleanField(
                default=False,
                help_text="Встречи стоят на странице пары; какие они – в справочнике «Шаги и встречи»",
                verbose_name="пара проходит последовательность встреч",
            ),
        ),
        migrations.AddField(
            model_name="localrules",
            name="org_cycle_enabled",
            field=models.BooleanField(
                default=False,
                help_text="Шаги и их сроки стоят на странице организации; какие они – в справочнике «Шаги и встречи»",
                verbose_name="организация ведёт программу по шагам года",
            ),
        ),
        migrations.AddField(
            model_name="localrules",
            name="org_indicators_enabled",
            field=models.BooleanField(
                default=True,
                help_text="Численность и доли от неё. Без них их не спрашивают, не показывают и не выгружают",
                verbose_name="показатели организаций ведутся",
            ),
        ),
        migrations.AddField(
            model_name="localrules",
            name="participant_types",
            field=models.JSONField(
                blank=True, default=registry.models.policy.all_participants, verbose_name="кого наставляют"
            ),
        ),
        migrations.AddField(
            model_name="localrules",
            name="proposer_of_pupils",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "каждый, кто вправе вносить пары"),
                    ("curator", "куратор организации"),
                    ("pedagogical", "педагогический совет"),
                    ("methodical", "методический совет"),
                    ("mentors", "совет наставников"),
                ],
                default="",
                help_text="Если куратор, вносит пару только он; если совет, приказ называет его протокол",
                max_length=20,
                verbose_name="кто предлагает пары с обучающимися",
            ),
        ),
        migrations.AddField(
            model_name="localrules",
            name="proposer_of_teachers",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "каждый, кто вправе вносить пары"),
                    ("curator", "куратор организации"),
                    ("pedagogical", "педагогический совет"),
                    ("methodical", "методический совет"),
                    ("mentors", "совет наставников"),
                ],
                default="",
                help_text="Например, методический совет (Кез, п. 5.2)",
                max_length=20,
                verbose_name="кто предлагает пары с педагогами",
            ),
        ),
        migrations.AddField(
            model_name="localrules",
            name="roadmap_columns",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "как в образце, с которого начата"),
                    ("kez", "мероприятие, срок, исполнитель, результат (Кез)"),
                    ("holm", "этап, содержание, срок, ответственные (Холм)"),
                    ("ustyuzhna", "мероприятие, срок, исполнитель, ожидаемый результат (Устюжна)"),
                    ("salsk", "мероприятие, срок, ответственный, результат (Сальск)"),
                    ("list", "перечень мероприятий"),
                ],
                default="",
                help_text="Новую карту составляют с этими столбцами, и печатается она с ними. Карты, которые уже составлены, не меняются",
                max_length=20,
                verbose_name="столбцы дорожной карты",
            ),
        ),
        migrations.AddField(
            model_name="localrules",
            name="supervising_body",
            field=models.CharField(
                blank=True,
                help_text="Для организаций одного вида – свой: управление дошкольного образования. Стоит в шапке приказа и в грифе «Согласовано». Пусто – уполномоченный орган муниципалитета",
                max_length=300,
                validators=[registry.names.text_checks.check_line],
                verbose_name="муниципальный орган",
            ),
        ),
        migrations.AddField(
            model_name="localrules",
            name="supervising_head",
            field=models.CharField(
                blank=True,
                max_length=200,
                validators=[registry.names.text_checks.check_name],
                verbose_name="руководитель этого органа",
            ),
        ),
        migrations.AddField(
            model_name="localrules",
            name="supervising_head_post",
            field=models.CharField(
                blank=True,
                max_length=300,
                validators=[registry.names.text_checks.check_line],
                verbose_name="должность руководителя этого органа",
            ),
        ),
        migrations.AddField(
            model_name="policy",
            name="meetings_enabled",
            field=models.BooleanField(
                default=False,
                help_text="Встречи стоят на странице пары; какие они – в справочнике «Шаги и встречи»",
                verbose_name="пара проходит последовательность встреч",
            ),
        ),
        migrations.AddField(
            model_name="policy",
            name="org_cycle_enabled",
            field=models.BooleanField(
                default=False,
                help_text="Шаги и их сроки стоят на странице организации; какие они – в справочнике «Шаги и встречи»",
                verbose_name="организация ведёт программу по шагам года",
            ),
        ),
        migrations.AddField(
            model_name="policy",
            name="org_indicators_enabled",
            field=models.BooleanField(
                default=True,
                help_text="Численность и доли от неё. Без них их не спрашивают, не показывают и не выгружают",
                verbose_name="показатели организаций ведутся",
            ),
        ),
        migrations.AddField(
            model_name="policy",
            name="participant_types",
            field=models.JSONField(
                blank=True, default=registry.models.policy.all_participants, verbose_name="кого наставляют"
            ),
        ),
        migrations.AddField(
            model_name="policy",
            name="proposer_of_pupils",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "каждый, кто вправе вносить пары"),
                    ("curator", "куратор организации"),
                    ("pedagogical", "педагогический совет"),
                    ("methodical", "методический совет"),
                    ("mentors", "совет наставников"),
                ],
                default="",
                help_text="Если куратор, вносит пару только он; если совет, приказ называет его протокол",
                max_length=20,
                verbose_name="кто предлагает пары с обучающимися",
            ),
        ),
        migrations.AddField(
            model_name="policy",
            name="proposer_of_teachers",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "каждый, кто вправе вносить пары"),
                    ("curator", "куратор организации"),
                    ("pedagogical", "педагогический совет"),
                    ("methodical", "методический совет"),
                    ("mentors", "совет наставников"),
                ],
                default="",
                help_text="Например, методический совет (Кез, п. 5.2)",
                max_length=20,
                verbose_name="кто предлагает пары с педагогами",
            ),
        ),
        migrations.AddField(
            model_name="policy",
            name="roadmap_columns",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "как в образце, с которого начата"),
                    ("kez", "мероприятие, срок, исполнитель, результат (Кез)"),
                    ("holm", "этап, содержание, срок, ответственные (Холм)"),
                    ("ustyuzhna", "мероприятие, срок, исполнитель, ожидаемый результат (Устюжна)"),
                    ("salsk", "мероприятие, срок, ответственный, результат (Сальск)"),
                    ("list", "перечень мероприятий"),
                ],
                default="",
                help_text="Новую карту составляют с этими столбцами, и печатается она с ними. Карты, которые уже составлены, не меняются",
                max_length=20,
                verbose_name="столбцы дорожной карты",
            ),
        ),
        migrations.AddField(
            model_name="policy",
            name="supervising_body",
            field=models.CharField(
                blank=True,
                help_text="Для организаций одного вида – свой: управление дошкольного образования. Стоит в шапке приказа и в грифе «Согласовано». Пусто – уполномоченный орган муниципалитета",
                max_length=300,
                validators=[registry.names.text_checks.check_line],
                verbose_name="муниципальный орган",
            ),
        ),
        migrations.AddField(
            model_name="policy",
            name="supervising_head",
            field=models.CharField(
                blank=True,
                max_length=200,
                validators=[registry.names.text_checks.check_name],
                verbose_name="руководитель этого органа",
            ),
        ),
        migrations.AddField(
            model_name="policy",
            name="supervising_head_post",
            field=models.CharField(
                blank=True,
                max_length=300,
                validators=[registry.names.text_checks.check_line],
                verbose_name="должность руководителя этого органа",
            ),
        ),
        migrations.AddField(
            model_name="policypreset",
            name="meetings_enabled",
            field=models.BooleanField(
                default=False,
                help_text="Встречи стоят на странице пары; какие они – в справочнике «Шаги и встречи»",
                verbose_name="пара проходит последовательность встреч",
            ),
        ),
        migrations.AddField(
            model_name="policypreset",
            name="org_cycle_enabled",
            field=models.BooleanField(
                default=False,
                help_text="Шаги и их сроки стоят на странице организации; какие они – в справочнике «Шаги и встречи»",
                verbose_name="организация ведёт программу по шагам года",
            ),
        ),
        migrations.AddField(
            model_name="policypreset",
            name="org_indicators_enabled",
            field=models.BooleanField(
                default=True,
                help_text="Численность и доли от неё. Без них их не спрашивают, не показывают и не выгружают",
                verbose_name="показатели организаций ведутся",
            ),
        ),
        migrations.AddField(
            model_name="policypreset",
            name="participant_types",
            field=models.JSONField(
                blank=True, default=registry.models.policy.all_participants, verbose_name="кого наставляют"
            ),
        ),
        migrations.AddField(
            model_name="policypreset",
            name="proposer_of_pupils",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "каждый, кто вправе вносить пары"),
                    ("curator", "куратор организации"),
                    ("pedagogical", "педагогический совет"),
                    ("methodical", "методический совет"),
                    ("mentors", "совет наставников"),
                ],
                default="",
                help_text="Если куратор, вносит пару только он; если совет, приказ называет его протокол",
                max_length=20,
                verbose_name="кто предлагает пары с обучающимися",
            ),
        ),
        migrations.AddField(
            model_name="policypreset",
            name="proposer_of_teachers",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "каждый, кто вправе вносить пары"),
                    ("curator", "куратор организации"),
                    ("pedagogical", "педагогический совет"),
                    ("methodical", "методический совет"),
                    ("mentors", "совет наставников"),
                ],
                default="",
                help_text="Например, методический совет (Кез, п. 5.2)",
                max_length=20,
                verbose_name="кто предлагает пары с педагогами",
            ),
        ),
        migrations.AddField(
            model_name="policypreset",
            name="roadmap_columns",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "как в образце, с которого начата"),
                    ("kez", "мероприятие, срок, исполнитель, результат (Кез)"),
                    ("holm", "этап, содержание, срок, ответственные (Холм)"),
                    ("ustyuzhna", "мероприятие, срок, исполнитель, ожидаемый результат (Устюжна)"),
                    ("salsk", "мероприятие, срок, ответственный, результат (Сальск)"),
                    ("list", "перечень мероприятий"),
                ],
                default="",
                help_text="Новую карту составляют с этими столбцами, и печатается она с ними. Карты, которые уже составлены, не меняются",
                max_length=20,
                verbose_name="столбцы дорожной карты",
            ),
        ),
        migrations.AddField(
            model_name="policypreset",
            name="supervising_body",
            field=models.CharField(
                blank=True,
                help_text="Для организаций одного вида – свой: управление дошкольного образования. Стоит в шапке приказа и в грифе «Согласовано». Пусто – уполномоченный орган муниципалитета",
                max_length=300,
                validators=[registry.names.text_checks.check_line],
                verbose_name="муниципальный орган",
            ),
        ),
        migrations.AddField(
            model_name="policypreset",
            name="supervising_head",
            field=models.CharField(
                blank=True,
                max_length=200,
                validators=[registry.names.text_checks.check_name],
                verbose_name="руководитель этого органа",
            ),
        ),
        migrations.AddField(
            model_name="policypreset",
            name="supervising_head_post",
            field=models.CharField(
                blank=True,
                max_length=300,
                validators=[registry.names.text_checks.check_line],
                verbose_name="должность руководителя этого органа",
            ),
        ),
        migrations.AddField(
            model_name="policyproposal",
            name="meetings_enabled",
            field=models.BooleanField(
                default=False,
                help_text="Встречи стоят на странице пары; какие они – в справочнике «Шаги и встречи»",
                verbose_name="пара проходит последовательность встреч",
            ),
        ),
        migrations.AddField(
            model_name="policyproposal",
            name="org_cycle_enabled",
            field=models.BooleanField(
                default=False,
                help_text="Шаги и их сроки стоят на странице организации; какие они – в справочнике «Шаги и встречи»",
                verbose_name="организация ведёт программу по шагам года",
            ),
        ),
        migrations.AddField(
            model_name="policyproposal",
            name="org_indicators_enabled",
            field=models.BooleanField(
                default=True,
                help_text="Численность и доли от неё. Без них их не спрашивают, не показывают и не выгружают",
                verbose_name="показатели организаций ведутся",
            ),
        ),
        migrations.AddField(
            model_name="policyproposal",
            name="participant_types",
            field=models.JSONField(
                blank=True, default=registry.models.policy.all_participants, verbose_name="кого наставляют"
            ),
        ),
        migrations.AddField(
            model_name="policyproposal",
            name="proposer_of_pupils",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "каждый, кто вправе вносить пары"),
                    ("curator", "куратор организации"),
                    ("pedagogical", "педагогический совет"),
                    ("methodical", "методический совет"),
                    ("mentors", "совет наставников"),
                ],
                default="",
                help_text="Если куратор, вносит пару только он; если совет, приказ называет его протокол",
                max_length=20,
                verbose_name="кто предлагает пары с обучающимися",
            ),
        ),
        migrations.AddField(
            model_name="policyproposal",
            name="proposer_of_teachers",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "каждый, кто вправе вносить пары"),
                    ("curator", "куратор организации"),
                    ("pedagogical", "педагогический совет"),
                    ("methodical", "методический совет"),
                    ("mentors", "совет наставников"),
                ],
                default="",
                help_text="Например, методический совет (Кез, п. 5.2)",
                max_length=20,
                verbose_name="кто предлагает пары с педагогами",
            ),
        ),
        migrations.AddField(
            model_name="policyproposal",
            name="roadmap_columns",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "как в образце, с которого начата"),
                    ("kez", "мероприятие, срок, исполнитель, результат (Кез)"),
                    ("holm", "этап, содержание, срок, ответственные (Холм)"),
                    ("ustyuzhna", "мероприятие, срок, исполнитель, ожидаемый результат (Устюжна)"),
                    ("salsk", "мероприятие, срок, ответственный, результат (Сальск)"),
                    ("list", "перечень мероприятий"),
                ],
                default="",
                help_text="Новую карту составляют с этими столбцами, и печатается она с ними. Карты, которые уже составлены, не меняются",
                max_length=20,
                verbose_name="столбцы дорожной карты",
            ),
        ),
        migrations.AddField(
            model_name="policyproposal",
            name="supervising_body",
            field=models.CharField(
                blank=True,
                help_text="Для организаций одного вида – свой: управление дошкольного образования. Стоит в шапке приказа и в грифе «Согласовано». Пусто – уполномоченный орган муниципалитета",
                max_length=300,
                validators=[registry.names.text_checks.check_line],
                verbose_name="муниципальный орган",
            ),
        ),
        migrations.AddField(
            model_name="policyproposal",
            name="supervising_head",
            field=models.CharField(
                blank=True,
                max_length=200,
                validators=[registry.names.text_checks.check_name],
                verbose_name="руководитель этого органа",
            ),
        ),
        migrations.AddField(
            model_name="policyproposal",
            name="supervising_head_post",
            field=models.CharField(
                blank=True,
                max_length=300,
                validators=[registry.names.text_checks.check_line],
                verbose_name="должность руководителя этого органа",
            ),
        ),
        migrations.AddConstraint(
            model_name="localrules",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("supervising_body", ""), _negated=True),
                    models.Q(("supervising_head", ""), ("supervising_head_post", "")),
                    _connector="OR",
                ),
                name="registry_localrules_body_of_head",
                violation_error_message="Назовите орган, которым руководит этот человек, или уберите его имя и должность.",
            ),
        ),
        migrations.AddConstraint(
            model_name="policy",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("supervising_body", ""), _negated=True),
                    models.Q(("supervising_head", ""), ("supervising_head_post", "")),
                    _connector="OR",
                ),
                name="registry_policy_body_of_head",
                violation_error_message="Назовите орган, которым руководит этот человек, или уберите его имя и должность.",
            ),
        ),
        migrations.AddConstraint(
            model_name="policyproposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("supervising_body", ""), _negated=True),
                    models.Q(("supervising_head", ""), ("supervising_head_post", "")),
                    _connector="OR",
                ),
                name="registry_proposal_body_of_head",
                violation_error_message="Назовите орган, которым руководит этот человек, или уберите его имя и должность.",
            ),
        ),
        migrations.AddField(
            model_name="historicalplanstep",
            name="history_user",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="historicalplanstep",
            name="municipality",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                help_text="Пусто — запись портала",
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="registry.municipality",
                verbose_name="муниципалитет",
            ),
        ),
        migrations.AddField(
            model_name="planstep",
            name="municipality",
            field=models.ForeignKey(
                blank=True,
                help_text="Пусто — запись портала",
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="own_%(class)ss",
                to="registry.municipality",
                verbose_name="муниципалитет",
            ),
        ),
        migrations.AddField(
            model_name="planstep",
            name="replaces",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="replacements",
                to="registry.planstep",
                verbose_name="вместо записи портала",
            ),
        ),
        migrations.AddField(
            model_name="historicalplanstep",
            name="replaces",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="registry.planstep",
                verbose_name="вместо записи портала",
            ),
        ),
        migrations.AddConstraint(
            model_name="planstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("municipality__isnull", True), models.Q(("code__startswith", "own-"), _negated=True)),
                    models.Q(("code__startswith", "own-"), ("municipality__isnull", False)),
                    _connector="OR",
                ),
                name="registry_planstep_own_code",
                violation_error_message="Код своей записи портал даёт сам, у записей портала он другой.",
            ),
        ),
        migrations.AddConstraint(
            model_name="planstep",
            constraint=models.UniqueConstraint(
                fields=("municipality", "plan", "name_key"),
                name="registry_planstep_own_title",
                violation_error_message="Запись с таким названием уже есть. Измените её или назовите новую иначе.",
            ),
        ),
        migrations.AddConstraint(
            model_name="planstep",
            constraint=models.CheckConstraint(
                condition=models.Q(("plan__in", ["cycle", "meetings"])),
                name="registry_planstep_plan",
                violation_error_message="Выберите, чей это шаг: организации или пары.",
            ),
        ),
        migrations.AddConstraint(
            model_name="planstep",
            constraint=models.CheckConstraint(
                condition=models.Q(("replaces__isnull", True), ("municipality__isnull", False), _connector="OR"),
                name="registry_planstep_own_replaces",
                violation_error_message="Вместо записи портала ставят свою.",
            ),
        ),
        migrations.AddConstraint(
            model_name="planstep",
            constraint=models.UniqueConstraint(
                fields=("municipality", "replaces"),
                name="registry_planstep_replaced_once",
                violation_error_message="Вместо этого шага у муниципалитета уже есть свой.",
            ),
        ),
    ]
