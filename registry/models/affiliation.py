"""Where a person has worked or learnt, from when until when."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from registry.models.organisation import Organisation
from registry.models.person import Person
from registry.plausible_dates import OLDEST_WORK, since


class AffiliationQuerySet(models.QuerySet["Affiliation"]):
    def on_day(self, on: date) -> "AffiliationQuerySet":
        """The first and the last day count."""
        return self.filter(lasting_on(on))


def lasting_on(on: date, path: str = "") -> Q:
    """A condition on belongings of the day. `path` leads to the belonging: «person__affiliations__»."""
    begun = Q(**{f"{path}since__isnull": True}) | Q(**{f"{path}since__lte": on})
    return begun & (Q(**{f"{path}until__isnull": True}) | Q(**{f"{path}until__gte": on}))


class Affiliation(models.Model):
    """A person's belonging to an organisation, with its days (ADR 23).

    The open one is what `Person.organisation` says: the database keeps the two in step (registry/guards/belonging.py).
    """

    person = models.ForeignKey(
        Person, models.CASCADE, related_name="affiliations", verbose_name="человек", db_index=False
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="affiliations", verbose_name="организация", db_index=False
    )
    since = models.DateField("с", null=True, blank=True, help_text="Пусто: так давно, как известно порталу")
    until = models.DateField("по", null=True, blank=True, help_text="Последний день; пусто: по сей день")

    objects = AffiliationQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "место работы или учёбы"
        verbose_name_plural = "места работы и учёбы"
        ordering = ["person_id", F("since").asc(nulls_first=True)]
        indexes = [
            # Who belongs where on a day: both indexes answer alone.
            models.Index(fields=["organisation", "since", "until", "person"], name="registry_affiliation_of_place"),
            models.Index(fields=["person", "since", "until", "organisation"], name="registry_affiliation_of_person"),
            # Who has ever left a place: few of all.
            models.Index(
                fields=["person", "until"], condition=Q(until__isnull=False), name="registry_affiliation_closed"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(until__isnull=True),
                name="registry_affiliation_one_open",
                violation_error_message="Человек уже числится в организации. Сначала укажите его последний день там.",
            ),
            models.CheckConstraint(
                condition=Q(since__isnull=True) | Q(until__isnull=True) | Q(until__gte=F("since")),
                name="registry_affiliation_dates",
                violation_error_message="Последний день в организации раньше первого. Проверьте обе даты.",
            ),
            models.CheckConstraint(
                condition=since("since", OLDEST_WORK) & since("until", OLDEST_WORK),
                name="registry_affiliation_plausible",
                violation_error_message="Проверьте год: даты работы и учёбы — с 1940 года.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}, {self.period}"

    @property
    def period(self) -> str:
        """«с 01.09.2025 по 12.01.2026», «по настоящее время»"""
        begun = f"с {self.since:%d.%m.%Y} " if self.since else ""
        return begun + (f"по {self.until:%d.%m.%Y}" if self.until else "по настоящее время")
