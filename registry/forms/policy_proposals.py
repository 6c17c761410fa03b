"""What a coordinator proposes as the next version of the policy, and what the administrator decides about it."""

from typing import Any

from crispy_forms.layout import Layout
from django import forms

from registry.enums import ProposalStatus
from registry.forms.limit_warning import ANYWAY, LimitWarning, LimitWarningMixin
from registry.forms.policy import PolicyRulesForm, limit_warning_in
from registry.forms.portal_form import PortalModelForm
from registry.models import PolicyProposal
from registry.policies.rules_in_force import Jurisdiction
from registry.queries.policy import policy_before


class PolicyProposalForm(PolicyRulesForm):
    """A version that a coordinator proposes, with the reason."""

    first_part = ("reason",)

    class Meta(PolicyRulesForm.Meta):
        model = PolicyProposal
        fields = [*PolicyRulesForm.Meta.fields, "reason"]


class ProposalDecisionForm(LimitWarningMixin, PortalModelForm):
    """What the administrator decides about the proposal as the page shows it."""

    limit_field = "decision"
    limit_remedy = "отклоните предложение"

    decision = forms.ChoiceField(
        label="Решение",
        choices=[
            (ProposalStatus.ACCEPTED.value, "Принять: станет политикой со своего дня"),
            (ProposalStatus.REFUSED.value, "Отклонить"),
        ],
        widget=forms.RadioSelect,
    )

    class Meta:
        model = PolicyProposal
        fields = ["decision_note"]
        help_texts = {"decision_note": "При отказе — почему: это увидит автор"}

    def __init__(self, *args: Any, rules_summary: str, **kwargs: Any) -> None:
        """`rules_summary`: the proposed rules in words."""
        self._rules_summary = rules_summary
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("decision", ANYWAY, "decision_note")

    def beside_fields(self) -> dict[str, str]:
        return {"Предлагаемые правила": self._rules_summary}

    def limit_warning(self, cleaned: dict[str, Any]) -> LimitWarning:
        """Of an acceptance as of an edit; a refusal lowers nothing."""
        if cleaned["decision"] != ProposalStatus.ACCEPTED:
            return LimitWarning()
        before, limit = policy_before(self.instance), self.instance.mentee_limit
        lowers = not before or limit < before.mentee_limit
        return limit_warning_in(Jurisdiction.of(self.instance.municipality), limit) if lowers else LimitWarning()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("decision") == ProposalStatus.REFUSED and not cleaned.get("decision_note"):
            self.add_error("decision_note", "Напишите, почему предложение отклонено.")
        return cleaned

    def _post_clean(self) -> None:
        """The decision is written by its action."""
