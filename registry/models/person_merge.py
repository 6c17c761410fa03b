"""Which card was merged into which, kept so that it can be undone."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from registry import clock
from registry.models.person import Person


class PersonMerge(models.Model):
    """A merge of two cards of one person: what was chosen and what moved, so that it can be undone."""

    survivor = models.ForeignKey(Person, models.PROTECT, related_name="merges", verbose_name="оставшаяся карточка")
    absorbed = models.ForeignKey(Person, models.PROTECT, related_name="absorptions", verbose_name="дубль")
    #: field → [value of the surviving card before, after]
    changes = models.JSONField("что изменилось в карточке", default=dict)
    #: [{"model": "registry.consent", "pk": 1, "field": "person_id", "before": 2, "after": 1, "title": "…"}]
    moves = models.JSONField("что перенесено", default=list)
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="кто объединил"
    )
    merged_at = models.DateTimeField("когда", default=clock.now)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="кто отменил", null=True, blank=True
    )
    undone_at = models.DateTimeField("отменено", null=True, blank=True)

    class Meta:
        verbose_name = "объединение дублей"
        verbose_name_plural = "объединения дублей"
        ordering = ["-merged_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["absorbed"], condition=Q(undone_at__isnull=True), name="registry_merge_absorbed_once"
            ),
            models.CheckConstraint(condition=~Q(survivor=models.F("absorbed")), name="registry_merge_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.absorbed} → {self.survivor}"
