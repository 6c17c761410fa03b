"""Days off and working days that differ from the week."""

from typing import Any

from django.db import models

from registry.models.dictionary import DictionaryEntry
from registry.plausible_dates import since


class CalendarException(DictionaryEntry):
    """A day that is a day off though it is no weekend, or a working Saturday or Sunday.

    The holidays of ст. 112 ТК РФ come from fixtures/calendar.json; days that the government moves are entered by hand.
    """

    day = models.DateField("день", unique=True)
    is_working = models.BooleanField(
        "рабочий день", default=False, help_text="Отметьте, если на выходной перенесён рабочий день"
    )

    class Meta(DictionaryEntry.Meta):
        verbose_name = "особый день календаря"
        verbose_name_plural = "производственный календарь"
        ordering = ["day"]
        constraints = [
            models.CheckConstraint(
                condition=since("day"),
                name="registry_calendar_day_plausible",
                violation_error_message="Проверьте год: в календаре — дни с 1990 по 2099 год.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.day:%d.%m.%Y} — {self.title}"

    @property
    def is_entered_by_hand(self) -> bool:
        """Those of the reference data have a place in their file (`days_entered_by_hand`)."""
        return self.position == 0

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.code = self.code or self.day.isoformat()
        super().save(*args, **kwargs)
