"""Who answers for mentoring in an organisation, and by which act."""

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from registry import clock
from registry.models.act import Act
from registry.models.organisation import Organisation
from registry.models.person import Person
from registry.plausible_dates import plausible_days, since


class Curator(models.Model):
    """A person answering for mentoring in an organisation, appointed by an act (Холм, п. 6.5)."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="curatorships", verbose_name="человек")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="curators", verbose_name="организация")
    is_deputy = models.BooleanField("заместитель руководителя", default=False)
    act = models.ForeignKey(
        Act, models.PROTECT, related_name="curators", verbose_name="приказ о назначении", null=True, blank=True
    )
    appointed_on = models.DateField("назначен", default=clock.today)
    dismissed_on = models.DateField("освобождён", null=True, blank=True)
    confirmed_on = models.DateField("сведения подтверждены", null=True, blank=True, help_text="Не реже раза в год")

    history = HistoricalRecords()

    class Meta:
        verbose_name = "куратор"
        verbose_name_plural = "кураторы"
        ordering = ["organisation__sort_key", "person__sort_key", "pk"]
        constraints = [
            *plausible_days("registry_curator", "confirmed_on"),
            models.UniqueConstraint(
                fields=["person", "organisation"],
                condition=Q(dismissed_on__isnull=True),
                name="registry_curator_once",
                violation_error_message="Этот человек уже куратор организации.",
            ),
            models.CheckConstraint(
                condition=Q(dismissed_on__isnull=True) | Q(dismissed_on__gte=F("appointed_on")),
                name="registry_curator_dates",
                violation_error_message="Дата освобождения раньше даты назначения.",
            ),
            models.CheckConstraint(
                condition=since("appointed_on") & since("dismissed_on"),
                name="registry_curator_dates_plausible",
                violation_error_message="Проверьте год: даты назначения и освобождения — с 1990 года.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person.short_name}, {self.organisation}"

    def get_absolute_url(self) -> str:
        return self.person.get_absolute_url()

    @property
    def is_archived(self) -> bool:
        return self.dismissed_on is not None
