"""Rows of pairs and roadmaps that are due: each with its kind, its day and its organisation (registry/deadlines/)."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, TypeVar

from django.db.models import (
    Case,
    CharField,
    Exists,
    F,
    FilteredRelation,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Greatest, Least

from mentoring.enums import DeadlineKind, PairSide, PairStatus, ProgrammeStatus, RoadmapItemStatus, RoadmapStatus
from mentoring.models import Pair, PairChange, PlanItem, Programme, Roadmap, RoadmapItem
from mentoring.models.pair import at_work, ending
from mentoring.models.pair_change import OUTLIVED
from mentoring.models.roadmap import in_force
from mentoring.queries.asked_consents import pairs_with_withdrawn_consent
from mentoring.queries.moves import with_undecided_move
from registry.database.dates import DaysAfter
from registry.deadlines import DAY, DAYS_AHEAD, DeadlineScope, DueRow, Repeats, due_columns
from registry.enums import ConsentKind
from registry.models import Act, Consent

DueRecord = TypeVar("DueRecord", bound=Model)

#: days from entering a draft until its consents are to be there, and from agreement until the order
DAYS_FOR_PAPERS = 14
DAYS_FOR_PROGRAMME = 30
#: days from a change of a pair until its act
DAYS_FOR_ACT = 7
#: how long before its end a pair is spoken of
DAYS_BEFORE_END = 30

#: days after the last day in the former organisation until somebody has decided about the pair
DAYS_FOR_MOVE = 7

_HOST = "organisation_id"
#: of a pair that is to be decided about, for the organisation that leads it and for the one to which the person came
KINDS_OF_MOVES = {
    PairSide.MENTOR: (DeadlineKind.MENTOR_MOVED, DeadlineKind.MENTOR_CAME),
    PairSide.MENTEE: (DeadlineKind.MENTEE_MOVED, DeadlineKind.MENTEE_CAME),
}


def drafts_due(pairs: QuerySet[Pair], on: date) -> QuerySet[Pair]:
    entered_by = on + timedelta(days=DAYS_AHEAD - DAYS_FOR_PAPERS)
    drafts = pairs.filter(status=PairStatus.DRAFT, created_on__lte=entered_by)
    return drafts.annotate(**due_columns(_kind(DeadlineKind.CONSENTS), DaysAfter("created_on", DAYS_FOR_PAPERS), _HOST))


def orders_due(pairs: QuerySet[Pair], on: date) -> QuerySet[Pair]:
    """A pair is ordered before it begins, and two weeks after its agreement at the latest."""
    agreed = with_day_of_agreement(pairs.filter(status=PairStatus.AGREED))
    due = Least(DaysAfter("since", DAYS_FOR_PAPERS), Greatest("starts_on", "since"))
    return _within(agreed.annotate(**due_columns(_kind(DeadlineKind.ORDER), due, _HOST)), on, DAYS_AHEAD)


def programmes_due(pairs: QuerySet[Pair], on: date) -> QuerySet[Pair]:
    """Programmes not approved in time, and all programmes that wait for the head, whatever their day."""
    return _programmes_due(pairs.filter(status=PairStatus.ACTIVE), on)


def last_programmes_due(pairs: QuerySet[Pair], on: date) -> QuerySet[Pair]:
    """Programmes of pairs whose end is still to come. There are few, and they are not due after the last day, so they
    are counted for each reader."""
    return _programmes_due(pairs.filter(ending(on)), on)


def _programmes_due(pairs: QuerySet[Pair], on: date) -> QuerySet[Pair]:
    submitted = Q(programme__status=ProgrammeStatus.SUBMITTED)
    approved = Programme.objects.filter(pair=OuterRef("pk"), status=ProgrammeStatus.APPROVED)
    waiting = pairs.exclude(Exists(approved)).exclude(kinds__one_meeting=True)
    kind = Case(
        When(submitted, then=Value(str(DeadlineKind.APPROVAL))),
        default=Value(str(DeadlineKind.PROGRAMME)),
        output_field=CharField(),
    )
    begun = Greatest("starts_on", *(Coalesce(f"act__{day}", "starts_on") for day in ("dated", "effective_on")))
    waiting = waiting.annotate(**due_columns(kind, DaysAfter(begun, DAYS_FOR_PROGRAMME), _HOST))
    return waiting.filter(submitted | Q(**{f"{DAY}__lte": on + timedelta(days=DAYS_AHEAD)}))


def ends_due(pairs: QuerySet[Pair], on: date) -> QuerySet[Pair]:
    active = pairs.filter(status=PairStatus.ACTIVE)
    return _within(active.annotate(**due_columns(_kind(DeadlineKind.END), F("ends_on"), _HOST)), on, DAYS_BEFORE_END)


def plan_items_due(items: QuerySet[PlanItem], on: date) -> QuerySet[PlanItem]:
    return _plan_items_due(items.filter(programme__pair__status=PairStatus.ACTIVE), on)


def last_plan_items_due(items: QuerySet[PlanItem], on: date) -> QuerySet[PlanItem]:
    """Items of the plan of pairs whose end is still to come."""
    return _plan_items_due(items.filter(ending(on, path="programme__pair__")), on)


def _plan_items_due(items: QuerySet[PlanItem], on: date) -> QuerySet[PlanItem]:
    undone = items.filter(done_on__isnull=True)
    host = "programme__pair__organisation_id"
    return _within(undone.annotate(**due_columns(_kind(DeadlineKind.PLAN_ITEM), F("due_on"), host)), on, DAYS_AHEAD)


def roadmaps_due(scope: DeadlineScope, on: date) -> QuerySet[Roadmap]:
    """Roadmaps of organisations that wait for the head, or for the coordinator, who alone sees the latter."""
    statuses = [RoadmapStatus.APPROVAL, *([RoadmapStatus.SUBMITTED] if scope.is_wide else [])]
    waiting = Roadmap.objects.filter(
        scope.of_organisations("organisation"), organisation__isnull=False, status__in=statuses
    )
    kind = Case(
        When(status=RoadmapStatus.APPROVAL, then=Value(str(DeadlineKind.ROADMAP_APPROVAL))),
        default=Value(str(DeadlineKind.ROADMAP_AGREEMENT)),
        output_field=CharField(),
    )
    since = Coalesce("submitted_on", "starts_on")
    return waiting.annotate(**due_columns(kind, DaysAfter(since, DAYS_FOR_PAPERS), _HOST))


def open_items() -> QuerySet[Any]:
    """Items of roadmaps in force that are neither done nor dropped, each with the day on which it `falls_due`; of
    drafts none (ADR 55). An item with days of its own has a row for each of them that is not marked (ADR 53)."""
    open_days = FilteredRelation("due_days", condition=Q(due_days__done_on__isnull=True))
    items = RoadmapItem.objects.alias(open_day=open_days).filter(
        in_force("section__roadmap__"),
        status__in=[RoadmapItemStatus.PLANNED, RoadmapItemStatus.UNDER_WAY],
        due_to__isnull=False,
    )
    return items.annotate(falls_due=Coalesce("open_day__due_on", "due_to"))


def roadmap_items_due(scope: DeadlineScope, on: date) -> QuerySet[RoadmapItem]:
    """Those of the organisations' roadmaps; of municipal ones see mentoring/queries/district_roadmaps.py."""
    items = open_items().filter(
        scope.of_organisations("section__roadmap__organisation"), section__roadmap__organisation__isnull=False
    )
    columns = due_columns(_kind(DeadlineKind.ROADMAP_ITEM), F("falls_due"), "section__roadmap__organisation_id")
    return _within(items.annotate(**columns), on, DAYS_AHEAD)


