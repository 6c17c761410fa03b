"""Rules in which the documents differ and that the portal had not: who considers pairs and issues orders, what mentors
are paid, how often and to whom they report, what a form asks of its sides; the plural of own words."""

import django.core.validators
import django.db.models.deletion
import registry.models.policy
import simple_history.models
from decimal import Decimal
from typing import Any
from django.conf import settings
from django.db import migrations, models

from russian.side_words import decline_term


_VERSIONS = ("Policy", "LocalRules", "PolicyProposal", "PolicyPreset")
_HISTORIES = ("HistoricalPolicy", "HistoricalLocalRules", "HistoricalPolicyProposal")
#: lists of codes of rules
_LISTS = {"Policy": ("bounds", "left_to_region"), "LocalRules": ("bounds", "decides")}


def keep_monthly_reports(apps: Any, schema_editor: Any) -> None:
    """«ежемесячный отчёт: да» is a report every month, and the lists of rules name the new one."""
    for name in (*_VERSIONS, *_HISTORIES):
        apps.get_model("registry", name).objects.filter(monthly_report=False).update(report_period="")
    _rename_rule(apps, "monthly_report", "report_period")


def bring_monthly_reports_back(apps: Any, schema_editor: Any) -> None:
    for name in (*_VERSIONS, *_HISTORIES):
        apps.get_model("registry", name).objects.exclude(report_period="month").update(monthly_report=False)
    _rename_rule(apps, "report_period", "monthly_report")


def _rename_rule(apps: Any, old: str, new: str) -> None:
    for name in (*_VERSIONS, *_HISTORIES):
        lists = _LISTS.get(name.removeprefix("Historical"), ("bounds",))
        for row in apps.get_model("registry", name).objects.all():
            if any(old in getattr(row, each) for each in lists):
                for each in lists:
                    setattr(row, each, [new if code == old else code for code in getattr(row, each)])
                row.save(update_fields=lists)


