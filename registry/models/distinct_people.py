"""Pairs of cards of which somebody has said that they are of two people."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from registry import clock
from registry.models.person import Person


class DistinctPeople(models.Model):
    """A person's decision that two cards which look alike are of two people."""

    #: the older card
    one = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name="карточка")
    other = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name="похожая карточка")
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="кто отметил")
    said_at = models.DateTimeField("когда", default=clock.now)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "отметка о разных людях"
        verbose_name_plural = "отметки о разных людях"
        ordering = ["-said_at"]
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="registry_distinct_people_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="registry_distinct_people_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.one} ≠ {self.other}"
