"""Whose pairs a user may open. Rights to change a pair go by its host organisation."""

from django.db.models import Q

from accounts.models import User
from mentoring.models import Pair
from mentoring.models.pair import PairQuerySet
from registry.access import Access, Right

#: by where the pair is led, and by where its people belong
_PLACES = ("organisation", "mentor__person__organisation", "mentee__person__organisation")


def pairs_visible_to(user: User, right: Right = Right.VIEW_PAIRS) -> PairQuerySet:
    """Pairs of the organisations where the right holds.

    To see is allowed also to the organisations of the mentor and of the mentee, and to the two themselves; to change
    only where the host organisation gives the right.
    """
    access = Access.of(user)
    condition = access.where(right)
    if right is Right.VIEW_PAIRS and not access.is_unlimited:
        for place in _PLACES[1:]:
            condition |= access.where(right, organisation=place)
        condition |= own_pairs(access)
    return Pair.objects.filter(condition)


def own_pairs(access: Access) -> Q:
    """Condition on pairs in which the user is the mentor or the mentee."""
    return Q(mentor__person__in=access.person_ids) | Q(mentee__person__in=access.person_ids)
