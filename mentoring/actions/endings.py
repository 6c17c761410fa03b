"""How an active pair goes on or ends: completion, early end, another mentor, a longer period.

Each takes its act: one of the register, a new one that is entered with it, or none. `act_awaited` says that the act is
to come later; the worklist then asks for it.
"""

from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from mentoring.actions.pairs import create_pair
from mentoring.actions.requests import answer_by_end
from mentoring.actions.states import change_state, check_act, check_step, describe_entered_end, lock, policy_of
from mentoring.changes.notice import check_notice
from mentoring.changes.reasons import check_decision, offered_reason, order_due_on
from mentoring.enums import PairSide, PairStatus, PairTerm
from mentoring.labels.changes import sentences
from mentoring.models import Pair, PairChange, PairStage
from mentoring.pairing.other_pairs import check_longer
from mentoring.pairing.period import event_in_words
from mentoring.queries.policies import words_of
from mentoring.refusals import capacity as capacity_refusal
from mentoring.refusals.dates import check_act_of_change, day_of_change
from mentoring.stages.completion import ClosingGaps
from registry import clock
from registry.actions.acts import entered
from registry.actions.refusals import explained_dates
from registry.enums import ReasonUse
from registry.history.audit import with_audit
from registry.models import Act, Mentor, Reason
from registry.papers.act_cases import cases_of
from registry.papers.act_texts import act_label, act_text
from russian.side_words import SideWords

ACT_IS_THERE = act_label("Приказ об этом изменении уже (внесён/внесено).")
#: why a pair is completed that has left nothing to do
DONE = "Программа выполнена"
#: the longest absence for a good reason is a leave to care for a child (ст. 256 ТК РФ)
MOST_YEARS_OF_EXTENSION = 3


@transaction.atomic
def complete(
    *,
    pair: Pair,
    on: date,
    reason: str = "",
    act: Act | None = None,
    act_awaited: bool = False,
    takes_back: bool = False,
    by: User,
) -> Pair:
    """Ends a pair that has done its work. Raises ValidationError when something is left to do and no reason given.

    `takes_back`, here and in the other ends: what is written of the days after the last one is wrong.
    """
    if not reason.strip():
        if gaps := ClosingGaps.of(pair):
            raise ValidationError({"reason": gaps.refusal()})
        reason = DONE
    ended = change_state(
        pair=pair,
        to=PairStatus.COMPLETED,
        on=on,
        act=_act_of_end(pair, PairStatus.COMPLETED, act, by),
        act_awaited=act_awaited,
        reason=reason,
        takes_back=takes_back,
        by=by,
    )
    _leave_stage(ended)
    answer_by_end(pair=ended, outcome=_outcome("завершено", "завершается", on), by=by)
    return ended


@transaction.atomic
def terminate(
    *,
    pair: Pair,
    on: date,
    end_reason: str,
    reason: str = "",
    notified_on: date | None = None,
    act: Act | None = None,
    act_awaited: bool = False,
    goes_on: bool = False,
    takes_back: bool = False,
    by: User,
) -> Pair:
    """Ends a pair before its time (Устюжна, п. 3.9; ст. 351.8 ТК РФ).

    `notified_on`: when the employer who cancels the assignment told the mentor so; of other reasons nothing is kept.
    `goes_on`: another pair is to take its place, so that no request is carried out by the end alone.
    """
    listed = offered_reason(pair, end_reason, ReasonUse.EARLY_END)
    check_notice(pair, reason=listed, notified_on=notified_on, on=on)
    ended = change_state(
        pair=pair,
        to=PairStatus.TERMINATED,
        on=on,
        act=_act_of_end(pair, PairStatus.TERMINATED, act, by),
        act_awaited=act_awaited,
        reason=reason,
        end_reason=end_reason,
        notified_on=notified_on if listed is not None and listed.needs_notice else None,
        takes_back=takes_back,
        by=by,
    )
    _leave_stage(ended)
    if not goes_on:
        answer_by_end(pair=ended, outcome=_outcome("прекращено", "прекращается", on), by=by)
    return ended


