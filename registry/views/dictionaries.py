"""The dictionaries: the portal's entries, which serve everybody, and those that a municipality adds and edits."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms.models import model_to_dict
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import AuthenticatedRequest
from registry.access import Access, Right, require
from registry.actions.own_entries import remove_own_entry, save_own_entry, switch_dictionary_entry
from registry.extension_points import number_of_pairs_with
from registry.forms.change_confirmation import REASON
from registry.forms.deed import DeedForm
from registry.forms.form_entries import FormEntryForm
from registry.forms.own_entries import (
    KindEntryForm,
    OwnEntryForm,
    PostEntryForm,
    ReasonEntryForm,
    RequirementEntryForm,
    RoleModelEntryForm,
    StepEntryForm,
)
from registry.history.labels import changes_of
from registry.models import (
    CalendarException,
    Category,
    Form,
    Format,
    Kind,
    LeadingPost,
    PlanStep,
    Reason,
    RoleModel,
    SideRequirement,
)
from registry.models.dictionary import DictionaryEntry, OwnableEntry
from registry.pages.raw_parameters import wanted_state, whole_number
from registry.pages.reader_messages import with_link
from registry.queries.dictionaries import WITH_REPLACEMENTS, entries_visible_to, may_switch_entries
from registry.queries.municipalities import municipalities_where
from registry.queries.row_locks import hold_row
from registry.views.atomic_post import atomic_post

DICTIONARIES: dict[str, type[DictionaryEntry]] = {
    "forms": Form,
    "role-models": RoleModel,
    "kinds": Kind,
    "reasons": Reason,
    "posts": LeadingPost,
    "requirements": SideRequirement,
    "steps": PlanStep,
    "formats": Format,
    "categories": Category,
    "calendar": CalendarException,
}
#: dictionaries to which a municipality adds entries of its own
OWN_FORMS: dict[type[DictionaryEntry], type[OwnEntryForm]] = {
    Form: FormEntryForm,
    RoleModel: RoleModelEntryForm,
    Kind: KindEntryForm,
    Reason: ReasonEntryForm,
    LeadingPost: PostEntryForm,
    SideRequirement: RequirementEntryForm,
    PlanStep: StepEntryForm,
}
#: what is not copied from the entry with which an own one begins
_NOT_COPIED = ("id", "code", "municipality", "in_use", "source", "position", "replaces")


def dictionaries(request: AuthenticatedRequest, code: str = "forms") -> HttpResponse:
    require(Access.of(request.user).anywhere(Right.VIEW_SETTINGS))
    dictionary = _dictionary(code)
    edited_in = set(municipalities_where(request.user, Right.EDIT_POLICY).values_list("pk", flat=True))
    context = {
        "code": code,
        "dictionary": dictionary._meta.verbose_name_plural,
        "entries": entries_visible_to(request.user, dictionary),
        "all_dictionaries": [(name, model._meta.verbose_name_plural) for name, model in DICTIONARIES.items()],
        "may_switch": may_switch_entries(request.user),
        "may_add": dictionary in OWN_FORMS and bool(edited_in),
        "edited_in": edited_in,
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


def _ownable(code: str) -> type[Any]:
    dictionary = _dictionary(code)
    if dictionary not in OWN_FORMS:
        raise Http404
    return dictionary


@require_POST
def dictionary_switch(request: AuthenticatedRequest, code: str, pk: int) -> HttpResponse:
    """Takes an entry out of use for new records, or back; what was entered with it stays."""
    require(Access.of(request.user).anywhere(Right.VIEW_SETTINGS))
    entry = get_object_or_404(entries_visible_to(request.user, _dictionary(code)), pk=pk)
    if isinstance(entry, OwnableEntry) and entry.municipality is not None:
        require(Access.of(request.user).in_municipality(Right.EDIT_POLICY, entry.municipality))
    else:
        require(may_switch_entries(request.user))
    in_use = wanted_state(request.POST.get("switch_to", ""))
    if in_use is None:
        messages.error(request, f"«{entry}»: не понято, что сделать. Нажмите кнопку на этой странице ещё раз.")
        return redirect("registry:dictionary", code=code)
    switch_dictionary_entry(entry=entry, in_use=in_use, by=request.user)
    used = _words_of(type(entry))[0]
    messages.success(request, f"«{entry}»: {'снова' if entry.in_use else 'больше не'} {used}.")
    return redirect("registry:dictionary", code=code)


@require_http_methods(["GET", "POST"])
def own_entry_add(request: AuthenticatedRequest, code: str) -> HttpResponse:
    """`?basis=`: an entry with whose values the form begins; a reason takes the place of the portal's."""
    dictionary = _ownable(code)
    municipalities = municipalities_where(request.user, Right.EDIT_POLICY)
    require(municipalities.exists())
    entry, initial = dictionary(), {}
    basis = _basis(request, dictionary)
    if basis is not None:
        initial = {name: value for name, value in model_to_dict(basis).items() if name not in _NOT_COPIED}
        if dictionary in WITH_REPLACEMENTS:
            entry.replaces = basis
        else:
            del initial["title"]
    form = OWN_FORMS[dictionary](request.POST or None, instance=entry, initial=initial, municipalities=municipalities)
    if form.is_valid() and form.words_are_shown() and _saved(request, form):
        address = reverse("registry:own_entry_edit", args=[code, form.instance.pk])
        messages.success(request, with_link("Добавлено: «{}».", form.instance, address))
        return redirect("registry:dictionary", code=code)
    heading = (
        "Своя запись вместо записи портала" if entry.pk is None and getattr(entry, "replaces", None) else "Своя запись"
    )
    return render(request, "registry/own_entry.html", _page(form, code, heading, "Добавить", basis))


