"""The register of acts: the list, the card, entering, correcting and cancelling."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import User
from accounts.requests import AuthenticatedRequest
from registry.access import Access, Right, require
from registry.actions.acts import cancel_act, obstacles_to_withdrawing_cancellation, save_act
from registry.actions.view_log import ViewSubject
from registry.exports.acts import ActResource
from registry.extension_points import act_sections_for, locks_of, obstacles_to_cancelling
from registry.filters.acts import ActFilter
from registry.forms.act_choice import CancellingActForm
from registry.forms.action_errors import add_errors
from registry.forms.acts import ActForm, ActScanForm
from registry.history.audit import with_audit
from registry.history.labels import changes_of
from registry.models import Act
from registry.pages.raw_parameters import initial_organisation
from registry.papers.act_texts import act_label
from registry.queries.acts import (
    acts_cancelled_by,
    acts_on_which,
    acts_resting_on,
    acts_that_may_cancel,
    acts_visible_to,
    curators_appointed_by,
    kinds_resting_on,
    may_manage_act,
    mentors_decided_by,
)
from registry.queries.local_rules import local_rules_resting_on
from registry.queries.policy import policies_resting_on
from registry.queries.row_locks import hold_row
from registry.tables.acts import ActTable
from registry.views.atomic_post import atomic_post
from registry.views.consents import scan_response
from registry.views.lists import RegisterList

LIST = "registry:acts"
_RESTING = {
    "policies": "политика",
    "local_rules": "свои правила",
    "curators": "кураторы",
    "mentors": "решения о кандидатах",
    "dependent_acts": "другие акты",
}


class ActList(RegisterList):
    right = Right.VIEW_DOCUMENTS
    heading = "Акты"
    intro = "Приказы, распоряжения, протоколы и иные документы, на которых держатся пары, кураторы и дорожные карты"
    empty_icon = "file-earmark-check"
    empty_title = "Актов пока нет"
    empty_text = act_label(
        "Внесите (бумажный/бумажное) приказ со сканом или издайте приказ о закреплении пар: (он/оно) появится здесь "
        "(сам/само)."
    )
    add_label = "Внести акт"
    table_class = ActTable
    filterset_class = ActFilter
    resource_class = ActResource
    template_name = "registry/act_list.html"

    def get_queryset(self) -> QuerySet[Act]:
        return acts_visible_to(self.request.user).select_related("cancelled_by")

    def get_add_url(self) -> str | None:
        allowed = Access.of(self.request.user).anywhere(Right.ISSUE_ORDERS)
        return reverse("registry:act_add") if allowed else None


def find_act(request: AuthenticatedRequest, pk: int, *, to_manage: bool = False) -> Act:
    """403 without the right to read documents anywhere, 404 for a foreign act, 403 when it may only be read."""
    require(Access.of(request.user).anywhere(Right.VIEW_DOCUMENTS))
    act = get_object_or_404(acts_visible_to(request.user).select_related("cancelled_by"), pk=pk)
    require(not to_manage or may_manage_act(request.user, act))
    return act


def resting_on(act: Act, user: User) -> dict[str, Any]:
    """What rests on the act, as far as the reader sees it; `rests`: what it is, in words."""
    parts: dict[str, Any] = {
        "sections": act_sections_for(user, act),
        "curators": curators_appointed_by(act),
        "dependent_acts": list(acts_resting_on(act, user)),
        "policies": list(policies_resting_on(act, user)),
        "local_rules": list(local_rules_resting_on(act, user)),
        "mentors": list(mentors_decided_by(act, user)),
    }
    opens_policies = Access.of(user).in_municipality(Right.VIEW_SETTINGS, act.municipality)
    rests = [section.title.lower() for section in parts["sections"] if section.rests]
    rests += [word for name, word in _RESTING.items() if parts[name]]
    return {**parts, "rests": ", ".join(rests), "opens_policies": opens_policies}


@require_GET
def act_detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    act = find_act(request, pk)
    may_manage = may_manage_act(request.user, act)
    signature = act.signature_facts
    context = {
        "act": act,
        **resting_on(act, request.user),
        "basis": acts_on_which(act, request.user),
        "cancels": acts_cancelled_by(act, request.user),
        "may_manage": may_manage,
        "may_cancel": may_manage and not act.cancelled_by_id and not obstacles_to_cancelling(act),
        "may_withdraw_cancellation": may_manage and not obstacles_to_withdrawing_cancellation(act),
        "locks": (locks := locks_of(act) if may_manage else []),
        "may_remove": may_manage and not locks,
        "signature": signature,
        "signature_is_out_of_term": signature is not None and not signature.valid_on(act.dated),
        "signer_is_doubtful": act.is_signer_doubtful(signature),
        "changes": changes_of(act, hidden=("scan", "signature")),
    }
    return render(request, "registry/act.html", context)


@require_http_methods(["GET", "POST"])
def act_add(request: AuthenticatedRequest) -> HttpResponse:
    require(Access.of(request.user).anywhere(Right.ISSUE_ORDERS))
    initial = initial_organisation(request, "issuer", "o")
    form = ActForm(request.POST or None, request.FILES or None, user=request.user, initial=initial)
    if form.is_valid() and (act := _saved(request, form)):
        messages.success(request, f"Акт внесён: {act}.")
        return redirect(act)
    context = {
        "form": form,
        "heading": "Новый акт",
        "intro": "Приказ, протокол или иной документ, который уже подписан на бумаге или в другой системе.",
        "back_url": reverse(LIST),
        "crumbs": [("Акты", reverse(LIST))],
        "submit_label": "Внести",
    }
    return render(request, "components/form_page.html", context)


@require_http_methods(["GET", "POST"])
@atomic_post
def act_edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    act = find_act(request, pk, to_manage=True)
    back, name = act.get_absolute_url(), str(act)
    if locks := locks_of(act):
        messages.error(request, " ".join(locks))
        return redirect(back)
    form = ActForm(request.POST or None, request.FILES or None, instance=act, user=request.user)
    if form.is_valid() and _saved(request, form):
        messages.success(request, "Изменения сохранены.")
        return redirect(back)
    context = {
        "form": form,
        "heading": f"Исправить: {name}",
        "intro": _what_a_correction_meets(act),
        "back_url": back,
        "crumbs": [("Акты", reverse(LIST)), (name, back)],
    }
    return render(request, "components/form_page.html", context)


def _what_a_correction_meets(act: Act) -> str:
    if act.cancelled_by is not None:
        return f"Акт отменён: {act.cancelled_by}. Вид, номер, даты и кто его издал остаются, какими были."
    kinds = kinds_resting_on(act)
    return f"На акт опираются {', '.join(kinds)}. Исправленный акт должен подходить и им." if kinds else ""


def _saved(request: AuthenticatedRequest, form: ActForm) -> Act | None:
    """The act, or None when the form now shows why not."""
    try:
        return save_act(act=form.instance, basis=form.chosen_basis(), reason=form.why_this_act, by=request.user)
    except ValidationError as error:
        add_errors(form, error)
        return None


@require_http_methods(["GET", "POST"])
@atomic_post
def act_cancel(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    act = find_act(request, pk, to_manage=True)
    if request.method == "POST":
        hold_row(act)
    back = act.get_absolute_url()
    obstacles = [f"Акт уже отменён: {act.cancelled_by}."] if act.cancelled_by else obstacles_to_cancelling(act)
    if obstacles:
        messages.error(request, " ".join(obstacles))
        return redirect(back)
    form = CancellingActForm(
        request.POST or None,
        request.FILES or None,
        cancelled=act,
        acts=acts_that_may_cancel(request.user, act),
        municipality=act.municipality,
        organisation=act.organisation,
    )
    if form.is_valid() and form.chosen_act:
        try:
            cancel_act(act=act, by_act=form.chosen_act, why=form.why_this_act, by=request.user)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, "Акт отменён. Он остаётся в реестре с отметкой об отмене.")
            return redirect(back)
    context: dict[str, Any] = {
        "form": form,
        "heading": f"Отменить: {act}",
        "intro": "Отменить акт может только другой акт, изданный не раньше. Действовать снова отменённый будет, только "
        "если отменяющий внесли по ошибке и уберут из реестра или отмену указали по ошибке: тогда её снимают на его "
        "странице. "
        "Акт, которого не было или который внесли дважды, не отменяют, а убирают из реестра — кнопка на его странице.",
        "back_url": back,
        "crumbs": [("Акты", reverse(LIST)), (str(act), back)],
        "submit_label": "Отменить акт",
        "danger": True,
        **resting_on(act, request.user),
    }
    return render(request, "registry/act_cancel.html", context)


@require_GET
def act_scan(request: AuthenticatedRequest, pk: int) -> FileResponse:
    act = find_act(request, pk)
    if not act.scan:
        raise Http404
    return scan_response(act.scan, f"akt-{act.pk}", subject=ViewSubject.of_act(act, f"скан: {act}"), by=request.user)


@require_GET
def act_signature(request: AuthenticatedRequest, pk: int) -> FileResponse:
    act = find_act(request, pk)
    if not act.signature:
        raise Http404
    subject = ViewSubject.of_act(act, f"электронная подпись: {act}")
    return scan_response(act.signature, f"akt-{act.pk}-podpis", subject=subject, by=request.user)


@require_http_methods(["GET", "POST"])
@atomic_post
def act_scan_add(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Attaches scan and signature or replaces them; former files stay in the history."""
    act = find_act(request, pk, to_manage=True)
    replaces = bool(act.scan)
    back = reverse("registry:act", args=[act.pk])
    form = ActScanForm(request.POST or None, request.FILES or None, instance=act)
    if form.is_valid():
        happened = form.what_happened(had_scan=replaces)
        with_audit(act, by=request.user, reason=happened)
        form.save()
        messages.success(request, f"{happened}.")
        return redirect(back)
    context = {
        "form": form,
        "heading": "Скан и электронная подпись",
        "intro": f"{act}, «{act.title}»",
        "back_url": back,
        "crumbs": [("Акты", reverse(LIST)), (str(act), back)],
    }
    return render(request, "components/form_page.html", context)
