"""Other names of an organisation, by which the import recognises it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import AuthenticatedRequest
from registry.access import Access, Right, require
from registry.forms.aliases import AliasForm
from registry.models import Organisation
from registry.queries.organisations import aliases_of, organisations_visible_to


def _organisation(request: AuthenticatedRequest, pk: int) -> Organisation:
    organisation = get_object_or_404(organisations_visible_to(request.user), pk=pk)
    require(Access.of(request.user).in_organisation(Right.EDIT_ORGANISATION, organisation))
    return organisation


@require_http_methods(["GET", "POST"])
def organisation_names(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    organisation = _organisation(request, pk)
    form = AliasForm(request.POST or None, organisation=organisation)
    if form.is_valid() and (alias := form.save_or_explain()):
        messages.success(request, f"Название «{alias}» закреплено за организацией.")
        return redirect("registry:organisation_names", organisation.pk)
    context = {
        "form": form,
        "heading": f"Другие названия: {organisation}",
        "intro": "По ним портал узнаёт организацию в загружаемых таблицах.",
        "submit_label": "Добавить",
        "back_url": organisation.get_absolute_url(),
        "crumbs": [(str(organisation), organisation.get_absolute_url())],
        "organisation": organisation,
        "aliases": aliases_of(organisation),
    }
    return render(request, "registry/organisation_names.html", context)


@require_POST
def organisation_name_delete(request: AuthenticatedRequest, pk: int, alias_pk: int) -> HttpResponse:
    alias = get_object_or_404(aliases_of(_organisation(request, pk)), pk=alias_pk)
    alias.delete()
    messages.success(request, f"Название «{alias}» больше не закреплено.")
    return redirect("registry:organisation_names", pk)
