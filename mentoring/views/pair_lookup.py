"""The pair of an address: 404 for a foreign one, 403 without the right."""

from dataclasses import dataclass

from django.shortcuts import get_object_or_404

from accounts.requests import AuthenticatedRequest
from mentoring.models import Pair
from mentoring.queries.pairs import pairs_visible_to
from mentoring.queries.rights import PairRights
from registry.access import require


@dataclass(frozen=True)
class PairWithRights:
    pair: Pair
    rights: PairRights


def find_pair(request: AuthenticatedRequest, pk: int, *, needs: str = "") -> PairWithRights:
    """404 unless the user sees the pair, 403 unless the right named by `needs` (a field of PairRights) is there."""
    pair = get_object_or_404(
        pairs_visible_to(request.user)
        .with_shown_relations()
        .select_related(
            "role_model", "group", "predecessor", "curator__person", "organisation__municipality", "act__cancelled_by"
        ),
        pk=pk,
    )
    rights = PairRights.of(request.user, pair)
    require(not needs or getattr(rights, needs))
    return PairWithRights(pair, rights)
