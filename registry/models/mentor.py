"""The bank of mentors, with their readiness, approval and own limit of mentees."""

from datetime import date

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from registry import clock
from registry.card_texts import MENTOR_TEXTS
from registry.enums import MOST_MENTEES, CandidateApproval, MentorReadiness, MentorSource
from registry.models.act import Act
from registry.models.bank_entry import BankEntry
from registry.models.person import Person
from registry.plausible_dates import since
from registry.side_texts import side_label

_UNDECIDED = Q(decided_on__isnull=True, decided_by__isnull=True, decision_act__isnull=True)
_READY = Q(readiness=MentorReadiness.READY)
#: ready is who has been approved, and nobody else; whoever decided, did it on a day
READY_BY_DECISION = (
    (Q(approval=CandidateApproval.WAITING, refusal_reason="") & _UNDECIDED & ~_READY)
    | (Q(approval=CandidateApproval.UNRECORDED, refusal_reason="") & _UNDECIDED & _READY)
    | (
        Q(approval=CandidateApproval.APPROVED, refusal_reason="", decided_on__isnull=False)
        & (Q(decided_by__isnull=False) | Q(decision_act__isnull=False))
        & _READY
    )
    | (
        Q(approval=CandidateApproval.REFUSED, decided_on__isnull=False, decided_by__isnull=False)
        & ~Q(refusal_reason="")
        & ~_READY
    )
)


class Mentor(BankEntry):
    """A person's entry in the bank of mentors."""

    card_texts = MENTOR_TEXTS

    person = models.OneToOneField(Person, models.CASCADE, related_name="mentor", verbose_name="человек")
    source = models.CharField("источник", max_length=20, choices=MentorSource, default=MentorSource.TEACHER)
    readiness = models.CharField(
        "готовность", max_length=20, choices=MentorReadiness, default=MentorReadiness.CANDIDATE
    )
    proposed_on = models.DateField("предложен", default=clock.today)
    approval = models.CharField(
        "решение о кандидатуре", max_length=20, choices=CandidateApproval, default=CandidateApproval.WAITING
    )
    decided_on = models.DateField("дата решения", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="кто решил", null=True, blank=True
    )
    decision_act = models.ForeignKey(
        Act, models.PROTECT, related_name="approved_mentors", verbose_name="акт или протокол", null=True, blank=True
    )
    refusal_reason = models.CharField("почему отклонена", max_length=300, blank=True)
    competencies = models.TextField("компетенции", blank=True)
    achievements = models.TextField("достижения", blank=True)
    personal_limit = models.PositiveSmallIntegerField(
        side_label("личный предел наставляемых"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_MENTEES)],
        help_text="Устанавливает руководитель, не больше трёх (Устюжна, п. 4.1). Пусто — по правилам организации.",
    )
    is_tutor = models.BooleanField("тьютор", default=False)
    open_to_others = models.BooleanField(
        "может работать в других организациях",
        default=False,
        help_text="Тогда его видят при подборе кураторы всех организаций муниципалитета",
    )

    history = HistoricalRecords()

    class Meta(BankEntry.Meta):
        verbose_name = side_label("наставник")
        verbose_name_plural = side_label("наставники")
        indexes = [
            models.Index(
                fields=["person"], name="registry_mentor_waiting", condition=Q(approval=CandidateApproval.WAITING)
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(personal_limit__isnull=True) | Q(personal_limit__gte=1, personal_limit__lte=MOST_MENTEES),
                name="registry_mentor_personal_limit",
                violation_error_message=side_label("Личный предел — от одного до трёх наставляемых (Устюжна, п. 3.4)."),
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
            models.CheckConstraint(
                condition=READY_BY_DECISION,
                name="registry_mentor_ready_by_decision",
                violation_error_message=(
                    side_label(
                        "«Готов к работе» — наставник, кандидатуру которого утвердил руководитель. "
                        "Решение записывают на странице «Кандидаты»."
                    )
                ),
            ),
            models.CheckConstraint(
                condition=since("proposed_on") & since("decided_on"),
                name="registry_mentor_decision_plausible",
                violation_error_message="Проверьте год: решения о кандидатурах — с 1990 года.",
            ),
            models.CheckConstraint(
                condition=Q(decided_on__isnull=True) | Q(decided_on__gte=F("proposed_on")),
                name="registry_mentor_decided_after_proposal",
                violation_error_message="Решение о кандидатуре — не раньше дня, когда её предложили.",
            ),
        ]

    def propose(self, on: date) -> None:
        """A candidate again: what was decided before stays in the history."""
        self.approval, self.proposed_on = CandidateApproval.WAITING, on
        self.decided_on = self.decided_by = self.decision_act = None
        self.refusal_reason = ""
        if self.readiness == MentorReadiness.READY:
            self.readiness = MentorReadiness.CANDIDATE
