"""The request of an address: 404 for one that the user does not read, 403 without the right."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.shortcuts import get_object_or_404

from accounts.requests import AuthenticatedRequest
from mentoring.enums import EndReason
from mentoring.models import Pair, PairRequest
from mentoring.queries.requests import (
    RequestRights,
    requests_about,
    requests_visible_to,
    wish_to_fulfil,
    with_shown_relations,
)
from registry import clock
from registry.access import require
from registry.models import Reason
from registry.pages.raw_parameters import whole_number
from registry.queries.dictionaries import entries_offered

#: the parameter by which a page knows the request that it carries out
PARAMETER = "request"


@dataclass(frozen=True)
class RequestWithRights:
    request: PairRequest
    rights: RequestRights


def find_request(request: AuthenticatedRequest, pk: int, *, needs: str = "") -> RequestWithRights:
    pair_request = get_object_or_404(with_shown_relations(requests_visible_to(request.user)), pk=pk)
    rights = RequestRights.of(request.user, pair_request)
    require(not needs or getattr(rights, needs))
    return RequestWithRights(pair_request, rights)


def initial_by_request(request: AuthenticatedRequest, pair: Pair) -> dict[str, Any]:
    """What the page of a change is filled with beforehand when an accepted request has led to it; else nothing."""
    pk = whole_number(request.GET.get(PARAMETER, ""))
    pair_request = requests_about(request.user, pair).filter(pk=pk).first() if pk else None
    if pair_request is None or not pair_request.is_accepted:
        return {}
    return {
        "on": _last_day(pair, pair_request.wished_on),
        "end_reason": _reason_of_request(pair),
        "reason": f"Обращение от {pair_request.asked_on:%d.%m.%Y}, решение от {pair_request.decided_on:%d.%m.%Y}",
    }


def _reason_of_request(pair: Pair) -> str:
    """The portal's «просьба», or what the municipality has in its place."""
    offered = entries_offered(Reason, pair.organisation.municipality_id)
    reason = offered.filter(Q(code=EndReason.REQUEST) | Q(replaces__code=EndReason.REQUEST)).first()
    return reason.code if reason else ""


def _last_day(pair: Pair, wished_on: date | None) -> date:
    return max(pair.starts_on, min(wished_on or clock.today(), pair.ends_on))


def wish_of_page(request: AuthenticatedRequest) -> PairRequest | None:
    """The accepted wish for a pair that has led to the page; None when there is none that the user may carry out."""
    pk = whole_number(request.GET.get(PARAMETER, ""))
    return wish_to_fulfil(request.user, pk).first() if pk else None
