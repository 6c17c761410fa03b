"""Mentors and mentees: the two banks have the same screens with other fields and words."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.requests import AuthenticatedRequest
from registry.access import Access, Right, require
from registry.actions.bank import enter_in_bank, exclude_from_bank, return_to_bank
from registry.exports.people import MenteeResource, MentorResource
from registry.extension_points import obstacles_to_leaving, with_places_today
from registry.filters.people import MenteeFilter, MentorFilter
from registry.forms.bank_entries import ExclusionForm, MenteeEntryForm, MenteeForm, MentorEntryForm, MentorForm
from registry.models import Mentee, Mentor
from registry.queries.people import may, mentees_visible_to, mentors_visible_to, people_visible_to
from registry.tables.people import MenteeTable, MentorTable
from registry.views.atomic_post import atomic_post
from registry.views.held_card import refusal_to_write
from registry.views.lists import RegisterList


@dataclass(frozen=True)
class Bank:
    code: str
    model: type[Mentor] | type[Mentee]
    entry_form: type[MentorEntryForm] | type[MenteeEntryForm]
    place_form: type[MentorForm] | type[MenteeForm]
    new: str
    accusative: str
    of_whom: str
    list_title: str

    @property
    def list_url(self) -> str:
        return reverse(f"registry:{self.code}s")

    def visible_to(self, user: Any) -> QuerySet:
        return mentors_visible_to(user) if self.model is Mentor else mentees_visible_to(user)


MENTORS = Bank(
    "mentor", Mentor, MentorEntryForm, MentorForm, "Новый наставник", "наставника", "наставников", "Наставники"
)
MENTEES = Bank(
    "mentee",
    Mentee,
    MenteeEntryForm,
    MenteeForm,
    "Новый наставляемый",
    "наставляемого",
    "наставляемых",
    "Наставляемые",
)


class BankList(RegisterList):
    template_name = "registry/bank_list.html"
    right = Right.VIEW_PEOPLE
    bank: Bank
    more_exports = "mentoring:exports"

    def get_add_url(self) -> str | None:
        if not Access.of(self.request.user).anywhere(Right.EDIT_PEOPLE):
            return None
        return reverse(f"registry:{self.bank.code}_add")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may_merge = Access.of(self.request.user).anywhere(Right.MERGE_PEOPLE)
        return super().get_context_data(may_merge=may_merge, **kwargs)


class MentorList(BankList):
    bank = MENTORS
    heading = "Наставники"
    empty_icon = "person-badge"
    empty_title = "В базе наставников пока никого"
    empty_text = "Внесите первого наставника или загрузите банк из файла в разделе «Импорт»."
    add_label = "Добавить наставника"
    table_class = MentorTable
    filterset_class = MentorFilter
    resource_class = MentorResource

    def get_queryset(self) -> QuerySet[Mentor]:
        return with_places_today(self.request.user, mentors_visible_to(self.request.user))

    def get_table_kwargs(self) -> dict[str, Any]:
        known = "free" in self.object_list.query.annotations
        return {} if known else {"exclude": ["places"]}


class MenteeList(BankList):
    bank = MENTEES
    heading = "Наставляемые"
    empty_icon = "person"
    empty_title = "В базе наставляемых пока никого"
    empty_text = "Внесите первого наставляемого: после этого для него можно подобрать наставника."
    add_label = "Добавить наставляемого"
    table_class = MenteeTable
    filterset_class = MenteeFilter
    resource_class = MenteeResource

    def get_queryset(self) -> QuerySet[Mentee]:
        rows = mentees_visible_to(self.request.user)
        return rows.prefetch_related("categories") if self.is_export else rows


@require_http_methods(["GET", "POST"])
@atomic_post
def entry_add(request: AuthenticatedRequest, bank: Bank) -> HttpResponse:
    """A new person and the place in the bank in one form."""
    require(Access.of(request.user).anywhere(Right.EDIT_PEOPLE))
    form = bank.entry_form(request.POST or None, user=request.user)
    if form.is_valid():
        categories = form.cleaned_data.get("categories", ())
        place = enter_in_bank(person=form.instance, place=form.place, categories=categories, by=request.user)
        messages.success(request, f"Внесено в базу {bank.of_whom}: {place}.")
        return redirect(place)
    context = {
        "form": form,
        "heading": bank.new,
        "back_url": bank.list_url,
        "crumbs": [(bank.list_title, bank.list_url)],
        "bank": bank,
    }
    return render(request, "registry/bank_entry.html", context)


@require_http_methods(["GET", "POST"])
def place_add(request: AuthenticatedRequest, person_pk: int, bank: Bank) -> HttpResponse:
    """A known person gets a place in this bank as well: reverse mentoring."""
    person = get_object_or_404(people_visible_to(request.user), pk=person_pk)
    require(may(request.user, Right.EDIT_PEOPLE, person))
    if hasattr(person, bank.code):
        messages.info(request, f"{person} уже есть в базе {bank.of_whom}.")
        return redirect(person)
    form = bank.place_form(request.POST or None, user=request.user, person=person)
    if form.is_valid():
        place, categories = form.save(commit=False), form.cleaned_data.get("categories", ())
        try:
            enter_in_bank(person=person, place=place, categories=categories, by=request.user)
            messages.success(request, f"{person}: внесено в базу {bank.of_whom}.")
        except ValidationError as refusal:
            messages.info(request, " ".join(refusal.messages))
        return redirect(person)
    context = {
        "form": form,
        "heading": f"В базу {bank.of_whom}: {person}",
        "back_url": person.get_absolute_url(),
        "crumbs": [(person.full_name, person.get_absolute_url())],
    }
    return render(request, "components/form_page.html", context)


@require_http_methods(["GET", "POST"])
@atomic_post
def place_edit(request: AuthenticatedRequest, pk: int, bank: Bank) -> HttpResponse:
    place = get_object_or_404(bank.visible_to(request.user), pk=pk)
    require(may(request.user, Right.EDIT_PEOPLE, place.person))
    if refusal := refusal_to_write(request, place.person):
        messages.error(request, refusal)
        return redirect(place)
    form = bank.place_form(request.POST or None, instance=place, user=request.user, person=place.person)
    if form.is_valid():
        form.save()
        messages.success(request, "Изменения сохранены.")
        return redirect(place)
    context = {
        "form": form,
        "heading": f"Сведения {bank.accusative}: {place}",
        "back_url": place.get_absolute_url(),
        "crumbs": [(bank.list_title, bank.list_url), (place.person.full_name, place.get_absolute_url())],
    }
    return render(request, "components/form_page.html", context)


@require_http_methods(["GET", "POST"])
def place_exclude(request: AuthenticatedRequest, pk: int, bank: Bank) -> HttpResponse:
    """Excludes from the bank with a date and a reason, unless something holds the person there."""
    place = get_object_or_404(bank.visible_to(request.user), pk=pk)
    require(may(request.user, Right.EDIT_PEOPLE, place.person))
    heading = f"Исключить из базы {bank.of_whom}: {place}"
    if obstacles := obstacles_to_leaving(place):
        context = {"heading": heading, "obstacles": obstacles, "back_url": place.get_absolute_url()}
        return render(request, "registry/cannot_leave.html", context)
    form = ExclusionForm(request.POST or None, place=place)
    if not place.is_archived and form.is_valid():
        try:
            exclude_from_bank(place=place, by=request.user, **form.cleaned_data)
            messages.success(request, f"{place}: исключение из базы {bank.of_whom} записано.")
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        return redirect(place)
    context = {
        "form": form,
        "heading": heading,
        "intro": "Человек исчезнет из списков выбора. Карточка, пары, документы и история останутся.",
        "danger": True,
        "submit_label": "Исключить из базы",
        "back_url": place.get_absolute_url(),
    }
    return render(request, "components/form_page.html", context)


@require_http_methods(["GET", "POST"])
def place_return(request: AuthenticatedRequest, pk: int, bank: Bank) -> HttpResponse:
    place = get_object_or_404(bank.visible_to(request.user), pk=pk)
    require(may(request.user, Right.EDIT_PEOPLE, place.person))
    if request.method == "POST":
        return_to_bank(place=place, by=request.user)
        messages.success(request, f"{place}: снова в базе {bank.of_whom}.")
        return redirect(place)
    context = {
        "heading": f"Вернуть в базу {bank.of_whom}: {place}",
        "consequence": "Человек снова появится в списках выбора. Прежнее исключение останется в истории.",
        "submit_label": "Вернуть в базу",
        "back_url": place.get_absolute_url(),
    }
    return render(request, "components/confirm_page.html", context)
