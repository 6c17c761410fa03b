"""What others say of a programme, and what was answered."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from simple_history.models import HistoricalRecords

from mentoring.enums import CommentAuthor
from mentoring.models.programme import Programme
from mentoring.request_rules import MOST_LETTERS, check_length
from registry import clock
from registry.plausible_dates import plausible_days


class ProgrammeComment(models.Model):
    """What the mentee or the council says about a programme that others write, and the answer to it."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="comments", verbose_name="программа")
    #: of the programme, when the comment was made
    version = models.PositiveSmallIntegerField("версия программы")
    author = models.CharField("чьё замечание", max_length=20, choices=CommentAuthor)
    text = models.TextField("замечание", validators=[check_length])
    on_paper = models.BooleanField("передано на бумаге или устно", default=False)
    made_on = models.DateField("дата", default=clock.today)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="кто внёс")
    #: empty when the comment was only taken note of
    answer = models.TextField("ответ", blank=True, validators=[check_length])
    answered_on = models.DateField("рассмотрено", null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="кто рассмотрел", null=True, blank=True
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = "замечание к программе"
        verbose_name_plural = "замечания к программам"
        ordering = ["made_on", "pk"]
        indexes = [
            models.Index(
                fields=["made_on", "programme"],
                condition=Q(answered_on__isnull=True),
                name="mentoring_comment_unanswered",
            )
        ]
        constraints = [
            *plausible_days("mentoring_programmecomment", "made_on", "answered_on"),
            models.CheckConstraint(
                condition=Q(answered_on__isnull=False, answered_by__isnull=False)
                | Q(answered_on__isnull=True, answered_by__isnull=True, answer=""),
                name="mentoring_comment_answered",
                violation_error_message="У ответа есть день и тот, кто ответил.",
            ),
            models.CheckConstraint(
                condition=Q(text__gt="") & Q(LessThanOrEqual(Length("text"), MOST_LETTERS)),
                name="mentoring_comment_text",
                violation_error_message=f"Напишите замечание не длиннее {MOST_LETTERS} знаков.",
            ),
        ]

    def __str__(self) -> str:
        return f"Замечание от {self.made_on:%d.%m.%Y}"
