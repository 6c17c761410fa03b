"""Pairs as they were on a day: by their period, the date of their order and the dates of their stages.

The first and the last day count, everywhere: in figures, in lists, in papers and in the places of mentors. A pair that
is ended early on a day still works on it. A mentee whose mentor is replaced has the former one up to that day and the
new one from the day after. An active pair whose period is over works until somebody closes it.
"""

from collections.abc import Collection, Iterator
from datetime import date
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, TypedDict, cast

from django.db.models import BigIntegerField, Count, Exists, FilteredRelation, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from mentoring.enums import LIVE, PairStatus
from mentoring.models import Pair, PairChange, PairStage, Stage, StageSet
from mentoring.models.pair import ending, in_state, lasting_to, working
from mentoring.models.stage_set import PORTAL_SET
from registry.models import Mentee, Organisation
from registry.queries.former_names import name_people_as_on

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class StageOnDay(TypedDict):
        stage_on: int

    PairOnDay = WithAnnotations[Pair, StageOnDay]


#: where an ordered pair without a stage is counted
_FIRST_STAGE = Subquery(Stage.objects.filter(stage_set__code=PORTAL_SET).order_by("number").values("pk")[:1])


def working_in(organisations: QuerySet[Organisation, Any], on: date) -> QuerySet[Pair]:
    """Pairs of the host organisations that work on the day, in no order."""
    return working_on(Pair.objects.filter(organisation__in=organisations), on).order_by()


def with_working_pair(mentees: QuerySet[Mentee], on: date) -> QuerySet[Mentee]:
    """The mentees who have a working pair on the day, wherever it is hosted."""
    return mentees.filter(Exists(working_on(Pair.objects.filter(mentee=OuterRef("pk")), on)))


def without_pair(mentees: QuerySet[Mentee], on: date) -> QuerySet[Mentee]:
    """The mentees who have neither an agreed nor an active pair."""
    led = Pair.objects.filter(lasting_to(on), mentee=OuterRef("pk"), status__in=LIVE)
    # Apart, because each of the two is answered from an index of its own.
    still_led = Pair.objects.filter(ending(on), mentee=OuterRef("pk"))
    return mentees.exclude(Exists(led)).exclude(Exists(still_led))


def working_on(pairs: QuerySet[Pair], on: date) -> QuerySet[Pair]:
    """The pairs that work on the day: begun by then under an order in effect, not ended before it."""
    return pairs.filter(working(on))


def hosted_in_state(
    organisations: QuerySet[Organisation, Any] | Collection[int], state: str, on: date
) -> QuerySet[Pair]:
    """Pairs of the host organisations in the state on the day, in no order.

    Earlier states of a pair do not count; an end in the future is not taken for one that has passed.
    """
    return Pair.objects.filter(in_state(state, on), organisation__in=organisations).order_by()


def numbers_in_states(pairs: QuerySet[Pair], *states: PairStatus, on: date) -> list[int]:
    """The number of pairs in each of the states on the day. One query."""
    conditions = [in_state(state, on) for state in states]
    numbers = {f"number_{index}": Count("pk", filter=condition) for index, condition in enumerate(conditions)}
    return list(pairs.filter(reduce(or_, conditions)).order_by().aggregate(**numbers).values())


def numbers_at_stages(organisations: QuerySet[Organisation, Any], on: date) -> Iterator[tuple[int, int, int]]:
    """Primary key of the host organisation, primary key of a stage, number of pairs that work and are at it on the day.

    A stage of an organisation may come twice. A pair that has entered no stage since the day is still where it was:
    only the stays of the others are read.
    """
    working = working_in(organisations, on)
    moved_since = Exists(PairStage.objects.filter(pair=OuterRef("pk"), entered_on__gt=on))
    unmoved = working.exclude(moved_since).annotate(stage_on=Coalesce("stage", _FIRST_STAGE))
    numbers = [
        pairs.values_list("organisation", "stage_on").annotate(number=Count("pk"))
        for pairs in (unmoved, with_stage_on(working.filter(moved_since), on))
    ]
    return iter(numbers[0].union(numbers[1], all=True))


def with_stage_on(pairs: QuerySet[Pair], on: date) -> "QuerySet[PairOnDay]":
    """Adds `stage_on`: the primary key of the stage that the pair was at on the day, the first of all before it entered
    any. Of two stays the one entered by the later step counts: a pair may be moved before the day on which its first
    stage begins."""
    stay_by_then = FilteredRelation("stages", condition=Q(stages__entered_on__lte=on))
    later_stays = PairStage.objects.filter(pair=OuterRef("pk"), pk__gt=OuterRef("stay__pk"), entered_on__lte=on)
    if "stage_on" in pairs.query.annotations:
        return cast("QuerySet[PairOnDay]", pairs)
    latest = pairs.annotate(stay=stay_by_then).filter(~Exists(later_stays))
    return latest.annotate(stage_on=Coalesce("stay__stage", "stage", _FIRST_STAGE, output_field=BigIntegerField()))


def in_order_of_stages_on(pairs: QuerySet[Pair], on: date, *, is_descending: bool) -> QuerySet[Pair]:
    """By the number of the stage that each was at on the day, the latest first among those at one."""
    number = Subquery(Stage.objects.filter(pk=OuterRef("stage_on")).values("number"))
    order = f"{'-' if is_descending else ''}number_then"
    return with_stage_on(pairs, on).annotate(number_then=number).order_by(order, "-starts_on", "-pk")


def stages_on(pairs: Collection[int], on: date) -> dict[int, Stage]:
    """Primary key of each of the pairs → its stage on the day. Two queries."""
    at = dict(with_stage_on(Pair.objects.filter(pk__in=pairs), on).values_list("pk", "stage_on"))
    stages = Stage.objects.in_bulk(set(at.values()))
    return {pk: stages[stage] for pk, stage in at.items() if stage in stages}


def ends_on_day(pairs: Collection[int], on: date) -> dict[int, date]:
    """Primary key of each of the pairs that were extended after the day → the last day of its period as it was then.
    One query."""
    extensions = PairChange.objects.filter(
        pair__in=pairs, on__gt=on, ends_on_before__isnull=False, corrects__isnull=True, correction__isnull=True
    ).order_by("-on", "-pk")
    return {change.pair_id: change.ends_on_before for change in extensions if change.ends_on_before is not None}


def put_back_to(pairs: Collection[Pair], on: date) -> None:
    """Gives pairs that are about to be shown the names and the last day of the past day. Two queries."""
    name_people_as_on((person for pair in pairs for person in (pair.mentor.person, pair.mentee.person)), on)
    ends = ends_on_day({pair.pk for pair in pairs}, on)
    for pair in pairs:
        pair.ends_then = ends.get(pair.pk)


def at_stages_of(stage_set: StageSet, pairs: QuerySet[Pair], on: date) -> QuerySet[Pair]:
    """Pairs that were at one of the stages of the set on the day."""
    return with_stage_on(pairs, on).filter(stage_on__in=stage_set.stages.order_by().values("pk"))
