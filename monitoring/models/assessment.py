"""An assessment by the scale, and its marks."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from mentoring.models import Pair
from monitoring.enums import AssessmentPeriod, AssessmentStatus, MarkValue
from monitoring.models.scale import Indicator, Level, Scale
from registry.models import Organisation
from registry.plausible_dates import plausible_days
from russian.school_year import school_year_label


class Assessment(models.Model):
    """An assessment of an organisation's programme, or of one pair; pairs are never summed into the organisation."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="assessments", verbose_name="организация"
    )
    pair = models.ForeignKey(
        Pair, models.PROTECT, related_name="assessments", verbose_name="пара", null=True, blank=True
    )
    scale = models.ForeignKey(Scale, models.PROTECT, related_name="assessments", verbose_name="шкала")
    school_year = models.PositiveSmallIntegerField("учебный год")
    period = models.CharField("период", max_length=10, choices=AssessmentPeriod)
    held_on = models.DateField("дата оценки")
    status = models.CharField("состояние", max_length=10, choices=AssessmentStatus, default=AssessmentStatus.DRAFT)
    conclusion = models.TextField("вывод", blank=True)
    #: frozen on approval; a draft has no total
    total = models.PositiveSmallIntegerField("итог", null=True, blank=True)
    level = models.ForeignKey(Level, models.PROTECT, related_name="+", verbose_name="уровень", null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="кто утвердил", null=True, blank=True
    )
    approved_on = models.DateField("утверждена", null=True, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="кто заполнил", null=True, blank=True
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = "оценка"
        verbose_name_plural = "оценки"
        ordering = ["-school_year", "-held_on", "-pk"]
        constraints = [
            *plausible_days("monitoring_assessment", "held_on", "approved_on"),
            models.UniqueConstraint(
                fields=["organisation", "school_year", "period"],
                condition=Q(status=AssessmentStatus.APPROVED, pair__isnull=True),
                name="monitoring_assessment_one_approved",
                violation_error_message="За этот период уже есть утверждённая оценка организации.",
            ),
            models.UniqueConstraint(
                fields=["pair", "school_year", "period"],
                condition=Q(status=AssessmentStatus.APPROVED, pair__isnull=False),
                name="monitoring_assessment_one_approved_of_pair",
                violation_error_message="За этот период уже есть утверждённая оценка пары.",
            ),
            models.CheckConstraint(
                condition=Q(
                    status=AssessmentStatus.APPROVED,
                    total__isnull=False,
                    level__isnull=False,
                    approved_by__isnull=False,
                    approved_on__isnull=False,
                )
                | Q(
                    status=AssessmentStatus.DRAFT,
                    total__isnull=True,
                    level__isnull=True,
                    approved_by__isnull=True,
                    approved_on__isnull=True,
                ),
                name="monitoring_assessment_approved",
                violation_error_message="Утвердить можно только полностью заполненную оценку.",
            ),
            models.UniqueConstraint(
                fields=["organisation", "school_year", "period"],
                condition=Q(status=AssessmentStatus.DRAFT, pair__isnull=True),
                name="monitoring_assessment_one_draft",
                violation_error_message="Черновик оценки за этот период уже есть: продолжайте его.",
            ),
            models.UniqueConstraint(
                fields=["pair", "school_year", "period"],
                condition=Q(status=AssessmentStatus.DRAFT, pair__isnull=False),
                name="monitoring_assessment_one_draft_of_pair",
                violation_error_message="Черновик оценки пары за этот период уже есть: продолжайте его.",
            ),
            models.CheckConstraint(
                condition=Q(total__isnull=True) | Q(total__lte=18), name="monitoring_assessment_total"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}, {self.get_period_display()} {school_year_label(self.school_year)}"

    def get_absolute_url(self) -> str:
        return reverse("monitoring:assessment", args=[self.pk])


class Mark(models.Model):
    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="marks", verbose_name="оценка")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+", verbose_name="показатель")
    #: empty while only a comment is written; a blank is never a zero
    value = models.PositiveSmallIntegerField("балл", choices=MarkValue, null=True, blank=True)
    comment = models.TextField("комментарий", blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "балл"
        verbose_name_plural = "баллы"
        ordering = ["indicator__criterion__position", "indicator__position"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "indicator"], name="monitoring_mark_once"),
            models.CheckConstraint(
                condition=Q(value__lte=2),
                name="monitoring_mark_value",
                violation_error_message="Балл — 0, 1 или 2.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator}: {'нет балла' if self.value is None else self.value}"
