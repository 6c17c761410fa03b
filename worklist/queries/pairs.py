"""Pairs that the first page counts."""

from datetime import date

from accounts.models import User
from mentoring.enums import PairStatus
from mentoring.queries.pairs import pairs_visible_to
from mentoring.queries.pairs_on_day import numbers_in_states
from monitoring.figures.scope import FigureScope
from worklist.queries.organisations import organisations_outside


def count_pairs(user: User, today: date, *, outside: FigureScope | None = None) -> tuple[int, int]:
    """The numbers of active pairs and drafts that the user sees; with a district, only of those hosted outside it."""
    pairs = pairs_visible_to(user)
    if outside:
        pairs = pairs.filter(organisation__in=organisations_outside(outside))
    active, drafts = numbers_in_states(pairs, PairStatus.ACTIVE, PairStatus.DRAFT, on=today)
    return active, drafts
