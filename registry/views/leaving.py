"""The page that says, before it asks anything, what keeps a person where they are."""

from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from accounts.requests import AuthenticatedRequest
from registry.access import Access, Right
from registry.models import Person
from registry.queries.people import offices_of


def page_of_what_holds(
    request: AuthenticatedRequest, person: Person, heading: str, what_not: str, obstacles: Sequence[str]
) -> HttpResponse:
    """Offices of a curator lead to the page where they end, for whoever may end them (ADR 21)."""
    access = Access.of(request.user)
    context = {
        "heading": heading,
        "what_not": what_not,
        "obstacles": obstacles,
        "links": [
            ("Освободить от обязанностей куратора", reverse("registry:curator_dismiss", args=[curator.pk]))
            for curator in offices_of(person)
            if access.in_organisation(Right.APPOINT_CURATORS, curator.organisation)
        ],
        "back_url": person.get_absolute_url(),
    }
    return render(request, "registry/cannot_leave.html", context)
