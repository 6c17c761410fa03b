"""What was decided about a pair when one of its two moved to another organisation."""

from django.conf import settings
from django.db import models
from simple_history.models import HistoricalRecords

from mentoring.enums import PairSide
from mentoring.models.pair import Pair
from registry import clock
from registry.plausible_dates import since


class MoveDecision(models.Model):
    """Somebody has decided about a pair after one of its two has moved to another organisation: it goes on, or it ends.

    `on` is the first day in the new organisation: a later move is a new question. That it ends counts while it has
    ended: of a pair that is taken up again everything is asked again.
    """

    pair = models.ForeignKey(Pair, models.CASCADE, related_name="move_decisions", verbose_name="пара")
    side = models.CharField("кто перешёл", max_length=20, choices=PairSide)
    on = models.DateField("с какого дня")
    ends = models.BooleanField("пара заканчивается", default=False)
    decided_at = models.DateTimeField("внесено", default=clock.now)
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
            ),
            models.CheckConstraint(
                condition=since("on"),
                name="mentoring_move_decision_plausible",
                violation_error_message="Проверьте год: день перевода — с 1990 по 2099 год.",
            ),
        ]

    def __str__(self) -> str:
        what = "заканчивается" if self.ends else "продолжается"
        return f"{self.pair}: {what}, переход ({self.get_side_display()}) {self.on:%d.%m.%Y}"
