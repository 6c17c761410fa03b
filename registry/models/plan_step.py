"""Steps of an organisation's programme in a year, and meetings of a pair, one after another."""

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from registry.enums import StepPlan
from registry.models.dictionary import OwnableEntry, owned_rightly


class PlanStep(OwnableEntry):
    """The portal's are the seven steps of Сургут, п. 4.1, and the five meetings of Устюжна. A municipality adds its
    own, or puts one in the place of the portal's (`replaces`): called otherwise, with another term, or out of use."""

    plan = models.CharField("чей шаг", max_length=20, choices=StepPlan)
    term = models.CharField(
        "срок", max_length=150, blank=True, help_text="Словами: «сентябрь», «до 30 октября», «по сроку программы»"
    )
    replaces = models.ForeignKey(
        "self", models.PROTECT, related_name="replacements", verbose_name="вместо записи портала", null=True, blank=True
    )

    history = HistoricalRecords()

    class Meta(OwnableEntry.Meta):
        verbose_name = "шаг или встреча"
        verbose_name_plural = "шаги и встречи"
        constraints = [
            *owned_rightly("planstep", "plan"),
            models.CheckConstraint(
                condition=Q(plan__in=StepPlan.values),
                name="registry_planstep_plan",
                violation_error_message="Выберите, чей это шаг: организации или пары.",
            ),
            models.CheckConstraint(
                condition=Q(replaces__isnull=True) | Q(municipality__isnull=False),
                name="registry_planstep_own_replaces",
                violation_error_message="Вместо записи портала ставят свою.",
            ),
            models.UniqueConstraint(
                fields=["municipality", "replaces"],
                name="registry_planstep_replaced_once",
                violation_error_message="Вместо этого шага у муниципалитета уже есть свой.",
            ),
        ]
