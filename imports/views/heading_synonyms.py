"""The municipality's own dictionary of headings: what its schools call the columns of their tables."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import AuthenticatedRequest
from imports.forms.columns import HeadingForm
from imports.matching.learned_columns import OFFERED
from imports.queries.heading_synonyms import municipalities_with_dictionaries_of, synonyms_managed_by
from registry.access import Access, Right, require
from registry.pages.raw_parameters import whole_number
from registry.pages.unread_conditions import unread_conditions


@require_http_methods(["GET", "POST"])
def headings(request: AuthenticatedRequest) -> HttpResponse:
    require(Access.of(request.user).anywhere(Right.VIEW_SETTINGS))
    municipalities = municipalities_with_dictionaries_of(request.user)
    key = request.GET.get("municipality", "")
    number = whole_number(key)
    municipality = (number and municipalities.filter(pk=number).first()) or get_object_or_404(municipalities[:1])
    form = HeadingForm(request.POST or None, municipality=municipality)
    here = f"{reverse('imports:headings')}?municipality={municipality.pk}"
    if form.is_valid() and (synonym := form.save_or_explain()):
        messages.success(request, f"Заголовок «{synonym}» добавлен: {OFFERED[synonym.field]}.")
        return redirect(here)
    synonyms = synonyms_managed_by(request.user).filter(municipality=municipality)
    offered = {"municipality": {str(one.pk) for one in municipalities}}
    context = {
        "unread": unread_conditions(request, offered=offered, labels={"municipality": "Муниципалитет"}),
        "form": form,
        "heading": "Словарь заголовков",
        "intro": "Как школы называют столбцы в своих таблицах. Обычные названия портал знает сам.",
        "submit_label": "Добавить",
        "back_url": reverse("registry:settings"),
        "crumbs": [("Настройки", reverse("registry:settings"))],
        "municipality_shown": municipality,
        "municipalities": municipalities,
        "entries": [(synonym, OFFERED.get(synonym.field, "не загружается")) for synonym in synonyms],
    }
    return render(request, "imports/headings.html", context)


@require_POST
def heading_delete(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    require(Access.of(request.user).anywhere(Right.VIEW_SETTINGS))
    synonym = get_object_or_404(synonyms_managed_by(request.user), pk=pk)
    synonym.delete()
    messages.success(request, f"Заголовок «{synonym}» удалён из словаря.")
    return redirect(f"{reverse('imports:headings')}?municipality={synonym.municipality_id}")
