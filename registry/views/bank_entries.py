"""Mentors and mentees: the two banks have the same screens with other fields and words."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.requests import AuthenticatedRequest
from registry import clock
from registry.access import Access, Right, require
from registry.actions.bank import enter_in_bank, exclude_from_bank, excluded_already, return_to_bank
from registry.actions.view_log import record_card_view
from registry.enums import MentorSource, RegisterBase
from registry.exports.past_days import MenteeOfDayResource, MentorOfDayResource, PastDayResource
from registry.exports.people import MenteeResource, MentorResource
from registry.exports.register_resource import RegisterResource
from registry.extension_points import obstacles_to_leaving, with_places_today
from registry.filters.day_filter import past_day_of
from registry.filters.people import MenteeFilter, MentorFilter
from registry.forms.bank_entries import ExclusionForm, MenteeEntryForm, MenteeForm, MentorEntryForm, MentorForm
from registry.forms.deed import DeedForm
from registry.models import Mentee, Mentor
from registry.pages.earlier_decision import DecidedAlready
from registry.pages.raw_parameters import initial_organisation
from registry.queries.bases import bases_of_reader
from registry.queries.candidates import candidates_visible_to
from registry.queries.former_names import name_people_as_on
from registry.queries.people import entries_visible_on, may, mentees_visible_to, mentors_visible_to, people_visible_to
from registry.side_texts import side_label
from registry.tables.people import MenteeTable, MentorTable, PastDayTable
from registry.tables.register_table import RegisterTable
from registry.views.atomic_post import atomic_post
from registry.views.held_card import refusal_to_write
from registry.views.lists import RegisterList
from russian.typography import upper_first
from spreadsheets.writing.formats import ExportFormat


@dataclass(frozen=True)
class BankScreens:
    code: str
    model: type[Mentor] | type[Mentee]
    entry_form: type[MentorEntryForm] | type[MenteeEntryForm]
    known_person_form: type[MentorForm] | type[MenteeForm]
    new: str
    accusative: str
    of_whom: str
    list_title: str

    @property
    def list_url(self) -> str:
        return reverse(f"registry:{self.code}s")

    def visible_to(self, user: Any) -> QuerySet[Any]:
        return mentors_visible_to(user) if self.model is Mentor else mentees_visible_to(user)


MENTORS = BankScreens(
    "mentor",
    Mentor,
    MentorEntryForm,
    MentorForm,
    side_label("Новый наставник"),
    side_label("наставника"),
    side_label("наставников"),
    side_label("Наставники"),
)
MENTEES = BankScreens(
    "mentee",
    Mentee,
    MenteeEntryForm,
    MenteeForm,
    side_label("Новый наставляемый"),
    side_label("наставляемого"),
    side_label("наставляемых"),
    side_label("Наставляемые"),
)


class BankList(RegisterList):
    template_name = "registry/bank_list.html"
    right = Right.VIEW_PEOPLE
    bank: BankScreens
    more_exports = "mentoring:exports"
    #: of a past day
    past_resource: type[PastDayResource]

    @cached_property
    def past_day(self) -> date | None:
        """The day that the address asks for, when it is over: the people of that day are shown then, where they
        belonged."""
        return past_day_of(self.request.GET)

    def get_queryset(self) -> QuerySet[Any]:
        if self.past_day is not None:
            return entries_visible_on(self.request.user, self.bank.model, self.past_day)
        return self.rows_today()

    def rows_today(self) -> QuerySet[Any]:
        raise NotImplementedError

    def get_table_class(self) -> type[RegisterTable]:
        return PastDayTable if self.past_day is not None else super().get_table_class()

    def get_table_kwargs(self) -> dict[str, Any]:
        return {} if self.past_day is None else {"on": self.past_day}

    def get_table(self, **kwargs: Any) -> RegisterTable:
        table = super().get_table(**kwargs)
        if self.past_day is not None and table.page is not None:
            name_people_as_on((row.record.person for row in table.page.object_list), self.past_day)
        return table

    def export(self, file_format: ExportFormat) -> HttpResponse:
        if self.past_day is not None:
            self.resource_class = self.past_resource
        return super().export(file_format)

    def resource(self, resource_class: type[RegisterResource]) -> RegisterResource:
        return resource_class() if self.past_day is None else self.past_resource(self.past_day)

    def get_add_url(self) -> str | None:
        if not Access.of(self.request.user).anywhere(Right.EDIT_PEOPLE):
            return None
        return reverse(f"registry:{self.bank.code}_add")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may_merge = Access.of(self.request.user).anywhere(Right.MERGE_PEOPLE)
        return super().get_context_data(may_merge=may_merge, **kwargs)


class MentorList(BankList):
    bank = MENTORS
    heading = side_label("Наставники")
    empty_icon = "person-badge"
    empty_title = side_label("В базе наставников пока никого")
    empty_text = side_label("Внесите (первого/первую) наставника_вин или загрузите базу из файла в разделе «Импорт».")
    add_label = side_label("Добавить наставника_вин")
    table_class = MentorTable
    filterset_class = MentorFilter
    resource_class = MentorResource
    past_resource = MentorOfDayResource

    def get(self, request: AuthenticatedRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Narrowed to one base, the list, its print and its file are called as the base is."""
        source = request.GET.get("source", "")
        if source in MentorSource.values:
            self.heading = upper_first(str(RegisterBase(source).label))
        return super().get(request, *args, **kwargs)

    def get_filterset_kwargs(self, filterset_class: type[MentorFilter]) -> dict[str, Any]:
        kwargs = super().get_filterset_kwargs(filterset_class)
        return {**kwargs, "bases": bases_of_reader(self.request.user, clock.today())}

    def rows_today(self) -> QuerySet[Mentor]:
        return with_places_today(self.request.user, mentors_visible_to(self.request.user))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(candidates=candidates_visible_to(self.request.user).count(), **kwargs)

    def get_table_kwargs(self) -> dict[str, Any]:
        has_places = "free" in self.object_list.query.annotations
        return super().get_table_kwargs() if has_places or self.past_day is not None else {"exclude": ["places"]}


