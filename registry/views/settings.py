"""The settings' first page, the municipality's names and the dictionaries."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import AuthenticatedRequest
from registry.access import Access, Right, require
from registry.forms.access import MunicipalityForm
from registry.models import CalendarException, Category, Form, Format, Kind, RoleModel
from registry.models.dictionary import DictionaryEntry
from registry.queries.dictionaries import entries_of, may_switch_entries
from registry.queries.memberships import invitations_managed_by
from registry.queries.municipalities import municipalities_reached, municipalities_where
from registry.queries.policy import waiting_proposals
from registry.views.atomic_post import atomic_post

DICTIONARIES: dict[str, type[DictionaryEntry]] = {
    "forms": Form,
    "role-models": RoleModel,
    "kinds": Kind,
    "formats": Format,
    "categories": Category,
    "calendar": CalendarException,
}


def settings_home(request: AuthenticatedRequest) -> HttpResponse:
    access = Access.of(request.user)
    require(access.anywhere(Right.VIEW_SETTINGS))
    waiting = invitations_managed_by(request.user).filter(accepted_at__isnull=True, revoked_at__isnull=True)
    context = {
        "municipalities": municipalities_reached(request.user, Right.VIEW_SETTINGS),
        "may_edit": access.anywhere(Right.EDIT_POLICY),
        "may_add": access.is_unlimited,
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
    form = MunicipalityForm(request.POST or None, instance=municipality)
    if form.is_valid():
        form.save()
        messages.success(request, "Изменения сохранены.")
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
    form = MunicipalityForm(request.POST or None)
    if form.is_valid() and form.save_or_explain():
        messages.success(request, "Муниципалитет добавлен. Примите политику и пригласите администратора.")
        return redirect("registry:policy_adopt")
    context = {
        "form": form,
        "heading": "Новый муниципалитет",
        "intro": "Спрашиваем только то, что стоит на страницах и в документах.",
        "submit_label": "Добавить",
        "back_url": reverse("registry:settings"),
        "crumbs": [("Настройки", reverse("registry:settings"))],
    }
    return render(request, "components/form_page.html", context)


def dictionaries(request: AuthenticatedRequest, code: str = "forms") -> HttpResponse:
    require(Access.of(request.user).anywhere(Right.VIEW_SETTINGS))
    dictionary = _dictionary(code)
    context = {
        "code": code,
        "dictionary": dictionary._meta.verbose_name_plural,
        "entries": entries_of(dictionary),
        "all_dictionaries": [(name, model._meta.verbose_name_plural) for name, model in DICTIONARIES.items()],
        "may_switch": may_switch_entries(request.user),
        **dict(zip(("used", "use", "column"), _words_of(dictionary), strict=True)),
    }
    return render(request, "registry/dictionaries.html", context)


def _words_of(dictionary: type[DictionaryEntry]) -> tuple[str, str, str]:
    """What an entry in use is, what the button does, what the column is called."""
    if dictionary is CalendarException:
        return "учитывается", "учитывать", "В рабочих днях"
    return "предлагается", "предлагать", "При вводе"


def _dictionary(code: str) -> type[DictionaryEntry]:
    if code not in DICTIONARIES:
        raise Http404
    return DICTIONARIES[code]


@require_POST
def dictionary_switch(request: AuthenticatedRequest, code: str, pk: int) -> HttpResponse:
    """Takes an entry out of use for new records, or back; what was entered with it stays."""
    require(may_switch_entries(request.user))
    entry = get_object_or_404(entries_of(_dictionary(code)), pk=pk)
    entry.in_use = not entry.in_use
    entry.save(update_fields=["in_use"])
    used = _words_of(type(entry))[0]
    messages.success(request, f"«{entry}»: {'снова' if entry.in_use else 'больше не'} {used}.")
    return redirect("registry:dictionary", code=code)
