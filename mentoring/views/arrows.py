"""The two arrows beside a row of a list (templates/mentoring/roadmaps/_move.html)."""

from typing import TypedDict

from django.http import HttpRequest

from registry.raw_parameters import whole_number


class WantedPlace(TypedDict):
    up: bool
    #: where the page showed the row, from 1; None for a page of an older release
    place: int | None


def wanted_place(request: HttpRequest) -> WantedPlace:
    return {"up": request.POST.get("direction") == "up", "place": whole_number(request.POST.get("place", ""))}
