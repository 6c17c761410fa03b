"""How many mentors, free places, mentees without a pair and pairs the lists show today, by organisation."""

from collections.abc import Callable, Mapping

from django.db.models import Count

from mentoring.enums import PairStatus
from mentoring.queries.capacity import free_by_organisation
from mentoring.queries.pairs_on_day import hosted_in_state, without_pair
from monitoring.figures import histories
from monitoring.figures.scope import FigureScope
from monitoring.figures.stored_count import StoredCount
from registry.models import Mentee, Mentor
from registry.queries.all_days import listed_in


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


LISTED_MENTORS = StoredCount("listed_mentors", _listed_mentors, histories.listed_mentors)
LISTED_FREE_PLACES = StoredCount("listed_free_places", _listed_free_places, histories.free_places_of_listed)
MENTEES_ALONE = StoredCount("mentees_alone", _mentees_alone, histories.mentees_alone)
ACTIVE_PAIRS = StoredCount("active_pairs", _pairs_in(PairStatus.ACTIVE), histories.pairs_at_work)
DRAFT_PAIRS = StoredCount("draft_pairs", _pairs_in(PairStatus.DRAFT), histories.drafts)
