"""The number of free places is the sum of the places that the list of mentors shows."""

from datetime import date

import pytest

from mentoring.queries.capacity import count_free, with_capacity
from registry.models import Mentor
from tests.factories import MentorFactory, PolicyFactory
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
