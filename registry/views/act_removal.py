"""Acts entered by mistake, taken out of the register and read in its history; cancellations entered by mistake."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from accounts.requests import AuthenticatedRequest
from registry.access import Access, Right, require
from registry.actions.acts import (
    obstacles_to_removing,
    obstacles_to_withdrawing_cancellation,
    remove_act,
    withdraw_cancellation,
)
from registry.forms.action_errors import add_errors
from registry.forms.acts import ActRemovalForm, CancellationErrorForm
from registry.queries.acts import acts_cancelled_by, removed_acts
from registry.queries.row_locks import hold_row
from registry.views.acts import LIST, find_act, resting_on
from registry.views.atomic_post import atomic_post

#: of the acts that were taken out, the newest
MOST_SHOWN = 200


@require_http_methods(["GET", "POST"])
@atomic_post
def act_remove(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    act = find_act(request, pk, to_manage=True)
    if request.method == "POST":
        hold_row(act)
    name = str(act)
    cancels = acts_cancelled_by(act, request.user)
    if obstacles := obstacles_to_removing(act):
        context = {"act": act, "obstacles": obstacles, "cancels": cancels, **resting_on(act, request.user)}
        return render(request, "registry/act_not_removed.html", context)
    form = ActRemovalForm(request.POST or None, act=act, cancels=cancels)
    if form.is_valid():
        try:
            remove_act(act=act, reason=form.cleaned_data["reason"], by=request.user)
        except ValidationError as refusal:
            add_errors(form, refusal)
        else:
            messages.success(request, f"Акт убран из реестра: {name}. Он записан среди внесённых по ошибке.")
            return redirect(LIST)
    page = {
        "form": form,
        "act": act,
        "cancels": cancels,
        "heading": f"Убрать из реестра: {act}",
        "back_url": act.get_absolute_url(),
        "crumbs": [("Акты", reverse(LIST)), (name, act.get_absolute_url())],
        "submit_label": "Убрать акт",
        "danger": True,
    }
    return render(request, "registry/act_remove.html", page)


@require_http_methods(["GET", "POST"])
@atomic_post
def act_cancellation_withdraw(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """«Отмена указана по ошибке»."""
    act = find_act(request, pk, to_manage=True)
    if request.method == "POST":
        hold_row(act)
    if obstacles := obstacles_to_withdrawing_cancellation(act):
        messages.error(request, " ".join(obstacles))
        return redirect(act)
    form = CancellationErrorForm(request.POST or None, act=act)
    if form.is_valid():
        try:
            withdraw_cancellation(act=act, reason=form.cleaned_data["reason"], by=request.user)
        except ValidationError as refusal:
            add_errors(form, refusal)
        else:
            messages.success(request, f"{act.opening} снова действует. Ошибка записана в истории.")
            return redirect(act)
    page = {
        "form": form,
        "heading": f"Отмена указана по ошибке: {act}",
        "intro": f"Сейчас указано, что акт отменяет {act.cancelled_by}. Если это ошибка, акт снова будет действовать, "
        "и всё, что на нём держится, снова получит основание. Верную отмену потом внесите заново.",
        "back_url": act.get_absolute_url(),
        "crumbs": [("Акты", reverse(LIST)), (str(act), act.get_absolute_url())],
        "submit_label": "Вернуть акт в действие",
    }
    return render(request, "components/form_page.html", page)


@require_GET
def acts_removed(request: AuthenticatedRequest) -> HttpResponse:
    require(Access.of(request.user).anywhere(Right.VIEW_DOCUMENTS))
    return render(request, "registry/acts_removed.html", {"removed": removed_acts(request.user)[:MOST_SHOWN]})
