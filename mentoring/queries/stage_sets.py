"""Sets of stages: whose they are, who sees and edits them, which pairs go through them."""

from collections.abc import Collection

from django.db.models import Q, QuerySet

from accounts.models import User
from mentoring.models import Stage
from mentoring.models.stage_set import PORTAL_SET
from registry.access import Access


def first_stage_of_portal() -> Stage | None:
    """Where an ordered pair without a stage is counted."""
    return Stage.objects.filter(stage_set__code=PORTAL_SET).order_by("number").first()


def stages_in_municipalities(municipality_ids: Collection[int]) -> QuerySet[Stage]:
    """All at which pairs there may be, those of the portal first, with their sets, in the order of sets and numbers."""
    whose = Q(stage_set__municipality__isnull=True) | Q(stage_set__municipality__in=municipality_ids)
    return Stage.objects.filter(whose).select_related("stage_set").order_by("stage_set", "number")


def stages_offered_to(user: User) -> QuerySet[Stage]:
    """To choose pairs by: of the portal's set, and of those of the municipalities where the user has a role."""
    access = Access.of(user)
    if access.is_unlimited:
        return Stage.objects.select_related("stage_set").order_by("stage_set", "number")
    return stages_in_municipalities({membership.municipality_id for membership in access.memberships})
