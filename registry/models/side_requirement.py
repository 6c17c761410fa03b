"""What a form asks of mentor and mentee: years of work, a category, ages. A bar to the pair, or a warning."""

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from registry.enums import Qualification, RequirementMeasure
from registry.models.dictionary import Form, OwnableEntry, owned_rightly

MOST_YEARS = 99


class SideRequirement(OwnableEntry):
    """The portal has the one of Устюжна, п. 3.3.4. A municipality adds its own, or puts one in the place of the
    portal's (`replaces`). The title says what is asked; nobody types it."""

    unique_within = ("municipality", "form")

    form = models.ForeignKey(Form, models.PROTECT, related_name="requirements", verbose_name="форма")
    measure = models.CharField("что требуется", max_length=20, choices=RequirementMeasure)
    years = models.PositiveSmallIntegerField(
        "сколько лет", null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(MOST_YEARS)]
    )
    category = models.CharField("какая категория", max_length=20, choices=Qualification, blank=True)
    is_bar = models.BooleanField(
        "без этого пару не согласуют", default=False, help_text="Иначе портал только предупредит"
    )
    replaces = models.ForeignKey(
        "self", models.PROTECT, related_name="replacements", verbose_name="вместо записи портала", null=True, blank=True
    )

    history = HistoricalRecords(excluded_fields=["name_key"])

    class Meta(OwnableEntry.Meta):
        verbose_name = "требование к сторонам"
        verbose_name_plural = "требования к сторонам"
        constraints = [
            *owned_rightly("siderequirement", "form"),
            models.CheckConstraint(
                condition=Q(measure=RequirementMeasure.CATEGORY, years__isnull=True) & ~Q(category="")
                | ~Q(measure=RequirementMeasure.CATEGORY) & Q(category="", years__gte=1, years__lte=MOST_YEARS),
                name="registry_siderequirement_value",
                violation_error_message="Для категории выберите её, для стажа и возраста впишите число лет.",
            ),
            models.CheckConstraint(
                condition=Q(replaces__isnull=True) | Q(municipality__isnull=False),
                name="registry_siderequirement_own_replaces",
                violation_error_message="Вместо записи портала ставят свою.",
            ),
            models.UniqueConstraint(
                fields=["municipality", "replaces"],
                name="registry_siderequirement_replaced_once",
                violation_error_message="Вместо этого требования у муниципалитета уже есть своё.",
            ),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.title = self.description
        super().save(*args, **kwargs)

    @property
    def description(self) -> str:
        """«стаж наставника, лет не меньше 5»"""
        value = self.get_category_display() if self.measure == RequirementMeasure.CATEGORY else self.years
        return f"{self.get_measure_display()} {value}"
