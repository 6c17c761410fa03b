"""Versions of the policy that coordinators propose and administrators decide about (requirements A1.8)."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import AuthenticatedRequest
from registry.access import Access, Right, require
from registry.actions.policy_proposals import (
    accept_proposal,
    proposal_of,
    propose_policy,
    refuse_proposal,
    withdraw_proposal,
)
from registry.enums import ProposalStatus
from registry.forms.action_errors import add_errors
from registry.forms.policy import FIELDS_OF_REFUSALS
from registry.forms.policy_proposals import PolicyProposalForm, ProposalDecisionForm
from registry.models import PolicyProposal
from registry.pages.raw_parameters import whole_number
from registry.policies.labels import RuleDescription, describe_rules
from registry.queries.local_rules import number_of_pairs_met
from registry.queries.policy import (
    newer_than_proposal,
    policies_to_change,
    policy_before,
    proposals_visible_to,
    with_dictionaries,
)
from registry.views.atomic_post import atomic_post
from registry.views.policy import policy_crumbs

DECIDED = "О предложении уже решено: изменить его нельзя."
NO_POLICY = "Политики ещё нет: сначала администратор принимает её по образцу."


def proposals(request: AuthenticatedRequest) -> HttpResponse:
    require(Access.of(request.user).anywhere(Right.VIEW_SETTINGS))
    context = {
        "proposals": proposals_visible_to(request.user),
        "may_propose": Access.of(request.user).anywhere(Right.PROPOSE_POLICY),
    }
    return render(request, "registry/policy_proposals.html", context)


@require_http_methods(["GET", "POST"])
@atomic_post
def proposal_add(request: AuthenticatedRequest) -> HttpResponse:
    """Begins with the latest version; `?municipality=` where the user has several."""
    require(Access.of(request.user).anywhere(Right.PROPOSE_POLICY))
    policies = policies_to_change(request.user)
    number = whole_number(request.GET.get("municipality", ""))
    policy = next((one for one in policies if one.municipality_id == number), next(iter(policies), None))
    if policy is None:
        messages.info(request, NO_POLICY)
        return redirect("registry:policy")
    form = PolicyProposalForm(request.POST or None, instance=proposal_of(policy), begun_from=policy)
    if form.is_valid() and (saved := _saved(request, form)):
        messages.success(request, "Предложение отправлено. Решает администратор.")
        return redirect(saved)
    page = _page(form, f"Предложить политику: {policy.municipality}")
    page["intro"] = f"Правила взяты из последней версии, с {policy.valid_from:%d.%m.%Y}. {page['intro']}"
    return render(request, "components/form_page.html", page)


@require_http_methods(["GET", "POST"])
@atomic_post
def proposal_edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    proposal = _visible(request, pk)
    require(proposal.proposed_by_id == request.user.pk, "Предложение меняет тот, кто его внёс.")
    require(proposal.status == ProposalStatus.WAITING, DECIDED)
    form = PolicyProposalForm(request.POST or None, instance=proposal)
    if form.is_valid() and _saved(request, form):
        messages.success(request, "Предложение изменено.")
        return redirect(proposal)
    return render(request, "components/form_page.html", _page(form, f"Изменить: {proposal}", proposal))


def _saved(request: AuthenticatedRequest, form: PolicyProposalForm) -> PolicyProposal | None:
    try:
        return propose_policy(proposal=form.instance, entries=form.chosen_entries, by=request.user)
    except ValidationError as refusal:
        add_errors(form, refusal, FIELDS_OF_REFUSALS)
        return None


def _page(form: PolicyProposalForm, heading: str, proposal: PolicyProposal | None = None) -> dict[str, Any]:
    return {
        "form": form,
        "heading": heading,
        "intro": "Пока администратор не примет предложение, действует прежняя политика.",
        "submit_label": "Отправить на решение",
        "back_url": proposal.get_absolute_url() if proposal else reverse("registry:proposals"),
        "crumbs": [*policy_crumbs(), ("Предложения", reverse("registry:proposals"))],
    }


@require_http_methods(["GET", "POST"])
@atomic_post
def proposal(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The proposed rules beside those of now, and the decision."""
    visible = _visible(request, pk)
    decides = Access.of(request.user).in_municipality(Right.EDIT_POLICY, visible.municipality)
    require(decides or request.method == "GET", "О предложении решает администратор муниципалитета.")
    before = policy_before(visible)
    rules = describe_rules(before or visible, visible, own_names=False)
    form = _decision_form(request, visible, rules) if decides and visible.status == ProposalStatus.WAITING else None
    if request.method == "POST" and form is None:
        messages.error(request, DECIDED)
        return redirect(visible)
    if form is not None and form.is_valid() and _decided(request, form, visible):
        return redirect(visible)
    context = {
        "proposal": visible,
        "before": before,
        "changed": [rule for rule in rules if rule.differs],
        "same": [rule for rule in rules if not rule.differs],
        "pairs": number_of_pairs_met(visible) if form is not None else 0,
        "newer": newer_than_proposal(visible) if form is not None else None,
        "form": form,
        "is_author": visible.proposed_by_id == request.user.pk and visible.status == ProposalStatus.WAITING,
    }
    return render(request, "registry/policy_proposal.html", context)


def _decision_form(
    request: AuthenticatedRequest, proposal: PolicyProposal, rules: list[RuleDescription]
) -> ProposalDecisionForm:
    rules_text = "; ".join(f"{rule.title}: {rule.values[-1]}" for rule in rules if rule.differs)
    summary = f"с {proposal.valid_from:%d.%m.%Y}. {rules_text}"
    return ProposalDecisionForm(request.POST or None, instance=proposal, rules_summary=summary)


def _decided(request: AuthenticatedRequest, form: ProposalDecisionForm, proposal: PolicyProposal) -> bool:
    note = form.cleaned_data["decision_note"]
    try:
        if form.cleaned_data["decision"] == ProposalStatus.ACCEPTED:
            policy = accept_proposal(proposal=proposal, note=note, by=request.user)
            messages.success(request, f"Принято: политика действует с {policy.valid_from:%d.%m.%Y}.")
        else:
            refuse_proposal(proposal=proposal, note=note, by=request.user)
            messages.success(request, "Предложение отклонено, автор увидит почему.")
    except ValidationError as refusal:
        add_errors(form, refusal, FIELDS_OF_REFUSALS)
        return False
    return True


@require_POST
def proposal_withdraw(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    proposal = _visible(request, pk)
    require(proposal.proposed_by_id == request.user.pk, "Предложение отзывает тот, кто его внёс.")
    try:
        withdraw_proposal(proposal=proposal, by=request.user)
        messages.success(request, "Предложение отозвано.")
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect(proposal)


def _visible(request: AuthenticatedRequest, pk: int) -> PolicyProposal:
    require(Access.of(request.user).anywhere(Right.VIEW_SETTINGS))
    return get_object_or_404(with_dictionaries(proposals_visible_to(request.user)), pk=pk)
