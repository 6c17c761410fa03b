"""Why the capacity of a mentor refuses a pair: who is with the mentor until when, and from which day there is room.

The database enforces the cap (mentoring/guards/cap.py). This module checks it beforehand and explains either refusal.
It also knows what day it is, which a trigger must not: it refuses a plan while an overdue pair holds the place.
"""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.models import User
from mentoring.capacity import MenteePeriod, is_overfull, mentee_limit, most_mentees
from mentoring.enums import ORDERED, PairStatus
from mentoring.guards import cap, doubles
from mentoring.models import Pair
from mentoring.models.pair import NO_END
from mentoring.queries.capacity import (
    Holder,
    Load,
    load_of,
    pairs_with_place_of_mentor,
    period_until_closed,
    written_period,
)
from mentoring.queries.holders import holder_in_words, visible_keys
from registry import clock
from registry.actions.refusals import LinkedRefusal
from registry.enums import MOST_MENTEES
from registry.models import Mentor
from registry.papers.act_texts import act_label
from registry.plausible_dates import LATEST
from registry.policies.rules_in_force import RulesInForce
from registry.side_texts import side_label, side_text
from russian.numbers import GENITIVE_NUMBERS
from russian.typography import full_stop

SELF_MENTORING = side_label("Человек не может быть наставником самому себе. Выберите (другого/другую) наставника_вин.")


def require_capacity(pair: Pair, policy: RulesInForce, *, by: User) -> None:
    """Raises ValidationError naming the mentor's mentees unless the mentor has room for the pair over its period.

    The caller has locked the mentor's row, so no other pair is written between this check and the write.
    """
    load = load_of(
        pair.mentor, pair.starts_on, pair.last_day, policy_limit=policy.mentee_limit, without=pair if pair.pk else None
    )
    mine = MenteePeriod(pair.mentee_id, pair.starts_on, pair.last_day)
    if most_mentees((*load.holders, mine), pair.starts_on, pair.last_day) > load.limit:
        raise _refused(pair, load, policy, by=by)


def check_beginning(pair: Pair, policy: RulesInForce, *, by: User) -> None:
    """Raises ValidationError unless the mentor has room for the pair to be active, and so to last until it is closed.

    The caller has locked the mentor's row. What was promised to the pair when it was agreed is not asked again: only
    pairs that nobody has closed can be in its way.
    """
    limit = mentee_limit(pair.mentor.personal_limit, policy.mentee_limit)
    others = pairs_with_place_of_mentor(pair.mentor, without=pair)
    ordered = [other for other in others if other.status in ORDERED]
    mine = MenteePeriod(pair.mentee_id, pair.starts_on, NO_END)
    in_fact = most_mentees((*map(period_until_closed, ordered), mine), pair.starts_on, NO_END)
    as_planned = most_mentees((*map(written_period, others), written_period(pair)), pair.starts_on, pair.last_day)
    if is_overfull(in_fact, as_planned, limit):
        holders = [Holder(o.mentee_id, o.starts_on, o.ended_on or NO_END, o) for o in ordered]
        present = tuple(holder for holder in holders if holder.until >= pair.starts_on)
        raise _refused(pair, Load(present, in_fact, limit, None), policy, by=by)


def mentees_above(user: User, mentor: Mentor, limit: int) -> list[tuple[str, str]]:
    """«Иванов И. И. (до 31.05.2027)» and the address of the pair, empty where the user does not see it: the mentees of
    today and later, when there are more at once than the limit."""
    load = load_of(mentor, clock.today(), LATEST)
    if load.busy <= limit:
        return []
    visible = _visible(user, load.holders)
    return [
        (holder_in_words(holder.pair, is_visible), holder.pair.get_absolute_url() if is_visible else "")
        for holder in _latest_of_each(load.holders)
        for is_visible in [holder.pair.pk in visible]
    ]


