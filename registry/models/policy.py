"""How a municipality has decided to do it: dated versions of the settings on which the documents differ (A16)."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from registry.enums import (
    MOST_MENTEES,
    PRINTED_ACTS,
    ActKind,
    ConsentRule,
    CuratorEligibility,
    Month,
    OrganisationKind,
    Participant,
    RegisterBase,
    ReportPeriod,
    ReportReader,
    RoadmapShape,
    RuleLevel,
    TermKind,
)
from registry.models.act import Act
from registry.models.column_rules import ColumnRules
from registry.models.decision_rules import DecisionRules, decisions_hold
from registry.models.dictionary import DictionaryManager, Form, Kind, RoleModel
from registry.models.keeping_rules import KeepingRules
from registry.models.municipality import Municipality
from registry.models.payment_rules import PaymentRules, payment_holds
from registry.models.route_rules import RouteRules, route_years_hold
from registry.models.word_rules import WordRules
from registry.plausible_dates import plausible_days
from registry.rules import RULES_BY_CODE, with_dependent_rules
from registry.side_texts import side_label, side_text

#: an act of somebody else is named as the ground of a policy
WHO_ADOPTS = (
    "Политику принимает муниципалитет или его орган управления образованием. Выберите их акт или акт, которым приняты "
    "правила региона."
)
POLICY_ONE_A_DAY = "На эту дату уже есть версия политики. Измените её или выберите другую дату."


#: of a final report without days
NOT_REQUIRED = "0, не требуется"


def all_consents() -> list[str]:
    return list(ConsentRule.values)


def all_participants() -> list[str]:
    return list(Participant.values)


def all_bases() -> list[str]:
    return list(RegisterBase.values)


def curator_and_head() -> list[str]:
    """«куратору и руководителю» (Устюжна, п. 5.2)"""
    return [ReportReader.CURATOR, ReportReader.HEAD]


def spring_and_winter() -> list[int]:
    return [Month.MAY, Month.DECEMBER]


class PolicyRules(ColumnRules, DecisionRules, KeepingRules, PaymentRules, RouteRules, WordRules):
    """The rules of a level (registry/rules.py); those of a subject with several stand in a base of its own."""

    #: (field, value) → words where the value alone would mislead
    words_of_values: ClassVar[dict[tuple[str, int], str]] = {("final_report_days", 0): NOT_REQUIRED}

    mentee_limit = models.PositiveSmallIntegerField(
        side_label("наставляемых у одного наставника, не больше"),
        default=MOST_MENTEES,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_MENTEES)],
        help_text="От 1 до 3 (Устюжна, п. 3.4)",
    )
    several_mentors = models.BooleanField(
        side_label("у наставляемого может быть несколько наставников"), default=True, help_text="Холм, п. 5.2"
    )
    forms = models.ManyToManyField(Form, verbose_name="формы в применении", blank=True, related_name="+")
    role_models = models.ManyToManyField(
        RoleModel, verbose_name="ролевые модели в применении", blank=True, related_name="+"
    )
    kinds = models.ManyToManyField(Kind, verbose_name="виды в применении", blank=True, related_name="+")
    org_cycle_enabled = models.BooleanField(
        "организация ведёт программу по шагам года",
        default=False,
        help_text="Шаги и их сроки стоят на странице организации; какие они — в справочнике «Шаги и встречи»",
    )
    meetings_enabled = models.BooleanField(
        "пара проходит последовательность встреч",
        default=False,
        help_text="Встречи стоят на странице пары; какие они — в справочнике «Шаги и встречи»",
    )
    term_kind = models.CharField(
        "в каких пределах срок пары",
        max_length=20,
        choices=TermKind,
        default=TermKind.DATES,
        help_text="Учебный год — с 1 сентября по 31 августа, календарный — до 31 декабря. Продлить срок можно и за "
        "этот год",
    )
    programme_min_months = models.PositiveSmallIntegerField("программа не короче, месяцев", default=3)
    programme_max_months = models.PositiveSmallIntegerField("программа не длиннее, месяцев", default=12)
    participant_types = models.JSONField("кого наставляют", default=all_participants, blank=True)
    bases = models.JSONField("какие базы ведутся", default=all_bases, blank=True)
    consents_required = models.JSONField("обязательные согласия", default=all_consents, blank=True)
    report_period = models.CharField(
        side_label("отчёт наставника"),
        max_length=20,
        choices=ReportPeriod,
        default=ReportPeriod.MONTH,
        blank=True,
        help_text="Ежемесячный — Устюжна, п. 5.2",
    )
    report_readers = models.JSONField("кому сдают отчёт", default=curator_and_head, blank=True)
    mentee_report = models.BooleanField(
        side_label("итоговый отчёт наставляемого"), default=True, help_text="Устюжна, п. 3.13"
    )
    final_report_days = models.PositiveSmallIntegerField("дней на итоговые отчёты", default=10)
    final_report_working = models.BooleanField("дни на итоговые отчёты — рабочие", default=False)
    monitoring_months = models.JSONField("месяцы мониторинга", default=spring_and_winter, blank=True)
    baseline_month = models.PositiveSmallIntegerField("месяц входной оценки", choices=Month, default=Month.SEPTEMBER)
    curator_eligibility = models.CharField(
        "кто может быть куратором", max_length=20, choices=CuratorEligibility, default=CuratorEligibility.STAFF
    )
    young_specialist_years = models.PositiveSmallIntegerField("молодой специалист, лет стажа до", default=3)
    pupil_min_age = models.PositiveSmallIntegerField("обучающийся не младше, лет", default=10)
    pupil_max_age = models.PositiveSmallIntegerField(
        "обучающийся не старше, лет", null=True, blank=True, help_text="Пусто — без верхней границы"
    )
    score_enabled = models.BooleanField("оценка 0–18 ведётся", default=True)
    org_indicators_enabled = models.BooleanField(
        "показатели организаций ведутся",
        default=True,
        help_text="Численность и доли от неё. Без них их не спрашивают, не показывают и не выгружают",
    )
    roadmap_columns = models.CharField(
        "столбцы дорожной карты",
        max_length=20,
        choices=RoadmapShape,
        default=RoadmapShape.ANY,
        blank=True,
        help_text="Новую карту составляют с этими столбцами, и печатается она с ними. Карты, которые уже составлены, "
        "не меняются",
    )
    act_kind = models.CharField(
        "вид акта о закреплении",
        max_length=20,
        choices=[(kind.value, kind.label) for kind in PRINTED_ACTS],
        default=ActKind.ORDER,
    )
    #: codes of rules; the cap of three bounds everybody and needs no entry
    bounds = models.JSONField("нижние уровни не смягчают", default=list, blank=True)

    class Meta:
        abstract = True

    def clean(self) -> None:
        if unknown := set(self.consents_required) - set(ConsentRule.values):
            raise ValidationError({"consents_required": f"Неизвестные согласия: {', '.join(sorted(unknown))}"})
        if not set(self.report_readers) <= set(ReportReader.values):
            raise ValidationError({"report_readers": "Отчёт сдают куратору, руководителю или совету наставников."})
        if not self.participant_types or not set(self.participant_types) <= set(Participant.values):
            raise ValidationError({"participant_types": "Отметьте, кого наставляют."})
        if not self.bases or not set(self.bases) <= set(RegisterBase.values):
            raise ValidationError({"bases": "Отметьте, какие базы ведутся."})
        if self.report_period and not self.report_readers:
            raise ValidationError({"report_readers": "Отметьте, кому сдают отчёт."})
        if not set(self.monitoring_months) <= set(Month.values):
            raise ValidationError({"monitoring_months": "Месяцы мониторинга — числа от 1 до 12."})
        if not set(self.bounds) <= RULES_BY_CODE.keys():
            raise ValidationError({"bounds": "Ограничить можно только правила из списка."})
        if sorted(with_dependent_rules(self.bounds)) != sorted(self.bounds):
            raise ValidationError({"bounds": "Размер и акт выплаты, руководителя органа ограничивают вместе с ними."})


def rules_hold(prefix: str) -> list[models.CheckConstraint]:
    """What no version of a policy may say; names of constraints begin with `prefix`."""
    return [
        route_years_hold(prefix),
        *decisions_hold(prefix),
        *payment_holds(prefix),
        models.CheckConstraint(
            condition=Q(mentee_limit__gte=1, mentee_limit__lte=MOST_MENTEES),
            name=f"{prefix}_mentee_limit",
            violation_error_message=side_text(
                "У наставника может быть от одного до трёх наставляемых (Устюжна, п. 3.4)."
            ),
        ),
        models.CheckConstraint(
            condition=Q(programme_min_months__lte=F("programme_max_months")),
            name=f"{prefix}_programme_months",
            violation_error_message="Наименьший срок программы больше наибольшего.",
        ),
        models.CheckConstraint(
            condition=Q(pupil_max_age__isnull=True) | Q(pupil_min_age__lte=F("pupil_max_age")),
            name=f"{prefix}_pupil_ages",
            violation_error_message="Наименьший возраст обучающегося больше наибольшего.",
        ),
        models.CheckConstraint(
            condition=Q(act_kind__in=PRINTED_ACTS),
            name=f"{prefix}_act_kind",
            violation_error_message="Пары закрепляют приказом, распоряжением или постановлением.",
        ),
    ]


class PolicyPreset(PolicyRules):
    """Settings as one of the five documents has them, ready to be adopted."""

    code = models.SlugField("код", unique=True)
    title = models.CharField("название", max_length=100)
    source = models.CharField("источник", max_length=300)
    position = models.PositiveSmallIntegerField("порядок", default=0)

    objects = DictionaryManager()

    class Meta:
        verbose_name = "образец политики"
        verbose_name_plural = "образцы политики"
        ordering = ["position"]

    def __str__(self) -> str:
        return self.title

    def natural_key(self) -> tuple[str]:
        return (self.code,)


class Policy(PolicyRules):
    """One dated version; in force from `valid_from` to `valid_to`, and no longer than until the next version begins.

    It sets every rule, but leaves those of `left_to_region` to the region while that has set them.
    """

    municipality = models.ForeignKey(
        Municipality, models.CASCADE, related_name="policies", verbose_name="муниципалитет"
    )
    valid_from = models.DateField("действует с")
    valid_to = models.DateField(
        "действует по",
        null=True,
        blank=True,
        help_text="Пусто — бессрочно, до следующей версии. После этого дня пары не закрепляют, пока не принята новая",
    )
    left_to_region = models.JSONField("решает регион", default=list, blank=True)
    act = models.ForeignKey(
        Act, models.PROTECT, related_name="policies", verbose_name="принята актом", null=True, blank=True
    )
    basis = models.CharField(
        "основание",
        max_length=300,
        blank=True,
        help_text="Словами, если акта нет в реестре: постановление от 23.01.2023 № 29",
    )

    history = HistoricalRecords(m2m_fields=["forms", "kinds", "role_models"])

    class Meta:
        verbose_name = "политика"
        verbose_name_plural = "политики"
        ordering = ["municipality", "-valid_from"]
        constraints = [
            *plausible_days("registry_policy", "valid_from", "valid_to"),
            models.UniqueConstraint(
                fields=["municipality", "valid_from"],
                name="registry_policy_one_a_day",
                violation_error_message=POLICY_ONE_A_DAY,
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="registry_policy_period",
                violation_error_message="Последний день политики раньше первого. Исправьте одну из дат.",
            ),
            *rules_hold("registry_policy"),
        ]

    def __str__(self) -> str:
        return f"{self.municipality}, с {self.valid_from:%d.%m.%Y}"

    def clean(self) -> None:
        super().clean()
        if not set(self.left_to_region) <= RULES_BY_CODE.keys() - set(self.bounds):
            raise ValidationError("Правило, которое решает регион, муниципалитет не ограничивает.")
        if sorted(with_dependent_rules(self.left_to_region)) != sorted(self.left_to_region):
            raise ValidationError("Размер и акт выплаты, руководителя органа оставляют региону вместе с ними.")
        if self.act is not None and not self.may_rest_on(self.act):
            raise ValidationError(WHO_ADOPTS)

    def may_rest_on(self, act: Act) -> bool:
        """Acts of the municipality itself and of the authority of education in it, and those on which the rules of its
        region rest."""
        by_authority = act.organisation is None or act.organisation.kind == OrganisationKind.AUTHORITY
        if by_authority and act.municipality_id == self.municipality_id:
            return True
        return act.local_rules.filter(level=RuleLevel.REGION, region=self.municipality.region).exists()

    @property
    def ground(self) -> str:
        """The act, or the words that stand in for it."""
        return str(self.act) if self.act else self.basis
