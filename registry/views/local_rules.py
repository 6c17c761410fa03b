"""Rules at their level: which hold in an organisation and where they come from; setting those of a level."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.requests import AuthenticatedRequest
from registry import clock
from registry.access import Access, Right, require
from registry.actions.local_rules import name_act_of_rules
from registry.enums import OrganisationKind, RuleLevel
from registry.forms.action_errors import add_errors
from registry.forms.local_rules import LocalRulesActForm, LocalRulesForm
from registry.history.labels import changes_of
from registry.models import LocalRules, Organisation
from registry.papers.act_texts import act_text
from registry.policies.labels import describe_rules
from registry.policies.rule_origins import rules_with_origins
from registry.queries.local_rules import (
    is_overtaken,
    kinds_in_use,
    latest_rules,
    local_rules_visible_to,
    may_set_rules,
    regions_administered_by,
)
from registry.queries.municipalities import municipalities_where, regions_spelt_differently
from registry.queries.organisations import organisations_visible_to
from registry.queries.policy import NoPolicy, standard_preset
from registry.queries.row_locks import hold_row
from registry.queries.rules import rules_in_force
from registry.views.atomic_post import atomic_post
from registry.views.rule_choice import begun_with, choice_of_rules, codes_of_page
from registry.views.rule_forms import save_confirmed

OVERTAKEN = "Эта версия уже сменилась новой. Она применяется к прежним актам: менять её нельзя."


def rules_of_organisation(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Which rules hold there today, each with its level, day, act and what bounds it."""
    require(Access.of(request.user).anywhere(Right.VIEW_ORGANISATIONS))
    organisation = get_object_or_404(organisations_visible_to(request.user), pk=pk)
    try:
        rules, missing = rules_in_force(organisation, clock.today()), ""
    except NoPolicy as error:
        rules, missing = None, str(error)
    context = {
        "organisation": organisation,
        "missing": missing,
        "rules": rules_with_origins(rules, standard_preset(), request.GET) if rules else None,
        "sources": list(reversed(rules.sources)) if rules else [],
        "versions": local_rules_visible_to(request.user).filter(organisation=organisation),
        "may_set": may_set_rules(request.user, LocalRules(level=RuleLevel.ORGANISATION, organisation=organisation)),
        "opens_settings": Access.of(request.user).anywhere(Right.VIEW_SETTINGS),
        "opens_acts": Access.of(request.user).in_organisation(Right.VIEW_DOCUMENTS, organisation),
    }
    return render(request, "registry/rules_of_organisation.html", context)


def levels(request: AuthenticatedRequest) -> HttpResponse:
    """Every version at a level that the user sees."""
    require(Access.of(request.user).anywhere(Right.VIEW_SETTINGS))
    context = {
        "rows": latest_rules(request.user),
        "spellings": regions_spelt_differently(request.user),
        "may_add": Access.of(request.user).anywhere(Right.EDIT_POLICY),
        "may_respell": Access.of(request.user).is_unlimited,
    }
    return render(request, "registry/levels.html", context)


def level_choice(request: AuthenticatedRequest) -> HttpResponse:
    """For whom rules are to be set: a region, or a kind of organisations."""
    require(Access.of(request.user).anywhere(Right.EDIT_POLICY))
    kinds = [
        (municipality, [(kind, OrganisationKind(kind).label) for kind in kinds_in_use(municipality)])
        for municipality in municipalities_where(request.user, Right.EDIT_POLICY)
    ]
    context = {"kinds": kinds, "regions": regions_administered_by(request.user)}
    return render(request, "registry/level_choice.html", context)