def acts_due(changes: QuerySet[PairChange], on: date) -> QuerySet[PairChange]:
    """Changes without their act, from a week before its day. The portal's week begins on the day of the change, longer
    terms of a reason (`Reason.order_days`) are later."""
    due = Coalesce("act_due_on", DaysAfter("on", DAYS_FOR_ACT))
    columns = due_columns(_kind(DeadlineKind.ACT), due, "pair__organisation_id")
    return _within(changes.exclude(OUTLIVED).filter(act_awaited=True).annotate(**columns), on, DAYS_FOR_ACT)


def change_grounds_due(changes: QuerySet[PairChange], on: date) -> QuerySet[PairChange]:
    """Ends and extensions of which the act has been cancelled, for which another act has to be named."""
    due = DaysAfter("act__cancelled_by__dated", DAYS_FOR_ACT)
    columns = due_columns(_kind(DeadlineKind.ACT), due, "pair__organisation_id")
    cancelled = PairChange.objects.on_cancelled_acts().order_by()
    return _within(changes.filter(pk__in=cancelled.values("pk")).annotate(**columns), on, DAYS_FOR_ACT)


def grounds_due(pairs: QuerySet[Pair], on: date) -> QuerySet[Pair]:
    """Active pairs on a cancelled act, for which another act has to be named."""
    cancelled = Act.objects.filter(cancelled_by__isnull=False).order_by()  # few, so they are found first
    resting = pairs.filter(at_work(on), act__in=cancelled.values("pk"))
    due = DaysAfter("act__cancelled_by__dated", DAYS_FOR_ACT)
    return _within(resting.annotate(**due_columns(_kind(DeadlineKind.GROUND), due, _HOST)), on, DAYS_FOR_ACT)


