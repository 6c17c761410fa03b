from django.conf import settings
from django.db import models
from django.utils import timezone
from simple_history.models import HistoricalRecords

from mentoring.enums import Absentee
from mentoring.models.pair import Pair


class MoveDecision(models.Model):
    """Somebody has decided that a pair goes on although one of its two has moved to another organisation.

    `on` is the first day in the new organisation: a later move is a new question. Pairs that end need no such row.
    """

    pair = models.ForeignKey(Pair, models.CASCADE, related_name="move_decisions", verbose_name="пара")
    side = models.CharField("кто перешёл", max_length=20, choices=Absentee)
    on = models.DateField("с какого дня")
    decided_at = models.DateTimeField("внесено", default=timezone.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="кто решил", null=True
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = "решение о паре при переводе"
        verbose_name_plural = "решения о парах при переводах"
        ordering = ["-on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["pair", "side", "on"],
                name="mentoring_move_decided_once",
                violation_error_message="Об этом переводе для пары уже решено.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.pair}: продолжается, {self.get_side_display()} перешёл {self.on:%d.%m.%Y}"
