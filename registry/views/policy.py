"""The municipality's policy: its dated versions, presets side by side, adopting and editing."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.requests import AuthenticatedRequest
from registry import clock
from registry.access import Access, Right, require
from registry.actions.policy import adopt_preset, name_act_of_policy, next_version_of
from registry.forms.action_errors import add_errors
from registry.forms.limit_warning import ANYWAY
from registry.forms.policy import FIELDS_OF_REFUSALS, AdoptionForm, PolicyActForm, PolicyForm
from registry.history.labels import changes_of
from registry.models import Municipality, Policy
from registry.papers.act_texts import act_text
from registry.policies.labels import describe_rules
from registry.policies.rule_origins import rules_of_policy
from registry.queries.municipalities import municipalities_reached, municipalities_where, with_number_of_policies
from registry.queries.policy import (
    is_superseded,
    newer_policy,
    policies_visible_to,
    presets_of_policy,
    standard_preset,
    waiting_proposals,
    with_dictionaries,
)
from registry.queries.row_locks import hold_row
from registry.views.atomic_post import atomic_post
from registry.views.rule_forms import save_confirmed

CRUMBS = [("Настройки", "registry:settings"), ("Политика", "registry:policy")]


def policy_crumbs() -> list[tuple[str, str]]:
    return [(title, reverse(name)) for title, name in CRUMBS]


def policy_list(request: AuthenticatedRequest) -> HttpResponse:
    require(Access.of(request.user).anywhere(Right.VIEW_SETTINGS))
    today = clock.today()
    reached = municipalities_reached(request.user, Right.VIEW_SETTINGS)
    by_municipality: dict[Municipality, list[dict[str, Any]]] = {municipality: [] for municipality in reached}
    for policy in policies_visible_to(request.user).order_by("municipality__name", "-valid_from"):
        versions = by_municipality.setdefault(policy.municipality, [])
        begun = any(version["state"] == "now" for version in versions)
        state = "future" if policy.valid_from > today else "past" if begun else "now"
        versions.append({"policy": policy, "state": state})
    context = {
        "by_municipality": by_municipality.items(),
        "may_adopt": municipalities_where(request.user, Right.EDIT_POLICY).values_list("pk", flat=True),
        "has_policies": any(by_municipality.values()),
        "may_edit": Access.of(request.user).anywhere(Right.EDIT_POLICY),
        "may_propose": Access.of(request.user).anywhere(Right.PROPOSE_POLICY),
        "waiting": waiting_proposals(request.user).count(),
    }
    return render(request, "registry/policy_list.html", context)


def policy_detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    require(Access.of(request.user).anywhere(Right.VIEW_SETTINGS))
    policy = get_object_or_404(with_dictionaries(policies_visible_to(request.user)), pk=pk)
    may_edit = Access.of(request.user).in_municipality(Right.EDIT_POLICY, policy.municipality)
    context = {
        "policy": policy,
        "opens_act": Access.of(request.user).in_municipality(Right.VIEW_DOCUMENTS, policy.municipality),
        "rules": rules_of_policy(policy, standard_preset(), request.GET),
        "bounded": describe_rules(policy, codes=policy.bounds),
        "left_to_region": describe_rules(policy, codes=policy.left_to_region),
        "superseded": is_superseded(policy, clock.today()),
        "may_edit": may_edit,
        "changes": changes_of(policy),
    }
    return render(request, "registry/policy.html", context)


def policy_presets(request: AuthenticatedRequest) -> HttpResponse:
    require(Access.of(request.user).anywhere(Right.VIEW_SETTINGS))
    presets = list(presets_of_policy())
    context = {"presets": presets, "rules": describe_rules(*presets)}
    return render(request, "registry/policy_presets.html", context)


@require_http_methods(["GET", "POST"])
def policy_adopt(request: AuthenticatedRequest) -> HttpResponse:
    """`?municipality=` where the user administers several: without it the page asks for which."""
    municipalities = municipalities_where(request.user, Right.EDIT_POLICY)
    require(bool(municipalities))
    municipality = _adopting(request, municipalities)
    if municipality is None:
        context = {"municipalities": with_number_of_policies(municipalities), "crumbs": policy_crumbs()}
        return render(request, "registry/adoption_choice.html", context)
    form = AdoptionForm(request.POST or None, request.FILES or None, user=request.user, municipality=municipality)
    if form.is_valid() and (policy := _adopted(request, form)):
        messages.success(request, f"Политика принята, действует с {policy.valid_from:%d.%m.%Y}.")
        return redirect("registry:policy_version", policy.pk)
    context = {
        "form": form,
        "heading": f"Принять политику по образцу: {municipality}",
        "intro": "Образец копируется: после принятия любую настройку можно изменить.",
        "submit_label": "Принять",
        "back_url": reverse("registry:policy"),
        "crumbs": policy_crumbs(),
    }
    return render(request, "components/form_page.html", context)


def _adopting(request: AuthenticatedRequest, municipalities: QuerySet[Municipality]) -> Municipality | None:
    """The one that was chosen, or the only one. Raises Http404 for one that is not the user's."""
    choice = request.POST.get("municipality") or request.GET.get("municipality")
    if not choice:
        return municipalities[0] if len(municipalities) == 1 else None
    try:
        return municipalities.get(pk=choice)
    except (Municipality.DoesNotExist, ValueError, OverflowError):
        raise Http404 from None