@transaction.atomic
def replace_mentor(
    *,
    pair: Pair,
    mentor: Mentor,
    on: date,
    end_reason: str,
    reason: str = "",
    act: Act | None = None,
    act_awaited: bool = False,
    ends_on: date | None = None,
    notified_on: date | None = None,
    takes_back: bool = False,
    by: User,
) -> Pair:
    """Ends the pair on `on` and enters the mentee's next pair from the day after; returns the new pair.

    `notified_on` is asked where the employer cancels the assignment (ст. 351.8 ТК РФ), as in `terminate`.
    The new pair runs until `ends_on`, without it until the end of the old period. Stage, marks and programme follow
    when its order is issued (Устюжна, п. 3.7); when the act of the replacement is awaited, that order is it.
    """
    if mentor.pk == pair.mentor_id:
        raise ValidationError({"mentor": f"Выберите другого {words_of(pair).mentor.genitive}."})
    listed = offered_reason(pair, end_reason, ReasonUse.REPLACEMENT)
    check_notice(pair, reason=listed, notified_on=notified_on, on=on)
    old = change_state(
        pair=pair,
        to=PairStatus.REPLACED,
        on=on,
        act=_act_of_end(pair, PairStatus.REPLACED, act, by),
        act_awaited=act_awaited,
        reason=reason,
        end_reason=end_reason,
        notified_on=notified_on if listed is not None and listed.needs_notice else None,
        takes_back=takes_back,
        by=by,
    )
    _leave_stage(old)
    starts_on = on + timedelta(days=1)
    return create_pair(
        mentor=mentor,
        mentee=old.mentee,
        organisation=old.organisation,
        form=old.form,
        role_model=old.role_model,
        # a group belongs to its mentor
        kinds=[kind for kind in old.kinds.all() if not kind.needs_group],
        direction=old.direction,
        form_rationale=old.form_rationale,
        starts_on=starts_on,
        ends_on=ends_on or max(old.ends_on, starts_on),
        curator=old.curator,
        predecessor=old,
        by=by,
    )


@transaction.atomic
def extend_period(
    *,
    pair: Pair,
    ends_on: date,
    term: str = PairTerm.DATES,
    term_event: str = "",
    why: str,
    absentee: str,
    reason: str = "",
    act: Act | None = None,
    act_awaited: bool = False,
    by: User,
) -> Pair:
    """Prolongs an active pair because one of the two was away (Устюжна, п. 3.8).

    `why` is the code of a Reason offered to the municipality of the pair, `absentee` one of PairSide. The months of the
    policy do not limit an extension, the mentor's places do. `term` (a PairTerm) and `term_event`: how
    the new period has been set. Raises ValidationError.
    """
    locked = lock(pair)
    _check_extendable(locked)
    listed = offered_reason(locked, why, ReasonUse.EXTENSION)
    if listed is None:
        raise ValidationError({"why": "Выберите причину продления из списка вашего муниципалитета."})
    if absentee not in PairSide.values:
        raise ValidationError({"absentee": "Укажите, кто отсутствовал."})
    if ends_on <= locked.ends_on:
        raise ValidationError({"ends_on": f"Новый срок — позже прежнего ({locked.ends_on:%d.%m.%Y})."})
    act = entered(act=act, by=by)
    _check_extension(locked, act, ends_on)
    if ends_on > locked.ends_on + relativedelta(years=MOST_YEARS_OF_EXTENSION):
        raise ValidationError({"ends_on": "Продлить можно не больше чем на три года за раз. Проверьте год."})
    check_decision(locked, listed, act=act, by=by)
    before, term_before, event_before = locked.ends_on, locked.term, locked.term_event
    until = f"{ends_on:%d.%m.%Y} {event_in_words(term_event)}".strip()
    description = _describe_extension(before, until, listed, getattr(words_of(pair), absentee), reason)
    policy = policy_of(locked)
    locked.ends_on, locked.term, locked.term_event = ends_on, term, term_event
    capacity_refusal.require_capacity(locked, policy, by=by)
    with explained_dates("act"), capacity_refusal.explained_cap_refusal(locked, policy, by=by):
        with_audit(locked, by=by, reason=description).save()
        PairChange.objects.create(
            pair=locked,
            from_status=locked.status,
            to_status=locked.status,
            on=clock.today(),
            act=act,
            act_awaited=act_awaited,
            act_due_on=order_due_on(listed, clock.today()) if act_awaited else None,
            listed_reason=listed,
            ends_on_before=before,
            ends_on_after=ends_on,
            term_before=term_before,
            term_event_before=event_before,
            reason=description,
            made_by=by,
        )
    return locked


