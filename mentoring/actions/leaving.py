"""Somebody leaves the organisation for good, and the pairs end with it."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from mentoring.actions.endings import terminate
from mentoring.actions.states import change_state
from mentoring.changes.reasons import offered_reason, side_of_reason
from mentoring.enums import PairSide, PairStatus
from mentoring.models import Pair
from mentoring.queries.moves import pairs_left_behind
from mentoring.queries.rights import may_end_with_leaving
from registry.actions.refusals import LinkedRefusal
from registry.enums import ReasonUse
from registry.models import Person

_GIVEN_UP = "Выбытие обучающегося"


@transaction.atomic
def end_pairs_of_leaver(*, person: Person, on: date, reason: str, by: User) -> None:
    """Pairs at work end on the day, their acts are to come; those without an order are given up. Raises LinkedRefusal
    naming each pair that cannot end so and why; then none does."""
    refused: list[str] = []
    links: dict[str, str] = {}
    for pair in pairs_left_behind(person, on + timedelta(days=1)):
        try:
            with transaction.atomic():
                _check_side(pair, person, reason)
                _end(pair, on, reason, by)
        except ValidationError as error:
            refused += [f"Пара «{pair}»: {message}" for message in error.messages]
            links |= dict.fromkeys(refused[-len(error.messages) :], pair.get_absolute_url())
    if refused:
        advice = "Отметьте у этих обучающихся «решить потом» и решите на странице пары."
        raise LinkedRefusal([*refused, advice], links)


def _check_side(pair: Pair, person: Person, code: str) -> None:
    """One reason is given for all who leave, and somebody of a class may be the mentor of a pair."""
    reason = offered_reason(pair, code, ReasonUse.EARLY_END)
    side = side_of_reason(reason) if reason is not None else None
    is_mentor = pair.mentor.person_id == person.pk
    if side is not None and (side == PairSide.MENTOR) != is_mentor:
        raise ValidationError(
            f"выбывает {PairSide.MENTOR.label if is_mentor else PairSide.MENTEE.label}, а причина «{reason}» — другой "
            "стороны."
        )


def _end(pair: Pair, on: date, reason: str, by: User) -> None:
    if not may_end_with_leaving(by, pair):
        raise ValidationError("решает организация, которая её ведёт.")
    if pair.status == PairStatus.ACTIVE and pair.starts_on > on:
        raise ValidationError(
            f"началась {pair.starts_on:%d.%m.%Y}, уже после выбытия ({on:%d.%m.%Y}). Исправьте день выбытия, а если он "
            f"верен, закончите пару её первым днём."
        )
    if pair.status == PairStatus.ACTIVE:
        terminate(pair=pair, on=on, end_reason=reason, act_awaited=True, by=by)
        return
    if pair.status == PairStatus.AGREED:
        pair = change_state(pair=pair, to=PairStatus.DRAFT, on=on, reason=_GIVEN_UP, by=by)
    change_state(pair=pair, to=PairStatus.CANCELLED, on=on, by=by)
