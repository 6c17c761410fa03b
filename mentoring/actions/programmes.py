"""A programme from draft to approval: written by the curator, approved by the head, read by the mentee."""

from collections.abc import Callable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from mentoring.actions.succession import check_led
from mentoring.enums import ProgrammeStatus
from mentoring.models import Pair, PlanItem, Programme
from registry import clock
from registry.audit import with_audit
from registry.plausible_dates import check_day

TEXTS = ("goal", "tasks", "difficulties", "strengths", "expected_results")


@transaction.atomic
def save_programme(
    *, programme: Programme, write: Callable[[], object] = lambda: None, by: User, **texts: str
) -> Programme:
    """Writes the texts of a draft; `write` saves the plan items of a checked formset in the same transaction.

    Raises ValidationError when it is no draft.
    """
    locked = _locked(programme)
    _only(locked, ProgrammeStatus.DRAFT, "Править можно только программу, которая составляется.")
    for name, value in texts.items():
        if name not in TEXTS:
            raise ValueError(f"{name} is not a text of a programme")
        setattr(locked, name, value)
    write()
    with_audit(locked, by=by, reason="Изменена программа").save()
    return locked


@transaction.atomic
def submit_programme(*, programme: Programme, by: User) -> Programme:
    """Sends a draft to the head. Raises ValidationError naming what it lacks."""
    locked = _locked(programme)
    _only(locked, ProgrammeStatus.DRAFT, "Программа уже отправлена.")
    lacking = [what for what, there in (("цель", locked.goal), ("мероприятия", locked.items.exists())) if not there]
    if lacking:
        raise ValidationError(f"Отправлять пока рано. Внесите в программу: {', '.join(lacking)}.")
    locked.status = ProgrammeStatus.SUBMITTED
    locked.submitted_on = clock.today()
    locked.return_note = ""
    with_audit(locked, by=by, reason="Отправлена на утверждение").save()
    return locked


@transaction.atomic
def approve_programme(*, programme: Programme, by: User) -> Programme:
    """The head's approval (Устюжна, п. 4.1)."""
    locked = _locked(programme)
    _only(locked, ProgrammeStatus.SUBMITTED, "Утвердить можно программу, отправленную на утверждение.")
    locked.status = ProgrammeStatus.APPROVED
    locked.approved_by = by
    locked.approved_on = clock.today()
    with_audit(locked, by=by, reason="Утверждена").save()
    return locked


@transaction.atomic
def return_programme(*, programme: Programme, note: str, by: User) -> Programme:
    """The head sends it back with remarks."""
    locked = _locked(programme)
    _only(locked, ProgrammeStatus.SUBMITTED, "Вернуть можно программу, отправленную на утверждение.")
    if not note.strip():
        raise ValidationError({"note": "Напишите, что исправить."})
    locked.status = ProgrammeStatus.DRAFT
    locked.return_note = note.strip()
    with_audit(locked, by=by, reason=f"Возвращена: {note.strip()}").save()
    return locked


@transaction.atomic
def acquaint_mentee(*, programme: Programme, on: date, by: User) -> Programme:
    """The mentee has read the approved programme (Устюжна, п. 3.11)."""
    locked = _locked(programme)
    _only(locked, ProgrammeStatus.APPROVED, "Наставляемый знакомится с утверждённой программой.")
    if locked.approved_on and on < locked.approved_on:
        raise ValidationError({"on": f"Программа утверждена позже, {locked.approved_on:%d.%m.%Y}."})
    if on > clock.today():
        raise ValidationError({"on": "Дата ещё не наступила."})
    locked.acquainted_on = on
    with_audit(locked, by=by, reason="Наставляемый ознакомлен").save()
    return locked


@transaction.atomic
def correct_programme(*, programme: Programme, reason: str, by: User) -> Programme:
    """Opens an approved programme for correction as its next version; the approved one stays in the history."""
    locked = _locked(programme)
    _only(locked, ProgrammeStatus.APPROVED, "Новая версия начинается с утверждённой программы.")
    if not reason.strip():
        raise ValidationError({"reason": "Напишите, зачем нужна новая версия."})
    locked.status = ProgrammeStatus.DRAFT
    locked.version += 1
    locked.approved_by = locked.approved_on = locked.acquainted_on = locked.submitted_on = None
    with_audit(locked, by=by, reason=f"Версия {locked.version}: {reason.strip()}").save()
    return locked


@transaction.atomic
def mark_plan_item(*, item: PlanItem, done_on: date | None, result: str = "", by: User) -> PlanItem:
    """Marks an event of the plan as held on a day, or takes the mark back (None)."""
    _locked(item.programme)
    if done_on is not None and done_on > clock.today():
        raise ValidationError({"done_on": "Дата выполнения ещё не наступила."})
    if done_on is not None:
        try:
            check_day(done_on)
        except ValidationError as refusal:
            raise ValidationError({"done_on": refusal.messages}) from refusal
    item.done_on, item.result = done_on, result
    with_audit(item, by=by, reason="Выполнено" if done_on else "Отметка снята").save()
    return item


def _locked(programme: Programme) -> Programme:
    """The programme as it is now, held until the end of the transaction; its pair must be at work."""
    locked = Programme.objects.select_for_update(of=("self",)).select_related("pair").get(pk=programme.pk)
    _check_active(locked.pair)
    return locked


def _check_active(pair: Pair) -> None:
    check_led(pair, f"Пара сейчас в состоянии «{pair.state_label}»: программа не меняется.")


def _only(programme: Programme, status: ProgrammeStatus, otherwise: str) -> None:
    if programme.status != status:
        raise ValidationError(f"{otherwise} Сейчас она — «{programme.get_status_display()}». Обновите страницу.")
