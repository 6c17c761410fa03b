"""Which organisations a filter offers its reader."""

from collections.abc import Callable

from django.db.models import QuerySet

from accounts.requests import AuthenticatedRequest
from registry.access import Right
from registry.models import Organisation
from registry.queries.organisations import organisations_in_use, organisations_visible_to


def organisation_choices(
    right: Right = Right.VIEW_ORGANISATIONS, *, with_archive: bool = True
) -> Callable[[AuthenticatedRequest | None], QuerySet[Organisation]]:
    """What a filter by organisation offers: those for which the user of the request has the right."""
    scoped = organisations_visible_to if with_archive else organisations_in_use

    def choices(request: AuthenticatedRequest | None) -> QuerySet[Organisation]:
        return scoped(request.user, right).select_related(None) if request else Organisation.objects.none()

    return choices
