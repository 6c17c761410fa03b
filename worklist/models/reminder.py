"""Reminders that curators were sent of what is overdue in their organisation."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from registry import clock
from registry.models import Organisation
from registry.plausible_dates import since


class Reminder(models.Model):
    """A reminder from somebody above an organisation to its curators of what is overdue there. It never changes."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="reminders", verbose_name="организация")
    reminded_on = models.DateField("напомнили", default=clock.today)
    reminded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="кто напомнил"
    )
    #: names as they were on the day
    recipients = models.CharField("кому", max_length=500, blank=True)
    overdue = models.PositiveSmallIntegerField("сколько дел было просрочено")

    class Meta:
        verbose_name = "напоминание куратору"
        verbose_name_plural = "напоминания кураторам"
        ordering = ["-reminded_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "reminded_on"],
                name="worklist_reminded_once_a_day",
                violation_error_message="Сегодня этой организации уже напомнили.",
            ),
            models.CheckConstraint(
                condition=Q(overdue__gt=0),
                name="worklist_reminder_of_something",
                violation_error_message="Ничего не просрочено: напоминать не о чем.",
            ),
            models.CheckConstraint(
                condition=since("reminded_on"),
                name="worklist_reminder_date_plausible",
                violation_error_message="Проверьте год: дата напоминания — с 1990 года.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}, {self.reminded_on:%d.%m.%Y}"
