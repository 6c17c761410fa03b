"""Curators: appointed by the head, the coordinator or the admin; their own data they confirm once a year."""

from datetime import date
from typing import Any

from dateutil.relativedelta import relativedelta
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import AuthenticatedRequest
from registry import clock
from registry.access import Access, Right, require
from registry.actions.bank import appoint_curator, confirm_curator, dismiss_curator, dismissed_already
from registry.actions.view_log import record_card_view
from registry.exports.people import CuratorResource
from registry.filters.people import CuratorFilter
from registry.forms.curators import CuratorEntryForm, CuratorForm, DismissalForm, refusal_of_pupil
from registry.models import Curator
from registry.pages.earlier_decision import DecidedAlready
from registry.pages.raw_parameters import initial_organisation
from registry.papers.act_texts import act_label
from registry.queries.people import curators_visible_to, may, people_visible_to
from registry.tables.people import CuratorTable
from registry.views.atomic_post import atomic_post
from registry.views.held_card import refusal_to_write
from registry.views.leaving import page_of_what_holds
from registry.views.lists import RegisterList

LIST = "registry:curators"


class CuratorList(RegisterList):
    right = Right.VIEW_PEOPLE
    heading = "Кураторы"
    empty_icon = "person-check"
    empty_title = "Кураторы ещё не назначены"
    empty_text = act_label("В каждой организации за наставничество отвечает куратор, назначенный приказом.")
    add_label = "Назначить куратора"
    table_class = CuratorTable
    filterset_class = CuratorFilter
    resource_class = CuratorResource

    def get_queryset(self) -> QuerySet[Curator]:
        return curators_visible_to(self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(year_ago=clock.today() - relativedelta(years=1), **kwargs)

    def get_add_url(self) -> str | None:
        allowed = Access.of(self.request.user).anywhere(Right.APPOINT_CURATORS)
        return reverse("registry:curator_add") if allowed else None


@require_http_methods(["GET", "POST"])
@atomic_post
def curator_add(request: AuthenticatedRequest) -> HttpResponse:
    """A curator who is not in the register yet."""
    require(Access.of(request.user).anywhere(Right.APPOINT_CURATORS))
    form = CuratorEntryForm(request.POST or None, user=request.user, initial=initial_organisation(request))
    if form.is_valid():
        former_name = form.cleaned_data["former_name"]
        curator = appoint_curator(
            person=form.instance, curator=form.curator(), former_name=former_name, by=request.user, **form.act()
        )
        messages.success(request, f"Куратор назначен: {curator}.")
        return redirect(curator)
    context = {
        "form": form,
        "heading": "Новый куратор",
        "intro": "Если человек уже есть в реестре, откройте его карточку и назначьте куратором там.",
        "back_url": reverse(LIST),
        "crumbs": [("Кураторы", reverse(LIST))],
        "submit_label": "Назначить",
    }
    return render(request, "registry/bank_entry.html", context)


@require_http_methods(["GET", "POST"])
def curator_appoint(request: AuthenticatedRequest, person_pk: int) -> HttpResponse:
    """A known person becomes a curator."""
    person = get_object_or_404(people_visible_to(request.user), pk=person_pk)
    require(may(request.user, Right.APPOINT_CURATORS, person))
    heading = f"Назначить куратором: {person}"
    if of_pupil := refusal_of_pupil(person):
        return page_of_what_holds(request, person, heading, "Назначить куратором нельзя", [of_pupil])
    form = CuratorForm(request.POST or None, user=request.user, person=person)
    if form.is_valid():
        try:
            curator = appoint_curator(person=person, curator=form.save(commit=False), by=request.user, **form.act())
            messages.success(request, f"Куратор назначен: {curator}.")
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        return redirect(person)
    context = {
        "form": form,
        "heading": heading,
        "back_url": person.get_absolute_url(),
        "crumbs": [(person.full_name, person.get_absolute_url())],
        "submit_label": "Назначить",
    }
    return render(request, "components/form_page.html", context)


@require_http_methods(["GET", "POST"])
@atomic_post
def curator_edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    curator = get_object_or_404(curators_visible_to(request.user), pk=pk)
    require(Access.of(request.user).in_organisation(Right.APPOINT_CURATORS, curator.organisation))
    if refusal := refusal_to_write(request, curator.person):
        messages.error(request, refusal)
        return redirect(curator)
    form = CuratorForm(request.POST or None, instance=curator, user=request.user, person=curator.person)
    if form.is_valid():
        appoint_curator(person=curator.person, curator=form.save(commit=False), by=request.user, **form.act())
        messages.success(request, "Изменения сохранены.")
        return redirect(curator)
    record_card_view(curator.person, by=request.user)
    context = {
        "form": form,
        "heading": f"Назначение куратора: {curator.person}",
        "back_url": curator.get_absolute_url(),
        "crumbs": [("Кураторы", reverse(LIST)), (curator.person.full_name, curator.get_absolute_url())],
    }
    return render(request, "components/form_page.html", context)


@require_http_methods(["GET", "POST"])
def curator_dismiss(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    curator = get_object_or_404(curators_visible_to(request.user), pk=pk)
    require(Access.of(request.user).in_organisation(Right.APPOINT_CURATORS, curator.organisation))
    if curator.dismissed_on is not None:
        messages.error(request, dismissed_already(curator).for_page(is_sent=request.method == "POST"))
        return redirect(curator)
    form = DismissalForm(request.POST or None, curator=curator)
    if form.is_valid():
        on: date = form.cleaned_data["on"]
        try:
            dismiss_curator(curator=curator, on=on, by=request.user)
        except DecidedAlready as refusal:
            messages.error(request, str(refusal))
            return redirect(curator)
        except ValidationError as refusal:
            form.add_error("on", ValidationError(refusal.messages))
        else:
            messages.success(request, f"{curator.person}: обязанности куратора сняты с {on:%d.%m.%Y}.")
            return redirect(curator)
    context = {
        "form": form,
        "heading": f"Освободить от обязанностей куратора: {curator.person}",
        "intro": "Доступ к порталу этим не снимается: его закрывают в настройках доступа.",
        "danger": True,
        "submit_label": "Освободить",
        "back_url": curator.get_absolute_url(),
    }
    return render(request, "components/form_page.html", context)


@require_POST
def curator_confirm(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The yearly word that the data of the curator are still right (Холм, п. 6.6)."""
    curator = get_object_or_404(curators_visible_to(request.user), pk=pk)
    require(Access.of(request.user).in_organisation(Right.EDIT_ORGANISATION, curator.organisation))
    try:
        confirm_curator(curator=curator, by=request.user)
        messages.success(request, "Сведения куратора подтверждены.")
    except DecidedAlready as refusal:
        messages.error(request, str(refusal))
    return redirect(curator)
