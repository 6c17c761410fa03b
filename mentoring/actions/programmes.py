"""A programme from draft to approval: written by the curator, approved by the head, read by the mentee."""

from collections.abc import Callable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from mentoring.actions.succession import check_led
from mentoring.enums import ProgrammeStatus
from mentoring.labels.programme import status_label
from mentoring.models import Pair, PlanItem, Programme
from mentoring.queries.policies import programme_words_of
from registry import clock
from registry.history.audit import with_audit
from registry.plausible_dates import check_day
from registry.side_texts import side_text
from russian.typography import upper_first

TEXTS = ("goal", "tasks", "difficulties", "strengths", "expected_results")


@transaction.atomic
def save_programme(
    *, programme: Programme, write: Callable[[], object] = lambda: None, by: User, **texts: str
) -> Programme:
    """Writes the texts of a draft; `write` saves the plan items of a checked formset in the same transaction.

    Raises ValidationError when it is no draft.
    """
    locked = _locked(programme)
    _only(locked, ProgrammeStatus.DRAFT, "Править можно только до отправки на утверждение.")
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
    _only(locked, ProgrammeStatus.DRAFT, "Отправить можно только то, что ещё составляется.")
    lacking = [what for what, there in (("цель", locked.goal), ("мероприятия", locked.items.exists())) if not there]
    if lacking:
        raise ValidationError(
            f"Отправлять пока рано. Внесите в {programme_words_of(locked.pair).accusative}: {', '.join(lacking)}."
        )
    locked.status = ProgrammeStatus.SUBMITTED
    locked.submitted_on = clock.today()
    locked.return_note = ""
    with_audit(locked, by=by, reason="Отправлена на утверждение").save()
    return locked


@transaction.atomic
def approve_programme(*, programme: Programme, by: User) -> Programme:
    """The head's approval (Устюжна, п. 4.1)."""
    locked = _locked(programme)
    _only(locked, ProgrammeStatus.SUBMITTED, "Утвердить можно то, что отправлено на утверждение.")
    locked.status = ProgrammeStatus.APPROVED
    locked.approved_by = by
    locked.approved_on = clock.today()
    with_audit(locked, by=by, reason="Утверждена").save()
    return locked


@transaction.atomic
def return_programme(*, programme: Programme, note: str, by: User) -> Programme:
    """The head sends it back with remarks."""
    locked = _locked(programme)
    _only(locked, ProgrammeStatus.SUBMITTED, "Вернуть можно то, что отправлено на утверждение.")
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
    _only(locked, ProgrammeStatus.APPROVED, "Знакомятся с утверждённой версией.")
    if locked.approved_on and on < locked.approved_on:
        raise ValidationError(
            {"on": f"Утверждение позже, {locked.approved_on:%d.%m.%Y}. Укажите этот день или день после него."}
        )
    if on > clock.today():
        raise ValidationError({"on": "Дата ещё не наступила."})
    locked.acquainted_on = on
    with_audit(locked, by=by, reason=side_text("Наставляемый ознакомлен")).save()
    return locked


@transaction.atomic
def correct_programme(*, programme: Programme, reason: str, by: User) -> Programme:
    """Opens an approved programme for correction as its next version; the approved one stays in the history."""
    locked = _locked(programme)
    _only(locked, ProgrammeStatus.APPROVED, "Новая версия начинается с той, что утверждена.")
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
        _check_within_pair(item, done_on)
    item.done_on, item.result = done_on, result
    with_audit(item, by=by, reason="Выполнено" if done_on else "Отметка снята").save()
    return item


def _check_within_pair(item: PlanItem, done_on: date) -> None:
    """What a successor has taken over was held with the former pair and stays as it is."""
    begins = item.programme.pair.starts_on
    if done_on < begins and done_on != item.done_on:
        raise ValidationError(
            {"done_on": f"Пара начинается {begins:%d.%m.%Y}: раньше мероприятия не было. Проверьте год."}
        )


def _locked(programme: Programme) -> Programme:
    """The programme as it is now, held until the end of the transaction; its pair must be at work."""
    locked = Programme.objects.select_for_update(of=("self",)).select_related("pair").get(pk=programme.pk)
    _check_active(locked.pair)
    return locked


def _check_active(pair: Pair) -> None:
    name = programme_words_of(pair).nominative
    check_led(pair, f"Пара сейчас в состоянии «{pair.state_label}»: {name} не меняется.")


def _only(programme: Programme, status: ProgrammeStatus, otherwise: str) -> None:
    if programme.status != status:
        document_name = programme_words_of(programme.pair)
        name, label = upper_first(document_name.nominative), status_label(programme.status, document_name)
        raise ValidationError(f"{otherwise} {name} сейчас в состоянии «{label}». Обновите страницу.")
