"""An end or a last day that was entered by mistake is put right, with a reason; history keeps both.

The days that have passed follow the corrected truth: nothing has changed, it was written wrongly.
"""

from datetime import date

from dateutil.relativedelta import relativedelta
from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from mentoring.actions.endings import MOST_YEARS_OF_EXTENSION
from mentoring.actions.late_records import clear_after
from mentoring.actions.requests import await_end_again, correct_day_of_end
from mentoring.actions.states import change_state, check_act, check_last_day, lock, policy_of, save_with_places
from mentoring.changes.corrections import obstacles_to_reopening
from mentoring.changes.notice import check_notice
from mentoring.changes.reasons import check_decision, offered_reason, order_due_on
from mentoring.enums import PairStatus, PairTerm
from mentoring.extension_points import obstacles_to_correcting_change
from mentoring.labels.changes import sentences
from mentoring.models import Pair, PairChange, PairStage
from mentoring.pairing.other_pairs import check_longer
from mentoring.queries.acts import corrected_changes_naming
from mentoring.queries.corrections import end_in_force, extension_in_force
from mentoring.queries.pairs import successor_of
from mentoring.queries.policies import words_of
from mentoring.refusals.dates import check_act_of_change, day_of_change
from registry import clock
from registry.actions.acts import entered
from registry.actions.refusals import explained_dates
from registry.enums import ReasonUse
from registry.history.audit import with_audit
from registry.models import Act, Reason
from registry.papers.act_cases import cases_of

ALREADY = "Исправлять уже нечего: пару только что изменил кто-то другой. Откройте её страницу заново."


@transaction.atomic
def reopen(*, pair: Pair, reason: str, by: User) -> Pair:
    """The pair has not ended: it is active again, at the stage at which it was. Returns it as it is now.

    Raises ValidationError with everything that has been built on the end and stands in the way.
    """
    locked = lock(pair)
    end = end_in_force(locked)
    if end is None:
        raise ValidationError(ALREADY)
    _check_reason(reason)
    if obstacles := obstacles_to_reopening(locked, end, by=by):
        raise ValidationError(obstacles)
    _free_cancelled_successor(locked, by=by)
    audit_reason = sentences("Окончание внесено по ошибке", reason)
    active = change_state(pair=locked, to=PairStatus.ACTIVE, on=clock.today(), reason=audit_reason, corrects=end, by=by)
    _await_no_more(end)
    stay = PairStage.objects.filter(pair=active, stage=active.stage).order_by("-pk").first()
    if stay is not None:
        stay.left_on = None
        stay.save(update_fields=["left_on"])
    await_end_again(pair=active, by=by)
    return active


@transaction.atomic
def correct_last_day(*, pair: Pair, on: date, reason: str, takes_back: bool = False, by: User) -> Pair:
    """The pair has ended on another day, `on`. Raises ValidationError when that day cannot be meant, when an order of
    the portal says the former one, and when something is written of the days after it that nobody takes back."""
    locked = lock(pair)
    end = end_in_force(locked)
    if end is None or locked.ended_on is None:
        raise ValidationError(ALREADY)
    _check_reason(reason)
    was = locked.ended_on
    if on == was:
        raise ValidationError({"on": "Это и есть внесённый последний день."})
    if obstacles := obstacles_to_correcting_change(end):
        raise ValidationError(obstacles)
    check_last_day(locked, on)
    check_notice(locked, reason=locked.end_reason, notified_on=locked.notified_on, on=on)
    _check_successor(locked, on)
    if on > was:
        check_longer(locked, on, policy_of(locked), field="on")
    clear_after(locked, on, takes_back=takes_back, by=by)
    audit_reason = sentences(f"Последний день исправлен с {was:%d.%m.%Y} на {on:%d.%m.%Y}", reason)
    locked.ended_on = on
    with_audit(locked, by=by, reason=audit_reason)
    with explained_dates("on"):
        if on > was:
            save_with_places(locked, by=by)
        else:
            locked.save()
    _correct(locked, end, reason=audit_reason, on=on, by=by)
    _leave_last_stage(locked, on)
    correct_day_of_end(pair=locked, was=was, on=on, by=by)
    return locked


