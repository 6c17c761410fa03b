"""Items of municipal roadmaps that are due. They belong to no organisation, so they stand beside the deadlines of the
organisations (registry/deadlines/) and not among them."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from accounts.models import User
from mentoring.enums import DeadlineKind
from mentoring.models import Roadmap, RoadmapItem
from mentoring.queries.due_rows import open_items
from mentoring.queries.roadmaps import roadmaps_edited_by
from registry.deadlines import DAYS_AHEAD, OF_NO_ORGANISATION, DueRow
from registry.models import Municipality


def district_items_of(user: User, on: date) -> QuerySet[RoadmapItem]:
    """Items of the municipal roadmaps that the reader leads, due by a week from the day, the longest overdue first."""
    roadmaps = roadmaps_edited_by(user).filter(organisation__isnull=True)
    return _due(Q(section__roadmap__in=roadmaps.order_by().values("pk")), on + timedelta(days=DAYS_AHEAD))


def district_items_overdue(municipalities: QuerySet[Municipality], on: date) -> QuerySet[RoadmapItem]:
    """Items of the roadmaps of these municipalities whose term is over, the longest overdue first."""
    roadmaps = Roadmap.objects.filter(municipality__in=municipalities.order_by(), organisation__isnull=True).order_by()
    return _due(Q(section__roadmap__in=roadmaps.values("pk")), on - timedelta(days=1))


def rows_of_district_items(user: User, items: Iterable[RoadmapItem]) -> list[DueRow]:
    """Whoever does not lead a roadmap only looks at it."""
    items = list(items)
    if not items:
        return []
    led = set(roadmaps_edited_by(user).filter(organisation__isnull=True).values_list("pk", flat=True))
    return [
        DueRow(
            str(DeadlineKind.ROADMAP_ITEM), item.due_to, OF_NO_ORGANISATION, item.pk, item.section.roadmap_id not in led
        )
        for item in items
        if item.due_to
    ]


def _due(condition: Q, until: date) -> QuerySet[RoadmapItem]:
    return open_items().filter(condition, due_to__lte=until).select_related("section").order_by("due_to", "pk")
