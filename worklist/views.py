from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.html import format_html
from django.views.decorators.http import require_GET

from accounts.requests import AuthenticatedRequest
from registry.access import Access, Right, require
from registry.queries.acts import acts_visible_to, numbered_like
from registry.queries.organisations import organisations_visible_to
from registry.queries.people import people_visible_to
from registry.raw_parameters import whole_number
from registry.search import matches
from russian.numbers import plural_form
from russian.search_key import fold
from worklist.page import MOST_SHOWN, own_count, worklist_of

MOST_FOUND = 20
SHORTEST = 2


@require_GET
def worklist(request: AuthenticatedRequest) -> HttpResponse:
    """The first page: what is overdue, what is due this week, and figures that open into lists."""
    access = Access.of(request.user)
    asked = whole_number(request.GET.get("organisation", ""))
    organisation = None
    if asked is not None:
        organisation = get_object_or_404(organisations_visible_to(request.user, Right.VIEW_PAIRS), pk=asked)
    context = {
        "worklist": worklist_of(request.user, request.GET, organisation),
        "most_shown": MOST_SHOWN,
        "may_propose": access.anywhere(Right.PROPOSE_PAIRS),
        "sees_pairs": access.anywhere(Right.VIEW_PAIRS) or bool(access.person_ids),
    }
    return render(request, "worklist/worklist.html", context)


@require_GET
def count(request: AuthenticatedRequest) -> HttpResponse:
    """The number in the menu: pages fetch it after they are shown, so that none of them waits for it."""
    number = own_count(request.user)
    words = format_html(
        '{}<span class="visually-hidden"> {}</span>', number, plural_form(number, "дело ждёт,дела ждут,дел ждут")
    )
    return HttpResponse(words if number else "")


@require_GET
def search(request: AuthenticatedRequest) -> HttpResponse:
    """One field for everything: people, organisations and acts in the user's scope."""
    access = Access.of(request.user)
    require(access.is_unlimited or bool(access.memberships))
    typed = request.GET.get("q", "").strip()[:100]
    context: dict[str, Any] = {"typed": typed, "too_short": len(fold(typed)) < SHORTEST, "most": MOST_FOUND}
    if not context["too_short"]:
        people = people_visible_to(request.user).filter(matches(typed), merged_into__isnull=True)
        people = people.select_related("mentor", "mentee")
        context["people"] = people[:MOST_FOUND]
        context["organisations"] = organisations_visible_to(request.user).filter(matches(typed))[:MOST_FOUND]
        context["acts"] = acts_visible_to(request.user).filter(numbered_like(typed))[:MOST_FOUND]
        context["found"] = any(len(context[group]) for group in ("people", "organisations", "acts"))
    return render(request, "worklist/search.html", context)
