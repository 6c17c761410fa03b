"""Ready sets of columns: the bases of the federal model and the district's register, for a school year."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.requests import AuthenticatedRequest
from mentoring.exports.bases import BaseOfMentees, BaseOfMentors, NumberedResource, RegisterOfMentors
from mentoring.queries.bases import mentees_of_year, mentors_of_year
from registry import clock
from registry.access import Access, Right, require
from registry.enums import MentorSource, RegisterBase
from registry.pages.raw_parameters import whole_number
from registry.pages.unread_conditions import unread_conditions
from registry.papers.act_texts import act_label
from registry.queries.bases import bases_of_reader, pair_columns_of_reader
from registry.side_texts import side_label
from registry.views.lists import spreadsheet
from russian.school_year import school_year_label, school_year_of
from spreadsheets.writing.formats import FORMATS

YEARS_OFFERED = 5


@dataclass(frozen=True)
class ReadyForm:
    code: str
    title: str
    about: str
    resource: type[NumberedResource]
    rows: Callable[[Any, int], QuerySet[Any]]
    #: which bases the rules have to have, one of them at least
    bases: frozenset[str]


def _mentors(user: Any, year: int) -> QuerySet[Any]:
    return mentors_of_year(user, year, source__in=bases_of_reader(user, clock.today()))


def _teachers(user: Any, year: int) -> QuerySet[Any]:
    return mentors_of_year(user, year, source=MentorSource.TEACHER)


READY_FORMS = {
    form.code: form
    for form in (
        ReadyForm(
            "mentees-base",
            side_label("База наставляемых"),
            side_label(
                "Столбцы методических рекомендаций МР-42/02: кто наставляемый, с каким запросом, у кого и чем "
                "закончилось."
            ),
            BaseOfMentees,
            mentees_of_year,
            frozenset([RegisterBase.MENTEE]),
        ),
        ReadyForm(
            "mentors-base",
            side_label("База наставников"),
            side_label(
                "Столбцы методических рекомендаций МР-42/02: компетенции и достижения наставника, его "
                "наставляемые за год."
            ),
            BaseOfMentors,
            _mentors,
            frozenset(MentorSource.values),
        ),
        ReadyForm(
            "mentors-register",
            side_label("Реестр наставников-педагогов"),
            act_label(
                side_label(
                    "Обычная форма районного реестра: стаж, категория, наставляемые, приказы, сроки и контакты "
                    "куратора."
                )
            ),
            RegisterOfMentors,
            _teachers,
            frozenset([RegisterBase.TEACHER]),
        ),
    )
}


@require_safe
def exports(request: AuthenticatedRequest) -> HttpResponse:
    _require_right(request)
    newest = school_year_of(clock.today()) + 1
    context = {
        "forms": _forms_for(request),
        "export_formats": FORMATS.values(),
        "year": _year(request),
        "years": [(year, school_year_label(year)) for year in range(newest, newest - YEARS_OFFERED, -1)],
        "unread": unread_conditions(request, offered={"year": (str(_year(request)),)}, labels={"year": "Учебный год"}),
        "may_import": Access.of(request.user).anywhere(Right.IMPORT),
    }
    return render(request, "mentoring/exports.html", context)


@require_safe
def export(request: AuthenticatedRequest, code: str) -> HttpResponse:
    """One ready form as a file: `?format=xlsx&year=2026`."""
    _require_right(request)
    forms = {form.code: form for form in _forms_for(request)}
    form, file_format = forms.get(code), FORMATS.get(request.GET.get("format", "xlsx"))
    if form is None or file_format is None:
        raise Http404
    year, columns = _year(request), pair_columns_of_reader(request.user, clock.today())
    sheet = form.resource(year=year, columns=columns).sheet_of(form.rows(request.user, year), form.title)
    name = f"{str(form.title).lower()}-{year}-{year + 1}"
    label = school_year_label(year)
    return spreadsheet(sheet, file_format, name, request=request, right=Right.VIEW_PEOPLE, conditions=label)


def _require_right(request: AuthenticatedRequest) -> None:
    access = Access.of(request.user)
    require(access.anywhere(Right.VIEW_PEOPLE) and access.anywhere(Right.VIEW_PAIRS))


def _forms_for(request: AuthenticatedRequest) -> list[ReadyForm]:
    """Of the bases that the rules have."""
    bases = bases_of_reader(request.user, clock.today())
    return [form for form in READY_FORMS.values() if form.bases.intersection(bases)]


def _year(request: AuthenticatedRequest) -> int:
    """The school year that is requested, or the present one."""
    now, requested = school_year_of(clock.today()), whole_number(request.GET.get("year", ""))
    return requested if requested is not None and now - 20 < requested <= now + 1 else now
