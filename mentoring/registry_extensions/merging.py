"""How pairs and groups follow a person when two cards become one, and what of it the rules forbid."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from django.db import IntegrityError
from django.db.models import Q

from mentoring.capacity import MenteePeriod, is_overfull, mentee_limit, most_mentees, numbers_of_mentees
from mentoring.enums import LIVE, OPEN, ORDERED, PLACE_HOLDING, PairStatus
from mentoring.enums import UNFINISHED as UNFINISHED_REQUESTS
from mentoring.guards import cap, doubles
from mentoring.models import Pair, PairGroup, PairRequest, Route
from mentoring.models.pair import NO_END
from mentoring.queries.policies import PairRulesTimeline
from mentoring.refusals.capacity import SELF_MENTORING
from registry.enums import MOST_MENTEES
from registry.extension_points import MergeParticipant
from registry.merge_values import Merge, Reassignment
from registry.models import Mentee, Mentor, Person
from registry.side_texts import side_label, side_text
from russian.numbers import GENITIVE_NUMBERS

RELATIONS = frozenset(
    {
        "mentoring.Pair.mentor",
        "mentoring.Pair.mentee",
        "mentoring.Pair.curator",
        "mentoring.PairGroup.mentor",
        "mentoring.PairRequest.person",
        "mentoring.Route.mentee",
    }
)
NO_PLACES = side_label(
    "У наставника не хватает мест для всех пар. Обновите страницу: пока вы проверяли, пары изменились."
)


@dataclass(frozen=True)
class Future:
    """A pair as it will be."""

    pair: Pair
    mentor: int
    mentee: int
    moved: bool

    @property
    def period(self) -> MenteePeriod:
        return MenteePeriod(self.mentee, self.pair.starts_on, self.pair.lasts_until)

    @property
    def written_period(self) -> MenteePeriod:
        return MenteePeriod(self.mentee, self.pair.starts_on, self.pair.last_day)

    @property
    def period_until_closed(self) -> MenteePeriod:
        return MenteePeriod(self.mentee, self.pair.starts_on, self.pair.ended_on or NO_END)


def reassignments_of_pairs(merge: Merge) -> list[Reassignment]:
    """Groups first, then every pair of a bank entry that ends, with all that changes in it, then wishes for pairs."""
    curators = {ending.pk: remaining.pk for ending, remaining in merge.curators}
    new = {
        "mentor_id": _into(merge.mentors),
        "mentee_id": _into(merge.mentees),
        "curator_id": curators,
    }
    groups = PairGroup.objects.filter(mentor__in=new["mentor_id"]).order_by("pk")
    reassignments = [Reassignment(g, {"mentor_id": new["mentor_id"][g.mentor_id]}, f"группа «{g}»") for g in groups]
    pairs = _pairs(Q(mentor__in=new["mentor_id"]) | Q(mentee__in=new["mentee_id"]) | Q(curator__in=curators))
    for pair in pairs:
        values = {column: keys[was] for column, keys in new.items() if (was := getattr(pair, column)) in keys}
        reassignments.append(Reassignment(pair, values, pair_title(pair)))
    wishes = PairRequest.objects.filter(person=merge.absorbed).order_by("pk")
    reassignments += [Reassignment(wish, {"person_id": merge.survivor.pk}, str(wish)) for wish in wishes]
    routes = Route.objects.filter(mentee__in=new["mentee_id"]).select_related("mentee__person")
    return reassignments + [
        Reassignment(route, {"mentee_id": new["mentee_id"][route.mentee_id]}, str(route)) for route in routes
    ]


def obstacles(merge: Merge, reassignments: Sequence[Reassignment]) -> list[str]:
    return [
        *_of_oneself(merge),
        *_twins(reassignments),
        *_overloads(reassignments),
        *_second_mentors(merge, reassignments),
        *_double_wishes(merge),
        *_two_routes(merge),
    ]


def undo_obstacles(reassignments: Sequence[Reassignment]) -> list[str]:
    return [*_torn_groups(reassignments), *_overloads(reassignments)]


def related_records(person: Person) -> tuple[str, list[str]]:
    pairs = _pairs(Q(mentor__person=person) | Q(mentee__person=person))
    return "Пары", [pair_title(pair) for pair in pairs]


def explain(error: IntegrityError) -> str:
    if cap.SELF in str(error):
        return SELF_MENTORING
    for name, (_field, explanation) in doubles.EXPLANATIONS.items():
        if name in str(error):
            return explanation
    return NO_PLACES if cap.CAP in str(error) else ""


MERGE_PARTICIPANT = MergeParticipant(
    RELATIONS, reassignments_of_pairs, obstacles, undo_obstacles, related_records, explain
)


def pair_title(pair: Pair) -> str:
    return f"{pair}, {pair.state_label}, {pair.starts_on:%d.%m.%Y} – {pair.last_day:%d.%m.%Y}"


def _into(entries: tuple[Mentor, Mentor] | tuple[Mentee, Mentee] | None) -> dict[int, int]:
    return {entries[0].pk: entries[1].pk} if entries else {}


def _pairs(condition: Q) -> list[Pair]:
    pairs = Pair.objects.filter(condition).select_related("mentor__person", "mentee__person", "organisation", "act")
    return list(pairs.order_by("pk"))


def _of_oneself(merge: Merge) -> list[str]:
    between = _pairs(Q(mentor__person__in=merge.people, mentee__person__in=merge.people))
    return [
        f"В паре «{pair_title(pair)}» эти двое — {side_text('наставник')} и {side_text('наставляемый')}. Человек "
        f"не может быть {side_text('наставником')} "
        "самому себе."
        for pair in between
    ]


def _futures(reassignments: Sequence[Reassignment]) -> list[Future]:
    """The moved pairs and all others of the mentors and mentees to whom they come."""
    changed = {
        reassignment.record.pk: reassignment.values
        for reassignment in reassignments
        if isinstance(reassignment.record, Pair)
    }
    mentors, mentees = (
        {values[column] for values in changed.values() if column in values} for column in ("mentor_id", "mentee_id")
    )
    of_moved = [reassignment.record for reassignment in reassignments if isinstance(reassignment.record, Pair)]
    mentors |= {pair.mentor_id for pair in of_moved}
    mentees |= {pair.mentee_id for pair in of_moved}
    return [
        Future(
            pair,
            changed.get(pair.pk, {}).get("mentor_id", pair.mentor_id),
            changed.get(pair.pk, {}).get("mentee_id", pair.mentee_id),
            moved=bool({"mentor_id", "mentee_id"} & changed.get(pair.pk, {}).keys()),
        )
        for pair in _pairs(Q(mentor__in=mentors) | Q(mentee__in=mentees))
    ]


def _twins(reassignments: Sequence[Reassignment]) -> list[str]:
    """Two open pairs that would be of the same two at the same time; which of them to leave, a person decides."""
    messages = []
    unfinished = [future for future in _futures(reassignments) if future.pair.status in OPEN]
    for one, other in combinations(unfinished, 2):
        same_two = (one.mentor, one.mentee) == (other.mentor, other.mentee)
        if same_two and (one.moved or other.moved) and _overlap(one.pair, other.pair):
            messages.append(
                f"Получатся две пары одних и тех же людей на одно время: «{pair_title(one.pair)}» и "
                f"«{pair_title(other.pair)}». {_advice(one.pair, other.pair)}"
            )
    return messages


def _advice(*pairs: Pair) -> str:
    drafts = [pair for pair in pairs if pair.status == PairStatus.DRAFT]
    if drafts:
        return f"Сначала отмените черновик «{drafts[-1]}»."
    if any(pair.status == PairStatus.AGREED for pair in pairs):
        return "Сначала верните согласованную пару в черновики и отмените её."
    return "Сначала завершите одну из них."


def _overlap(one: Pair, other: Pair) -> bool:
    return one.starts_on <= other.lasts_until and other.starts_on <= one.lasts_until


def _overloads(reassignments: Sequence[Reassignment]) -> list[str]:
    """Mentors who would have more mentees at once than is allowed for one of the pairs that come to them."""
    holding = [future for future in _futures(reassignments) if future.pair.status in PLACE_HOLDING]
    limits = dict(Mentor.objects.filter(pk__in={f.mentor for f in holding}).values_list("pk", "personal_limit"))
    limits |= {
        reassignment.record.pk: reassignment.values["personal_limit"]
        for reassignment in reassignments
        if isinstance(reassignment.record, Mentor) and "personal_limit" in reassignment.values
    }
    policies = PairRulesTimeline(future.pair for future in holding)
    overloads: dict[int, str] = {}
    for future in holding:
        if not future.moved or future.mentor in overloads:
            continue
        others = [other for other in holding if other.mentor == future.mentor]
        policy = policies.of_pair(future.pair)
        limit = mentee_limit(limits[future.mentor], policy.mentee_limit if policy else None)
        if overload := _overload(future, others, limit):
            overloads[future.mentor] = overload
    return list(overloads.values())


def _overload(future: Future, others: Sequence[Future], limit: int) -> str:
    """Why the pair has no place among all pairs of its mentor-to-be, itself included; empty when it has one."""
    starts_on, ends_on = future.pair.starts_on, future.pair.last_day
    periods = [(other, other.period) for other in others]
    if most_mentees([period for _, period in periods], starts_on, ends_on) > limit:
        return _too_many(periods, starts_on, ends_on, limit)
    if future.pair.status not in ORDERED:
        return ""
    periods = [(other, other.period_until_closed) for other in others if other.pair.status in ORDERED]
    until = future.period_until_closed.until
    as_planned = most_mentees([other.written_period for other in others], starts_on, ends_on)
    if is_overfull(most_mentees([period for _, period in periods], starts_on, until), as_planned, limit):
        return _too_many(periods, starts_on, until, limit)
    return ""


def _too_many(futures: Sequence[tuple[Future, MenteePeriod]], starts_on: date, ends_on: date, limit: int) -> str:
    stretches = numbers_of_mentees([period for _, period in futures], starts_on, ends_on)
    day, _last, _number = max(stretches, key=lambda stretch: stretch[2])
    by_mentee = {future.mentee: future for future, period in futures if period.covers(day)}
    names = ", ".join(f"{f.pair.mentee.person.short_name} ({f.pair.last_day_label})" for f in by_mentee.values())
    source = "Устюжна, п.\u00a03.4" if limit == MOST_MENTEES else "личный предел или правила там, где ведут пару"
    advice = (
        "Эти пары уже закончены, изменить их нельзя: проверьте, один ли это человек."
        if all(future.pair.is_ended for future in by_mentee.values())
        else "Сначала завершите или отмените лишние пары."
    )
    return (
        f"С {day:%d.%m.%Y} у {side_text('наставника')} было бы {side_text('наставляемых')}: {len(by_mentee)} — "
        f"{names}. "
        f"Одновременно можно не больше {GENITIVE_NUMBERS[limit]} ({source}). {advice}"
    )


def _double_wishes(merge: Merge) -> list[str]:
    """A person has one unfinished wish for a pair on each side."""
    wishes = PairRequest.objects.filter(status__in=UNFINISHED_REQUESTS)
    authors = set(wishes.filter(person=merge.survivor).values_list("author", flat=True))
    return [
        f"На обеих карточках есть незакрытое обращение «{wish}». Сначала примите решение по одному из них."
        for wish in wishes.filter(person=merge.absorbed, author__in=authors).order_by("pk")
    ]


def _two_routes(merge: Merge) -> list[str]:
    """A mentee has one route."""
    if not merge.mentees or Route.objects.filter(mentee__in=merge.mentees).count() < 2:
        return []
    return [
        "На обеих карточках есть индивидуальный образовательный маршрут. Попросите администратора "
        "портала удалить лишний в служебном разделе и обновите страницу."
    ]


def _second_mentors(merge: Merge, reassignments: Sequence[Reassignment]) -> list[str]:
    """Where the policy lets a mentee have one mentor only."""
    if not merge.mentees:
        return []
    remaining = merge.mentees[1].pk
    live = [future for future in _futures(reassignments) if future.mentee == remaining and future.pair.status in LIVE]
    policies = PairRulesTimeline(future.pair for future in live)
    return [
        f"У {side_text('наставляемого')} оказались бы два {side_text('наставника')} сразу: "
        f"«{pair_title(one.pair)}» и «{pair_title(other.pair)}». "
        f"По правилам, которые действуют для этих пар, {side_text('наставник')} у {side_text('наставляемого')} "
        "один. Сначала завершите одну из пар."
        for one, other in combinations(live, 2)
        if one.mentor != other.mentor
        and _overlap(one.pair, other.pair)
        and _one_mentor_only(policies, (one.pair, other.pair))
    ]


def _one_mentor_only(policies: PairRulesTimeline, pairs: Iterable[Pair]) -> bool:
    in_force = (policies.of_pair(pair) for pair in pairs)
    return any(policy is not None and not policy.several_mentors for policy in in_force)


def _torn_groups(reassignments: Sequence[Reassignment]) -> list[str]:
    """Groups whose pairs would be of two mentors: the group was added to after the cards became one."""
    owners = {
        reassignment.record.pk: reassignment.values["mentor_id"]
        for reassignment in reassignments
        if isinstance(reassignment.record, PairGroup) and "mentor_id" in reassignment.values
    }
    futures = _futures(reassignments)
    groups = {future.pair.group_id for future in futures if future.moved and future.pair.group_id} | owners.keys()
    messages = []
    for group in PairGroup.objects.filter(pk__in=groups).order_by("pk"):
        owner = owners.get(group.pk, group.mentor_id)
        mentors = {future.pair.pk: future.mentor for future in futures}
        if any(mentors.get(pair.pk, pair.mentor_id) != owner for pair in group.pairs.all()):
            messages.append(f"Группа «{group}»: после объединения в неё вошли пары с обеих карточек.")
    return messages