def describe_refused_place(pair: Pair, load: Load, policy: RulesInForce, *, by: User) -> str:
    """«Одновременно не больше трёх (Устюжна, п. 3.4). Места заняты: Иванов И. И. (до 31.05.2027), …»

    Pairs that should have been closed before this one begins are named as such, with what to do about them.
    """
    holders = _latest_of_each(holder for holder in load.holders if holder.mentee != pair.mentee_id)
    visible = _visible(by, holders)
    names = ", ".join(_name(holder, pair, holder.pair.pk in visible) for holder in holders)
    unclosed = sum(_is_in_the_way(holder.pair, pair) for holder in holders)
    advice = [str(_ADVICE[min(unclosed, 2)])] if unclosed or load.free_from is None else []
    if load.free_from is not None:
        advice.append(f"Свободное место — с {load.free_from:%d.%m.%Y}.")
    return " ".join((_limit(pair, load.limit, policy), full_stop(f"Места заняты: {names}"), *advice))


def _refused(pair: Pair, load: Load, policy: RulesInForce, *, by: User) -> LinkedRefusal:
    """With a link to every pair in a place that the user may see."""
    message = describe_refused_place(pair, load, policy, by=by)
    holders = _latest_of_each(holder for holder in load.holders if holder.mentee != pair.mentee_id)
    visible = _visible(by, holders)
    pairs = [holder.pair for holder in holders if holder.pair.pk in visible]
    links = [(other.mentee.person.short_name, other.get_absolute_url()) for other in pairs]
    return LinkedRefusal({"mentor": [message]}, {}, {message: links} if links else {})


def _latest_of_each(holders: Iterable[Holder]) -> list[Holder]:
    """One for each mentee: the one who stays longest."""
    until: dict[Hashable, Holder] = {}
    for holder in holders:
        other = until.get(holder.mentee)
        until[holder.mentee] = holder if other is None or other.until < holder.until else other
    return list(until.values())


def _visible(user: User, holders: Sequence[Holder]) -> frozenset[int]:
    return visible_keys(user, [holder.pair for holder in holders])


#: by the number of pairs that should have been closed
_ADVICE = (
    act_label("После приказа пара занимает место, пока её не завершат, даже если её срок прошёл."),
    "Завершите незакрытую пару или продлите её, если работа идёт: пока она не закрыта, место занято.",
    "Завершите незакрытые пары или продлите их, если работа идёт: пока они не закрыты, места заняты.",
)


def _is_in_the_way(other: Pair, pair: Pair) -> bool:
    """By its written period the other pair leaves room; but nobody has closed it."""
    return other.is_overdue or (
        pair.status == PairStatus.ACTIVE and other.status == PairStatus.ACTIVE and other.ends_on < pair.starts_on
    )


def _name(holder: Holder, pair: Pair, visible: bool) -> str:
    waits = _is_in_the_way(holder.pair, pair) and not holder.pair.is_overdue
    return holder_in_words(holder.pair, visible, ", пара не закрыта" if waits else "")


def _limit(pair: Pair, limit: int, policy: RulesInForce) -> str:
    most = GENITIVE_NUMBERS[limit]
    if limit == MOST_MENTEES:
        return f"Одновременно не больше {most} (Устюжна, п.\u00a03.4)."
    if limit == pair.mentor.personal_limit:
        return f"Личный предел {side_text('наставника')} — одновременно не больше {most} (Устюжна, п.\u00a04.1)."
    holder = policy.origin("mentee_limit").holder
    return f"По {holder.dative} с {holder.since:%d.%m.%Y} одновременно не больше {most}."


@contextmanager
def explained_cap_refusal(pair: Pair, policy: RulesInForce, *, by: User) -> Iterator[None]:
    """Turns a refusal of the database inside the block into the ValidationError that `require_capacity` would raise."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if cap.SELF in str(error):
            raise ValidationError({"mentee": SELF_MENTORING}) from error
        for name, (field, explanation) in doubles.EXPLANATIONS.items():
            if name in str(error):
                raise ValidationError({field: explanation}) from error
        if cap.CAP not in str(error):
            raise
        require_capacity(pair, policy, by=by)
        if pair.status == PairStatus.ACTIVE:
            check_beginning(pair, policy, by=by)
        raise ValidationError(
            {"mentor": side_text("У наставника нет свободных мест на этот срок. Обновите страницу.")}
        ) from error
