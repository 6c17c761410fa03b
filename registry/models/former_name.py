"""Names that a person bore before: by them the person is found, and no second card is made."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from registry.models.person import Person, full_name
from registry.names.text_checks import check_name
from registry.plausible_dates import OLDEST_BIRTH, since
from russian.person_names import person_name_key


class FormerName(models.Model):
    """A whole name as it was until a day; of a name that only a spreadsheet tells of, the day is not known."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="former_names", verbose_name="человек")
    last_name = models.CharField("прежняя фамилия", max_length=100, validators=[check_name])
    first_name = models.CharField("имя", max_length=100, validators=[check_name])
    middle_name = models.CharField("отчество", max_length=100, blank=True, validators=[check_name])
    until = models.DateField("по какой день", null=True, blank=True, help_text="Последний день с этим именем")
    document = models.CharField(
        "документ о смене", max_length=200, blank=True, help_text="Например: свидетельство о браке от 12.06.2026"
    )
    name_key = models.CharField(max_length=320, editable=False, db_index=True)

    history = HistoricalRecords(excluded_fields=["name_key"])

    class Meta:
        verbose_name = "прежнее имя"
        verbose_name_plural = "прежние имена"
        ordering = [F("until").desc(nulls_last=True), "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "until"],
                condition=Q(until__isnull=False),
                name="registry_former_name_one_a_day",
                violation_error_message="Другое прежнее имя этого человека кончается в тот же день. Проверьте дату.",
            ),
            models.UniqueConstraint(
                fields=["person", "name_key"],
                condition=Q(until__isnull=True),
                name="registry_former_name_undated_once",
                violation_error_message="Это прежнее имя уже внесено. Если известен день смены, впишите его.",
            ),
            models.CheckConstraint(
                condition=~Q(last_name="") & ~Q(first_name=""),
                name="registry_former_name_named",
                violation_error_message="Укажите прежнюю фамилию и имя.",
            ),
            models.CheckConstraint(
                condition=since("until", OLDEST_BIRTH),
                name="registry_former_name_plausible",
                violation_error_message="Проверьте год: день смены имени — с 1920 года.",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.set_key()
        super().save(*args, **kwargs)
        self.person.keep_former_names()

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        deleted = super().delete(*args, **kwargs)
        self.person.keep_former_names()
        return deleted

    def get_absolute_url(self) -> str:
        return self.person.get_absolute_url()

    def set_key(self) -> None:
        """Bulk writers call this themselves."""
        self.name_key = person_name_key(self.full_name)[:320]

    @property
    def full_name(self) -> str:
        return full_name(self.last_name, self.first_name, self.middle_name)
