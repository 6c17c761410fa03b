"""What the first page shows of the organisations of a district, for readers of the whole of it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta

from django.db.models import Count, Q

from mentoring.enums import PairStatus
from mentoring.queries.capacity import free_by_organisation
from mentoring.queries.pairs_on_day import hosted_in_state, without_pair
from monitoring.figures import histories
from monitoring.figures.scope import FigureScope
from monitoring.figures.stored_count import StoredCount
from registry.deadlines import DAY, DAYS_AHEAD, DeadlineScope
from registry.models import Mentee, Mentor
from registry.queries.all_days import listed_in
from registry.queries.deadlines import count_by_organisation


def sections_on(today: date) -> dict[str, Q]:
    """Conditions on deadlines by the name of the section."""
    week_ends = today + timedelta(days=DAYS_AHEAD)
    return {
        "overdue": Q(**{f"{DAY}__lt": today}),
        "this_week": Q(**{f"{DAY}__gte": today, f"{DAY}__lte": week_ends}),
        "later": Q(**{f"{DAY}__gt": week_ends}),
    }


def section_of(due_on: date, today: date) -> str:
    """The name of the section in which a day stands."""
    if due_on < today:
        return "overdue"
    return "this_week" if due_on <= today + timedelta(days=DAYS_AHEAD) else "later"


def _due(scope: FigureScope) -> Mapping[int, Mapping[str, int]]:
    whole = replace(DeadlineScope.of(scope.organisations), is_wide=True)
    return count_by_organisation(whole, scope.on, sections_on(scope.on), is_stored=True)


def _due_in(section: str) -> Callable[[FigureScope], Mapping[int, int]]:
    return lambda scope: {pk: sections[section] for pk, sections in scope.once(_due).items()}


def _listed_mentors(scope: FigureScope) -> Mapping[int, int]:
    rows = listed_in(scope.ids, Mentor)
    return dict(rows.values_list("person__organisation").annotate(people=Count("pk")))


def _listed_free_places(scope: FigureScope) -> Mapping[int, int]:
    return free_by_organisation(listed_in(scope.ids, Mentor), scope.on, "person__organisation")


def _mentees_alone(scope: FigureScope) -> Mapping[int, int]:
    rows = without_pair(listed_in(scope.ids, Mentee), scope.on)
    return dict(rows.values_list("person__organisation").annotate(people=Count("pk")))


def _pairs_in(state: PairStatus) -> Callable[[FigureScope], Mapping[int, int]]:
    def pairs(scope: FigureScope) -> Mapping[int, int]:
        return dict(
            hosted_in_state(scope.ids, state, scope.on).values_list("organisation").annotate(number=Count("pk"))
        )

    return pairs


DUE = {
    "overdue": StoredCount("due_overdue", _due_in("overdue"), histories.overdue_of_district),
    "this_week": StoredCount("due_this_week", _due_in("this_week"), histories.due_this_week),
    "later": StoredCount("due_later", _due_in("later"), histories.due_later),
}
LISTED_MENTORS = StoredCount("listed_mentors", _listed_mentors, histories.listed_mentors)
LISTED_FREE_PLACES = StoredCount("listed_free_places", _listed_free_places, histories.free_places_of_listed)
MENTEES_ALONE = StoredCount("mentees_alone", _mentees_alone, histories.mentees_alone)
ACTIVE_PAIRS = StoredCount("active_pairs", _pairs_in(PairStatus.ACTIVE), histories.pairs_at_work)
DRAFT_PAIRS = StoredCount("draft_pairs", _pairs_in(PairStatus.DRAFT), histories.drafts)
