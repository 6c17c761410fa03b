"""The two arrows beside a row of a list (templates/mentoring/roadmaps/_move.html)."""

from typing import TypedDict

from django.http import HttpRequest

from registry.pages.raw_parameters import whole_number


class PageMove(TypedDict):
    up: bool
    #: where the page showed the row, from 1; None for a page of an older release
    position_on_page: int | None


def move_from_page(request: HttpRequest) -> PageMove:
    return {
        "up": request.POST.get("direction") == "up",
        "position_on_page": whole_number(request.POST.get("position_on_page", "")),
    }
