"""Two who write at one moment: one pair of the same two in a form, and no new pair of who is just leaving."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from datetime import date, timedelta
from threading import Barrier, Event

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from mentoring.enums import EndReason, PairStatus
from mentoring.guards import doubles
from mentoring.models import Pair
from registry import clock
from registry.actions.bank import archive_person
from registry.actions.classes import PupilDecision, correct_move, transfer_classes
from registry.enums import ClassOutcome, MentorSource, Participant
from registry.models import ClassMove, ClassTransfer, Mentor, Person
from registry.queries.classes import departures_to_finish
from tests.factories import MenteeFactory, MentorFactory, PupilFactory
from tests.mentoring.conftest import START, TODAY, agree
from tests.mentoring.test_doubles_of_pairs import row_like
from tests.mentoring.test_pairing_rules import form, model

pytestmark = pytest.mark.django_db(transaction=True)
#: how long a writer gets to run into the other one's lock, seconds
HEAD_START = 1.0


def outcome_of(write: Callable[[], object]) -> str:
    try:
        with clock.as_at(TODAY):
            write()
    except IntegrityError as error:
        return next((name for name in doubles.EXPLANATIONS if name in str(error)), repr(error))
    except ValidationError as refusal:
        return " ".join(refusal.messages)
    finally:
        connection.close()
    return "done"


def one_inside_the_other(
    first: Callable[[], object], second: Callable[[], object], then: Callable[[], object] = lambda: None
) -> tuple[str, str]:
    """`first` has written and not committed when `second` begins, and goes on with `then`; what each came to."""
    has_written, second_began, second_is_through = Event(), Event(), Event()

    def hold() -> None:
        with transaction.atomic():
            first()
            has_written.set()
            second_began.wait(timeout=30)
            second_is_through.wait(timeout=HEAD_START)
            then()

    def follow() -> None:
        has_written.wait(timeout=30)
        second_began.set()
        try:
            second()
        finally:
            second_is_through.set()

    with ThreadPoolExecutor(2) as threads:
        one, other = (threads.submit(outcome_of, write) for write in (hold, follow))
        return one.result(timeout=60), other.result(timeout=60)


@pytest.fixture
def two(school):
    """A pupil who mentors and one who is mentored."""
    people = [PupilFactory(organisation=school.organisation) for _ in range(2)]
    for person in people:
        agree(person)
        agree(person, by_representative=True)
    mentor = MentorFactory(person=people[0], source=MentorSource.PUPIL)
    return mentor, MenteeFactory(person=people[1], participant=Participant.PUPIL)


def pair_of(school, two, **fields) -> Pair:
    mentor, mentee = two
    return school.pair(mentor, mentee, form=form("pupil-pupil"), role_model=model("achiever-underachiever"), **fields)


def leave_school(school, *leavers: Person, ends: str = "") -> None:
    """As the page of the transfer of the classes does: the leavers leave, everybody else stays."""
    today = clock.today()
    pupils = Person.objects.filter(organisation=school.organisation, grade__isnull=False).values_list("pk", flat=True)
    decisions = {pk: PupilDecision(ClassOutcome.STAYS) for pk in pupils}
    left = PupilDecision(ClassOutcome.LEFT, today - timedelta(days=3), ends_ties=ends)
    decisions |= dict.fromkeys((leaver.pk for leaver in leavers), left)
    transfer_classes(
        organisation=school.organisation, school_year=2026, day=today, decisions=decisions, by=school.curator
    )


@pytest.mark.parametrize("status", [PairStatus.DRAFT, PairStatus.AGREED])
def test_of_two_pairs_of_the_same_two_at_one_moment_one_is_written(school, status):
    like, number = school.pair(), 6
    Pair.objects.all().delete()
    together = Barrier(number)

    def insert(_: int) -> str:
        def write() -> None:
            under_way = transaction.atomic() if connection.vendor == "postgresql" else nullcontext()
            with under_way:
                Pair.objects.count()  # on PostgreSQL every transaction is open before the first one writes
                together.wait(timeout=30)
                row_like(like, status=status).save()

        return outcome_of(write)

    with ThreadPoolExecutor(number) as threads:
        outcomes = sorted(threads.map(insert, range(number)))
    assert outcomes == ["done", *[doubles.SECOND_PAIR] * (number - 1)]
    assert Pair.objects.count() == 1


@pytest.mark.parametrize("grows_first", [True, False])
def test_a_pair_grows_and_the_next_one_is_entered_at_one_moment(school, grows_first):
    pair = school.active_pair()
    grow = lambda: Pair.objects.filter(pk=pair.pk).update(ends_on=date(2027, 7, 1))  # noqa: E731
    enter = lambda: row_like(pair, starts_on=date(2027, 6, 1), ends_on=date(2027, 12, 31)).save()  # noqa: E731
    both = (grow, enter) if grows_first else (enter, grow)
    refusal = doubles.SECOND_PAIR if grows_first else doubles.GROWN_PAIR
    assert one_inside_the_other(*both) == ("done", refusal)


@pytest.mark.parametrize("side", [0, 1])
def test_a_pair_written_while_one_of_the_two_leaves_is_refused(school, two, side):
    like, leaver = school.pair(), two[side].person

    def leave() -> None:
        transfer = ClassTransfer.objects.create(organisation=leaver.organisation, school_year=2026, day=START)
        ClassMove.objects.create(
            transfer=transfer, person=leaver, school_year=2026, outcome=ClassOutcome.LEFT, on=START, grade=9
        )

    def enter() -> None:
        row_like(like, mentor_id=two[0].pk, mentee_id=two[1].pk).save()

    assert one_inside_the_other(leave, enter) == ("done", doubles.DEPARTED)
    assert Pair.objects.count() == 1


@pytest.mark.parametrize("side", [0, 1])
def test_a_pair_entered_on_the_page_while_one_of_the_two_leaves_is_told(school, two, side):
    leaver = two[side].person
    outcomes = one_inside_the_other(lambda: leave_school(school, leaver), lambda: pair_of(school, two))
    assert outcomes[0] == "done"
    assert outcomes[1] != "done"
    assert not outcomes[1].startswith("IntegrityError"), outcomes
    assert not Pair.objects.exists()
    leaver.refresh_from_db()
    assert leaver.archived_on == clock.today() - timedelta(days=3)


@pytest.mark.parametrize("side", [0, 1])
def test_who_leaves_while_a_pair_is_entered_keeps_the_card_until_the_pair_ends(school, two, side):
    leaver = two[side].person
    outcomes = one_inside_the_other(lambda: pair_of(school, two), lambda: leave_school(school, leaver))
    assert outcomes == ("done", "done")
    leaver.refresh_from_db()
    assert leaver.archived_on is None
    assert [move.person for move in departures_to_finish()] == [leaver]


def test_a_mark_of_a_leaver_set_right_while_a_pair_is_entered_waits_for_it(school, two):
    leaver = two[1].person
    transfer = ClassTransfer.objects.create(
        organisation=school.organisation, school_year=2026, day=clock.today() - timedelta(days=3)
    )
    move = ClassMove.objects.create(
        transfer=transfer, person=leaver, school_year=2026, outcome=ClassOutcome.STAYS, on=transfer.day,
        grade=leaver.grade,
    )  # fmt: skip

    def correct() -> None:
        correct_move(move=move, outcome=ClassOutcome.LEFT, on=transfer.day, by=school.curator)

    assert one_inside_the_other(lambda: pair_of(school, two), correct) == ("done", "done")
    leaver.refresh_from_db()
    assert leaver.archived_on is None
    assert [move.person for move in departures_to_finish()] == [leaver]


@pytest.mark.parametrize("side", ["mentor", "mentee"])
@pytest.mark.parametrize("archive_first", [True, False])
def test_a_card_goes_into_the_archive_and_a_pair_is_entered_at_one_moment(school, side, archive_first):
    sides = {"mentor": school.mentor(), "mentee": school.mentee()}
    person = Person.objects.get(pk=sides[side].person_id)
    archive = lambda: archive_person(person=person, by=school.curator)  # noqa: E731
    enter = lambda: school.pair(**sides)  # noqa: E731
    first, second = one_inside_the_other(*((archive, enter) if archive_first else (enter, archive)))
    assert first == "done"
    assert ("только по 20.11.2026" if archive_first else "пар") in second, second
    assert Person.objects.filter(pk=person.pk, archived_on__isnull=True).exists() == Pair.objects.exists()


@pytest.mark.parametrize("ends", ["", EndReason.REQUEST])
def test_who_leaves_and_who_enters_a_pair_of_theirs_do_not_wait_in_a_circle(school, two, ends):
    """The mentee stands before the mentor in the list of the classes; the pair asks for the mentor first. `ends`: the
    reason for which a pair of the mentee with another mentor ends with the leaving."""
    mentor, mentee = two
    Person.objects.filter(pk=mentee.person_id).update(grade=6)
    other = MentorFactory(person=PupilFactory(organisation=school.organisation, grade=8), source=MentorSource.PUPIL)
    agree(other.person)
    agree(other.person, by_representative=True)
    pair_of(school, (other, mentee))
    asks = mentor if not ends else other
    days = {"starts_on": date(2027, 6, 1), "ends_on": date(2027, 12, 31)}
    outcomes = one_inside_the_other(
        lambda: Mentor.objects.select_for_update(no_key=True).get(pk=asks.pk),
        lambda: leave_school(school, mentee.person, mentor.person, ends=ends),
        then=lambda: pair_of(school, (asks, mentee), **days),
    )
    assert outcomes == ("done", "done")
    assert Pair.objects.filter(status=PairStatus.CANCELLED).count() == (2 if ends else 0)