@transaction.atomic
def end_earlier(
    *,
    pair: Pair,
    on: date,
    end_reason: str,
    reason: str = "",
    act: Act | None = None,
    act_awaited: bool = False,
    takes_back: bool = False,
    by: User,
) -> Pair:
    """Something has happened since the end was entered, and the pair ends on an earlier day, `on`: no mistake is put
    right, so who leads pairs may say so. A pair whose mentor is replaced keeps that as its end; any other has ended
    early.

    Raises ValidationError when that day cannot be meant, when an order of the portal says the former one, and when
    something is written of the days after it that nobody takes back.
    """
    locked = lock(pair)
    end = end_in_force(locked)
    if end is None or locked.ended_on is None:
        raise ValidationError(ALREADY)
    if on >= locked.ended_on:
        raise ValidationError(
            {"last_day": f"Внесённый последний день — {locked.ended_on:%d.%m.%Y}: новый — раньше него."}
        )
    if obstacles := obstacles_to_correcting_change(end):
        raise ValidationError(obstacles)
    check_last_day(locked, on)
    listed, ground = _grounds(locked, end_reason, act, on, by)
    clear_after(locked, on, takes_back=takes_back, by=by)
    was, former = locked.ended_on, locked.status
    if former != PairStatus.REPLACED:
        locked.status, locked.end_reason, locked.notified_on = PairStatus.TERMINATED, listed, None
    locked.ended_on = on
    audit_reason = sentences(f"Последний день — {on:%d.%m.%Y}, раньше внесённого {was:%d.%m.%Y}", listed.title, reason)
    with_audit(locked, by=by, reason=audit_reason)
    with explained_dates("last_day"):
        locked.save()
    _await_no_more(end)
    with explained_dates("act"):
        PairChange.objects.create(
            pair=locked,
            from_status=former,
            to_status=locked.status,
            on=on,
            act=ground,
            act_awaited=act_awaited,
            act_due_on=order_due_on(listed, on) if act_awaited else None,
            listed_reason=listed,
            corrects=end,
            reason=audit_reason,
            made_by=by,
        )
    _leave_last_stage(locked, on)
    correct_day_of_end(pair=locked, was=was, on=on, by=by)
    return locked


def _grounds(pair: Pair, end_reason: str, act: Act | None, on: date, by: User) -> tuple[Reason, Act | None]:
    """Reason and act of an end that comes earlier. Raises ValidationError when they cannot be its ground."""
    listed = offered_reason(pair, end_reason, ReasonUse.EARLY_END)
    if listed is None or listed.needs_notice:
        raise ValidationError({"end_reason": "Выберите причину из списка вашего муниципалитета."})
    ground = entered(act=act, by=by)
    if ground is not None:
        check_act(pair, ground)
        check_act_of_change(pair, ground, on)
    check_decision(pair, listed, act=ground, by=by)
    return listed, ground


def _leave_last_stage(pair: Pair, on: date) -> None:
    """The stay at which the pair has ended ends with it; earlier ones that were left later too."""
    for stay in PairStage.objects.filter(pair=pair, left_on__gt=on):
        stay.left_on = on
        stay.save(update_fields=["left_on"])
    for stay in PairStage.objects.filter(pair=pair).order_by("-pk")[:1]:
        stay.left_on = on
        stay.save(update_fields=["left_on"])


@transaction.atomic
def correct_extension(*, pair: Pair, on: date, reason: str, by: User) -> Pair:
    """The period was prolonged until another day, `on`; the day before the extension takes it back.

    Raises ValidationError when that day cannot be meant, or an order of the portal says the former one.
    """
    locked = lock(pair)
    extension = extension_in_force(locked)
    if extension is None or extension.ends_on_before is None:
        raise ValidationError(ALREADY)
    _check_reason(reason)
    was, before = locked.ends_on, extension.ends_on_before
    if on == was:
        raise ValidationError({"on": "Это и есть внесённый срок."})
    if not before <= on <= before + relativedelta(years=MOST_YEARS_OF_EXTENSION):
        raise ValidationError(
            {"on": f"До продления срок был {before:%d.%m.%Y}: новый — от этого дня и не больше чем на три года дальше."}
        )
    if locked.act is not None and on < locked.act.dated:
        raise ValidationError(
            {"on": f"Срок — не раньше {cases_of(locked.act.kind).genitive}, которым пара закреплена: {locked.act}."}
        )
    taken_back = on == before
    if extension.act is not None and not taken_back and extension.act.dated > on:
        raise ValidationError(
            {"on": f"Срок — не раньше {cases_of(extension.act.kind).genitive} о продлении: {extension.act}."}
        )
    if on > was:
        check_longer(locked, on, policy_of(locked), field="on")
    if obstacles := obstacles_to_correcting_change(extension):
        raise ValidationError(obstacles)
    what = "Продление внесено по ошибке, срок снова" if taken_back else f"Срок исправлен с {was:%d.%m.%Y} на"
    audit_reason = sentences(f"{what} {on:%d.%m.%Y}", reason)
    locked.ends_on = on
    if taken_back:
        locked.term, locked.term_event = extension.term_before or PairTerm.DATES, extension.term_event_before
    elif locked.term != PairTerm.EVENT:
        locked.term = PairTerm.DATES
    with_audit(locked, by=by, reason=audit_reason)
    with explained_dates("on"):
        if on > was:
            save_with_places(locked, by=by)
        else:
            locked.save()
    _correct(
        locked, extension, reason=audit_reason, on=clock.today(), by=by, keeps_act=not taken_back, ends_on_after=on
    )
    return locked


