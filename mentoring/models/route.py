"""A mentee's individual educational route (ИОМ): of several years, longer than any programme (Сургут, п. 1.3.8)."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from registry.models import Mentee
from registry.plausible_dates import plausible_days
from registry.side_texts import side_label


class Route(models.Model):
    """One a mentee; the programmes of the mentee's pairs within its period are those under it."""

    mentee = models.OneToOneField(Mentee, models.PROTECT, related_name="route", verbose_name=side_label("наставляемый"))
    starts_on = models.DateField("начало")
    ends_on = models.DateField("окончание")
    goal = models.TextField("цель", max_length=2000)
    steps = models.TextField("что предстоит освоить, по годам", max_length=5000, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "индивидуальный образовательный маршрут"
        verbose_name_plural = "индивидуальные образовательные маршруты"
        ordering = ["mentee", "starts_on"]
        constraints = [
            *plausible_days("mentoring_route", "starts_on", "ends_on"),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")),
                name="mentoring_route_period",
                violation_error_message="Маршрут не может закончиться раньше, чем начнётся. Исправьте одну из дат.",
            ),
        ]

    def __str__(self) -> str:
        return f"Маршрут: {self.mentee.person.short_name}"

    def get_absolute_url(self) -> str:
        return reverse("registry:person", args=[self.mentee.person_id])

    def is_over(self, on: date) -> bool:
        return self.ends_on < on