def withdrawals_due(pairs: QuerySet[Pair], on: date) -> QuerySet[Pair]:
    """Active pairs with a withdrawn consent that their rules ask for; an end that has been entered is the decision.

    The portal's week counts from the last withdrawn paper, also when another stands in its place: which paper is
    missing decides about the pair, not about the day.
    """
    of_pair = Consent.objects.filter(
        Q(person=OuterRef("mentor__person")) | Q(person=OuterRef("mentee__person")), withdrawn_on__lte=on
    ).exclude(kind=ConsentKind.PUBLICATION)  # on which no pair rests
    last = Subquery(of_pair.order_by("-withdrawn_on").values("withdrawn_on")[:1])
    concerned = pairs.filter(status=PairStatus.ACTIVE, pk__in=pairs_with_withdrawn_consent(on))
    due = DaysAfter("withdrawn_on", DAYS_FOR_ACT)
    columns = due_columns(_kind(DeadlineKind.WITHDRAWAL), due, _HOST)
    return _within(concerned.annotate(withdrawn_on=last).annotate(**columns), on, DAYS_FOR_ACT)


def moves_due(pairs: QuerySet[Pair], on: date, side: PairSide) -> QuerySet[Pair]:
    """Pairs that stayed open when the mentor or the mentee moved: whoever leads them decides."""
    return _moves_due(pairs, on, side, KINDS_OF_MOVES[side][0], _HOST)


def arrivals_due(scope: DeadlineScope, on: date, side: PairSide) -> QuerySet[Pair]:
    """The same pairs for the new organisation of the person, when another organisation leads the pair. Where that is
    one of the scope too, the row repeats the one of `moves_due`."""
    organisation = f"{side}__person__organisation"
    elsewhere = Pair.objects.filter(scope.of_organisations(organisation)).exclude(organisation=F(organisation))
    if scope.repeats != Repeats.INCLUDED:
        led_within = scope.of_organisations("organisation")
        elsewhere = elsewhere.filter(led_within if scope.repeats == Repeats.ALONE else ~led_within)
    return _moves_due(elsewhere, on, side, KINDS_OF_MOVES[side][1], f"{organisation}_id")


def _moves_due(
    pairs: QuerySet[Pair], on: date, side: PairSide, kind: DeadlineKind, organisation: str
) -> QuerySet[Pair]:
    columns = due_columns(_kind(kind), DaysAfter("left_on", DAYS_FOR_MOVE), organisation)
    return _within(with_undecided_move(pairs, side).annotate(**columns), on, DAYS_FOR_MOVE)


def _kind(kind: DeadlineKind) -> Value:
    return Value(str(kind), output_field=CharField())


def _within(rows: QuerySet[Any], on: date, days: int) -> QuerySet[Any]:
    return rows.filter(**{f"{DAY}__lte": on + timedelta(days=days)})


def with_day_of_agreement(pairs: QuerySet[Pair]) -> QuerySet[Any]:
    """Adds `since`: the last day on which the pair was agreed. It is a join, because a subquery would run at every use
    of the day."""
    later = PairChange.objects.filter(
        Q(on__gt=OuterRef("agreement__on")) | Q(on=OuterRef("agreement__on"), pk__gt=OuterRef("agreement__pk")),
        pair=OuterRef("pk"),
        to_status=PairStatus.AGREED,
    )
    agreement = FilteredRelation("changes", condition=Q(changes__to_status=PairStatus.AGREED))
    return (
        pairs.annotate(agreement=agreement)
        .exclude(Exists(later))
        .annotate(since=Coalesce("agreement__on", "created_on"))
    )


def records_due(model: type[DueRecord], rows: Sequence[DueRow]) -> QuerySet[DueRecord]:
    """The records behind due rows of one kind, without an order."""
    return model._default_manager.filter(pk__in=[row.object_id for row in rows]).order_by()
