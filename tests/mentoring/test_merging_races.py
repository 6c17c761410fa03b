"""Two people join cards, or enter a pair, at the same moment: nothing is lost and nothing is done twice."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from mentoring.actions.pairs import create_pair
from mentoring.models import Pair
from registry import clock
from registry.actions.merging import merge_people, undo_merge
from registry.models import Form, Mentee, Mentor, Person, PersonMerge
from tests.mentoring.conftest import END, START, TODAY

pytestmark = pytest.mark.django_db(transaction=True)
RACERS = 6


def race(*attempts: Callable[[], str]) -> Counter:
    """All at once; each says what it did, a refusal is «refused»."""
    together = Barrier(len(attempts))

    def run(attempt: Callable[[], str]) -> str:
        together.wait(timeout=30)
        try:
            with clock.as_at(TODAY):  # a thread begins in the real present
                return attempt()
        except ValidationError:
            return "refused"
        finally:
            connection.close()

    with ThreadPoolExecutor(len(attempts)) as threads:
        return Counter(threads.map(run, attempts))


def merging(survivor: Person, absorbed: Person, by) -> Callable[[], str]:
    def attempt() -> str:
        one, other = (Person.objects.get(pk=person.pk) for person in (survivor, absorbed))
        merge_people(survivor=one, absorbed=other, choices={}, by=by)
        return "merged"

    return attempt


def pairing(school, mentor: Mentor, mentee: Mentee) -> Callable[[], str]:
    def attempt() -> str:
        create_pair(
            mentor=Mentor.objects.select_related("person").get(pk=mentor.pk),
            mentee=Mentee.objects.select_related("person").get(pk=mentee.pk),
            organisation=school.organisation,
            form=Form.objects.get(code="teacher-teacher"),
            starts_on=START,
            ends_on=END,
            by=school.curator,
        )
        return "paired"

    return attempt


def test_the_same_two_cards_are_joined_once_in_one_direction(school):
    one, other = school.mentor().person, school.mentor().person
    attempts = [merging(one, other, school.curator), merging(other, one, school.curator)] * (RACERS // 2)
    assert race(*attempts) == {"merged": 1, "refused": RACERS - 1}
    assert PersonMerge.objects.count() == Person.objects.filter(merged_into__isnull=False).count() == 1


def test_three_cards_in_a_ring_never_swallow_each_other(school):
    people = [school.mentor().person for _ in range(3)]
    attempts = [merging(one, other, school.curator) for one in people for other in people if one != other]
    outcomes = race(*attempts)
    assert outcomes["merged"] + outcomes["refused"] == len(attempts)
    assert outcomes["merged"] in (1, 2)
    assert Person.objects.filter(merged_into__isnull=True).count() == 3 - outcomes["merged"]


def test_a_pair_entered_at_the_moment_of_joining_is_at_the_remaining_card_or_refused(school):
    survivor, absorbed = school.mentor(), school.mentor()
    pairs = [pairing(school, absorbed, school.mentee()) for _ in range(3)]
    outcomes = race(merging(survivor.person, absorbed.person, school.curator), *pairs)
    assert outcomes["merged"] == 1
    assert Pair.objects.filter(mentor=survivor).count() == outcomes["paired"]
    assert not Pair.objects.filter(mentor=absorbed).exists()


def test_the_cap_holds_while_cards_are_joined_and_pairs_are_entered(school):
    survivor, absorbed = school.mentor(), school.mentor()
    attempts = [pairing(school, mentor, school.mentee()) for mentor in (survivor, absorbed) for _ in range(3)]
    race(merging(survivor.person, absorbed.person, school.curator), *attempts)
    joined = PersonMerge.objects.exists()
    most = 3 if joined else 6
    assert Pair.objects.place_holding().count() <= most
    assert Pair.objects.place_holding().filter(mentor=survivor).count() <= 3
    assert not (joined and Pair.objects.filter(mentor=absorbed).exists())


def test_somebody_who_becomes_mentor_and_mentee_of_one_pair_is_stopped(school):
    """A pair of the two cards is entered while they become one: either the pair or the joining is refused."""
    mentor, mentee = school.mentor(), school.mentee()
    outcomes = race(merging(mentor.person, mentee.person, school.curator), pairing(school, mentor, mentee))
    assert outcomes in ({"merged": 1, "refused": 1}, {"paired": 1, "refused": 1})


def test_a_merge_is_undone_once(school):
    one, other = school.mentor().person, school.mentor().person
    merge = merge_people(survivor=one, absorbed=other, choices={}, by=school.curator)

    def undo() -> str:
        undo_merge(merge=PersonMerge.objects.get(pk=merge.pk), by=school.curator)
        return "undone"

    assert race(*[undo] * RACERS) == {"undone": 1, "refused": RACERS - 1}
    assert Person.history.filter(id=other.pk).count() == 3  # entered, joined, parted
