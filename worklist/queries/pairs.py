"""Pairs that the first page counts."""

from datetime import date

from accounts.models import User
from mentoring.enums import PairStatus
from mentoring.queries.pairs import pairs_visible_elsewhere, pairs_visible_to
from mentoring.queries.pairs_on_day import numbers_in_states


def count_pairs(user: User, today: date, *, elsewhere: bool = False) -> tuple[int, int]:
    """The numbers of active pairs and drafts that the user sees, or only of those that are led elsewhere than in the
    user's organisations."""
    pairs = pairs_visible_elsewhere(user) if elsewhere else pairs_visible_to(user)
    active, drafts = numbers_in_states(pairs, PairStatus.ACTIVE, PairStatus.DRAFT, on=today)
    return active, drafts
