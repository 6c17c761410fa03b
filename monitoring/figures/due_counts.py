"""How many deadlines organisations have, by urgency: overdue, due within the week, later."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta

from django.db.models import Q

from monitoring.figures import histories
from monitoring.figures.scope import FigureScope
from monitoring.figures.stored_count import StoredCount
from registry.deadlines import DAY, DAYS_AHEAD, DeadlineScope
from registry.queries.deadlines import count_by_organisation


def by_urgency(today: date) -> dict[str, Q]:
    """Urgency of a deadline (overdue, this_week, later) → the condition on its day."""
    week_ends = today + timedelta(days=DAYS_AHEAD)
    return {
        "overdue": Q(**{f"{DAY}__lt": today}),
        "this_week": Q(**{f"{DAY}__gte": today, f"{DAY}__lte": week_ends}),
        "later": Q(**{f"{DAY}__gt": week_ends}),
    }


def urgency_of(due_on: date, today: date) -> str:
    """The urgency of what is due on the day: overdue, this_week or later."""
    if due_on < today:
        return "overdue"
    return "this_week" if due_on <= today + timedelta(days=DAYS_AHEAD) else "later"


def _due(scope: FigureScope) -> Mapping[int, Mapping[str, int]]:
    whole = replace(DeadlineScope.of(scope.organisations), is_wide=True)
    return count_by_organisation(whole, scope.on, by_urgency(scope.on), is_stored=True)


def _due_in(urgency: str) -> Callable[[FigureScope], Mapping[int, int]]:
    return lambda scope: {pk: numbers[urgency] for pk, numbers in scope.once(_due).items()}


DUE = {
    "overdue": StoredCount("due_overdue", _due_in("overdue"), histories.overdue_of_district),
    "this_week": StoredCount("due_this_week", _due_in("this_week"), histories.due_this_week),
    "later": StoredCount("due_later", _due_in("later"), histories.due_later),
}
