"""Pairs as they were on a day: by their period, the date of their order and the dates of their stages.

The first and the last day count, everywhere: in figures, in lists, in papers and in the places of mentors. A pair that
is ended early on a day still works on it. A mentee whose mentor is replaced has the former one up to that day and the
new one from the day after. An active pair whose period is over works until somebody closes it.
"""

from datetime import date
from typing import TYPE_CHECKING, Any, TypedDict

from django.db.models import BigIntegerField, Exists, FilteredRelation, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from mentoring.enums import ORDERED, StageNumber
from mentoring.models import Pair, PairStage, Stage
from mentoring.models.pair import lasting_to
from registry.models import Mentee, Organisation

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class StageOnDay(TypedDict):
        stage_on: int

    PairOnDay = WithAnnotations[Pair, StageOnDay]


def working_in(organisations: QuerySet[Organisation, Any], on: date) -> QuerySet[Pair]:
    """Pairs of the host organisations that work on the day, in no order."""
    return working_on(Pair.objects.filter(organisation__in=organisations), on).order_by()


def with_working_pair(mentees: QuerySet[Mentee], on: date) -> QuerySet[Mentee]:
    """Those of `mentees` who have a pair that works on the day, wherever it is hosted."""
    return mentees.filter(Exists(working_on(Pair.objects.filter(mentee=OuterRef("pk")), on)))


def working_on(pairs: QuerySet[Pair], on: date) -> QuerySet[Pair]:
    """Those of `pairs` that work on the day: ordered and begun by then, not ended before it."""
    return pairs.filter(
        lasting_to(on),
        status__in=ORDERED,
        starts_on__lte=on,
        act__dated__lte=on,
    )


def with_stage_on(pairs: QuerySet[Pair], on: date) -> "QuerySet[PairOnDay]":
    """Adds `stage_on`: the primary key of the stage that the pair was at on the day, the first of all before it entered
    any."""
    stay_by_then = FilteredRelation("stages", condition=Q(stages__entered_on__lte=on))
    later_stays = PairStage.objects.filter(
        Q(entered_on__gt=OuterRef("stay__entered_on"))
        | Q(entered_on=OuterRef("stay__entered_on"), pk__gt=OuterRef("stay__pk")),
        pair=OuterRef("pk"),
        entered_on__lte=on,
    )
    latest = pairs.annotate(stay=stay_by_then).filter(~Exists(later_stays))
    first = Stage.objects.filter(number=min(StageNumber.values)).values("pk")
    return latest.annotate(stage_on=Coalesce("stay__stage", "stage", Subquery(first), output_field=BigIntegerField()))
