"""One field that finds people, organisations and acts."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.requests import AuthenticatedRequest
from registry.access import Access, require
from registry.database.search import matches_person
from registry.queries.acts import acts_visible_to, numbered_like
from registry.queries.organisations import organisations_found, organisations_visible_to
from registry.queries.people import people_visible_to
from russian.search_key import fold

MOST_FOUND = 20
SHORTEST = 2


@require_GET
def search(request: AuthenticatedRequest) -> HttpResponse:
    """One field for everything: people, organisations and acts in the user's scope."""
    access = Access.of(request.user)
    require(access.is_unlimited or bool(access.memberships))
    text = request.GET.get("q", "").strip()[:100]
    context: dict[str, Any] = {"text": text, "too_short": len(fold(text)) < SHORTEST, "most": MOST_FOUND}
    if not context["too_short"]:
        people = people_visible_to(request.user).filter(matches_person(text), merged_into__isnull=True)
        people = people.select_related("mentor", "mentee")
        context["people"] = people[:MOST_FOUND]
        context["organisations"] = organisations_found(organisations_visible_to(request.user), text)[:MOST_FOUND]
        context["acts"] = acts_visible_to(request.user).filter(numbered_like(text))[:MOST_FOUND]
        context["has_results"] = any(len(context[group]) for group in ("people", "organisations", "acts"))
    return render(request, "worklist/search.html", context)