def fill_plural_words(apps: Any, schema_editor: Any) -> None:
    """Own words for the two sides have had no plural."""
    for name in ("Form", "HistoricalForm"):
        for form in apps.get_model("registry", name).objects.exclude(mentor_term="", mentee_term=""):
            for side in ("mentor", "mentee"):
                if term := getattr(form, f"{side}_term"):
                    for case in ("plural_genitive", "plural_dative"):
                        setattr(form, f"{side}_term_{case}", decline_term(term, case))
            form.save()


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0021_names_of_heads_and_signatories"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalSideRequirement",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("code", models.SlugField(max_length=60, verbose_name="код")),
                ("title", models.CharField(max_length=250, verbose_name="название")),
                ("source", models.CharField(blank=True, max_length=100, verbose_name="источник")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="порядок")),
                ("in_use", models.BooleanField(default=True, verbose_name="используется")),
                (
                    "measure",
                    models.CharField(
                        choices=[
                            ("experience", "стаж наставника, лет не меньше"),
                            ("years_here", "наставник работает в организации, лет не меньше"),
                            ("category", "квалификационная категория наставника не ниже"),
                            ("mentor_age_from", "возраст наставника, лет не меньше"),
                            ("mentor_age_to", "возраст наставника, лет не больше"),
                            ("mentee_age_from", "возраст наставляемого, лет не меньше"),
                            ("mentee_age_to", "возраст наставляемого, лет не больше"),
                        ],
                        max_length=20,
                        verbose_name="что требуется",
                    ),
                ),
                (
                    "years",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(99),
                        ],
                        verbose_name="сколько лет",
                    ),
                ),
                (
                    "category",
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
                        verbose_name="какая категория",
                    ),
                ),
                (
                    "is_bar",
                    models.BooleanField(
                        default=False,
                        help_text="Иначе портал только предупредит",
                        verbose_name="без этого пару не согласуют",
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
                "verbose_name": "historical требование к сторонам",
                "verbose_name_plural": "historical требования к сторонам",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="SideRequirement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=60, unique=True, verbose_name="код")),
                ("title", models.CharField(max_length=250, verbose_name="название")),
                ("source", models.CharField(blank=True, max_length=100, verbose_name="источник")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="порядок")),
                ("in_use", models.BooleanField(default=True, verbose_name="используется")),
                (
                    "measure",
                    models.CharField(
                        choices=[
                            ("experience", "стаж наставника, лет не меньше"),
                            ("years_here", "наставник работает в организации, лет не меньше"),
                            ("category", "квалификационная категория наставника не ниже"),
                            ("mentor_age_from", "возраст наставника, лет не меньше"),
                            ("mentor_age_to", "возраст наставника, лет не больше"),
                            ("mentee_age_from", "возраст наставляемого, лет не меньше"),
                            ("mentee_age_to", "возраст наставляемого, лет не больше"),
                        ],
                        max_length=20,
                        verbose_name="что требуется",
                    ),
                ),
                (
                    "years",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(99),
                        ],
                        verbose_name="сколько лет",
                    ),
                ),
                (
                    "category",
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
                        verbose_name="какая категория",
                    ),
                ),
                (
                    "is_bar",
                    models.BooleanField(
                        default=False,
                        help_text="Иначе портал только предупредит",
                        verbose_name="без этого пару не согласуют",
                    ),
                ),
            ],
            options={
                "verbose_name": "требование к сторонам",
                "verbose_name_plural": "требования к сторонам",
                "ordering": ["position", "title"],
                "abstract": False,
            },
        ),
        migrations.RemoveConstraint(
            model_name="form",
            name="registry_form_mentor_term_cases",
        ),
        migrations.RemoveConstraint(
            model_name="form",
            name="registry_form_mentee_term_cases",
        ),
        migrations.AddField(
            model_name="form",
            name="mentee_term_plural_dative",
            field=models.CharField(blank=True, max_length=100, verbose_name="кому, о многих (наставляемым)"),
        ),
        migrations.AddField(
            model_name="form",
            name="mentee_term_plural_genitive",
            field=models.CharField(blank=True, max_length=100, verbose_name="нет кого, о многих (наставляемых)"),
        ),
        migrations.AddField(
            model_name="form",
            name="mentor_term_plural_dative",
            field=models.CharField(blank=True, max_length=100, verbose_name="кому, о многих (наставникам)"),
        ),
        migrations.AddField(
            model_name="form",
            name="mentor_term_plural_genitive",
            field=models.CharField(blank=True, max_length=100, verbose_name="нет кого, о многих (наставников)"),
        ),
        migrations.AddField(
            model_name="historicalform",
            name="mentee_term_plural_dative",
            field=models.CharField(blank=True, max_length=100, verbose_name="кому, о многих (наставляемым)"),
        ),
        migrations.AddField(
            model_name="historicalform",
            name="mentee_term_plural_genitive",
            field=models.CharField(blank=True, max_length=100, verbose_name="нет кого, о многих (наставляемых)"),
        ),
        migrations.AddField(
            model_name="historicalform",
            name="mentor_term_plural_dative",
            field=models.CharField(blank=True, max_length=100, verbose_name="кому, о многих (наставникам)"),
        ),
        migrations.AddField(
            model_name="historicalform",
            name="mentor_term_plural_genitive",
            field=models.CharField(blank=True, max_length=100, verbose_name="нет кого, о многих (наставников)"),
        ),
        migrations.AddField(
            model_name="historicallocalrules",
            name="considered_by",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "никакой"),
                    ("pedagogical", "педагогический совет"),
                    ("methodical", "методический совет"),
                    ("mentors", "совет наставников"),
                    ("commission", "комиссия по наставничеству"),
                    ("meeting", "общее собрание работников"),
                ],
                default="",
                help_text="Тогда приказ называет протокол, без него он не издаётся",
                max_length=20,
                verbose_name="какой орган рассматривает пары до приказа",
            ),
        ),
        migrations.AddField(
            model_name="historicallocalrules",
            name="final_report_working",
            field=models.BooleanField(default=False, verbose_name="дни на итоговые отчёты – рабочие"),
        ),
        migrations.AddField(
            model_name="historicallocalrules",
            name="mentor_term",
            field=models.CharField(default="наставник", max_length=100, verbose_name="как называть наставника"),
        ),
        migrations.AddField(
            model_name="historicallocalrules",
            name="order_issuer",
            field=models.CharField(
                choices=[("leaders", "куратор или руководитель"), ("head", "только руководитель")],
                default="leaders",
                help_text="Готовит приказ и куратор; подписывает руководитель",
                max_length=20,
                verbose_name="кто издаёт приказ о закреплении",
            ),
        ),
        migrations.AddField(
            model_name="historicallocalrules",
            name="payment",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "не установлена"),
                    ("compensatory", "выплата компенсационного характера"),
                    ("incentive", "выплата стимулирующего характера"),
                ],
                default="",
                max_length=20,
                verbose_name="выплата наставнику",
            ),
        ),
        migrations.AddField(
            model_name="historicallocalrules",
            name="payment_amount",
            field=models.DecimalField(
                blank=True,
                decimal_places=2,
                max_digits=9,
                null=True,
                validators=[django.core.validators.MinValueValidator(Decimal("0.01"))],
                verbose_name="размер выплаты",
            ),
        ),
        migrations.AddField(
            model_name="historicallocalrules",
            name="payment_ground",
            field=models.CharField(
                blank=True,
                help_text="Как в приказе после слов «в соответствии с»: Положением об оплате труда, утверждённым приказом от 01.09.2026 № 15",
                max_length=300,
                verbose_name="каким актом установлена выплата",
            ),
        ),
        migrations.AddField(
            model_name="historicallocalrules",
            name="payment_measure",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "по акту, без числа здесь"),
                    ("sum", "рублей в месяц"),
                    ("share", "процентов должностного оклада"),
                    ("sum_each", "рублей в месяц за каждого наставляемого"),
                    ("share_each", "процентов должностного оклада за каждого наставляемого"),
                ],
                default="",
                max_length=20,
                verbose_name="в чём размер",
            ),
        ),
        migrations.AddField(
            model_name="historicallocalrules",
            name="report_period",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "не сдаётся"),
                    ("year", "раз в год"),
                    ("half_year", "раз в полугодие"),
                    ("quarter", "раз в квартал"),
                    ("month", "раз в месяц"),
                ],
                default="month",
                help_text="Ежемесячный – Устюжна, п. 5.2",
                max_length=20,
                verbose_name="отчёт наставника",
            ),
        ),
        migrations.AddField(
            model_name="historicallocalrules",
            name="report_readers",
            field=models.JSONField(
                blank=True, default=registry.models.policy.curator_and_head, verbose_name="кому сдают отчёт"
            ),
        ),
        migrations.AddField(
            model_name="historicalpolicy",
            name="considered_by",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "никакой"),
                    ("pedagogical", "педагогический совет"),
                    ("methodical", "методический совет"),
                    ("mentors", "совет наставников"),
                    ("commission", "комиссия по наставничеству"),
                    ("meeting", "общее собрание работников"),
                ],
                default="",
                help_text="Тогда приказ называет протокол, без него он не издаётся",
                max_length=20,
                verbose_name="какой орган рассматривает пары до приказа",
            ),
        ),
        migrations.AddField(
            model_name="historicalpolicy",
            name="final_report_working",
            field=models.BooleanField(default=False, verbose_name="дни на итоговые отчёты – рабочие"),
        ),
        migrations.AddField(
            model_name="historicalpolicy",
            name="mentor_term",
            field=models.CharField(default="наставник", max_length=100, verbose_name="как называть наставника"),
        ),
        migrations.AddField(
            model_name="historicalpolicy",
            name="order_issuer",
            field=models.CharField(
                choices=[("leaders", "куратор или руководитель"), ("head", "только руководитель")],
                default="leaders",
                help_text="Готовит приказ и куратор; подписывает руководитель",
                max_length=20,
                verbose_name="кто издаёт приказ о закреплении",
            ),
        ),
        migrations.AddField(
            model_name="historicalpolicy",
            name="payment",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "не установлена"),
                    ("compensatory", "выплата компенсационного характера"),
                    ("incentive", "выплата стимулирующего характера"),
                ],
                default="",
                max_length=20,
                verbose_name="выплата наставнику",
            ),
        ),
        migrations.AddField(
            model_name="historicalpolicy",
            name="payment_amount",
            field=models.DecimalField(
                blank=True,
                decimal_places=2,
                max_digits=9,
                null=True,
                validators=[django.core.validators.MinValueValidator(Decimal("0.01"))],
                verbose_name="размер выплаты",
            ),
        ),
        migrations.AddField(
            model_name="historicalpolicy",
            name="payment_ground",
            field=models.CharField(
                blank=True,
                help_text="Как в приказе после слов «в соответствии с»: Положением об оплате труда, утверждённым приказом от 01.09.2026 № 15",
                max_length=300,
                verbose_name="каким актом установлена выплата",
            ),
        ),
        migrations.AddField(
            model_name="historicalpolicy",
            name="payment_measure",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "по акту, без числа здесь"),
                    ("sum", "рублей в месяц"),
                    ("share", "процентов должностного оклада"),
                    ("sum_each", "рублей в месяц за каждого наставляемого"),
                    ("share_each", "процентов должностного оклада за каждого наставляемого"),
                ],
                default="",
                max_length=20,
                verbose_name="в чём размер",
            ),
        ),
        migrations.AddField(
            model_name="historicalpolicy",
            name="report_period",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "не сдаётся"),
                    ("year", "раз в год"),
                    ("half_year", "раз в полугодие"),
                    ("quarter", "раз в квартал"),
                    ("month", "раз в месяц"),
                ],
                default="month",
                help_text="Ежемесячный – Устюжна, п. 5.2",
                max_length=20,
                verbose_name="отчёт наставника",
            ),
        ),
        migrations.AddField(
            model_name="historicalpolicy",
            name="report_readers",
            field=models.JSONField(
                blank=True, default=registry.models.policy.curator_and_head, verbose_name="кому сдают отчёт"
            ),
        ),
        migrations.AddField(
            model_name="historicalpolicyproposal",
            name="considered_by",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "никакой"),
                    ("pedagogical", "педагогический совет"),
                    ("methodical", "методический совет"),
                    ("mentors", "совет наставников"),
                    ("commission", "комиссия по наставничеству"),
                    ("meeting", "общее собрание работников"),
                ],
                default="",
                help_text="Тогда приказ называет протокол, без него он не издаётся",
                max_length=20,
                verbose_name="какой орган рассматривает пары до приказа",
            ),
        ),
        migrations.AddField(
            model_name="historicalpolicyproposal",
            name="final_report_working",
            field=models.BooleanField(default=False, verbose_name="дни на итоговые отчёты – рабочие"),
        ),
        migrations.AddField(
            model_name="historicalpolicyproposal",
            name="mentor_term",
            field=models.CharField(default="наставник", max_length=100, verbose_name="как называть наставника"),
        ),
        migrations.AddField(
            model_name="historicalpolicyproposal",
            name="order_issuer",
            field=models.CharField(
                choices=[("leaders", "куратор или руководитель"), ("head", "только руководитель")],
                default="leaders",
                help_text="Готовит приказ и куратор; подписывает руководитель",
                max_length=20,
                verbose_name="кто издаёт приказ о закреплении",
            ),
        ),
        migrations.AddField(
            model_name="historicalpolicyproposal",
            name="payment",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "не установлена"),
                    ("compensatory", "выплата компенсационного характера"),
                    ("incentive", "выплата стимулирующего характера"),
                ],
                default="",
                max_length=20,
                verbose_name="выплата наставнику",
            ),
        ),
        migrations.AddField(
            model_name="historicalpolicyproposal",
            name="payment_amount",
            field=models.DecimalField(
                blank=True,
                decimal_places=2,
                max_digits=9,
                null=True,
                validators=[django.core.validators.MinValueValidator(Decimal("0.01"))],
                verbose_name="размер выплаты",
            ),
        ),
        migrations.AddField(
            model_name="historicalpolicyproposal",
            name="payment_ground",
            field=models.CharField(
                blank=True,
                help_text="Как в приказе после слов «в соответствии с»: Положением об оплате труда, утверждённым приказом от 01.09.2026 № 15",
                max_length=300,
                verbose_name="каким актом установлена выплата",
            ),
        ),
        migrations.AddField(
            model_name="historicalpolicyproposal",
            name="payment_measure",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "по акту, без числа здесь"),
                    ("sum", "рублей в месяц"),
                    ("share", "процентов должностного оклада"),
                    ("sum_each", "рублей в месяц за каждого наставляемого"),
                    ("share_each", "процентов должностного оклада за каждого наставляемого"),
                ],
                default="",
                max_length=20,
                verbose_name="в чём размер",
            ),
        ),
        migrations.AddField(
            model_name="historicalpolicyproposal",
            name="report_period",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "не сдаётся"),
                    ("year", "раз в год"),
                    ("half_year", "раз в полугодие"),
                    ("quarter", "раз в квартал"),
                    ("month", "раз в месяц"),
                ],
                default="month",
                help_text="Ежемесячный – Устюжна, п. 5.2",
                max_length=20,
                verbose_name="отчёт наставника",
            ),
        ),
        migrations.AddField(
            model_name="historicalpolicyproposal",
            name="report_readers",
            field=models.JSONField(
                blank=True, default=registry.models.policy.curator_and_head, verbose_name="кому сдают отчёт"
            ),
        ),
        migrations.AddField(
            model_name="localrules",
            name="considered_by",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "никакой"),
                    ("pedagogical", "педагогический совет"),
                    ("methodical", "методический совет"),
                    ("mentors", "совет наставников"),
                    ("commission", "комиссия по наставничеству"),
                    ("meeting", "общее собрание работников"),
                ],
                default="",
                help_text="Тогда приказ называет протокол, без него он не издаётся",
                max_length=20,
                verbose_name="какой орган рассматривает пары до приказа",
            ),
        ),
        migrations.AddField(
            model_name="localrules",
            name="final_report_working",
            field=models.BooleanField(default=False, verbose_name="дни на итоговые отчёты – рабочие"),
        ),
        migrations.AddField(
            model_name="localrules",
            name="mentor_term",
            field=models.CharField(default="наставник", max_length=100, verbose_name="как называть наставника"),
        ),
        migrations.AddField(
            model_name="localrules",
            name="order_issuer",
            field=models.CharField(
                choices=[("leaders", "куратор или руководитель"), ("head", "только руководитель")],
                default="leaders",
                help_text="Готовит приказ и куратор; подписывает руководитель",
                max_length=20,
                verbose_name="кто издаёт приказ о закреплении",
            ),
        ),
        migrations.AddField(
            model_name="localrules",
            name="payment",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "не установлена"),
                    ("compensatory", "выплата компенсационного характера"),
                    ("incentive", "выплата стимулирующего характера"),
                ],
                default="",
                max_length=20,
                verbose_name="выплата наставнику",
            ),
        ),
        migrations.AddField(
            model_name="localrules",
            name="payment_amount",
            field=models.DecimalField(
                blank=True,
                decimal_places=2,
                max_digits=9,
                null=True,
                validators=[django.core.validators.MinValueValidator(Decimal("0.01"))],
                verbose_name="размер выплаты",
            ),
        ),
        migrations.AddField(
            model_name="localrules",
            name="payment_ground",
            field=models.CharField(
                blank=True,
                help_text="Как в приказе после слов «в соответствии с»: Положением об оплате труда, утверждённым приказом от 01.09.2026 № 15",
                max_length=300,
                verbose_name="каким актом установлена выплата",
            ),
        ),
        migrations.AddField(
            model_name="localrules",
            name="payment_measure",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "по акту, без числа здесь"),
                    ("sum", "рублей в месяц"),
                    ("share", "процентов должностного оклада"),
                    ("sum_each", "рублей в месяц за каждого наставляемого"),
                    ("share_each", "процентов должностного оклада за каждого наставляемого"),
                ],
                default="",
                max_length=20,
                verbose_name="в чём размер",
            ),
        ),
        migrations.AddField(
            model_name="localrules",
            name="report_period",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "не сдаётся"),
                    ("year", "раз в год"),
                    ("half_year", "раз в полугодие"),
                    ("quarter", "раз в квартал"),
                    ("month", "раз в месяц"),
                ],
                default="month",
                help_text="Ежемесячный – Устюжна, п. 5.2",
                max_length=20,
                verbose_name="отчёт наставника",
            ),
        ),
        migrations.AddField(
            model_name="localrules",
            name="report_readers",
            field=models.JSONField(
                blank=True, default=registry.models.policy.curator_and_head, verbose_name="кому сдают отчёт"
            ),
        ),
        migrations.AddField(
            model_name="policy",
            name="considered_by",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "никакой"),
                    ("pedagogical", "педагогический совет"),
                    ("methodical", "методический совет"),
                    ("mentors", "совет наставников"),
                    ("commission", "комиссия по наставничеству"),
                    ("meeting", "общее собрание работников"),
                ],
                default="",
                help_text="Тогда приказ называет протокол, без него он не издаётся",
                max_length=20,
                verbose_name="какой орган рассматривает пары до приказа",
            ),
        ),
        migrations.AddField(
            model_name="policy",
            name="final_report_working",
            field=models.BooleanField(default=False, verbose_name="дни на итоговые отчёты – рабочие"),
        ),
        migrations.AddField(
            model_name="policy",
            name="mentor_term",
            field=models.CharField(default="наставник", max_length=100, verbose_name="как называть наставника"),
        ),
        migrations.AddField(
            model_name="policy",
            name="order_issuer",
            field=models.CharField(
                choices=[("leaders", "куратор или руководитель"), ("head", "только руководитель")],
                default="leaders",
                help_text="Готовит приказ и куратор; подписывает руководитель",
                max_length=20,
                verbose_name="кто издаёт приказ о закреплении",
            ),
        ),
        migrations.AddField(
            model_name="policy",
            name="payment",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "не установлена"),
                    ("compensatory", "выплата компенсационного характера"),
                    ("incentive", "выплата стимулирующего характера"),
                ],
                default="",
                max_length=20,
                verbose_name="выплата наставнику",
            ),
        ),
        migrations.AddField(
            model_name="policy",
            name="payment_amount",
            field=models.DecimalField(
                blank=True,
                decimal_places=2,
                max_digits=9,
                null=True,
                validators=[django.core.validators.MinValueValidator(Decimal("0.01"))],
                verbose_name="размер выплаты",
            ),
        ),
        migrations.AddField(
            model_name="policy",
            name="payment_ground",
            field=models.CharField(
                blank=True,
                help_text="Как в приказе после слов «в соответствии с»: Положением об оплате труда, утверждённым приказом от 01.09.2026 № 15",
                max_length=300,
                verbose_name="каким актом установлена выплата",
            ),
        ),
        migrations.AddField(
            model_name="policy",
            name="payment_measure",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "по акту, без числа здесь"),
                    ("sum", "рублей в месяц"),
                    ("share", "процентов должностного оклада"),
                    ("sum_each", "рублей в месяц за каждого наставляемого"),
                    ("share_each", "процентов должностного оклада за каждого наставляемого"),
                ],
                default="",
                max_length=20,
                verbose_name="в чём размер",
            ),
        ),
        migrations.AddField(
            model_name="policy",
            name="report_period",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "не сдаётся"),
                    ("year", "раз в год"),
                    ("half_year", "раз в полугодие"),
                    ("quarter", "раз в квартал"),
                    ("month", "раз в месяц"),
                ],
                default="month",
                help_text="Ежемесячный – Устюжна, п. 5.2",
                max_length=20,
                verbose_name="отчёт наставника",
            ),
        ),
        migrations.AddField(
            model_name="policy",
            name="report_readers",
            field=models.JSONField(
                blank=True, default=registry.models.policy.curator_and_head, verbose_name="кому сдают отчёт"
            ),
        ),
        migrations.AddField(
            model_name="policypreset",
            name="considered_by",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "никакой"),
                    ("pedagogical", "педагогический совет"),
                    ("methodical", "методический совет"),
                    ("mentors", "совет наставников"),
                    ("commission", "комиссия по наставничеству"),
                    ("meeting", "общее собрание работников"),
                ],
                default="",
                help_text="Тогда приказ называет протокол, без него он не издаётся",
                max_length=20,
                verbose_name="какой орган рассматривает пары до приказа",
            ),
        ),
        migrations.AddField(
            model_name="policypreset",
            name="final_report_working",
            field=models.BooleanField(default=False, verbose_name="дни на итоговые отчёты – рабочие"),
        ),
        migrations.AddField(
            model_name="policypreset",
            name="mentor_term",
            field=models.CharField(default="наставник", max_length=100, verbose_name="как называть наставника"),
        ),
        migrations.AddField(
            model_name="policypreset",
            name="order_issuer",
            field=models.CharField(
                choices=[("leaders", "куратор или руководитель"), ("head", "только руководитель")],
                default="leaders",
                help_text="Готовит приказ и куратор; подписывает руководитель",
                max_length=20,
                verbose_name="кто издаёт приказ о закреплении",
            ),
        ),
        migrations.AddField(
            model_name="policypreset",
            name="payment",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "не установлена"),
                    ("compensatory", "выплата компенсационного характера"),
                    ("incentive", "выплата стимулирующего характера"),
                ],
                default="",
                max_length=20,
                verbose_name="выплата наставнику",
            ),
        ),
        migrations.AddField(
            model_name="policypreset",
            name="payment_amount",
            field=models.DecimalField(
                blank=True,
                decimal_places=2,
                max_digits=9,
                null=True,
                validators=[django.core.validators.MinValueValidator(Decimal("0.01"))],
                verbose_name="размер выплаты",
            ),
        ),
        migrations.AddField(
            model_name="policypreset",
            name="payment_ground",
            field=models.CharField(
                blank=True,
                help_text="Как в приказе после слов «в соответствии с»: Положением об оплате труда, утверждённым приказом от 01.09.2026 № 15",
                max_length=300,
                verbose_name="каким актом установлена выплата",
            ),
        ),
        migrations.AddField(
            model_name="policypreset",
            name="payment_measure",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "по акту, без числа здесь"),
                    ("sum", "рублей в месяц"),
                    ("share", "процентов должностного оклада"),
                    ("sum_each", "рублей в месяц за каждого наставляемого"),
                    ("share_each", "процентов должностного оклада за каждого наставляемого"),
                ],
                default="",
                max_length=20,
                verbose_name="в чём размер",
            ),
        ),
        migrations.AddField(
            model_name="policypreset",
            name="report_period",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "не сдаётся"),
                    ("year", "раз в год"),
                    ("half_year", "раз в полугодие"),
                    ("quarter", "раз в квартал"),
                    ("month", "раз в месяц"),
                ],
                default="month",
                help_text="Ежемесячный – Устюжна, п. 5.2",
                max_length=20,
                verbose_name="отчёт наставника",
            ),
        ),
        migrations.AddField(
            model_name="policypreset",
            name="report_readers",
            field=models.JSONField(
                blank=True, default=registry.models.policy.curator_and_head, verbose_name="кому сдают отчёт"
            ),
        ),
        migrations.AddField(
            model_name="policyproposal",
            name="considered_by",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "никакой"),
                    ("pedagogical", "педагогический совет"),
                    ("methodical", "методический совет"),
                    ("mentors", "совет наставников"),
                    ("commission", "комиссия по наставничеству"),
                    ("meeting", "общее собрание работников"),
                ],
                default="",
                help_text="Тогда приказ называет протокол, без него он не издаётся",
                max_length=20,
                verbose_name="какой орган рассматривает пары до приказа",
            ),
        ),
        migrations.AddField(
            model_name="policyproposal",
            name="final_report_working",
            field=models.BooleanField(default=False, verbose_name="дни на итоговые отчёты – рабочие"),
        ),
        migrations.AddField(
            model_name="policyproposal",
            name="mentor_term",
            field=models.CharField(default="наставник", max_length=100, verbose_name="как называть наставника"),
        ),
        migrations.AddField(
            model_name="policyproposal",
            name="order_issuer",
            field=models.CharField(
                choices=[("leaders", "куратор или руководитель"), ("head", "только руководитель")],
                default="leaders",
                help_text="Готовит приказ и куратор; подписывает руководитель",
                max_length=20,
                verbose_name="кто издаёт приказ о закреплении",
            ),
        ),
        migrations.AddField(
            model_name="policyproposal",
            name="payment",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "не установлена"),
                    ("compensatory", "выплата компенсационного характера"),
                    ("incentive", "выплата стимулирующего характера"),
                ],
                default="",
                max_length=20,
                verbose_name="выплата наставнику",
            ),
        ),
        migrations.AddField(
            model_name="policyproposal",
            name="payment_amount",
            field=models.DecimalField(
                blank=True,
                decimal_places=2,
                max_digits=9,
                null=True,
                validators=[django.core.validators.MinValueValidator(Decimal("0.01"))],
                verbose_name="размер выплаты",
            ),
        ),
        migrations.AddField(
            model_name="policyproposal",
            name="payment_ground",
            field=models.CharField(
                blank=True,
                help_text="Как в приказе после слов «в соответствии с»: Положением об оплате труда, утверждённым приказом от 01.09.2026 № 15",
                max_length=300,
                verbose_name="каким актом установлена выплата",
            ),
        ),
        migrations.AddField(
            model_name="policyproposal",
            name="payment_measure",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "по акту, без числа здесь"),
                    ("sum", "рублей в месяц"),
                    ("share", "процентов должностного оклада"),
                    ("sum_each", "рублей в месяц за каждого наставляемого"),
                    ("share_each", "процентов должностного оклада за каждого наставляемого"),
                ],
                default="",
                max_length=20,
                verbose_name="в чём размер",
            ),
        ),
        migrations.AddField(
            model_name="policyproposal",
            name="report_period",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "не сдаётся"),
                    ("year", "раз в год"),
                    ("half_year", "раз в полугодие"),
                    ("quarter", "раз в квартал"),
                    ("month", "раз в месяц"),
                ],
                default="month",
                help_text="Ежемесячный – Устюжна, п. 5.2",
                max_length=20,
                verbose_name="отчёт наставника",
            ),
        ),
        migrations.AddField(
            model_name="policyproposal",
            name="report_readers",
            field=models.JSONField(
                blank=True, default=registry.models.policy.curator_and_head, verbose_name="кому сдают отчёт"
            ),
        ),
        migrations.AddField(
            model_name="historicallocalrules",
            name="term_kind",
            field=models.CharField(
                choices=[("dates", "любые даты"), ("school_year", "один учебный год")],
                default="dates",
                help_text="Учебный год – с 1 сентября по 31 августа; продлить срок можно и за него",
                max_length=20,
                verbose_name="в каких пределах срок пары",
            ),
        ),
        migrations.AddField(
            model_name="historicalpolicy",
            name="term_kind",
            field=models.CharField(
                choices=[("dates", "любые даты"), ("school_year", "один учебный год")],
                default="dates",
                help_text="Учебный год – с 1 сентября по 31 августа; продлить срок можно и за него",
                max_length=20,
                verbose_name="в каких пределах срок пары",
            ),
        ),
        migrations.AddField(
            model_name="historicalpolicyproposal",
            name="term_kind",
            field=models.CharField(
                choices=[("dates", "любые даты"), ("school_year", "один учебный год")],
                default="dates",
                help_text="Учебный год – с 1 сентября по 31 августа; продлить срок можно и за него",
                max_length=20,
                verbose_name="в каких пределах срок пары",
            ),
        ),
        migrations.AddField(
            model_name="localrules",
            name="term_kind",
            field=models.CharField(
                choices=[("dates", "любые даты"), ("school_year", "один учебный год")],
                default="dates",
                help_text="Учебный год – с 1 сентября по 31 августа; продлить срок можно и за него",
                max_length=20,
                verbose_name="в каких пределах срок пары",
            ),
        ),
        migrations.AddField(
            model_name="policy",
            name="term_kind",
            field=models.CharField(
                choices=[("dates", "любые даты"), ("school_year", "один учебный год")],
                default="dates",
                help_text="Учебный год – с 1 сентября по 31 августа; продлить срок можно и за него",
                max_length=20,
                verbose_name="в каких пределах срок пары",
            ),
        ),
        migrations.AddField(
            model_name="policypreset",
            name="term_kind",
            field=models.CharField(
                choices=[("dates", "любые даты"), ("school_year", "один учебный год")],
                default="dates",
                help_text="Учебный год – с 1 сентября по 31 августа; продлить срок можно и за него",
                max_length=20,
                verbose_name="в каких пределах срок пары",
            ),
        ),
        migrations.AddField(
            model_name="policyproposal",
            name="term_kind",
            field=models.CharField(
                choices=[("dates", "любые даты"), ("school_year", "один учебный год")],
                default="dates",
                help_text="Учебный год – с 1 сентября по 31 августа; продлить срок можно и за него",
                max_length=20,
                verbose_name="в каких пределах срок пары",
            ),
        ),
        migrations.RunPython(keep_monthly_reports, bring_monthly_reports_back),
        migrations.RunPython(fill_plural_words, migrations.RunPython.noop),
        migrations.RemoveField(
            model_name="historicallocalrules",
            name="monthly_report",
        ),
        migrations.RemoveField(
            model_name="historicalpolicy",
            name="monthly_report",
        ),
        migrations.RemoveField(
            model_name="historicalpolicyproposal",
            name="monthly_report",
        ),
        migrations.RemoveField(
            model_name="localrules",
            name="monthly_report",
        ),
        migrations.RemoveField(
            model_name="policy",
            name="monthly_report",
        ),
        migrations.RemoveField(
            model_name="policypreset",
            name="monthly_report",
        ),
        migrations.RemoveField(
            model_name="policyproposal",
            name="monthly_report",
        ),
        migrations.AddConstraint(
            model_name="form",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("mentor_term", ""),
                        ("mentor_term_dative", ""),
                        ("mentor_term_genitive", ""),
                        ("mentor_term_instrumental", ""),
                        ("mentor_term_plural_dative", ""),
                        ("mentor_term_plural_genitive", ""),
                    ),
                    models.Q(
                        models.Q(("mentor_term", ""), _negated=True),
                        models.Q(("mentor_term_genitive", ""), _negated=True),
                        models.Q(("mentor_term_dative", ""), _negated=True),
                        models.Q(("mentor_term_instrumental", ""), _negated=True),
                        models.Q(("mentor_term_plural_genitive", ""), _negated=True),
                        models.Q(("mentor_term_plural_dative", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="registry_form_mentor_term_cases",
                violation_error_message="Впишите слово во всех падежах или ни в одном.",
            ),
        ),
        migrations.AddConstraint(
            model_name="form",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("mentee_term", ""),
                        ("mentee_term_dative", ""),
                        ("mentee_term_genitive", ""),
                        ("mentee_term_instrumental", ""),
                        ("mentee_term_plural_dative", ""),
                        ("mentee_term_plural_genitive", ""),
                    ),
                    models.Q(
                        models.Q(("mentee_term", ""), _negated=True),
                        models.Q(("mentee_term_genitive", ""), _negated=True),
                        models.Q(("mentee_term_dative", ""), _negated=True),
                        models.Q(("mentee_term_instrumental", ""), _negated=True),
                        models.Q(("mentee_term_plural_genitive", ""), _negated=True),
                        models.Q(("mentee_term_plural_dative", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="registry_form_mentee_term_cases",
                violation_error_message="Впишите слово во всех падежах или ни в одном.",
            ),
        ),
        migrations.AddConstraint(
            model_name="localrules",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("payment_amount__isnull", True), ("payment_measure", "")),
                    models.Q(models.Q(("payment_measure", ""), _negated=True), ("payment_amount__gt", 0)),
                    _connector="OR",
                ),
                name="registry_localrules_payment_amount",
                violation_error_message="Размер выплаты – число и в чём оно: укажите оба или ни одного.",
            ),
        ),
        migrations.AddConstraint(
            model_name="localrules",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("payment", ""), _negated=True),
                    models.Q(("payment_ground", ""), ("payment_measure", "")),
                    _connector="OR",
                ),
                name="registry_localrules_payment_kind",
                violation_error_message="Выберите, какая это выплата, или уберите её размер и акт.",
            ),
        ),
        migrations.AddConstraint(
            model_name="policy",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("payment_amount__isnull", True), ("payment_measure", "")),
                    models.Q(models.Q(("payment_measure", ""), _negated=True), ("payment_amount__gt", 0)),
                    _connector="OR",
                ),
                name="registry_policy_payment_amount",
                violation_error_message="Размер выплаты – число и в чём оно: укажите оба или ни одного.",
            ),
        ),
        migrations.AddConstraint(
            model_name="policy",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("payment", ""), _negated=True),
                    models.Q(("payment_ground", ""), ("payment_measure", "")),
                    _connector="OR",
                ),
                name="registry_policy_payment_kind",
                violation_error_message="Выберите, какая это выплата, или уберите её размер и акт.",
            ),
        ),
        migrations.AddConstraint(
            model_name="policyproposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("payment_amount__isnull", True), ("payment_measure", "")),
                    models.Q(models.Q(("payment_measure", ""), _negated=True), ("payment_amount__gt", 0)),
                    _connector="OR",
                ),
                name="registry_proposal_payment_amount",
                violation_error_message="Размер выплаты – число и в чём оно: укажите оба или ни одного.",
            ),
        ),
        migrations.AddConstraint(
            model_name="policyproposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("payment", ""), _negated=True),
                    models.Q(("payment_ground", ""), ("payment_measure", "")),
                    _connector="OR",
                ),
                name="registry_proposal_payment_kind",
                violation_error_message="Выберите, какая это выплата, или уберите её размер и акт.",
            ),
        ),
        migrations.AddField(
            model_name="historicalsiderequirement",
            name="form",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="registry.form",
                verbose_name="форма",
            ),
        ),
        migrations.AddField(
            model_name="historicalsiderequirement",
            name="history_user",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="historicalsiderequirement",
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
            model_name="siderequirement",
            name="form",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="requirements",
                to="registry.form",
                verbose_name="форма",
            ),
        ),
        migrations.AddField(
            model_name="siderequirement",
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
            model_name="siderequirement",
            name="replaces",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="replacements",
                to="registry.siderequirement",
                verbose_name="вместо записи портала",
            ),
        ),
        migrations.AddField(
            model_name="historicalsiderequirement",
            name="replaces",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="registry.siderequirement",
                verbose_name="вместо записи портала",
            ),
        ),
        migrations.AddConstraint(
            model_name="siderequirement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("municipality__isnull", True), models.Q(("code__startswith", "own-"), _negated=True)),
                    models.Q(("code__startswith", "own-"), ("municipality__isnull", False)),
                    _connector="OR",
                ),
                name="registry_siderequirement_own_code",
                violation_error_message="Код своей записи портал даёт сам, у записей портала он другой.",
            ),
        ),
        migrations.AddConstraint(
            model_name="siderequirement",
            constraint=models.UniqueConstraint(
                fields=("municipality", "form", "title"),
                name="registry_siderequirement_own_title",
                violation_error_message="Запись с таким названием уже есть. Измените её или назовите новую иначе.",
            ),
        ),
        migrations.AddConstraint(
            model_name="siderequirement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("measure", "category"), ("years__isnull", True), models.Q(("category", ""), _negated=True)
                    ),
                    models.Q(
                        models.Q(("measure", "category"), _negated=True),
                        ("category", ""),
                        ("years__gte", 1),
                        ("years__lte", 99),
                    ),
                    _connector="OR",
                ),
                name="registry_siderequirement_value",
                violation_error_message="Для категории выберите её, для стажа и возраста впишите число лет.",
            ),
        ),
        migrations.AddConstraint(
            model_name="siderequirement",
            constraint=models.CheckConstraint(
                condition=models.Q(("replaces__isnull", True), ("municipality__isnull", False), _connector="OR"),
                name="registry_siderequirement_own_replaces",
                violation_error_message="Вместо записи портала ставят свою.",
            ),
        ),
        migrations.AddConstraint(
            model_name="siderequirement",
            constraint=models.UniqueConstraint(
                fields=("municipality", "replaces"),
                name="registry_siderequirement_replaced_once",
                violation_error_message="Вместо этого требования у муниципалитета уже есть своё.",
            ),
        ),
    ]
