"""Capacity of mentors in the register: their mentees in a period, their free places, and the day of the next free
place.

The count is that of the trigger (mentoring/guards/cap.py): the greatest number of distinct mentees on one day of a
period. An overdue pair that nobody has closed holds its place, today and later (`lasting_to`).
"""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, TypedDict

from django.db.models import (
    Case,
    Count,
    F,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Greatest, Least
from django.db.models.lookups import GreaterThan

from mentoring.capacity import MenteePeriod, earliest_free, mentee_limit, most_mentees
from mentoring.models import Pair
from mentoring.models.pair import NO_END, lasting_to
from registry import clock
from registry.enums import MOST_MENTEES, CandidateApproval
from registry.models import Mentor
from registry.plausible_dates import LATEST
from registry.policies.rules_in_force import Jurisdiction
from registry.queries.rules import RulesTimeline

#: where a mentor belongs now
HOME = "person__organisation"


@dataclass(frozen=True, slots=True)
class Holder(MenteePeriod):
    """A mentee of the mentor, by the pair that the two have."""

    pair: Pair


@dataclass(frozen=True)
class Load:
    """How busy a mentor is over a period: `busy` at its worst moment out of `limit`."""

    holders: tuple[Holder, ...]
    busy: int
    limit: int
    #: None when an overdue pair has to be closed first
    free_from: date | None

    @property
    def free(self) -> int:
        return max(self.limit - self.busy, 0)


class FreeCapacity(TypedDict):
    """What `with_capacity` adds to a mentor."""

    busy: int
    limit: int
    free: int


if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    MentorWithCapacity = WithAnnotations[Mentor, FreeCapacity]


def holders_of(mentor: Mentor, *, since: date, without: Pair | None = None) -> tuple[Holder, ...]:
    """The mentees who hold a place of the mentor on `since` or later, the earliest to leave first."""
    pairs = (
        Pair.objects.place_holding()
        .filter(lasting_to(since), mentor=mentor)
        .select_related("mentee__person", "organisation")
        .order_by("pk")
    )
    if without is not None and without.pk:
        pairs = pairs.exclude(pk=without.pk)
    holders = [Holder(pair.mentee_id, pair.starts_on, pair.lasts_until, pair) for pair in pairs]
    return tuple(sorted(holders, key=lambda holder: holder.until))


def pairs_with_place_of_mentor(mentor: Mentor, *, without: Pair) -> list[Pair]:
    """Every pair of the mentor that holds a place, or held one, apart from `without`."""
    pairs = Pair.objects.place_holding().filter(mentor=mentor).exclude(pk=without.pk)
    return list(pairs.select_related("mentee__person", "organisation").order_by("pk"))


def written_period(pair: Pair) -> MenteePeriod:
    """The planned period: to the end of the pair, otherwise to the end of its term."""
    return MenteePeriod(pair.mentee_id, pair.starts_on, pair.last_day)


def period_until_closed(pair: Pair) -> MenteePeriod:
    """The actual period of an ordered pair: to its end, otherwise without end."""
    return MenteePeriod(pair.mentee_id, pair.starts_on, pair.ended_on or NO_END)


def load_of(
    mentor: Mentor, starts_on: date, ends_on: date, *, policy_limit: int = MOST_MENTEES, without: Pair | None = None
) -> Load:
    """The mentor's places over a period; `without` leaves a pair that is being changed out of the count."""
    limit = mentee_limit(mentor.personal_limit, policy_limit)
    holders = holders_of(mentor, since=starts_on, without=without)
    in_period = tuple(h for h in holders if h.starts_on <= ends_on)
    return Load(
        in_period, most_mentees(holders, starts_on, ends_on), limit, earliest_free(holders, starts_on, ends_on, limit)
    )


def with_capacity(
    mentors: QuerySet[Mentor],
    starts_on: date,
    ends_on: date,
    *,
    policy_limit: int | None = None,
    apart_from_mentee: int | None = None,
    home: str = HOME,
) -> QuerySet[Mentor]:
    """Adds `busy`, `limit` and `free` places at the worst moment of the period, in the same query; the rules
    take two more.

    Without `policy_limit` the rules of each mentor's organisation on the first day of the period count; `home` leads
    from a mentor to that organisation.
    """
    holding = Pair.objects.place_holding().order_by()
    if apart_from_mentee is not None:
        holding = holding.exclude(mentee=apart_from_mentee)
    busy: Coalesce | Greatest = Coalesce(Subquery(_load_on(holding, starts_on, mentor=OuterRef("pk"))), 0)
    if ends_on > starts_on:
        later = (
            holding.filter(mentor=OuterRef("pk"), starts_on__gt=starts_on, starts_on__lte=ends_on)
            .annotate(load=Subquery(_load_on(holding, OuterRef("starts_on"), mentor=OuterRef("mentor"))))
            .order_by("-load")
            .values("load")[:1]
        )
        busy = Greatest(busy, Coalesce(Subquery(later), 0))
    return mentors.annotate(
        busy=busy,
        limit=Least(
            Value(MOST_MENTEES),
            Coalesce("personal_limit", MOST_MENTEES),
            _lowered_limit(starts_on, home) if policy_limit is None else Value(policy_limit),
            output_field=IntegerField(),
        ),
    ).annotate(
        # whom the head has refused works with nobody new
        free=Case(
            When(approval=CandidateApproval.REFUSED, then=Value(0)),
            default=Greatest(F("limit") - F("busy"), 0),
            output_field=IntegerField(),
        )
    )


@dataclass(frozen=True)
class FreePlaces:
    mentors: int
    free: int


def count_free(mentors: QuerySet[Mentor], on: date) -> FreePlaces:
    """The number of mentors and of their free places on the day; three queries, whatever their number."""
    totals = with_capacity(mentors.order_by(), on, on).aggregate(mentors=Count("pk"), places=Sum("free"))
    return FreePlaces(totals["mentors"], totals["places"] or 0)


def free_by_organisation(mentors: QuerySet[Mentor], on: date, path: str) -> dict[int, int]:
    """The free places by the organisation to which `path` leads from a mentor; three queries."""
    by_mentor = with_capacity(mentors.order_by(), on, on, home=path).values_list(path, "free")
    places: dict[int, int] = {}
    for organisation, free in by_mentor:
        places[organisation] = places.get(organisation, 0) + free
    return places


def mentors_above(jurisdiction: Jurisdiction, limit: int) -> QuerySet[Mentor]:
    """Mentors of the jurisdiction who have, today or later, more mentees at once than the limit, by their names."""
    mentors = Mentor.objects.filter(person__municipality=jurisdiction.municipality, excluded_on__isnull=True)
    if jurisdiction.organisation is not None:
        mentors = mentors.filter(person__organisation=jurisdiction.organisation)
    elif jurisdiction.kind:
        mentors = mentors.filter(person__organisation__kind=jurisdiction.kind)
    with_places = with_capacity(mentors, clock.today(), LATEST, policy_limit=MOST_MENTEES)
    above = with_places.filter(GreaterThan(F("busy"), limit))
    return above.select_related("person").order_by("person__sort_key", "pk")


def _lowered_limit(on: date, path: str = HOME) -> Case:
    """The limit of the rules of the organisation to which `path` leads; who belongs nowhere has that of the
    municipality. The rules are read once, not again for every mentor."""
    timeline = RulesTimeline(None, acts=False)
    limits = [
        (one, rules.mentee_limit)
        for one in timeline.jurisdictions_with_rules()
        if (rules := timeline.in_force(one, on))
    ]
    municipality = "person__municipality" if path == HOME else f"{path}__municipality"
    lowered = []
    for number in range(1, MOST_MENTEES + 1):
        if own := [one.organisation for one, limit in limits if limit == number and one.organisation]:
            lowered.append(When(**{f"{path}__in": own}, then=Value(number)))
    for one, limit in limits:
        if one.kind and not one.organisation:
            of_kind = {f"{path}__municipality": one.municipality, f"{path}__kind": one.kind}
            lowered.append(When(**of_kind, then=Value(limit)))
    for number in range(1, MOST_MENTEES):
        if whole := [one.municipality for one, limit in limits if limit == number and not one.kind]:
            lowered.append(When(**{f"{municipality}__in": whole}, then=Value(number)))
    return Case(*lowered, default=Value(MOST_MENTEES), output_field=IntegerField())


def _load_on(holding: QuerySet[Pair], day: date | OuterRef, *, mentor: OuterRef) -> QuerySet[Any]:
    return (
        holding.filter(lasting_to(day), mentor=mentor, starts_on__lte=day)
        .values("mentor")
        .annotate(load=Count("mentee", distinct=True))
        .values("load")
    )


def load_today(mentor: Mentor) -> Mentor:
    """The mentor with the annotations of `with_capacity` for today."""
    today = clock.today()
    return with_capacity(Mentor.objects.filter(pk=mentor.pk), today, today).get()
