"""The names that a person bore before: they are looked at, added and, where somebody was wrong, taken off."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.requests import AuthenticatedRequest
from registry.access import Right, require
from registry.actions.names import record_former_name, remove_former_name
from registry.forms.action_errors import add_errors
from registry.forms.deed import DeedForm
from registry.forms.former_names import FormerNameForm
from registry.models import Person
from registry.queries.former_names import former_names_of
from registry.queries.people import may, people_visible_to
from registry.views.atomic_post import atomic_post


def _person(request: AuthenticatedRequest, pk: int) -> Person:
    person = get_object_or_404(people_visible_to(request.user), pk=pk)
    require(may(request.user, Right.EDIT_PEOPLE, person))
    return person


@require_http_methods(["GET", "POST"])
@atomic_post
def former_names(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    person = _person(request, pk)
    form = FormerNameForm(request.POST or None, person=person)
    if form.is_valid():
        try:
            former = record_former_name(person=person, former=form.instance, by=request.user)
        except ValidationError as refusal:
            add_errors(form, refusal)
        else:
            messages.success(request, f"Прежнее имя внесено: {former}. По нему человека теперь найдут.")
            return redirect("registry:former_names", person.pk)
    context = {
        "form": form,
        "person": person,
        "former_names": former_names_of(person),
        "heading": f"Прежние имена: {person}",
        "submit_label": "Внести",
        "back_url": person.get_absolute_url(),
        "crumbs": [("Карточка", person.get_absolute_url())],
    }
    return render(request, "registry/former_names.html", context)


@require_http_methods(["GET", "POST"])
@atomic_post
def former_name_remove(request: AuthenticatedRequest, pk: int, name_pk: int) -> HttpResponse:
    """Only of a name entered by mistake."""
    person = _person(request, pk)
    former = get_object_or_404(former_names_of(person), pk=name_pk)
    context: dict[str, Any] = {
        "heading": f"Убрать прежнее имя: {former}",
        "consequence": "Поиск и загрузка файлов больше не найдут человека по этому имени. Убирайте имя, только если "
        "его внесли по ошибке.",
        "submit_label": "Убрать",
        "danger": True,
        "back_url": reverse("registry:former_names", args=[person.pk]),
    }
    context["form"] = form = DeedForm(request, former, former.until or "")
    if form.is_valid():
        try:
            remove_former_name(former=former, by=request.user)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            messages.success(request, "Прежнее имя убрано. В истории карточки оно осталось.")
        return redirect("registry:former_names", person.pk)
    return render(request, "components/confirm_page.html", context)
