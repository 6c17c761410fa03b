"""Why the capacity of a mentor refuses a pair: who is with the mentor until when, and from which day there is room.

The database enforces the cap (mentoring/guards.py). This module checks it beforehand and explains either refusal.
"""

from collections.abc import Hashable, Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.models import User
from mentoring import guards
from mentoring.capacity import MenteePeriod, most_mentees
from mentoring.models import Pair
from mentoring.queries.capacity import Holder, Load, load_of
from mentoring.queries.pairs import pairs_visible_to
from registry.models import Policy
from registry.models.policy import MOST_MENTEES

_WORDS = {1: "одного", 2: "двух", 3: "трёх"}
SELF_MENTORING = "Человек не может быть наставником самому себе. Выберите другого наставника."


def require_capacity(pair: Pair, policy: Policy, *, by: User) -> None:
    """Raises ValidationError naming the mentor's mentees unless the mentor has room for the pair over its period.

    The caller has locked the mentor's row, so no other pair is written between this check and the write.
    """
    load = load_of(
        pair.mentor, pair.starts_on, pair.last_day, policy_limit=policy.mentee_limit, without=pair if pair.pk else None
    )
    mine = MenteePeriod(pair.mentee_id, pair.starts_on, pair.last_day)
    if most_mentees((*load.holders, mine), pair.starts_on, pair.last_day) > load.limit:
        raise ValidationError({"mentor": refusal(pair, load, policy, by=by)})


def refusal(pair: Pair, load: Load, policy: Policy, *, by: User) -> str:
    """«Одновременно не больше трёх (Устюжна, п. 3.4). Уже закреплены: Иванов И. И. (до 31.05.2027), …»"""
    until: dict[Hashable, Holder] = {}
    for holder in load.holders:
        if holder.mentee != pair.mentee_id:
            other = until.get(holder.mentee)
            until[holder.mentee] = holder if other is None or other.until < holder.until else other
    visible = set(
        pairs_visible_to(by).filter(pk__in=[holder.pair.pk for holder in until.values()]).values_list("pk", flat=True)
    )
    names = ", ".join(_name(holder, holder.pair.pk in visible) for holder in until.values())
    return f"{_limit(pair, load, policy)} Уже закреплены: {names}. Свободное место — с {load.free_from:%d.%m.%Y}."


def _name(holder: Holder, visible: bool) -> str:
    """Without the right to see the pair the name of the mentee is hidden."""
    who = holder.pair.mentee.person.short_name if visible else f"наставляемый из {holder.pair.organisation}"
    return f"{who} (до {holder.until:%d.%m.%Y})"


def _limit(pair: Pair, load: Load, policy: Policy) -> str:
    most = _WORDS[load.limit]
    if load.limit == MOST_MENTEES:
        return f"Одновременно не больше {most} (Устюжна, п.\u00a03.4)."
    if load.limit == pair.mentor.personal_limit:
        return f"Личный предел наставника — одновременно не больше {most} (Устюжна, п.\u00a04.1)."
    return f"По политике муниципалитета с {policy.valid_from:%d.%m.%Y} одновременно не больше {most}."


@contextmanager
def explained_refusal(pair: Pair, policy: Policy, *, by: User) -> Iterator[None]:
    """Turns a refusal of the database inside the block into the ValidationError that `require_capacity` would raise."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if guards.SELF in str(error):
            raise ValidationError({"mentee": SELF_MENTORING}) from error
        if guards.CAP not in str(error):
            raise
        require_capacity(pair, policy, by=by)
        raise ValidationError({"mentor": "У наставника нет свободных мест на этот срок. Обновите страницу."}) from error
