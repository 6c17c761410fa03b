"""The personalised programme of a pair and the items of its plan."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from mentoring.enums import PlanSection, ProgrammeStatus
from mentoring.models.pair import Pair
from registry.plausible_dates import plausible_days
from registry.side_texts import side_label


class Programme(models.Model):
    """The personalised programme of a pair (Сургут, п. 1.3.7); its individual plan is `items`."""

    pair = models.OneToOneField(Pair, models.CASCADE, related_name="programme", verbose_name="пара")
    goal = models.TextField("цель", blank=True)
    tasks = models.TextField("задачи", blank=True)
    difficulties = models.TextField("затруднения", blank=True)
    strengths = models.TextField("сильные стороны", blank=True)
    expected_results = models.TextField("ожидаемые результаты", blank=True)
    status = models.CharField("состояние", max_length=20, choices=ProgrammeStatus, default=ProgrammeStatus.DRAFT)
    version = models.PositiveSmallIntegerField("версия", default=1)
    submitted_on = models.DateField("отправлена на утверждение", null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="кто утвердил", null=True, blank=True
    )
    approved_on = models.DateField("утверждена", null=True, blank=True)
    return_note = models.TextField("замечания при возврате", blank=True)
    acquainted_on = models.DateField(side_label("наставляемый ознакомлен"), null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "персонализированная программа"
        verbose_name_plural = "персонализированные программы"
        indexes = [
            models.Index(
                fields=["pair"],
                condition=Q(status=ProgrammeStatus.APPROVED),
                name="mentoring_approved_programme",
            )
        ]
        constraints = [
            *plausible_days("mentoring_programme", "submitted_on", "approved_on", "acquainted_on"),
            models.CheckConstraint(
                condition=Q(status=ProgrammeStatus.APPROVED, approved_by__isnull=False, approved_on__isnull=False)
                | (~Q(status=ProgrammeStatus.APPROVED) & Q(approved_by__isnull=True, approved_on__isnull=True)),
                name="mentoring_programme_approved",
                violation_error_message="У утверждённой программы есть дата и тот, кто утвердил.",
            ),
            models.CheckConstraint(
                condition=Q(acquainted_on__isnull=True)
                | Q(approved_on__isnull=False, acquainted_on__gte=F("approved_on")),
                name="mentoring_programme_acquainted_after_approval",
                violation_error_message=side_label("Наставляемый знакомится с программой после её утверждения."),
            ),
        ]

    def __str__(self) -> str:
        return f"Программа: {self.pair}"

    def get_absolute_url(self) -> str:
        return reverse("mentoring:programme", args=[self.pair_id])


class PlanItem(models.Model):
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="items", verbose_name="программа")
    section = models.CharField("раздел", max_length=20, choices=PlanSection)
    position = models.PositiveSmallIntegerField("порядок", default=0)
    title = models.CharField("мероприятие", max_length=400)
    due_on = models.DateField("срок", null=True, blank=True)
    responsible = models.CharField("ответственный", max_length=200, blank=True)
    done_on = models.DateField("выполнено", null=True, blank=True)
    result = models.CharField("результат", max_length=400, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "мероприятие плана"
        verbose_name_plural = "мероприятия плана"
        ordering = ["position", "pk"]
        constraints = plausible_days("mentoring_planitem", "due_on", "done_on")
        indexes = [
            # What is still to be done, by its day: the smaller part of all plans.
            models.Index(
                fields=["due_on", "programme"], condition=Q(done_on__isnull=True), name="mentoring_planitem_open"
            )
        ]

    def __str__(self) -> str:
        return self.title
