"""Deadlines of pairs and roadmaps: which are due by which rule, and who labels them.

Every rule is a queryset that the database counts, orders and cuts (registry/deadlines/).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

from django.db.models import QuerySet

from mentoring.deadlines.labels import (
    act_labels,
    draft_labels,
    end_labels,
    ground_labels,
    move_labels,
    order_labels,
    plan_item_labels,
    programme_labels,
    roadmap_item_labels,
    roadmap_labels,
    withdrawal_labels,
)
from mentoring.enums import DeadlineKind, PairSide
from mentoring.models import Pair, PairChange, PlanItem
from mentoring.queries.due_rows import (
    DAYS_BEFORE_END,
    DAYS_FOR_ACT,
    KINDS_OF_MOVES,
    acts_due,
    arrivals_due,
    change_grounds_due,
    drafts_due,
    ends_due,
    grounds_due,
    last_plan_items_due,
    last_programmes_due,
    moves_due,
    orders_due,
    plan_items_due,
    programmes_due,
    roadmap_items_due,
    roadmaps_due,
    withdrawals_due,
)
from mentoring.queries.pairs import pairs_in
from registry import clock
from registry.access import Right
from registry.deadlines import ALWAYS, DeadlineLabel, DeadlineProvider, DeadlineScope, DueRow, is_overdue


def overdue_pairs(pairs: QuerySet[Pair], on: date | None = None) -> QuerySet[Any]:
    """Primary keys of those of the pairs that have something overdue, as one query or part of another."""
    day = on or clock.today()
    late = [rule.due(pairs, day).filter(is_overdue(day)).order_by().values_list("pk", flat=True) for rule in PAIR_RULES]
    is_narrowed = pairs.query.has_filters()
    items = PlanItem.objects.filter(programme__pair__in=pairs.order_by()) if is_narrowed else PlanItem.objects.all()
    late_items = [due(items, day).filter(is_overdue(day)).order_by() for due in (plan_items_due, last_plan_items_due)]
    changes = PairChange.objects.filter(pair__in=pairs.order_by()) if is_narrowed else PairChange.objects.all()
    late_changes = [due(changes, day).filter(is_overdue(day)).order_by() for due in (acts_due, change_grounds_due)]
    return late[0].union(
        *late[1:],
        *(late.values_list("programme__pair", flat=True) for late in late_items),
        *(late.values_list("pair", flat=True) for late in late_changes),
    )


def _pairs_to_order_in(scope: DeadlineScope) -> QuerySet[Pair]:
    """To issue an order is the business of others than the mentee who waits for it."""
    pairs = pairs_in(scope)
    return pairs if scope.has_organisations else pairs.exclude(mentee__person__in=scope.person_ids)


def _plan_items_in(scope: DeadlineScope, on: date) -> QuerySet[PlanItem]:
    return plan_items_due(_plan_items_of(scope), on)


def _last_plan_items_in(scope: DeadlineScope, on: date) -> QuerySet[PlanItem]:
    return last_plan_items_due(_plan_items_of(scope), on)


def _plan_items_of(scope: DeadlineScope) -> QuerySet[PlanItem]:
    if scope.person_ids:
        return PlanItem.objects.filter(programme__pair__in=pairs_in(scope))
    return PlanItem.objects.filter(scope.of_organisations("programme__pair__organisation"))


def _awaited_acts_in(scope: DeadlineScope, on: date) -> QuerySet[PairChange]:
    """Acts are the business of the organisations, not of the two people."""
    return acts_due(PairChange.objects.filter(scope.of_organisations("pair__organisation")), on)


def _lost_grounds_in(scope: DeadlineScope, on: date) -> QuerySet[PairChange]:
    return change_grounds_due(PairChange.objects.filter(scope.of_organisations("pair__organisation")), on)


@dataclass(frozen=True)
class PairRule:
    """Deadlines of pairs. `due`: those of the pairs that are due; `pairs`: the pairs whose deadlines a scope sees."""

    kinds: frozenset[DeadlineKind]
    due: Callable[[QuerySet[Pair], date], QuerySet[Pair]]
    labels: Callable[[Sequence[DueRow], date], Mapping[int, DeadlineLabel]]
    pairs: Callable[[DeadlineScope], QuerySet[Pair]] = pairs_in
    #: as those of a DeadlineProvider
    days_ahead: Mapping[str, int] = field(default_factory=dict)
    is_stored: bool = True
    rights: Mapping[str, Right] = field(default_factory=dict)
    doers: Mapping[str, str] = field(default_factory=dict)
    decisions: frozenset[str] = frozenset()

    def provider(self) -> DeadlineProvider:
        return DeadlineProvider(
            self.kinds,
            lambda scope, on: self.due(self.pairs(scope), on),
            self.labels,
            self.days_ahead,
            is_stored=self.is_stored,
            rights=self.rights,
            doers=self.doers,
            decisions=self.decisions,
        )


def _pairs_of_organisations(scope: DeadlineScope) -> QuerySet[Pair]:
    """What becomes of a pair is not for its two people to decide."""
    return Pair.objects.filter(scope.of_organisations("organisation"))


def _move_rule(side: PairSide) -> PairRule:
    kind = KINDS_OF_MOVES[side][0]
    return PairRule(
        frozenset([kind]),
        partial(moves_due, side=side),
        partial(move_labels, side=side, is_decided_here=True),
        _pairs_of_organisations,
        rights={kind: Right.RUN_PAIRS},
    )


def _arrival_provider(side: PairSide) -> DeadlineProvider:
    kinds = frozenset([KINDS_OF_MOVES[side][1]])
    return DeadlineProvider(
        kinds,
        partial(arrivals_due, side=side),
        partial(move_labels, side=side, is_decided_here=False),
        repeating_kinds=kinds,
    )


_PROGRAMME_RIGHTS: dict[str, Right] = {
    DeadlineKind.PROGRAMME: Right.EDIT_PROGRAMMES,
    DeadlineKind.APPROVAL: Right.APPROVE_PROGRAMMES,
}
#: who mentors writes the programme and marks what was done
_PROGRAMME_DOERS: dict[str, str] = {DeadlineKind.PROGRAMME: "mentor__person"}
_PLAN_ITEM_RIGHTS: dict[str, Right] = {DeadlineKind.PLAN_ITEM: Right.EDIT_PROGRAMMES}
_PLAN_ITEM_DOERS: dict[str, str] = {DeadlineKind.PLAN_ITEM: "programme__pair__mentor__person"}

#: deadlines whose rows are pairs: PROVIDERS and the filter «С просрочкой» follow from this list. Those of events of a
#: plan, of acts and of roadmaps stand in PROVIDERS alone; `overdue_pairs` names what of them makes a pair overdue
PAIR_RULES = (
    PairRule(
        frozenset([DeadlineKind.CONSENTS]),
        drafts_due,
        draft_labels,
        rights={DeadlineKind.CONSENTS: Right.PROPOSE_PAIRS},
    ),
    PairRule(
        frozenset([DeadlineKind.ORDER]),
        orders_due,
        order_labels,
        _pairs_to_order_in,
        rights={DeadlineKind.ORDER: Right.ISSUE_ORDERS},
    ),
    PairRule(
        frozenset([DeadlineKind.PROGRAMME, DeadlineKind.APPROVAL]),
        programmes_due,
        programme_labels,
        days_ahead={DeadlineKind.APPROVAL: ALWAYS},
        rights=_PROGRAMME_RIGHTS,
        doers=_PROGRAMME_DOERS,
        decisions=frozenset([DeadlineKind.APPROVAL]),
    ),
    PairRule(
        frozenset([DeadlineKind.PROGRAMME, DeadlineKind.APPROVAL]),
        last_programmes_due,
        programme_labels,
        days_ahead={DeadlineKind.APPROVAL: ALWAYS},
        is_stored=False,
        rights=_PROGRAMME_RIGHTS,
        doers=_PROGRAMME_DOERS,
        decisions=frozenset([DeadlineKind.APPROVAL]),
    ),
    PairRule(
        frozenset([DeadlineKind.END]),
        ends_due,
        end_labels,
        days_ahead={DeadlineKind.END: DAYS_BEFORE_END},
        rights={DeadlineKind.END: Right.RUN_PAIRS},
    ),
    PairRule(
        frozenset([DeadlineKind.GROUND]),
        grounds_due,
        ground_labels,
        _pairs_of_organisations,
        days_ahead={DeadlineKind.GROUND: DAYS_FOR_ACT},
        is_stored=False,
        rights={DeadlineKind.GROUND: Right.ISSUE_ORDERS},
    ),
    PairRule(
        frozenset([DeadlineKind.WITHDRAWAL]),
        withdrawals_due,
        withdrawal_labels,
        _pairs_of_organisations,
        days_ahead={DeadlineKind.WITHDRAWAL: DAYS_FOR_ACT},
        is_stored=False,
        rights={DeadlineKind.WITHDRAWAL: Right.RUN_PAIRS},
    ),
    *(_move_rule(side) for side in PairSide),
)
PROVIDERS = (
    *(rule.provider() for rule in PAIR_RULES),
    *(_arrival_provider(side) for side in PairSide),
    DeadlineProvider(
        frozenset([DeadlineKind.PLAN_ITEM]),
        _plan_items_in,
        plan_item_labels,
        rights=_PLAN_ITEM_RIGHTS,
        doers=_PLAN_ITEM_DOERS,
    ),
    DeadlineProvider(
        frozenset([DeadlineKind.PLAN_ITEM]),
        _last_plan_items_in,
        plan_item_labels,
        is_stored=False,
        rights=_PLAN_ITEM_RIGHTS,
        doers=_PLAN_ITEM_DOERS,
    ),
    DeadlineProvider(
        frozenset([DeadlineKind.ROADMAP_APPROVAL, DeadlineKind.ROADMAP_AGREEMENT]),
        roadmaps_due,
        roadmap_labels,
        days_ahead={DeadlineKind.ROADMAP_APPROVAL: ALWAYS, DeadlineKind.ROADMAP_AGREEMENT: ALWAYS},
        wide_kinds=frozenset([DeadlineKind.ROADMAP_AGREEMENT]),
        rights={
            DeadlineKind.ROADMAP_APPROVAL: Right.APPROVE_ROADMAPS,
            DeadlineKind.ROADMAP_AGREEMENT: Right.AGREE_ROADMAPS,
        },
        decisions=frozenset([DeadlineKind.ROADMAP_APPROVAL, DeadlineKind.ROADMAP_AGREEMENT]),
    ),
    DeadlineProvider(
        frozenset([DeadlineKind.ROADMAP_ITEM]),
        roadmap_items_due,
        roadmap_item_labels,
        rights={DeadlineKind.ROADMAP_ITEM: Right.EDIT_ROADMAPS},
    ),
    DeadlineProvider(
        frozenset([DeadlineKind.ACT]),
        _awaited_acts_in,
        act_labels,
        days_ahead={DeadlineKind.ACT: DAYS_FOR_ACT},
        rights={DeadlineKind.ACT: Right.ISSUE_ORDERS},
    ),
    DeadlineProvider(
        frozenset([DeadlineKind.ACT]),
        _lost_grounds_in,
        act_labels,
        days_ahead={DeadlineKind.ACT: DAYS_FOR_ACT},
        is_stored=False,
        rights={DeadlineKind.ACT: Right.ISSUE_ORDERS},
    ),
)
