"""The overdue deadlines of the district: the rows behind the figure."""

from dataclasses import replace
from datetime import date

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.requests import AuthenticatedRequest
from mentoring.queries.district_roadmaps import district_items_overdue, rows_of_district_items
from monitoring.forms import DashboardForm
from monitoring.queries import INSIDE_ORGANISATION
from registry import clock
from registry.access import Access, Right, require
from registry.deadlines import Deadline, DeadlineScope, Repeats, is_overdue
from registry.enums import OrganisationKind
from registry.pages.unread_conditions import unread_conditions
from registry.queries.deadlines import count_overdue, described, first_due
from registry.queries.municipalities import municipalities_where
from registry.queries.organisations import organisations_by_key, organisations_on, organisations_visible_to

ROWS_ON_A_PAGE = 50


@require_safe
def overdue(request: AuthenticatedRequest) -> HttpResponse:
    """Overdue deadlines of the organisations that the reader may look inside, the longest overdue first."""
    require(Access.of(request.user).anywhere(INSIDE_ORGANISATION))
    today, form = clock.today(), DashboardForm(request.GET)
    organisations = organisations_on(organisations_visible_to(request.user, INSIDE_ORGANISATION), today)
    if form.chosen_kind:
        organisations = organisations.filter(kind=form.chosen_kind)
    scope = replace(DeadlineScope.of(organisations), repeats=Repeats.LEFT_OUT, access=Access.of(request.user))
    number = count_overdue(scope, today)
    page = Paginator(range(number), ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    part = slice(page.start_index() - 1, page.end_index()) if number else slice(0)
    rows = first_due(scope, today, is_overdue(today), part=part)
    names = organisations_by_key({row.organisation_id for row in rows})
    deadlines = [(deadline, names[deadline.organisation_id]) for deadline in described(rows, today)]
    unread = unread_conditions(request, offered={"kind": OrganisationKind.values}, labels={"kind": "Тип организаций"})
    context = {
        "deadlines": deadlines,
        "of_municipality": [] if form.chosen_kind or page.has_previous() else _of_municipalities(request.user, today),
        "number": number,
        "page": page,
        "today": today,
        "unread": unread,
    }
    return render(request, "monitoring/overdue.html", context)


def _of_municipalities(user: User, today: date) -> list[Deadline]:
    """Overdue items of the municipal roadmaps that the reader may open."""
    items = district_items_overdue(municipalities_where(user, Right.VIEW_ROADMAPS), today)
    return described(rows_of_district_items(user, items), today)
