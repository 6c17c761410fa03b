"""What an address or a form brings before any form has looked at it."""

from typing import Any

from django.http import HttpRequest

#: more digits than any primary key of the databases has
_MOST_DIGITS = 18


def whole_number(text: str) -> int | None:
    """«17» → 17; None for anything that is no number, or is too long to be the number of a record."""
    return int(text) if text.isdecimal() and text.isascii() and len(text) <= _MOST_DIGITS else None


def organisation_of_page(request: HttpRequest) -> int | None:
    """`?organisation=`: from whose page, or from whose part of a list, the reader has come to a form that asks for an
    organisation."""
    return whole_number(request.GET.get("organisation", ""))


def initial_organisation(request: HttpRequest, field: str = "organisation", prefix: str = "") -> dict[str, Any]:
    """What the field of such a form begins with; empty when one comes from no organisation's page, so that the form's
    own choice stays."""
    number = organisation_of_page(request)
    return {} if number is None else {field: f"{prefix}{number}" if prefix else number}


#: what a switch asks for: a button that only said «the other» would undo itself when it is pressed twice
ON, OFF = "on", "off"


def wanted_state(text: str) -> bool | None:
    """«on» → True, «off» → False; None for anything else."""
    return {ON: True, OFF: False}.get(text)
