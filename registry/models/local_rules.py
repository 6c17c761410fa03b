"""Rules of a level beside the municipality: of a region, of a kind of organisations, of one organisation."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from registry.enums import OrganisationKind, RuleLevel
from registry.models.act import Act
from registry.models.municipality import Municipality
from registry.models.organisation import Organisation
from registry.models.policy import PolicyRules, rules_hold
from registry.plausible_dates import plausible_days
from registry.rules import RULES_BY_CODE, rules_of_level, with_dependent_rules

_NO_REGION, _NO_KIND = Q(region=""), Q(organisation_kind="")
_NO_MUNICIPALITY, _NO_ORGANISATION = Q(municipality__isnull=True), Q(organisation__isnull=True)
_OWNERS = (
    (Q(level=RuleLevel.REGION) & ~_NO_REGION & _NO_MUNICIPALITY & _NO_KIND & _NO_ORGANISATION)
    | (Q(level=RuleLevel.KIND) & _NO_REGION & ~_NO_MUNICIPALITY & ~_NO_KIND & _NO_ORGANISATION)
    | (Q(level=RuleLevel.ORGANISATION) & _NO_REGION & _NO_MUNICIPALITY & _NO_KIND & ~_NO_ORGANISATION)
)

RULES_ONE_A_DAY = "На эту дату эти правила уже есть. Измените их или выберите другую дату."


class LocalRules(PolicyRules):
    """One dated version. It sets the rules that `decides` names; the others come from the levels above.

    In force from `valid_from` to `valid_to`, and no longer than until the next version of the same owner begins.
    """

    level = models.CharField(
        "уровень", max_length=20, choices=[(one.value, one.label) for one in RuleLevel if one != RuleLevel.MUNICIPALITY]
    )
    region = models.CharField("регион", max_length=200, blank=True)
    municipality = models.ForeignKey(
        Municipality, models.CASCADE, related_name="local_rules", verbose_name="муниципалитет", null=True, blank=True
    )
    organisation_kind = models.CharField("вид организаций", max_length=20, choices=OrganisationKind, blank=True)
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="local_rules", verbose_name="организация", null=True, blank=True
    )
    valid_from = models.DateField("действуют с")
    valid_to = models.DateField(
        "действуют по", null=True, blank=True, help_text="Пусто — бессрочно, до следующей версии"
    )
    decides = models.JSONField("какие правила заданы", default=list)
    act = models.ForeignKey(
        Act, models.PROTECT, related_name="local_rules", verbose_name="приняты актом", null=True, blank=True
    )
    basis = models.CharField(
        "основание словами",
        max_length=300,
        blank=True,
        help_text="Если акта нет в реестре: приказ от 01.09.2026 № 112 «Об утверждении положения о наставничестве»",
    )

    history = HistoricalRecords(m2m_fields=["forms", "kinds", "role_models"])

    class Meta:
        verbose_name = "правила уровня"
        verbose_name_plural = "правила уровней"
        ordering = ["-valid_from"]
        constraints = [
            *plausible_days("registry_localrules", "valid_from", "valid_to"),
            models.CheckConstraint(
                condition=_OWNERS,
                name="registry_localrules_owner",
                violation_error_message=(
                    "Правила принадлежат региону, виду организаций муниципалитета или одной организации. Укажите одно "
                    "из трёх."
                ),
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="registry_localrules_period",
                violation_error_message="Последний день правил раньше первого. Исправьте одну из дат.",
            ),
            models.UniqueConstraint(
                fields=["region", "valid_from"],
                condition=Q(level=RuleLevel.REGION),
                name="registry_localrules_region_day",
                violation_error_message=RULES_ONE_A_DAY,
            ),
            models.UniqueConstraint(
                fields=["municipality", "organisation_kind", "valid_from"],
                condition=Q(level=RuleLevel.KIND),
                name="registry_localrules_kind_day",
                violation_error_message=RULES_ONE_A_DAY,
            ),
            models.UniqueConstraint(
                fields=["organisation", "valid_from"],
                condition=Q(level=RuleLevel.ORGANISATION),
                name="registry_localrules_org_day",
                violation_error_message=RULES_ONE_A_DAY,
            ),
            *rules_hold("registry_localrules"),
        ]

    def __str__(self) -> str:
        return f"{self.owner_title}, с {self.valid_from:%d.%m.%Y}"

    def get_absolute_url(self) -> str:
        return reverse("registry:local_rules", args=[self.pk])

    def clean(self) -> None:
        super().clean()
        allowed = {rule.code for rule in rules_of_level(RuleLevel(self.level))} if self.level else set()
        if not self.decides:
            raise ValidationError("Выберите хотя бы одно правило: без своих правил действуют вышестоящие.")
        if not set(self.decides) <= allowed:
            unknown = ", ".join(sorted(set(self.decides) - allowed))
            raise ValidationError(f"На этом уровне не решают: {unknown}.")
        if sorted(with_dependent_rules(self.decides)) != sorted(self.decides):
            raise ValidationError("Размер и акт выплаты задают вместе с нею.")
        if not set(self.bounds) <= set(self.decides):
            raise ValidationError("Ограничить можно только те правила, которые здесь заданы.")
        if self.level == RuleLevel.ORGANISATION and self.bounds:
            raise ValidationError("Ниже организации правил никто не задаёт: ограничивать нечего.")
        if self.act is not None and not self.may_rest_on(self.act):
            raise ValidationError("Правила принимает своим актом тот, чьи они. Выберите его акт.")

    def may_rest_on(self, act: Act) -> bool:
        """An organisation's rules rest on its own act; those of a kind on one of the municipality or its bodies.
        A region has no acts of its own in the register: any that a municipality of it has entered may do."""
        if self.organisation is not None:
            return act.organisation_id == self.organisation_id
        if self.municipality is not None:
            return act.municipality_id == self.municipality_id
        return act.municipality.region == self.region

    @property
    def owner_title(self) -> str:
        if self.organisation is not None:
            return str(self.organisation)
        if self.municipality is not None:
            return f"{self.municipality}: {self.get_organisation_kind_display()}"
        return self.region

    @property
    def ground(self) -> str:
        """The act, or the words that stand in for it."""
        return str(self.act) if self.act else self.basis

    @property
    def decided(self) -> frozenset[str]:
        return frozenset(code for code in self.decides if code in RULES_BY_CODE)