class MenteeList(BankList):
    bank = MENTEES
    heading = side_label("Наставляемые")
    empty_icon = "person"
    empty_title = side_label("В базе наставляемых пока никого")
    empty_text = side_label(
        "Внесите (первого/первую) наставляемого_вин: после этого для него можно подобрать наставника_вин."
    )
    add_label = side_label("Добавить наставляемого_вин")
    table_class = MenteeTable
    filterset_class = MenteeFilter
    resource_class = MenteeResource
    past_resource = MenteeOfDayResource

    def rows_today(self) -> QuerySet[Mentee]:
        rows = mentees_visible_to(self.request.user)
        return rows.prefetch_related("categories") if self.is_export else rows


@require_http_methods(["GET", "POST"])
@atomic_post
def entry_add(request: AuthenticatedRequest, bank: BankScreens) -> HttpResponse:
    """A new person and the bank entry in one form."""
    require(Access.of(request.user).anywhere(Right.EDIT_PEOPLE))
    form = bank.entry_form(request.POST or None, user=request.user, initial=initial_organisation(request))
    if form.is_valid():
        categories = form.cleaned_data.get("categories", ())
        entry = enter_in_bank(
            person=form.instance,
            entry=form.entry,
            categories=categories,
            former_name=form.cleaned_data["former_name"],
            by=request.user,
        )
        messages.success(request, f"Внесено в базу {bank.of_whom}: {entry}.")
        return redirect(entry)
    context = {
        "form": form,
        "heading": bank.new,
        "back_url": bank.list_url,
        "crumbs": [(bank.list_title, bank.list_url)],
        "bank": bank,
    }
    return render(request, "registry/bank_entry.html", context)