def _adopted(request: AuthenticatedRequest, form: AdoptionForm) -> Policy | None:
    values = {name: value for name, value in form.cleaned_data.items() if name != ANYWAY}
    try:
        return adopt_preset(by=request.user, why=form.why_this_act, **values)
    except ValidationError as refusal:
        add_errors(form, refusal, FIELDS_OF_REFUSALS)
        return None


@require_http_methods(["GET", "POST"])
@atomic_post
def policy_act(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The act on which a version rests: papers cite it."""
    require(Access.of(request.user).anywhere(Right.VIEW_SETTINGS))
    policy = get_object_or_404(policies_visible_to(request.user), pk=pk)
    require(Access.of(request.user).in_municipality(Right.EDIT_POLICY, policy.municipality))
    back = reverse("registry:policy_version", args=[policy.pk])
    if request.method == "POST":
        hold_row(policy)
    form = PolicyActForm(request.POST or None, request.FILES or None, user=request.user, policy=policy)
    if form.is_valid() and form.chosen_act is not None:
        try:
            name_act_of_policy(policy=policy, act=form.chosen_act, why=form.why_this_act, by=request.user)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, act_text("Акт указан: приказы о закреплении пар сошлются на него."))
            return redirect(back)
    context = {
        "form": form,
        "heading": "Каким актом принята политика",
        "intro": f"Политика с {policy.valid_from:%d.%m.%Y}, {policy.municipality}",
        "back_url": back,
        "crumbs": policy_crumbs(),
    }
    return render(request, "components/form_page.html", context)


@require_http_methods(["GET", "POST"])
@atomic_post
def policy_edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    require(Access.of(request.user).anywhere(Right.VIEW_SETTINGS))
    policy = get_object_or_404(policies_visible_to(request.user), pk=pk)
    require(Access.of(request.user).in_municipality(Right.EDIT_POLICY, policy.municipality))
    require(
        not is_superseded(policy, clock.today()),
        "Эта версия уже сменилась новой. Она применяется к прежним актам: менять её нельзя.",
    )
    form = PolicyForm(request.POST or None, instance=policy)
    page = {
        "heading": f"Политика с {policy.valid_from:%d.%m.%Y}",
        "intro": "Изменения сразу действуют на всё, к чему применяется эта версия. Чтобы правила сменились позже, "
        "заведите следующую версию.",
        "back_url": reverse("registry:policy_version", args=[policy.pk]),
        "crumbs": policy_crumbs(),
    }
    return save_confirmed(request, form, page)


@require_http_methods(["GET", "POST"])
@atomic_post
def policy_next(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """A new version that begins with the rules of a kept one."""
    require(Access.of(request.user).anywhere(Right.VIEW_SETTINGS))
    policy = get_object_or_404(with_dictionaries(policies_visible_to(request.user)), pk=pk)
    require(Access.of(request.user).in_municipality(Right.EDIT_POLICY, policy.municipality))
    form = PolicyForm(request.POST or None, instance=next_version_of(policy), begun_from=policy)
    page = {
        "heading": f"Следующая версия: {policy.municipality}",
        "intro": f"Правила взяты из версии с {policy.valid_from:%d.%m.%Y}. До первого дня новой действуют прежние.",
        "back_url": reverse("registry:policy_version", args=[policy.pk]),
        "crumbs": policy_crumbs(),
        "newer": newer_policy(policy),
    }
    return save_confirmed(request, form, page)
