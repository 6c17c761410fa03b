"""The number of free places is the sum of the places that the list of mentors shows."""

from datetime import date

import pytest

from mentoring.queries.capacity import count_free, with_capacity
from monitoring.figures.counts import FREE_PLACES
from monitoring.figures.listed_counts import LISTED_FREE_PLACES
from monitoring.figures.scope import FigureScope
from monitoring.refresh import refresh_figures
from registry.models import Mentor, Organisation
from tests.factories import MentorFactory, PolicyFactory, UserFactory
from tests.mentoring.conftest import TODAY


@pytest.mark.parametrize("policy_limit", [1, 2, 3])
def test_free_places_are_counted_as_they_are_shown(school, policy_limit):
    busy, limited = school.mentor(), school.mentor(personal_limit=1)
    school.active_pair(busy)
    school.pair(busy)
    school.pair(limited)
    school.pair(busy, starts_on=date(2027, 1, 11))  # holds no place today
    school.mentor()
    MentorFactory()  # in another municipality, which has no policy
    PolicyFactory(
        municipality=school.organisation.municipality, valid_from=date(2026, 11, 1), mentee_limit=policy_limit
    )
    shown = [mentor.free for mentor in with_capacity(Mentor.objects.all(), TODAY, TODAY)]
    counted = count_free(Mentor.objects.all(), TODAY)
    assert (counted.mentors, counted.free) == (len(shown), sum(shown))


def test_nobody_has_no_places(school):
    counted = count_free(Mentor.objects.none(), TODAY)
    assert (counted.mentors, counted.free) == (0, 0)


def test_a_refused_candidate_has_no_free_places(school):
    refused = {"approval": "refused", "refusal_reason": "Нет стажа", "decided_on": TODAY, "decided_by": UserFactory()}
    mentor = school.mentor(**refused)
    assert with_capacity(Mentor.objects.filter(pk=mentor.pk), TODAY, TODAY).get().free == 0

    def figures() -> list[int]:
        scope = FigureScope(Organisation.objects.filter(pk=school.organisation.pk), TODAY)
        return [count(scope).get(school.organisation.pk, 0) for count in (FREE_PLACES, LISTED_FREE_PLACES)]

    assert figures() == [0, 0]
    refresh_figures()
    assert figures() == [0, 0]
    Mentor.objects.filter(pk=mentor.pk).update(approval="approved", refusal_reason="", readiness="ready")
    assert figures() == [3, 3]  # the change is seen without another refresh
    refresh_figures()
    assert figures() == [3, 3]