@require_http_methods(["GET", "POST"])
@atomic_post
def own_rules_add(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    organisation = get_object_or_404(organisations_visible_to(request.user), pk=pk)
    rules = LocalRules(level=RuleLevel.ORGANISATION, organisation=organisation)
    return _added(request, rules, reverse("registry:rules_of_organisation", args=[pk]))


@require_http_methods(["GET", "POST"])
@atomic_post
def kind_rules_add(request: AuthenticatedRequest, pk: int, kind: str) -> HttpResponse:
    require(Access.of(request.user).anywhere(Right.EDIT_POLICY))
    municipality = get_object_or_404(municipalities_where(request.user, Right.EDIT_POLICY), pk=pk)
    if kind not in OrganisationKind.values:
        raise Http404
    rules = LocalRules(level=RuleLevel.KIND, municipality=municipality, organisation_kind=kind)
    return _added(request, rules, reverse("registry:levels"))


@require_http_methods(["GET", "POST"])
@atomic_post
def region_rules_add(request: AuthenticatedRequest) -> HttpResponse:
    """`?region=` where the user administers several."""
    require(Access.of(request.user).anywhere(Right.EDIT_POLICY))
    regions = regions_administered_by(request.user)
    require(bool(regions), "Правила региона задаёт тот, кто ведёт все его муниципалитеты.")
    region = request.GET.get("region", regions[0])
    if region not in regions:
        raise Http404
    return _added(request, LocalRules(level=RuleLevel.REGION, region=region), reverse("registry:levels"))


def _added(request: AuthenticatedRequest, rules: LocalRules, back: str) -> HttpResponse:
    """First which rules are set there, then what they say."""
    require(may_set_rules(request.user, rules))
    codes = codes_of_page(request, rules)
    if not codes:
        return choice_of_rules(request, rules, back)
    today = clock.today()
    begun = begun_with(rules, today)
    rules.valid_from = today
    form = LocalRulesForm(request.POST or None, instance=rules, begun_from=begun, codes=codes)
    page = _page(rules, f"Свои правила: {rules.owner_title}", back)
    if isinstance(begun, LocalRules):
        page["intro"] = f"Правила взяты из последней версии, с {begun.valid_from:%d.%m.%Y}. "
    return save_confirmed(request, form, page)


@require_http_methods(["GET", "POST"])
@atomic_post
def local_rules_edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    rules = _visible(request, pk)
    require(may_set_rules(request.user, rules))
    require(not is_overtaken(rules, clock.today()), OVERTAKEN)
    codes = codes_of_page(request, rules) or rules.decides
    form = LocalRulesForm(request.POST or None, instance=rules, codes=codes)
    page = _page(rules, f"Правила с {rules.valid_from:%d.%m.%Y}: {rules.owner_title}", rules.get_absolute_url())
    page["intro"] = "Изменения сразу действуют на всё, к чему применяется эта версия. "
    return save_confirmed(request, form, page)


def local_rules_choice(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Which rules a kept version sets: chosen anew."""
    rules = _visible(request, pk)
    require(may_set_rules(request.user, rules))
    return choice_of_rules(
        request, rules, rules.get_absolute_url(), then=reverse("registry:local_rules_edit", args=[pk])
    )


def local_rules(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    rules = _visible(request, pk)
    context = {
        "rules": rules,
        "values": describe_rules(rules, codes=rules.decided),
        "bounded": describe_rules(rules, codes=rules.bounds),
        "overtaken": is_overtaken(rules, clock.today()),
        "may_set": may_set_rules(request.user, rules),
        "opens_act": rules.act is not None and _opens_act(request, rules),
        "changes": changes_of(rules),
        "pages": _crumbs(rules),
    }
    return render(request, "registry/local_rules.html", context)


@require_http_methods(["GET", "POST"])
@atomic_post
def local_rules_act(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The act on which a version rests: papers cite it."""
    rules = _visible(request, pk)
    require(may_set_rules(request.user, rules))
    if request.method == "POST":
        hold_row(rules)
    form = LocalRulesActForm(request.POST or None, request.FILES or None, user=request.user, rules=rules)
    if form.is_valid() and form.chosen_act is not None:
        try:
            name_act_of_rules(rules=rules, act=form.chosen_act, why=form.why_this_act, by=request.user)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, act_text("Акт указан: приказы о закреплении пар сошлются на него."))
            return redirect(rules)
    page = _page(rules, "Каким актом приняты правила", rules.get_absolute_url())
    return render(request, "components/form_page.html", {**page, "form": form, "intro": str(rules)})


def _opens_act(request: AuthenticatedRequest, rules: LocalRules) -> bool:
    access = Access.of(request.user)
    if rules.organisation is not None:
        return access.in_organisation(Right.VIEW_DOCUMENTS, rules.organisation)
    return rules.act is not None and access.in_municipality(Right.VIEW_DOCUMENTS, rules.act.municipality)


def _visible(request: AuthenticatedRequest, pk: int) -> LocalRules:
    require(Access.of(request.user).anywhere(Right.VIEW_ORGANISATIONS))
    return get_object_or_404(local_rules_visible_to(request.user), pk=pk)


def _page(rules: LocalRules, heading: str, back: str) -> dict[str, Any]:
    return {"heading": heading, "back_url": back, "crumbs": _crumbs(rules)}


def _crumbs(rules: LocalRules) -> list[tuple[str, str]]:
    organisation: Organisation | None = rules.organisation
    if organisation is None:
        return [
            ("Настройки", reverse("registry:settings")),
            ("Правила региона, видов и организаций", reverse("registry:levels")),
        ]
    page = reverse("registry:rules_of_organisation", args=[organisation.pk])
    return [(str(organisation), organisation.get_absolute_url()), ("Какие правила действуют", page)]
