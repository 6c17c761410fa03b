from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from registry.enums import MentorReadiness, MentorSource
from registry.models.bank_entry import BankEntry
from registry.models.person import Person
from registry.models.policy import MOST_MENTEES
from registry.plausible_dates import since


class Mentor(BankEntry):
    """A person's place in the bank of mentors."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="mentor", verbose_name="человек")
    source = models.CharField("источник", max_length=20, choices=MentorSource, default=MentorSource.TEACHER)
    readiness = models.CharField(
        "готовность", max_length=20, choices=MentorReadiness, default=MentorReadiness.CANDIDATE
    )
    competencies = models.TextField("компетенции", blank=True)
    achievements = models.TextField("достижения", blank=True)
    personal_limit = models.PositiveSmallIntegerField(
        "личный предел наставляемых",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_MENTEES)],
        help_text="Устанавливает руководитель, не больше трёх (Устюжна, п. 4.1). Пусто — по политике муниципалитета.",
    )
    is_tutor = models.BooleanField("тьютор", default=False)
    open_to_others = models.BooleanField(
        "может работать в других организациях",
        default=False,
        help_text="Тогда его видят при подборе кураторы всех организаций муниципалитета",
    )

    history = HistoricalRecords()

    class Meta(BankEntry.Meta):
        verbose_name = "наставник"
        verbose_name_plural = "наставники"
        constraints = [
            models.CheckConstraint(
                condition=Q(personal_limit__isnull=True) | Q(personal_limit__gte=1, personal_limit__lte=MOST_MENTEES),
                name="registry_mentor_personal_limit",
                violation_error_message="Личный предел — от одного до трёх наставляемых (Устюжна, п. 3.4).",
            ),
            models.CheckConstraint(
                condition=Q(excluded_on__isnull=True) | Q(excluded_on__gte=F("included_on")),
                name="registry_mentor_dates",
                violation_error_message="Дата исключения раньше даты включения.",
            ),
            models.CheckConstraint(
                condition=since("included_on") & since("excluded_on"),
                name="registry_mentor_dates_plausible",
                violation_error_message="Проверьте год: даты места в базе — с 1990 года.",
            ),
        ]
