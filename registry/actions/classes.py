"""Moves all classes of an organisation once a school year in one transaction, and corrects the move of one pupil."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from accounts.models import User
from registry import clock
from registry.actions.bank import archive_person, held_card, restore_person, return_to_bank
from registry.actions.refusals import explained_refusal
from registry.enums import ClassOutcome
from registry.extension_points import end_ties, hold_ties
from registry.history.audit import with_audit
from registry.models import ClassMove, ClassTransfer, Organisation, Person
from registry.queries.classes import pupils_to_move
from russian.school_year import first_day, school_year_label

LAST_GRADE = 11
OVERTAKEN = "Пока вы заполняли страницу, список обучающихся изменился. Посмотрите его ещё раз и отправьте снова."


@dataclass(frozen=True)
class PupilDecision:
    """`on`: the day on which a pupil has left; the others move on the day of the transfer. `ends_ties`: the reason for
    which what holds a pupil who leaves ends on that day; without it that is decided later."""

    outcome: ClassOutcome
    on: date | None = None
    ends_ties: str = ""


@transaction.atomic
def transfer_classes(
    *, organisation: Organisation, school_year: int, day: date, decisions: Mapping[int, PupilDecision], by: User
) -> ClassTransfer:
    """Moves every pupil of the organisation as decided; `decisions` by the primary key of the person.

    What holds who leaves ends with it where that was decided. Whoever is still held by a live pair keeps the card until
    the pair is ended (`finish_departure`). Raises
    ValidationError when the classes have moved already, or when the pupils are not those that were decided about.
    """
    organisation = Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    _check_day(day, school_year)
    transfer = ClassTransfer(organisation=organisation, school_year=school_year, day=day, made_by=by)
    transfer.full_clean(exclude=["organisation", "made_by"])
    with explained_refusal(transfer):
        with_audit(transfer, by=by).save()
    pupils = list(pupils_to_move(organisation, school_year).select_for_update(of=("self",)))
    if {pupil.pk for pupil in pupils} != set(decisions):
        raise ValidationError(OVERTAKEN)
    hold_ties([pupil.pk for pupil in pupils if decisions[pupil.pk].outcome == ClassOutcome.LEFT])
    moves = [_move(transfer, pupil, decisions[pupil.pk]) for pupil in pupils]
    bulk_create_with_history(moves, ClassMove, default_user=by, default_change_reason=_year(school_year))
    risen = [move.person for move in moves if move.outcome == ClassOutcome.UP]
    for pupil in risen:
        pupil.grade = (pupil.grade or 0) + 1
    bulk_update_with_history(
        risen, Person, ["grade"], default_user=by,
        default_change_reason=f"{_year(school_year)}: в следующий класс с {day:%d.%m.%Y}",
    )  # fmt: skip
    for move in sorted(moves, key=lambda move: move.on):  # of the two of a pair the first who leaves ends it
        if move.outcome == ClassOutcome.LEFT:
            if reason := decisions[move.person_id].ends_ties:
                end_ties(person=move.person, on=move.on, reason=reason, by=by)
            leave_school(move=move, by=by)
    return transfer


@transaction.atomic
def correct_move(
    *, move: ClassMove, outcome: ClassOutcome, on: date | None, ends_ties: str = "", by: User
) -> ClassMove:
    """Changes the outcome for one pupil and the card with it. `on`: the last day of a pupil who has left; the others
    move on the day of the transfer. `ends_ties`: the reason for which what holds who has left ends on that day; what
    ended with an earlier mark does not come back. Raises ValidationError when the card has been changed since, so that
    nothing is lost."""
    person = held_card(move.person)
    move_in_database = ClassMove.objects.select_for_update(of=("self",)).select_related("transfer").get(pk=move.pk)
    _check_correction(move_in_database, person)
    if move_in_database.outcome == ClassOutcome.LEFT:
        _come_back(person, move_in_database, by)
    if outcome == ClassOutcome.LEFT:
        hold_ties([person.pk])
    move_in_database.outcome, move_in_database.person = outcome, person
    move_in_database.on = on if outcome == ClassOutcome.LEFT and on else move_in_database.transfer.day
    _check_move(move_in_database)
    move_in_database.full_clean(exclude=["transfer", "person"])
    with_audit(move_in_database, by=by, reason="Исправление перевода").save()
    person.grade = move_in_database.grade_after
    reason = f"{_year(move_in_database.school_year)}, исправлено: {move_in_database.get_outcome_display()}"
    with_audit(person, by=by, reason=reason).save()
    if outcome == ClassOutcome.LEFT:
        if ends_ties:
            end_ties(person=person, on=move_in_database.on, reason=ends_ties, by=by)
        leave_school(move=move_in_database, by=by)
    return move_in_database


@transaction.atomic
def finish_departure(*, move: ClassMove, by: User) -> None:
    """Closes the card of who has left, once nothing holds them any more. Raises ValidationError with what does.

    Until then the person was in the bank, as every figure of those days has said: they leave it today
    (ADR 30). The day of the leaving stays in the move."""
    held_card(move.person)
    if move.outcome != ClassOutcome.LEFT:
        raise ValidationError("Этот обучающийся не отмечен выбывшим. Исправьте сначала перевод.")
    if obstacles := leave_school(move=move, on=clock.today(), by=by):
        raise ValidationError(obstacles)


def leave_school(*, move: ClassMove, on: date | None = None, by: User) -> list[str]:
    """Excludes a pupil who has left from the banks and archives the card, by the rules of `archive_person`, on the day
    of the leaving or on a later one. Only this function does so. Returns the obstacles; then nothing changes and the
    departure waits."""
    try:
        with transaction.atomic():
            archive_person(person=move.person, on=max(move.on, on or move.on), reason=_why(move), by=by)
    except ValidationError as refusal:
        return refusal.messages
    return []


def _come_back(person: Person, move: ClassMove, by: User) -> None:
    """Reopens what `leave_school` has closed, and nothing that somebody else has closed."""
    if person.archived_on is None:
        return
    restore_person(person=person, by=by)
    person.archived_on = None
    for name in ("mentor", "mentee"):
        entry = getattr(person, name, None)
        if entry is not None and entry.excluded_on and entry.exclusion_reason == _why(move):
            return_to_bank(entry=entry, by=by)


def _move(transfer: ClassTransfer, pupil: Person, decision: PupilDecision) -> ClassMove:
    move = ClassMove(
        transfer=transfer,
        person=pupil,
        school_year=transfer.school_year,
        outcome=decision.outcome,
        on=decision.on or transfer.day,
        grade=pupil.grade or 0,
        grade_letter=pupil.grade_letter,
    )
    _check_move(move)
    return move


def _check_day(day: date, school_year: int) -> None:
    if not first_day(school_year) <= day < first_day(school_year + 1):
        raise ValidationError({"day": f"День перевода — в {school_year_label(school_year)} учебном году."})
    if day > clock.today():
        raise ValidationError({"day": "Дата ещё не наступила."})


def _check_move(move: ClassMove) -> None:
    name = move.person.short_name
    if move.outcome == ClassOutcome.UP and move.grade >= LAST_GRADE:
        raise ValidationError(f"{name}: из {LAST_GRADE} класса переводить некуда. Отметьте выбытие или «остаётся».")
    if move.on > clock.today():
        raise ValidationError(f"{name}: день {move.on:%d.%m.%Y} ещё не наступил.")
    if move.on < first_day(move.school_year - 1):
        raise ValidationError(f"{name}: день {move.on:%d.%m.%Y} слишком давний для этого перевода. Проверьте год.")


def _check_correction(move: ClassMove, person: Person) -> None:
    if ClassMove.objects.filter(person=person, school_year__gt=move.school_year).exists():
        raise ValidationError("Этого обучающегося переводили и позже. Исправьте сначала поздний перевод.")
    if person.grade != move.grade_after:
        raise ValidationError(
            f"На карточке теперь {person.grade_label or 'нет класса'}: её исправили после перевода. Класс правят там."
        )
    if person.archived_on is not None and move.outcome != ClassOutcome.LEFT:
        raise ValidationError("Карточка в архиве. Сначала верните её из архива.")


def _why(move: ClassMove) -> str:
    return "окончание школы" if move.grade == LAST_GRADE else "выбытие из школы"


def _year(school_year: int) -> str:
    return f"Перевод классов в {school_year_label(school_year)} учебный год"