@require_http_methods(["GET", "POST"])
@atomic_post
def own_entry_edit(request: AuthenticatedRequest, code: str, pk: int) -> HttpResponse:
    """What open pairs go by is first shown as «было → стало» with their number, and saved with a reason."""
    entry = _own_entry(request, code, pk)
    form = OWN_FORMS[type(entry)](
        request.POST or None, instance=entry, municipalities=municipalities_where(request.user, Right.EDIT_POLICY)
    )
    pairs = number_of_pairs_with(entry) if request.method == "POST" else 0
    if form.is_valid():
        are_shown, is_plain = form.words_are_shown(), not (pairs and form.change())
        if (is_plain or form.is_confirmed()) and are_shown and _saved(request, form):
            messages.success(request, "Изменения сохранены.")
            return redirect("registry:dictionary", code=code)
    context = _page(form, code, f"Изменить: {entry}", "Сохранить") | {"changes": changes_of(entry)}
    if form.is_asking:
        context |= {
            "is_asking": True,
            "change": form.change(),
            "pairs": pairs,
            "submit_label": "Подтвердить и сохранить",
        }
    return render(request, "registry/own_entry.html", context)


@require_http_methods(["GET", "POST"])
@atomic_post
def own_entry_remove(request: AuthenticatedRequest, code: str, pk: int) -> HttpResponse:
    """The page shows what the entry says; one that says something else by now is not removed."""
    entry = _own_entry(request, code, pk)
    if request.method == "POST":
        hold_row(entry)
    municipalities = municipalities_where(request.user, Right.EDIT_POLICY)
    content = OWN_FORMS[type(entry)](instance=entry, municipalities=municipalities).content()
    form = DeedForm(request, content)
    if form.is_valid():
        try:
            remove_own_entry(entry=entry, by=request.user)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            messages.success(request, f"Удалено: «{entry}».")
        return redirect("registry:dictionary", code=code)
    context = {
        "form": form,
        "heading": f"Удалить свою запись: «{entry}»?",
        "consequence": f"Запись исчезнет из справочника, история её сохранит. Сейчас в ней: {content}.",
        "submit_label": "Удалить",
        "danger": True,
        "back_url": reverse("registry:dictionary", args=[code]),
    }
    return render(request, "components/confirm_page.html", context)


def _own_entry(request: AuthenticatedRequest, code: str, pk: int) -> Any:
    """404 for an entry of another municipality or of the portal, 403 without the right to its rules."""
    require(Access.of(request.user).anywhere(Right.VIEW_SETTINGS))
    own = entries_visible_to(request.user, _ownable(code)).filter(municipality__isnull=False)
    entry = get_object_or_404(own, pk=pk)
    require(Access.of(request.user).in_municipality(Right.EDIT_POLICY, entry.municipality))
    return entry


def _basis(request: AuthenticatedRequest, dictionary: type[OwnableEntry]) -> Any:
    pk = whole_number(request.GET.get("basis", ""))
    portal = entries_visible_to(request.user, dictionary).filter(municipality__isnull=True)
    return get_object_or_404(portal, pk=pk) if pk else None


def _saved(request: AuthenticatedRequest, form: OwnEntryForm) -> bool:
    try:
        save_own_entry(
            entry=form.instance,
            use_now=form.uses_now,
            reason=form.cleaned_data.get(REASON, ""),
            by=request.user,
        )
    except ValidationError as refusal:
        form.add_error(None, ValidationError(refusal.messages))
        return False
    return True


def _page(form: OwnEntryForm, code: str, heading: str, submit_label: str, basis: Any = None) -> dict[str, Any]:
    back_url = reverse("registry:dictionary", args=[code])
    title = str(_dictionary(code)._meta.verbose_name_plural).capitalize()
    return {
        "form": form,
        "heading": heading,
        "intro": f"За основу взято: «{basis}»."
        if basis
        else "Её увидят и смогут выбрать только в вашем муниципалитете.",
        "submit_label": submit_label,
        "back_url": back_url,
        "crumbs": [("Настройки", reverse("registry:settings")), (title, back_url)],
    }
