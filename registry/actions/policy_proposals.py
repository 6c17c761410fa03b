"""A coordinator proposes a version of the policy, an administrator accepts or refuses it (requirements A1.8)."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from registry import clock
from registry.actions.history_entries import save_with_relations
from registry.actions.policy import begin_policy
from registry.actions.refusals import explained_refusal
from registry.enums import ProposalStatus
from registry.history.audit import with_audit
from registry.models import Policy, PolicyProposal
from registry.models.policy import PolicyRules
from registry.queries.policy import policy_before


def proposal_of(policy: Policy) -> PolicyProposal:
    """A proposal with the rules of the policy, not saved; the author changes some of them."""
    rules = {field.name: deepcopy(getattr(policy, field.name)) for field in PolicyRules._meta.local_fields}
    return PolicyProposal(municipality=policy.municipality, **rules)


@transaction.atomic
def propose_policy(*, proposal: PolicyProposal, entries: Mapping[str, QuerySet[Any]], by: User) -> PolicyProposal:
    """Saves a new proposal, or what its author has changed in it. `entries`: forms, role models and kinds.

    Raises ValidationError when another one waits for the same day, or when this one has been decided meanwhile.
    """
    if proposal.pk is None:
        proposal.proposed_by = by
    else:
        _waiting(proposal)
    proposal.full_clean()
    with explained_refusal(proposal):
        save_with_relations(with_audit(proposal, by=by, reason="Предложено"), entries)
    return proposal


@transaction.atomic
def accept_proposal(*, proposal: PolicyProposal, note: str = "", by: User) -> Policy:
    """Makes it the policy from its day on.

    Raises ValidationError when it is decided already, when the day has come, or when a version begins on that day.
    """
    locked = _waiting(proposal)
    if locked.valid_from <= clock.today():
        raise ValidationError(
            f"День {locked.valid_from:%d.%m.%Y} уже наступил, а к прошлым актам применяется прежняя политика. "
            "Попросите автора перенести дату или отклоните предложение."
        )
    before = policy_before(locked)
    policy = begin_policy(
        left_to_region=[code for code in before.left_to_region if code not in locked.bounds] if before else [],
        rules=locked,
        municipality=locked.municipality,
        valid_from=locked.valid_from,
        basis=locked.basis,
        reason=f"Принято предложение: {locked.proposed_by}",
        by=by,
    )
    locked.policy = policy
    _decide(locked, ProposalStatus.ACCEPTED, note, by)
    return policy


@transaction.atomic
def refuse_proposal(*, proposal: PolicyProposal, note: str, by: User) -> PolicyProposal:
    """Raises ValidationError when it is decided already."""
    return _decide(_waiting(proposal), ProposalStatus.REFUSED, note, by)


@transaction.atomic
def withdraw_proposal(*, proposal: PolicyProposal, by: User) -> PolicyProposal:
    """The author takes it back. Raises ValidationError when it is decided already."""
    return _decide(_waiting(proposal), ProposalStatus.WITHDRAWN, "", by)


def _waiting(proposal: PolicyProposal) -> PolicyProposal:
    """The current row, locked until the end of the transaction."""
    rows = PolicyProposal.objects.select_for_update(of=("self",), no_key=True).select_related("municipality")
    locked = rows.get(pk=proposal.pk)
    if locked.status != ProposalStatus.WAITING:
        raise ValidationError(f"Предложение уже решено: {locked.get_status_display()}.")
    return locked


def _decide(proposal: PolicyProposal, status: ProposalStatus, note: str, by: User) -> PolicyProposal:
    proposal.status, proposal.decision_note = status, note
    proposal.decided_by, proposal.decided_at = by, clock.now()
    with_audit(proposal, by=by, reason=status.label.capitalize()).save()
    return proposal
