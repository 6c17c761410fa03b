"""A version of the policy that a coordinator proposes. It is no policy until an administrator accepts it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from registry import clock
from registry.enums import ProposalStatus
from registry.models.municipality import Municipality
from registry.models.policy import Policy, PolicyRules, rules_hold
from registry.plausible_dates import plausible_days

_UNDECIDED = Q(decided_at__isnull=True, decided_by__isnull=True)
_DECIDED = Q(decided_at__isnull=False, decided_by__isnull=False)
_STATES = (
    (Q(status=ProposalStatus.WAITING, policy__isnull=True, decision_note="") & _UNDECIDED)
    | (Q(status=ProposalStatus.ACCEPTED, policy__isnull=False) & _DECIDED)
    | (Q(status=ProposalStatus.REFUSED, policy__isnull=True) & ~Q(decision_note="") & _DECIDED)
    | (Q(status=ProposalStatus.WITHDRAWN, policy__isnull=True) & _DECIDED)
)

PROPOSAL_ONE_A_DAY = "На эту дату уже есть предложение, которое ждёт решения. Дождитесь его или выберите другую дату."


class PolicyProposal(PolicyRules):
    municipality = models.ForeignKey(
        Municipality, models.CASCADE, related_name="policy_proposals", verbose_name="муниципалитет"
    )
    valid_from = models.DateField("действует с")
    basis = models.CharField(
        "основание", max_length=300, blank=True, help_text="Например: протокол совещания кураторов"
    )
    reason = models.TextField("почему нужно изменить", max_length=1000)
    status = models.CharField("состояние", max_length=20, choices=ProposalStatus, default=ProposalStatus.WAITING)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="кто предложил"
    )
    proposed_at = models.DateTimeField("предложено", default=clock.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="кто решил", null=True, blank=True
    )
    decided_at = models.DateTimeField("решено", null=True, blank=True)
    decision_note = models.TextField("пояснение к решению", max_length=1000, blank=True)
    policy = models.OneToOneField(
        Policy, models.PROTECT, related_name="proposal", verbose_name="принятая версия", null=True, blank=True
    )

    history = HistoricalRecords(m2m_fields=["forms", "kinds", "role_models"])

    class Meta:
        verbose_name = "предложение политики"
        verbose_name_plural = "предложения политики"
        ordering = ["-proposed_at"]
        constraints = [
            *plausible_days("registry_policyproposal", "valid_from"),
            models.CheckConstraint(
                condition=_STATES,
                name="registry_proposal_states",
                violation_error_message="Решение о предложении — это кто и когда решил, а при отказе и почему.",
            ),
            models.UniqueConstraint(
                fields=["municipality", "valid_from"],
                condition=Q(status=ProposalStatus.WAITING),
                name="registry_proposal_one_waits",
                violation_error_message=PROPOSAL_ONE_A_DAY,
            ),
            *rules_hold("registry_proposal"),
        ]

    def __str__(self) -> str:
        return f"{self.municipality}, предложение с {self.valid_from:%d.%m.%Y}"

    def get_absolute_url(self) -> str:
        return reverse("registry:proposal", args=[self.pk])
