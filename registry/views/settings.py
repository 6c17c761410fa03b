"""The settings' first page and the municipality's names."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.requests import AuthenticatedRequest
from registry.access import Access, Right, require
from registry.forms.access import MunicipalityForm
from registry.queries.memberships import invitations_managed_by
from registry.queries.municipalities import municipalities_reached, municipalities_where, with_number_of_policies
from registry.queries.policy import waiting_proposals
from registry.views.atomic_post import atomic_post


def settings_home(request: AuthenticatedRequest) -> HttpResponse:
    access = Access.of(request.user)
    require(access.anywhere(Right.VIEW_SETTINGS))
    waiting = invitations_managed_by(request.user).filter(accepted_at__isnull=True, revoked_at__isnull=True)
    context = {
        "municipalities": with_number_of_policies(municipalities_reached(request.user, Right.VIEW_SETTINGS)),
        "may_edit": access.anywhere(Right.EDIT_POLICY),
        "may_add": access.is_unlimited,
        "may_depersonalise": access.anywhere(Right.DEPERSONALISE),
        "keeps_headings": municipalities_where(request.user, Right.IMPORT).exists(),
        "waiting": waiting.count(),
        "proposed": waiting_proposals(request.user).count(),
    }
    return render(request, "registry/settings.html", context)


@require_http_methods(["GET", "POST"])
@atomic_post
def municipality_edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    require(Access.of(request.user).anywhere(Right.VIEW_SETTINGS))
    municipality = get_object_or_404(municipalities_reached(request.user, Right.VIEW_SETTINGS), pk=pk)
    require(Access.of(request.user).in_municipality(Right.EDIT_POLICY, municipality))
    may_set_region = Access.of(request.user).is_unlimited
    form = MunicipalityForm(request.POST or None, instance=municipality, may_set_region=may_set_region)
    if form.is_valid() and form.save_or_explain():
        messages.success(request, f"Изменения сохранены. {_note_on_region(form)}".strip())
        return redirect("registry:settings")
    context = {
        "form": form,
        "heading": "Муниципалитет",
        "intro": "Эти названия стоят в шапках и в тексте документов.",
        "back_url": reverse("registry:settings"),
        "crumbs": [("Настройки", reverse("registry:settings"))],
    }
    return render(request, "components/form_page.html", context)


@require_http_methods(["GET", "POST"])
def municipality_add(request: AuthenticatedRequest) -> HttpResponse:
    """By who stands above all municipalities. Its policy and its administrator come next."""
    require(Access.of(request.user).is_unlimited)
    form = MunicipalityForm(request.POST or None, may_set_region=True)
    if form.is_valid() and form.save_or_explain():
        added = "Муниципалитет добавлен. Примите политику и пригласите администратора."
        messages.success(request, f"{added} {_note_on_region(form)}".strip())
        return redirect(f"{reverse('registry:policy_adopt')}?municipality={form.instance.pk}")
    context = {
        "form": form,
        "heading": "Новый муниципалитет",
        "intro": "Спрашиваем только то, что стоит на страницах и в документах.",
        "submit_label": "Добавить",
        "back_url": reverse("registry:settings"),
        "crumbs": [("Настройки", reverse("registry:settings"))],
    }
    return render(request, "components/form_page.html", context)


def _note_on_region(form: MunicipalityForm) -> str:
    region = form.respelt_region
    return f"Регион записан так, как он уже есть в реестре: «{region}»." if region else ""