def _check_extendable(pair: Pair) -> None:
    if pair.is_ending:
        raise ValidationError(describe_entered_end(pair))
    if pair.status != PairStatus.ACTIVE:
        raise ValidationError(f"Продлить можно действующую пару, а эта — «{pair.state_label}».")


def _describe_extension(before: date, until: str, listed: Reason, absentee: SideWords, reason: str) -> str:
    return sentences(
        f"Срок продлён с {before:%d.%m.%Y} до {until}: {listed.title}, "
        f"{absentee.agreeing('отсутствовал', 'отсутствовала')} {absentee.nominative}",
        reason,
    )


def _check_extension(pair: Pair, act: Act | None, ends_on: date) -> None:
    check_longer(pair, ends_on, policy_of(pair), field="ends_on")
    if act is None:
        return
    check_act(pair, act)
    check_act_of_change(pair, act, pair.ends_on + timedelta(days=1))
    if act.dated > ends_on:
        raise ValidationError({"ends_on": f"{act.opening} {act.dated_word} позже нового срока. Проверьте обе даты."})


@transaction.atomic
def give_act(*, change: PairChange, act: Act, why: str = "", by: User) -> PairChange:
    """The act of a change has come, or another in the place of a cancelled one; it may be a new one, entered with it.
    `why` says why an unlikely act is the one.

    Raises ValidationError when it cannot be its ground, or the change has its act already.
    """
    try:
        ground = entered(act=act, by=by) or act
    except ValidationError:
        _asking(change)
        raise
    pair = lock(change.pair)
    current = _asking(change)
    check_act(pair, ground)
    check_act_of_change(pair, ground, day_of_change(current))
    in_place = f" взамен отменённого: {current.act}" if current.act is not None else ""
    current.act, current.act_awaited = ground, False
    with explained_dates("act"):
        audit_reason = sentences(f"Внесён акт: {ground}{in_place}", why)
        with_audit(current, by=by, reason=audit_reason).save(update_fields=["act", "act_awaited"])
    what = f"{act_text('(Внесён/Внесено) приказ об изменении', cases_of(ground.kind))}: {ground}{in_place}"
    with_audit(pair, by=by, reason=sentences(what, why)).save()
    return current


def _asking(change: PairChange) -> PairChange:
    """The change as it is now, held. Raises ValidationError when its act is there and in force."""
    PairChange.objects.select_for_update(no_key=True).get(pk=change.pk)
    current = PairChange.objects.select_related("act", "correction").get(pk=change.pk)
    if not current.asks_for_act:
        raise ValidationError(ACT_IS_THERE)
    return current


def _act_of_end(pair: Pair, to: PairStatus, act: Act | None, by: User) -> Act | None:
    """The act, entered when it is new. Whoever ends the pair after somebody else hears of that end, and not of the act
    that came with it."""
    try:
        return entered(act=act, by=by)
    except ValidationError:
        check_step(lock(pair), to)
        raise


def _outcome(ended: str, ends: str, on: date) -> str:
    """What a request that the end carries out is told: an end ahead has not happened."""
    return f"Наставничество {ends if on > clock.today() else ended} {on:%d.%m.%Y}"


def _leave_stage(pair: Pair) -> None:
    for stay in PairStage.objects.filter(pair=pair, left_on__isnull=True):
        stay.left_on = pair.last_day
        stay.save(update_fields=["left_on"])