@require_http_methods(["GET", "POST"])
def person_entry_add(request: AuthenticatedRequest, person_pk: int, bank: BankScreens) -> HttpResponse:
    """A known person gets an entry in this bank as well: reverse mentoring."""
    person = get_object_or_404(people_visible_to(request.user), pk=person_pk)
    require(may(request.user, Right.EDIT_PEOPLE, person))
    if hasattr(person, bank.code):
        messages.info(request, f"{person} уже есть в базе {bank.of_whom}.")
        return redirect(person)
    form = bank.known_person_form(request.POST or None, user=request.user, person=person)
    if form.is_valid():
        entry, categories = form.save(commit=False), form.cleaned_data.get("categories", ())
        try:
            enter_in_bank(person=person, entry=entry, categories=categories, by=request.user)
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
def entry_edit(request: AuthenticatedRequest, pk: int, bank: BankScreens) -> HttpResponse:
    entry = get_object_or_404(bank.visible_to(request.user), pk=pk)
    require(may(request.user, Right.EDIT_PEOPLE, entry.person))
    if refusal := refusal_to_write(request, entry.person):
        messages.error(request, refusal)
        return redirect(entry)
    form = bank.known_person_form(request.POST or None, instance=entry, user=request.user, person=entry.person)
    if form.is_valid():
        form.save()
        messages.success(request, "Изменения сохранены.")
        return redirect(entry)
    record_card_view(entry.person, by=request.user)
    context = {
        "form": form,
        "heading": f"Сведения {bank.accusative}: {entry}",
        "back_url": entry.get_absolute_url(),
        "crumbs": [(bank.list_title, bank.list_url), (entry.person.full_name, entry.get_absolute_url())],
    }
    return render(request, "components/form_page.html", context)


@require_http_methods(["GET", "POST"])
def entry_exclude(request: AuthenticatedRequest, pk: int, bank: BankScreens) -> HttpResponse:
    """Excludes from the bank with a date and a reason, unless something holds the person there."""
    entry = get_object_or_404(bank.visible_to(request.user), pk=pk)
    require(may(request.user, Right.EDIT_PEOPLE, entry.person))
    if entry.is_archived:
        messages.error(request, excluded_already(entry).for_page(is_sent=request.method == "POST"))
        return redirect(entry)
    heading = f"Исключить из базы {bank.of_whom}: {entry}"
    if obstacles := obstacles_to_leaving(entry, clock.today()):
        context = {"heading": heading, "obstacles": obstacles, "back_url": entry.get_absolute_url()}
        return render(request, "registry/cannot_leave.html", context)
    form = ExclusionForm(request.POST or None, entry=entry)
    if form.is_valid():
        try:
            exclude_from_bank(entry=entry, by=request.user, **form.cleaned_data)
            messages.success(request, f"{entry}: исключение из базы {bank.of_whom} внесено.")
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        return redirect(entry)
    context = {
        "form": form,
        "heading": heading,
        "intro": "Человек исчезнет из списков выбора. Карточка, пары, документы и история останутся.",
        "danger": True,
        "submit_label": "Исключить из базы",
        "back_url": entry.get_absolute_url(),
    }
    return render(request, "components/form_page.html", context)


@require_http_methods(["GET", "POST"])
def entry_return(request: AuthenticatedRequest, pk: int, bank: BankScreens) -> HttpResponse:
    entry = get_object_or_404(bank.visible_to(request.user), pk=pk)
    require(may(request.user, Right.EDIT_PEOPLE, entry.person))
    context: dict[str, Any] = {
        "heading": f"Вернуть в базу {bank.of_whom}: {entry}",
        "consequence": "Человек снова появится в списках выбора. Прежнее исключение останется в истории.",
        "submit_label": "Вернуть в базу",
        "back_url": entry.get_absolute_url(),
    }
    context["form"] = form = DeedForm(request, context["heading"], context["consequence"])
    if form.is_valid():
        try:
            return_to_bank(entry=entry, by=request.user)
            messages.success(request, f"{entry}: снова в базе {bank.of_whom}.")
        except DecidedAlready as refusal:
            messages.error(request, str(refusal))
        return redirect(entry)
    return render(request, "components/confirm_page.html", context)
