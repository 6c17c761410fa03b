"""The card of a person is held before anything that hangs on it: two who write at once come one after the other."""

from django.core.exceptions import ValidationError

from accounts.requests import AuthenticatedRequest
from registry.actions.bank import held_card
from registry.models import Person


def refusal_to_write(request: AuthenticatedRequest, person: Person) -> str:
    """Holds the card while a form is sent (`atomic_post`). Says why it may not be written, or nothing."""
    if request.method != "POST":
        return ""
    try:
        held_card(person)
    except ValidationError as refusal:
        return " ".join(refusal.messages)
    return ""
