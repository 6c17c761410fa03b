"""The municipality's own dictionary of headings: what its schools call the columns of their tables."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import AuthenticatedRequest
from imports.forms.columns import HeadingForm
from imports.matching.learned_columns import OFFERED
from imports.models import HeadingSynonym
from registry.access import Access, Right, require
from registry.models import Municipality
from registry.queries.municipalities import municipalities_where


def _municipalities(request: AuthenticatedRequest) -> QuerySet[Municipality]:
    """Those whose dictionary the user keeps: who brings in files for the whole municipality."""
    require(Access.of(request.user).anywhere(Right.VIEW_SETTINGS))
    return municipalities_where(request.user, Right.IMPORT).order_by("name")


@require_http_methods(["GET", "POST"])
def headings(request: AuthenticatedRequest) -> HttpResponse:
    municipalities = _municipalities(request)
    key = request.GET.get("municipality", "")
    chosen = municipalities.filter(pk=key).first() if key.isdecimal() else None
    municipality = chosen or get_object_or_404(municipalities[:1])
    form = HeadingForm(request.POST or None, municipality=municipality)
    here = f"{reverse('imports:headings')}?municipality={municipality.pk}"
    if form.is_valid():
        synonym = form.save()
        messages.success(request, f"Заголовок «{synonym}» добавлен: {OFFERED[synonym.field]}.")
        return redirect(here)
    synonyms = HeadingSynonym.objects.filter(municipality=municipality)
    context = {
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
    return render(request, "registry/headings.html", context)


@require_POST
def heading_delete(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    synonym = get_object_or_404(HeadingSynonym, pk=pk, municipality__in=_municipalities(request))
    synonym.delete()
    messages.success(request, f"Заголовок «{synonym}» удалён из словаря.")
    return redirect(f"{reverse('imports:headings')}?municipality={synonym.municipality_id}")