@transaction.atomic
def correct_act(*, change: PairChange, act: Act | None, act_awaited: bool = False, reason: str, by: User) -> PairChange:
    """Another act was named for an end or an extension than the one it rests on: `act`, which may be a new one, or one
    that is still to come. The history keeps both.

    Raises ValidationError when the change has no such act any more, when the act cannot be its ground, and when an
    order of the portal says the change.
    """
    ground = entered(act=act, by=by)
    pair = lock(change.pair)
    PairChange.objects.select_for_update(no_key=True).get(pk=change.pk)
    current = PairChange.objects.select_related("act", "correction").get(pk=change.pk)
    if current.act is None or current.act_id != change.act_id or current.is_corrected:
        raise ValidationError(ALREADY)
    _check_reason(reason)
    if ground == current.act:
        raise ValidationError({"act": "Этот акт и указан."})
    if obstacles := obstacles_to_correcting_change(current):
        raise ValidationError(obstacles)
    if ground is not None:
        check_act(pair, ground)
        check_act_of_change(pair, ground, day_of_change(current))
    now = str(ground) if ground is not None else f"{words_of(pair).act.nominative} будет позже"
    audit_reason = sentences(f"Акт указан по ошибке: {current.act}. Теперь {now}", reason)
    current.act, current.act_awaited = ground, act_awaited
    with explained_dates("act"):
        with_audit(current, by=by, reason=audit_reason).save(update_fields=["act", "act_awaited"])
    with_audit(pair, by=by, reason=audit_reason).save()
    return current


def release_from_changes(act: Act, by: User) -> None:
    """Steps that were put right name the act no more, which is about to leave the register; their reason says so."""
    for change in corrected_changes_naming(act):
        words = f"Указан был {act}, внесённый по ошибке"
        change.act, change.reason = None, sentences(change.reason, words)
        with_audit(change, by=by, reason=words).save(update_fields=["act", "reason"])


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise ValidationError({"reason": "Напишите, в чём была ошибка: причину увидят в истории пары."})


def _check_successor(pair: Pair, on: date) -> None:
    successor = successor_of(pair)
    if successor is not None and on >= successor.starts_on:
        raise ValidationError(
            {
                "on": f"Новая пара, «{successor}», начинается {successor.starts_on:%d.%m.%Y}: последний день прежней — "
                "раньше этого дня."
            }
        )


def _free_cancelled_successor(pair: Pair, *, by: User) -> None:
    """A cancelled pair stands in nobody's place, so that the mentor can be replaced anew."""
    for cancelled in Pair.objects.filter(predecessor=pair, status=PairStatus.CANCELLED):
        cancelled.predecessor = None
        with_audit(cancelled, by=by, reason=f"Пара «{pair}» снова действует").save()


def _correct(
    pair: Pair,
    wrong: PairChange,
    *,
    reason: str,
    on: date,
    by: User,
    keeps_act: bool = True,
    ends_on_after: date | None = None,
) -> None:
    """The correction stands on the act of what it corrects, and waits for it instead."""
    act, awaited = (wrong.act, wrong.act_awaited) if keeps_act else (None, False)
    _await_no_more(wrong)
    with explained_dates("on"):
        PairChange.objects.create(
            pair=pair,
            from_status=pair.status,
            to_status=pair.status,
            on=on,
            act=act,
            act_awaited=awaited,
            act_due_on=order_due_on(wrong.listed_reason, on) if awaited else None,
            listed_reason=wrong.listed_reason,
            ends_on_before=wrong.ends_on_before,
            ends_on_after=ends_on_after,
            term_before=wrong.term_before,
            term_event_before=wrong.term_event_before,
            corrects=wrong,
            reason=reason,
            made_by=by,
        )


def _await_no_more(wrong: PairChange) -> None:
    if wrong.act_awaited:
        wrong.act_awaited = False
        wrong.save(update_fields=["act_awaited"])
