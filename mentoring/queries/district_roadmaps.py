"""Items of municipal roadmaps that are due. They belong to no organisation, so they stand beside the deadlines of the
organisations (registry/deadlines/) and not among them."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import User
from mentoring.enums import DeadlineKind
from mentoring.models import Roadmap
from mentoring.queries.due_rows import open_items
from mentoring.queries.roadmaps import roadmaps_edited_by
from registry.deadlines import DAYS_AHEAD, OF_NO_ORGANISATION, DueRow
from registry.models import Municipality


def district_items_of(user: User, on: date) -> QuerySet[Any]:
    """Items of the municipal roadmaps that the reader leads, due by a week from the day, the longest overdue first."""
    roadmaps = roadmaps_edited_by(user).filter(organisation__isnull=True)
    return _due(Q(section__roadmap__in=roadmaps.order_by().values("pk")), on + timedelta(days=DAYS_AHEAD))


def district_items_overdue(municipalities: QuerySet[Municipality], on: date) -> QuerySet[Any]:
    """Items of the roadmaps of these municipalities whose term is over, the longest overdue first."""
    roadmaps = Roadmap.objects.filter(municipality__in=municipalities.order_by(), organisation__isnull=True).order_by()
    return _due(Q(section__roadmap__in=roadmaps.values("pk")), on - timedelta(days=1))


def rows_of_district_items(user: User, items: QuerySet[Any]) -> list[DueRow]:
    """Whoever does not lead a roadmap only looks at it."""
    columns = list(items.values_list("pk", "falls_due", "section__roadmap"))
    if not columns:
        return []
    led = set(roadmaps_edited_by(user).filter(organisation__isnull=True).values_list("pk", flat=True))
    kind = str(DeadlineKind.ROADMAP_ITEM)
    return [DueRow(kind, day, OF_NO_ORGANISATION, pk, roadmap not in led) for pk, day, roadmap in columns]


def _due(condition: Q, until: date) -> QuerySet[Any]:
    return open_items().filter(condition, falls_due__lte=until).order_by("falls_due", "pk")
