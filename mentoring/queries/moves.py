"""Pairs that go on after the mentor or the mentee has left the organisation, and whether somebody has decided about
them.

A pair goes on when it is `unfinished` on the first day in the new organisation
(ADR 30). An end that is entered after the move is a decision; an end that was
entered before the move is none.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, QuerySet
from django.db.models.functions import Least

from mentoring.enums import ENDED, OPEN, ORDERED, PairSide, PairStatus
from mentoring.models import MoveDecision, Pair, PairChange
from mentoring.models.pair import PairQuerySet, unfinished
from registry.database.dates import DaysAfter
from registry.extension_points import DaysElsewhere, Move
from registry.models import Affiliation, Mentee, Mentor, Person
from registry.queries.classes import days_of_departures, departures_to_finish
from registry.queries.row_locks import hold_rows


def departures_before(pair: Pair, on: date) -> list[tuple[Person, date]]:
    """Who of the two has left with the transfer of the classes before the day, and the last day of each there."""
    people = [pair.mentor.person, pair.mentee.person]
    days = days_of_departures(departures_to_finish().filter(person__in=people, on__lt=on))
    return [(person, days[person.pk]) for person in people if person.pk in days]


def pairs_left_behind(person: Person, on: date) -> PairQuerySet:
    """Pairs that work, or will work, when the person belongs elsewhere from the day `on`; sorted by their beginning."""
    of_person = Q(mentor__person=person) | Q(mentee__person=person)
    return (
        Pair.objects.filter(of_person, unfinished(on))
        .with_shown_relations()
        .select_related("organisation__municipality")
        .order_by("starts_on", "pk")
    )


def ended_by_leaving(person: Person, on: date) -> QuerySet[Pair]:
    """Pairs of the person that ended before their time, or were given up, on the day."""
    of_person = Q(mentor__person=person) | Q(mentee__person=person)
    changes = PairChange.objects.filter(
        to_status__in=[PairStatus.TERMINATED, PairStatus.CANCELLED], on=on, correction__isnull=True
    )
    ended = [PairStatus.TERMINATED, PairStatus.CANCELLED]
    return Pair.objects.filter(of_person, status__in=ended, pk__in=changes.order_by().values("pair"))


def lock_pairs_of(people: Collection[int]) -> None:
    """Locks the bank entries of the people, by primary key, and of whoever works with them: nobody enters, changes or
    ends a pair of theirs until the end of the transaction. All mentors, then all mentees, as activation does."""
    pairs = Pair.objects.filter(Q(mentor__person__in=people) | Q(mentee__person__in=people), status__in=OPEN)
    for bank, side in ((Mentor, "mentor"), (Mentee, "mentee")):
        hold_rows(bank.objects.filter(Q(person__in=people) | Q(pk__in=pairs.values(side))))


def with_undecided_move(pairs: QuerySet[Pair], side: PairSide) -> QuerySet[Any]:
    """Pairs that worked, or will work, after the mentor or mentee had moved, without a decision since. `left_on` is the
    last day in the former organisation; of several moves the last counts."""
    person = f"{side}__person"
    closed = FilteredRelation(
        f"{person}__affiliations", condition=Q(**{f"{person}__affiliations__until__isnull": False})
    )
    bank: type[Mentor | Mentee] = Mentor if side == PairSide.MENTOR else Mentee
    of_movers = bank.objects.filter(person__affiliations__until__isnull=False)  # few, so they are found first
    later = Affiliation.objects.filter(person=OuterRef(person), until__gt=OuterRef("left_on"))
    holds = Q(ends=False) | Q(pair__status__in=ENDED)
    decided = MoveDecision.objects.filter(holds, pair=OuterRef("pk"), side=side, on__gt=OuterRef("left_on"))
    return (
        pairs.filter(**{f"{side}__in": of_movers.order_by().values("pk")})
        .annotate(move=closed, left_on=F("move__until"))
        .filter(unfinished(DaysAfter("left_on", 1)))
        .filter(~Exists(later), ~Exists(decided), left_on__gte=Least("starts_on", "created_on"))
    )


def undecided_move(pair: Pair) -> tuple[PairSide, Move] | None:
    """The move that awaits a decision: of the mentor, otherwise of the mentee."""
    return next(iter(undecided_moves(pair)), None)


def undecided_moves(pair: Pair) -> Iterator[tuple[PairSide, Move]]:
    """The moves that await a decision: of the mentor, then of the mentee."""
    for side in PairSide:
        move = with_undecided_move(Pair.objects.filter(pk=pair.pk), side).values_list("left_on", "move").first()
        if move is None:
            continue
        left_on, affiliation = move
        entry: Mentor | Mentee = getattr(pair, side)
        former = Affiliation.objects.select_related("organisation").get(pk=affiliation).organisation
        yield side, Move(entry.person, former, entry.person.organisation, left_on + timedelta(days=1))


def pairs_of_days_elsewhere(days: DaysElsewhere) -> QuerySet[Pair]:
    """Pairs that the organisation leads and that began in the days, or ended in them where nobody asks about that."""
    of_person = Q(mentor__person=days.person) | Q(mentee__person=days.person)
    within = Q(status__in=ORDERED, starts_on__range=(days.first, days.last))
    if not days.asks_about_ends:
        within |= Q(status__in=ENDED, ended_on__range=(days.first, days.last))
    pairs = Pair.objects.filter(of_person, within, organisation=days.organisation).order_by("starts_on", "pk")
    return pairs.select_related("mentor__person", "mentee__person")


def with_nobody_there(pairs: Collection[Pair]) -> list[Pair]:
    """Pairs neither of whose two people belongs to the organisation that leads the pair on its first day, in one query.
    Who is not in the register yet comes to that organisation."""
    known = [pair for pair in pairs if pair.mentor.person.pk and pair.mentee.person.pk]
    people = {person for pair in known for person in _people_of(pair)}
    spans: dict[tuple[int, int], list[tuple[date | None, date | None]]] = defaultdict(list)
    rows = Affiliation.objects.filter(person__in=people) if people else Affiliation.objects.none()
    for person, organisation, since, until in rows.values_list("person", "organisation", "since", "until"):
        spans[person, organisation].append((since, until))
    return [
        pair
        for pair in known
        if not any(
            (since is None or since <= pair.starts_on) and (until is None or pair.starts_on <= until)
            for person in _people_of(pair)
            for since, until in spans[person, pair.organisation_id]
        )
    ]


def _people_of(pair: Pair) -> tuple[int, int]:
    return pair.mentor.person.pk, pair.mentee.person.pk


def pairs_hosted_by_organisation_of(affiliation: Affiliation, statuses: Collection[str]) -> QuerySet[Pair]:
    """Pairs of the person that the organisation of the affiliation leads."""
    of_person = Q(mentor__person=affiliation.person_id) | Q(mentee__person=affiliation.person_id)
    return Pair.objects.filter(of_person, organisation=affiliation.organisation_id, status__in=statuses)
