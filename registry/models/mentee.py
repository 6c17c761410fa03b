"""The bank of mentees."""

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from registry.card_texts import MENTEE_TEXTS
from registry.enums import Participant
from registry.models.bank_entry import BankEntry
from registry.models.dictionary import Category
from registry.models.person import Person
from registry.plausible_dates import since
from registry.side_texts import side_label


class Mentee(BankEntry):
    """A person's entry in the bank of mentees."""

    card_texts = MENTEE_TEXTS

    class Activity(models.TextChoices):
        ACTIVE = "active", "активный"
        PASSIVE = "passive", "пассивный"

    person = models.OneToOneField(Person, models.CASCADE, related_name="mentee", verbose_name="человек")
    participant = models.CharField("кто это", max_length=20, choices=Participant, default=Participant.TEACHER)
    categories = models.ManyToManyField(Category, related_name="mentees", verbose_name="категории", blank=True)
    request = models.TextField("запрос, затруднения", blank=True)
    activity = models.CharField("тип", max_length=10, choices=Activity, blank=True)

    history = HistoricalRecords(m2m_fields=["categories"])

    class Meta(BankEntry.Meta):
        verbose_name = side_label("наставляемый")
        verbose_name_plural = side_label("наставляемые")
        indexes = [
            # Counts over a whole municipality read this index alone.
            models.Index(fields=["person", "id"], condition=Q(excluded_on__isnull=True), name="registry_mentee_present")
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(excluded_on__isnull=True) | Q(excluded_on__gte=F("included_on")),
                name="registry_mentee_dates",
                violation_error_message="Дата исключения раньше даты включения.",
            ),
            models.CheckConstraint(
                condition=since("included_on") & since("excluded_on"),
                name="registry_mentee_dates_plausible",
                violation_error_message="Проверьте год: даты места в базе — с 1990 года.",
            ),
        ]
