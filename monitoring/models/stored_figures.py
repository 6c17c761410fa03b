"""The figures of organisations stored by day, and the marks of those that have become stale."""

from django.db import models

from registry.models import Organisation


class StoredFigures(models.Model):
    """The figures of an organisation from a day on, until the day of its next row.

    They equal what `monitoring.figures` counts from the rows of the register. An organisation with a StaleFigures, or
    without a row, is counted anew for every reader (ADR 28).
    """

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="+", verbose_name="организация", db_index=False
    )
    day = models.DateField("с какого дня")
    #: see monitoring/stored_layout.py
    numbers = models.TextField("числа")
    #: of what they were counted and laid out by
    checksum = models.PositiveIntegerField("контрольная сумма")

    class Meta:
        verbose_name = "сохранённые показатели"
        verbose_name_plural = "сохранённые показатели"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "day"],
                name="monitoring_storedfigures_one_a_day",
                violation_error_message="Показатели организации на этот день уже сохранены.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation}, с {self.day:%d.%m.%Y}"


class StaleFigures(models.Model):
    """A mark that rows behind the figures of the organisation have changed. Triggers write it within the transaction of
    the change (monitoring/guards.py); an organisation may have many of them."""

    organisation = models.ForeignKey(
        Organisation, models.DO_NOTHING, related_name="+", verbose_name="организация", db_constraint=False
    )

    class Meta:
        verbose_name = "отметка об изменении"
        verbose_name_plural = "отметки об изменениях"

    def __str__(self) -> str:
        return f"{self.organisation_id}"
