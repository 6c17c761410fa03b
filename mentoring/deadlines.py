"""Deadlines of pairs and roadmaps: which are due by which rule, and their words.

Every rule is a queryset that the database counts, orders and cuts (registry/deadlines.py).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from typing import Any

from django.db.models import Case, CharField, Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, Greatest, Least
from django.urls import reverse

from mentoring.consents import missing_consents
from mentoring.enums import Absentee, DeadlineKind, PairStatus, ProgrammeStatus, RoadmapStatus
from mentoring.models import Pair, PairChange, PlanItem, Programme, Roadmap
from mentoring.models.pair import ending, pair_name
from mentoring.queries.moves import with_undecided_move
from mentoring.queries.pairs import pairs_in
from mentoring.queries.policies import PairRulesTimeline
from registry import clock
from registry.access import Right
from registry.date_functions import DaysAfter
from registry.deadlines import (
    ALWAYS,
    DAY,
    DAYS_AHEAD,
    DeadlineProvider,
    DeadlineScope,
    DeadlineWords,
    DueRow,
    due_columns,
    is_overdue,
)
from registry.models.person import short_name

#: days from entering a draft until its consents are to be there, and from agreement until the order
DAYS_FOR_PAPERS = 14
DAYS_FOR_PROGRAMME = 30
#: days from a change of a pair until its act
DAYS_FOR_ACT = 7
#: how long before its end a pair is spoken of
DAYS_BEFORE_END = 30

#: days after the last day in the former place until somebody has decided about the pair
DAYS_FOR_MOVE = 7

_HOST = "organisation_id"
#: of a pair that is to be decided about, for the organisation that leads it and for the one to which the person came
_KINDS_OF_MOVES = {
    Absentee.MENTOR: (DeadlineKind.MENTOR_MOVED, DeadlineKind.MENTOR_CAME),
    Absentee.MENTEE: (DeadlineKind.MENTEE_MOVED, DeadlineKind.MENTEE_CAME),
}


def overdue_pairs(pairs: QuerySet[Pair], on: date | None = None) -> QuerySet[Any]:
    """Primary keys of those of the pairs that have something overdue, as one query or part of another."""
    day = on or clock.today()
    late = [rule.due(pairs, day).filter(is_overdue(day)).order_by().values_list("pk", flat=True) for rule in PAIR_RULES]
    items = PlanItem.objects.filter(programme__pair__in=pairs.order_by())
    late_items = [due(items, day).filter(is_overdue(day)).order_by() for due in (plan_items_due, last_plan_items_due)]
    changes = acts_due(PairChange.objects.filter(pair__in=pairs.order_by()), day).filter(is_overdue(day))
    return late[0].union(
        *late[1:],
        *(found.values_list("programme__pair", flat=True) for found in late_items),
        changes.order_by().values_list("pair", flat=True),
    )


def drafts_due(pairs: QuerySet[Pair], on: date) -> QuerySet[Pair]:
    entered_by = on + timedelta(days=DAYS_AHEAD - DAYS_FOR_PAPERS)
    drafts = pairs.filter(status=PairStatus.DRAFT, created_on__lte=entered_by)
    return drafts.annotate(**due_columns(_kind(DeadlineKind.CONSENTS), DaysAfter("created_on", DAYS_FOR_PAPERS), _HOST))


def orders_due(pairs: QuerySet[Pair], on: date) -> QuerySet[Pair]:
    """A pair is ordered before it begins, and two weeks after its agreement at the latest."""
    agreed = _with_day_of_agreement(pairs.filter(status=PairStatus.AGREED))
    due = Least(DaysAfter("since", DAYS_FOR_PAPERS), Greatest("starts_on", "since"))
    return _within(agreed.annotate(**due_columns(_kind(DeadlineKind.ORDER), due, _HOST)), on, DAYS_AHEAD)


def programmes_due(pairs: QuerySet[Pair], on: date) -> QuerySet[Pair]:
    """Those not approved in time, and all that wait for the head, however far their day is."""
    return _programmes_due(pairs.filter(status=PairStatus.ACTIVE), on)


def last_programmes_due(pairs: QuerySet[Pair], on: date) -> QuerySet[Pair]:
    """The same of pairs whose end is still to come: few, and no longer due after their last day, so they are counted
    each time."""
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
    begun = Greatest("starts_on", Coalesce("act__dated", "starts_on"))
    waiting = waiting.annotate(**due_columns(kind, DaysAfter(begun, DAYS_FOR_PROGRAMME), _HOST))
    return waiting.filter(submitted | Q(**{f"{DAY}__lte": on + timedelta(days=DAYS_AHEAD)}))


def ends_due(pairs: QuerySet[Pair], on: date) -> QuerySet[Pair]:
    active = pairs.filter(status=PairStatus.ACTIVE)
    return _within(active.annotate(**due_columns(_kind(DeadlineKind.END), F("ends_on"), _HOST)), on, DAYS_BEFORE_END)


def plan_items_due(items: QuerySet[PlanItem], on: date) -> QuerySet[PlanItem]:
    return _plan_items_due(items.filter(programme__pair__status=PairStatus.ACTIVE), on)


def last_plan_items_due(items: QuerySet[PlanItem], on: date) -> QuerySet[PlanItem]:
    """The same of pairs whose end is still to come."""
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


def acts_due(changes: QuerySet[PairChange], on: date) -> QuerySet[PairChange]:
    """Changes that have been entered before their act; asked for a week ahead: the portal's week is asked for from the
    day of the change, longer terms of a reason (`Reason.order_days`) later."""
    due = Coalesce("act_due_on", DaysAfter("on", DAYS_FOR_ACT))
    columns = due_columns(_kind(DeadlineKind.ACT), due, "pair__organisation_id")
    return _within(changes.filter(act_awaited=True).annotate(**columns), on, DAYS_FOR_ACT)


def moves_due(pairs: QuerySet[Pair], on: date, side: Absentee) -> QuerySet[Pair]:
    """Pairs that were left open when one of the two moved: whoever leads them decides."""
    return _moves_due(pairs, on, side, _KINDS_OF_MOVES[side][0], _HOST)


def arrivals_due(scope: DeadlineScope, on: date, side: Absentee) -> QuerySet[Pair]:
    """The same pairs for the organisation to which the person has come, where another leads the pair."""
    place = f"{side}__person__organisation"
    elsewhere = Pair.objects.filter(scope.of_organisations(place)).exclude(organisation=F(place))
    return _moves_due(elsewhere, on, side, _KINDS_OF_MOVES[side][1], f"{place}_id")


def _moves_due(
    pairs: QuerySet[Pair], on: date, side: Absentee, kind: DeadlineKind, organisation: str
) -> QuerySet[Pair]:
    columns = due_columns(_kind(kind), DaysAfter("left_on", DAYS_FOR_MOVE), organisation)
    return _within(with_undecided_move(pairs, side).annotate(**columns), on, DAYS_FOR_MOVE)


def _kind(kind: DeadlineKind) -> Value:
    return Value(str(kind), output_field=CharField())


def _within(rows: QuerySet[Any], on: date, days: int) -> QuerySet[Any]:
    return rows.filter(**{f"{DAY}__lte": on + timedelta(days=days)})


def _with_day_of_agreement(pairs: QuerySet[Pair]) -> QuerySet[Any]:
    """Adds `since`: the last day on which the pair was agreed. A join, because a subquery would be answered anew
    wherever the day is used."""
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


def _draft_words(rows: Sequence[DueRow], on: date) -> dict[int, DeadlineWords]:
    drafts = list(
        _pairs_of(rows)
        .select_related("act", "mentor__person", "mentee__person", "organisation")
        .prefetch_related("mentor__person__consents", "mentee__person__consents")
    )
    policies = PairRulesTimeline(drafts)
    words = {}
    for pair in drafts:
        rules = policies.of_pair(pair)
        if rules and (missing := missing_consents(pair, rules, on)):
            title, action = f"Согласия: {pair}", "Внести согласия"
            why = f"Нет: {'; '.join(consent.title for consent in missing)}"
            reason = f"Без согласий пара остаётся черновиком {rules.by_whom('consents_required')}."
        else:
            title, action = f"Согласовать пару: {pair}", "Согласовать"
            why = "Все согласия есть, а пара всё ещё черновик"
            reason = f"{DAYS_FOR_PAPERS} дней от внесения пары – срок портала."
        words[pair.pk] = DeadlineWords(
            title, why, pair.get_absolute_url(), action, Right.PROPOSE_PAIRS, reason=reason, about=str(pair)
        )
    return words


def _order_words(rows: Sequence[DueRow], on: date) -> dict[int, DeadlineWords]:
    return {
        pk: DeadlineWords(
            f"Приказ о закреплении: {name}",
            f"Согласована {since:%d.%m.%Y}, начало {starts_on:%d.%m.%Y}",
            f"{reverse('reports:paper_sources', args=['orders'])}?pair={pk}",
            "Издать приказ",
            Right.ISSUE_ORDERS,
            reason="Пару закрепляют приказом, с него она начинает действовать (Устюжна, п.\u00a03.6).",
            about=name,
            look=reverse("mentoring:pair", args=[pk]),
        )
        for pk, name, since, starts_on in _with_pair_name(
            _with_day_of_agreement(_pairs_of(rows)), "pk", "since", "starts_on"
        )
    }


def _programme_words(rows: Sequence[DueRow], on: date) -> dict[int, DeadlineWords]:
    words = {}
    columns = ("pk", "programme__status", "programme__submitted_on", "mentor__person")
    for pk, name, status, submitted_on, mentor_id in _with_pair_name(_pairs_of(rows), *columns):
        page = reverse("mentoring:programme", args=[pk])
        if status == ProgrammeStatus.SUBMITTED:
            words[pk] = DeadlineWords(
                f"Утвердить программу: {name}",
                f"Ждёт руководителя с {submitted_on:%d.%m.%Y}",
                page,
                "Утвердить",
                Right.APPROVE_PROGRAMMES,
                reason="Программу утверждает руководитель организации (Устюжна, п.\u00a04.1).",
                about=name,
            )
        else:
            words[pk] = DeadlineWords(
                f"Составить программу: {name}",
                "Программа ещё не отправлена руководителю",
                page,
                "Составить",
                Right.EDIT_PROGRAMMES,
                mentor_id,
                reason="Программу утверждает руководитель организации (Устюжна, п.\u00a04.1). "
                f"{DAYS_FOR_PROGRAMME} дней работы – срок портала.",
                about=name,
            )
    return words


def _plan_item_words(rows: Sequence[DueRow], on: date) -> dict[int, DeadlineWords]:
    path = "programme__pair__"
    items = PlanItem.objects.filter(pk__in=[row.object_id for row in rows]).order_by()
    columns = ("pk", "title", f"{path}pk", f"{path}mentor__person")
    return {
        pk: DeadlineWords(
            title,
            name,
            f"{reverse('mentoring:programme', args=[pair_id])}#plan-{pk}",
            "Отметить",
            Right.EDIT_PROGRAMMES,
            doer_id,
            reason="Мероприятия плана выполняются в установленные сроки (Устюжна, п.\u00a06.2).",
        )
        for pk, name, title, pair_id, doer_id in _with_pair_name(items, *columns, path=path)
    }


def _act_words(rows: Sequence[DueRow], on: date) -> dict[int, DeadlineWords]:
    changes = PairChange.objects.filter(pk__in=[row.object_id for row in rows]).order_by()
    found = {}
    columns = ("pk", "pair", "to_status", "on", "act_due_on", "listed_reason__title")
    for pk, name, pair_id, to_status, since, due_on, reason in _with_pair_name(changes, *columns, path="pair__"):
        what = "срок продлён" if to_status == PairStatus.ACTIVE else PairStatus(to_status).label
        term = f"срок по причине «{reason}»" if due_on else "Устюжна, пп.\u00a03.7–3.9; неделя – срок портала"
        found[pk] = DeadlineWords(
            f"Внесите приказ: {name}",
            f"{what.capitalize()} с {since:%d.%m.%Y}, а приказа нет",
            reverse("mentoring:change_act", args=[pair_id, pk]),
            "Внести приказ",
            Right.ISSUE_ORDERS,
            reason=f"Изменения пары вносят приказом ({term}).",
            about=name,
            look=reverse("mentoring:pair", args=[pair_id]),
        )
    return found


def _end_words(rows: Sequence[DueRow], on: date) -> dict[int, DeadlineWords]:
    words = {}
    for pk, name, ends_on in _with_pair_name(_pairs_of(rows), "pk", "ends_on"):
        page = reverse("mentoring:pair", args=[pk])
        if ends_on < on:
            words[pk] = DeadlineWords(
                f"Завершить пару: {name}",
                f"Срок кончился {ends_on:%d.%m.%Y}",
                reverse("mentoring:pair_complete", args=[pk]),
                "Завершить",
                Right.RUN_PAIRS,
                reason="Пара, которую никто не завершил и не продлил, держит место у наставника.",
                about=name,
                look=page,
            )
        else:
            words[pk] = DeadlineWords(
                f"Срок пары подходит к концу: {name}",
                "Завершите её или продлите, если кто-то долго отсутствовал",
                page,
                "Открыть",
                reason="Срок продлевают, если наставник или наставляемый долго отсутствовал (Устюжна, п.\u00a03.8).",
                about=name,
            )
    return words


def _move_words(rows: Sequence[DueRow], on: date, side: Absentee, right: Right | None) -> dict[int, DeadlineWords]:
    page = "pair_move" if right else "pair"
    place = f"{side}__person__organisation__short_name"
    found = {}
    pairs = with_undecided_move(_pairs_of(rows), side)
    for pk, name, left_on, new_place in _with_pair_name(pairs, "pk", "left_on", place):
        where = f"теперь в организации {new_place}" if new_place else "ушёл из организаций муниципалитета"
        found[pk] = DeadlineWords(
            f"Решить о паре: {name}",
            f"{side.label.capitalize()} {where}, в прежней – по {left_on:%d.%m.%Y}",
            reverse(f"mentoring:{page}", args=[pk]),
            "Решить" if right else "Открыть",
            right,
            reason="Изменения пары вносят приказом (Устюжна, пп.\u00a03.7–3.9); неделя – срок портала.",
            about=name,
            look=reverse("mentoring:pair", args=[pk]),
        )
    return found


def _roadmap_words(rows: Sequence[DueRow], on: date) -> dict[int, DeadlineWords]:
    found = {}
    roadmaps = Roadmap.objects.filter(pk__in=[row.object_id for row in rows]).order_by()
    for roadmap in roadmaps:
        is_approval = roadmap.status == RoadmapStatus.APPROVAL
        decision, reader = ("Утвердить", "руководителя") if is_approval else ("Согласовать", "координатора")
        since = f" с {roadmap.submitted_on:%d.%m.%Y}" if roadmap.submitted_on else ""
        found[roadmap.pk] = DeadlineWords(
            f"{decision} дорожную карту: {roadmap}",
            f"Ждёт {reader}{since}",
            roadmap.get_absolute_url(),
            "Рассмотреть",
            Right.APPROVE_ROADMAPS if is_approval else Right.AGREE_ROADMAPS,
            reason=f"Срок портала – {DAYS_FOR_PAPERS}\u00a0дней.",
            about=str(roadmap),
        )
    return found


def _pairs_of(rows: Sequence[DueRow]) -> QuerySet[Pair]:
    return Pair.objects.filter(pk__in=[row.object_id for row in rows]).order_by()


def _with_pair_name(rows: QuerySet[Any], key: str, *columns: str, path: str = "") -> Iterator[tuple[Any, ...]]:
    """(key, name of the pair, columns) of each row: words for hundreds of rows need no model objects.

    `path` leads from the row to its pair.
    """
    names = [
        f"{path}{side}__person__{part}_name" for side in ("mentor", "mentee") for part in ("last", "first", "middle")
    ]
    for values in rows.values_list(key, *names, *columns):
        yield values[0], pair_name(short_name(*values[1:4]), short_name(*values[4:7])), *values[7:]


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


@dataclass(frozen=True)
class PairRule:
    """Deadlines of pairs. `due`: those of the pairs that are due; `pairs`: the pairs whose deadlines a scope sees."""

    kinds: frozenset[DeadlineKind]
    due: Callable[[QuerySet[Pair], date], QuerySet[Pair]]
    words: Callable[[Sequence[DueRow], date], Mapping[int, DeadlineWords]]
    pairs: Callable[[DeadlineScope], QuerySet[Pair]] = pairs_in
    #: as those of a DeadlineProvider
    days_ahead: Mapping[str, int] = field(default_factory=dict)
    is_stored: bool = True

    def provider(self) -> DeadlineProvider:
        return DeadlineProvider(
            self.kinds,
            lambda scope, on: self.due(self.pairs(scope), on),
            self.words,
            self.days_ahead,
            is_stored=self.is_stored,
        )


def _pairs_of_organisations(scope: DeadlineScope) -> QuerySet[Pair]:
    """What becomes of a pair is not for its two people to decide."""
    return Pair.objects.filter(scope.of_organisations("organisation"))


def _move_rule(side: Absentee) -> PairRule:
    return PairRule(
        frozenset([_KINDS_OF_MOVES[side][0]]),
        partial(moves_due, side=side),
        partial(_move_words, side=side, right=Right.RUN_PAIRS),
        _pairs_of_organisations,
    )


def _arrival_provider(side: Absentee) -> DeadlineProvider:
    return DeadlineProvider(
        frozenset([_KINDS_OF_MOVES[side][1]]),
        partial(arrivals_due, side=side),
        partial(_move_words, side=side, right=None),
    )


#: the worklist, the figures and the filter «С просрочкой» all follow from this list
PAIR_RULES = (
    PairRule(frozenset([DeadlineKind.CONSENTS]), drafts_due, _draft_words),
    PairRule(frozenset([DeadlineKind.ORDER]), orders_due, _order_words, _pairs_to_order_in),
    PairRule(
        frozenset([DeadlineKind.PROGRAMME, DeadlineKind.APPROVAL]),
        programmes_due,
        _programme_words,
        days_ahead={DeadlineKind.APPROVAL: ALWAYS},
    ),
    PairRule(
        frozenset([DeadlineKind.PROGRAMME, DeadlineKind.APPROVAL]),
        last_programmes_due,
        _programme_words,
        days_ahead={DeadlineKind.APPROVAL: ALWAYS},
        is_stored=False,
    ),
    PairRule(frozenset([DeadlineKind.END]), ends_due, _end_words, days_ahead={DeadlineKind.END: DAYS_BEFORE_END}),
    *(_move_rule(side) for side in Absentee),
)
PROVIDERS = (
    *(rule.provider() for rule in PAIR_RULES),
    *(_arrival_provider(side) for side in Absentee),
    DeadlineProvider(frozenset([DeadlineKind.PLAN_ITEM]), _plan_items_in, _plan_item_words),
    DeadlineProvider(frozenset([DeadlineKind.PLAN_ITEM]), _last_plan_items_in, _plan_item_words, is_stored=False),
    DeadlineProvider(
        frozenset([DeadlineKind.ROADMAP_APPROVAL, DeadlineKind.ROADMAP_AGREEMENT]),
        roadmaps_due,
        _roadmap_words,
        days_ahead={DeadlineKind.ROADMAP_APPROVAL: ALWAYS, DeadlineKind.ROADMAP_AGREEMENT: ALWAYS},
        wide_kinds=frozenset([DeadlineKind.ROADMAP_AGREEMENT]),
    ),
    DeadlineProvider(
        frozenset([DeadlineKind.ACT]), _awaited_acts_in, _act_words, days_ahead={DeadlineKind.ACT: DAYS_FOR_ACT}
    ),
)
