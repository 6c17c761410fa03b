"""The first page of every role, and the number in the menu."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.html import format_html
from django.views.decorators.http import require_GET

from accounts.requests import AuthenticatedRequest
from registry.access import Access, Right
from registry.pages.raw_parameters import whole_number
from registry.pages.unread_conditions import unread_conditions
from registry.queries.organisations import organisations_visible_to
from russian.numbers import plural_form
from worklist.due.of_reader import MOST_SHOWN
from worklist.first_page.one_organisation import CHIPS
from worklist.first_page.page import worklist_of
from worklist.first_page.parts import SECTIONS
from worklist.menu.number import own_count


@require_GET
def worklist(request: AuthenticatedRequest) -> HttpResponse:
    """The first page: overdue deadlines, deadlines of this week, and figures that lead to lists."""
    access = Access.of(request.user)
    number = whole_number(request.GET.get("organisation", ""))
    organisation = None
    if number is not None:
        organisation = get_object_or_404(organisations_visible_to(request.user, Right.VIEW_PAIRS), pk=number)
    context = {
        "unread": unread_conditions(
            request,
            offered={
                **dict.fromkeys(SECTIONS),
                "show": CHIPS,
                "organisation": (str(number),) if number is not None else (),
            },
            labels={"show": "раздел", "organisation": "Организация"},
        ),
        "worklist": worklist_of(request.user, request.GET, organisation),
        "most_shown": MOST_SHOWN,
        "may_remind": access.anywhere(Right.REMIND_CURATORS),
        "may_propose": access.anywhere(Right.PROPOSE_PAIRS),
        "sees_pairs": access.anywhere(Right.VIEW_PAIRS) or bool(access.person_ids),
    }
    return render(request, "worklist/worklist.html", context)


@require_GET
def count(request: AuthenticatedRequest) -> HttpResponse:
    """The number in the menu. Pages fetch it after they are shown, so that none of them waits for it; the first page,
    which has counted itself, asks for a `fresh` one."""
    number = own_count(request.user, is_fresh="fresh" in request.GET)
    waits = plural_form(number, "дело ждёт вас,дела ждут вас,дел ждут вас")
    badge = format_html('{}<span class="visually-hidden"> {}</span>', number, waits)
    return HttpResponse(badge if number else "")
