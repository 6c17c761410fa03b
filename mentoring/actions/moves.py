"""What becomes of a pair when one of its two moves to another organisation."""

from collections.abc import Callable
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from mentoring.actions.corrections import end_earlier
from mentoring.actions.endings import terminate
from mentoring.actions.pairs import create_pair
from mentoring.actions.states import change_state, decide_about_move, lock
from mentoring.enums import MoveAnswer, PairSide, PairStatus
from mentoring.models import Pair
from registry.extension_points import Move
from registry.models import Act
from registry.side_texts import side_text

_DAY = timedelta(days=1)


@transaction.atomic
def answer_move(
    *,
    pair: Pair,
    side: PairSide,
    move: Move,
    answer: MoveAnswer,
    last_day: date | None = None,
    end_reason: str = "",
    reason: str = "",
    act: Act | None = None,
    act_awaited: bool = False,
    takes_back: bool = False,
    by: User,
) -> Pair:
    """Carries the answer out, after the person has moved; returns the pair that is to be looked at next.

    A pair that is to be replaced, or about which is decided later, stays as it is and in the worklist. What ends, ends
    on `last_day`, without it on the day before the move; a pair of which the end has been entered ends before that end.
    Raises ValidationError when the answer does not fit the move.
    """

    def end() -> Pair:
        on = last_day or _day_before(pair, move)
        if pair.is_ended:
            earlier = end_earlier(
                pair=pair, on=on, end_reason=end_reason, reason=reason, act=act, act_awaited=act_awaited,
                takes_back=takes_back, by=by,
            )  # fmt: skip
            decide_about_move(pair=earlier, side=side, on=move.on, ends=True, by=by)
            return earlier
        return terminate(
            pair=pair, on=on, end_reason=end_reason, reason=reason, act=act, act_awaited=act_awaited,
            goes_on=answer == MoveAnswer.HANDED_OVER, takes_back=takes_back, by=by,
        )  # fmt: skip

    if answer == MoveAnswer.GOES_ON:
        return go_on(pair=pair, side=side, on=move.on, by=by)
    if answer == MoveAnswer.ENDS:
        return end()
    if answer == MoveAnswer.HANDED_OVER:
        return _hand_over(pair, move, end, by)
    if answer == MoveAnswer.CANCELLED:
        return _cancel(pair, move, by)
    return pair


@transaction.atomic
def go_on(*, pair: Pair, side: PairSide, on: date, by: User) -> Pair:
    """The organisation that leads the pair leads it on, until the end that may have been entered; or it did.

    Raises ValidationError when the pair is not over and neither of the two is there now.
    """
    locked = lock(pair)
    if not locked.is_over and locked.organisation_id not in (
        locked.mentor.person.organisation_id,
        locked.mentee.person.organisation_id,
    ):
        raise ValidationError(
            f"Ни {side_text('наставник')}, ни {side_text('наставляемый')} больше не в организации "
            f"{locked.organisation}, вести пару она не может. "
            "Выберите другой ответ."
        )
    decide_about_move(pair=locked, side=side, on=on, ends=False, by=by)
    return locked


def _hand_over(pair: Pair, move: Move, end: Callable[[], Pair], by: User) -> Pair:
    """The pair ends where it was led, and the new organisation gets a draft that continues it: its own order secures it
    (Устюжна, п. 3.6), then programme, stage and marks follow. Past days keep the former host."""
    if pair.is_ended:
        raise ValidationError("Окончание пары уже внесено: передавать нечего. Выберите другой ответ.")
    if move.organisation is None or move.organisation.pk == pair.organisation_id:
        raise ValidationError("Передать пару можно только новой организации. Выберите другой ответ.")
    old = Pair.objects.with_shown_relations().select_related("role_model").get(pk=end().pk)
    starts_on = max(move.on, old.last_day + _DAY)
    return create_pair(
        mentor=old.mentor,
        mentee=old.mentee,
        organisation=move.organisation,
        form=old.form,
        role_model=old.role_model,
        # a group stays with the organisation that made it
        kinds=[kind for kind in old.kinds.all() if not kind.needs_group],
        direction=old.direction,
        form_rationale=old.form_rationale,
        starts_on=starts_on,
        ends_on=max(old.ends_on, starts_on),
        predecessor=old,
        is_draft=True,
        by=by,
    )


def _cancel(pair: Pair, move: Move, by: User) -> Pair:
    if pair.status == PairStatus.AGREED:
        back = "Перевод в другую организацию" if move.organisation else "Уход из организации"
        pair = change_state(pair=pair, to=PairStatus.DRAFT, on=move.on, reason=back, by=by)
    return change_state(pair=pair, to=PairStatus.CANCELLED, on=move.on, by=by)


def _day_before(pair: Pair, move: Move) -> date:
    last = min(move.on - _DAY, pair.last_day)
    if last < pair.starts_on:
        raise ValidationError(
            f"Пара началась {pair.starts_on:%d.%m.%Y}, не раньше перевода: укажите её последний день."
        )
    return last
