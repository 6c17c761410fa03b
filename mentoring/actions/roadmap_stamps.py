"""What the stamps of a roadmap say: by which act it is approved, by which minutes adopted, when it was agreed."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from mentoring.actions.roadmaps import move_to
from mentoring.enums import RoadmapStatus
from mentoring.extension_points import obstacles_to_taking_back
from mentoring.models import Roadmap
from mentoring.queries.roadmap_acts import obstacles_to_agreement_on, obstacles_to_approving
from registry import clock
from registry.actions.acts import entered
from registry.enums import ActKind
from registry.history.audit import with_audit
from registry.models import Act

NO_REASON = "Напишите причину: она останется в истории."


@transaction.atomic
def approve_by_act(*, roadmap: Roadmap, act: Act, by: User, reason: str = "") -> Roadmap:
    """An act has approved an agreed roadmap, or minutes of a body have adopted it: its papers say so. The act may be a
    new one that is entered with it. In place of an act that is named already another one is named with a reason.

    Raises ValidationError when the roadmap is not agreed, when the act cannot have approved it, and when something is
    built on the act that is named.
    """
    try:
        ground = entered(act=act, by=by) or act
    except ValidationError:
        _refuse_unseen(roadmap, _lock(roadmap), act)
        raise
    current = _lock(roadmap)
    _refuse_unseen(roadmap, current, ground)
    ground = Act.objects.select_for_update(no_key=True).get(pk=ground.pk)
    if current.status != RoadmapStatus.AGREED:
        raise ValidationError("Актом утверждают согласованную дорожную карту.")
    if obstacles := obstacles_to_approving(ground, current):
        raise ValidationError({"act": obstacles})
    if ground.kind == ActKind.MINUTES:
        return _adopt(current, ground, by)
    return _approve_by(current, ground, by, reason)


def _refuse_unseen(shown_roadmap: Roadmap, current: Roadmap, act: Act) -> None:
    """Whoever names an act where the page has shown none hears which one has been named meanwhile."""
    present_act = current.act
    if act.kind != ActKind.MINUTES and present_act is not None and present_act.pk not in (shown_roadmap.act_id, act.pk):
        raise ValidationError(
            f"Пока страница была открыта, карту утвердили другим актом: {present_act}. Ваш акт у карты не записан. "
            "Если верен ваш, откройте страницу карты заново и укажите его вместо прежнего, с причиной."
        )


def _approve_by(roadmap: Roadmap, act: Act, by: User, reason: str) -> Roadmap:
    present_act = roadmap.act
    if present_act is not None and present_act.pk == act.pk:
        return roadmap
    if present_act is not None and present_act.kind == ActKind.MINUTES:
        _adopt(roadmap, present_act, by)
    elif present_act is not None:
        _refuse_taking_back(roadmap, present_act, reason)
    roadmap.act = act
    why = f", вместо: {present_act}. {reason.strip()}" if present_act is not None and reason.strip() else ""
    with_audit(roadmap, by=by, reason=f"Утверждена: {act}{why}").save()
    return roadmap


def _adopt(roadmap: Roadmap, minutes: Act, by: User) -> Roadmap:
    if not roadmap.adopted_by.filter(pk=minutes.pk).exists():
        with_audit(roadmap, by=by, reason=f"Принята: {minutes}")
        roadmap.adopted_by.add(minutes)
    return roadmap


@transaction.atomic
def take_act_back(*, roadmap: Roadmap, act: Act, reason: str, by: User) -> Roadmap:
    """The act or the minutes were named by mistake; the act itself stays in the register.

    Raises ValidationError without a reason, and while a paper in force prints the act.
    """
    current = _lock(roadmap)
    _refuse_taking_back(current, act, reason)
    if current.act_id == act.pk:
        current.act = None
        with_audit(current, by=by, reason=f"Убран акт: {act}. {reason.strip()}").save()
    if current.adopted_by.filter(pk=act.pk).exists():
        with_audit(current, by=by, reason=f"Убран протокол: {act}. {reason.strip()}")
        current.adopted_by.remove(act)
    return current


@transaction.atomic
def correct_agreement(*, roadmap: Roadmap, agreed_on: date, reason: str, by: User) -> Roadmap:
    """The roadmap was agreed on another day than the portal has it.

    Raises ValidationError without a reason, for a day that comes too early, after the end of the roadmap or has not
    come, and while a paper in force prints the agreement.
    """
    current = _agreed(roadmap)
    _refuse_taking_back(current, None, reason)
    if agreed_on == current.agreed_on:
        raise ValidationError({"agreed_on": "Это и есть внесённый день."})
    if agreed_on > clock.today():
        raise ValidationError({"agreed_on": "Этот день ещё не наступил."})
    if obstacles := list(obstacles_to_agreement_on(agreed_on, current)):
        raise ValidationError({"agreed_on": obstacles})
    current.agreed_on = agreed_on
    with_audit(current, by=by, reason=f"Исправлена дата согласования. {reason.strip()}").save()
    return current


@transaction.atomic
def withdraw_agreement(*, roadmap: Roadmap, reason: str, by: User) -> Roadmap:
    """Agreed by mistake: the roadmap waits for the decision again, and the head's approval stands.

    Raises ValidationError without a reason, while an act approves the roadmap, and while a paper in force prints the
    agreement.
    """
    current = _agreed(roadmap)
    _refuse_taking_back(current, None, reason)
    if current.act is not None:
        raise ValidationError(f"Карта уже утверждена: {current.act}. Сначала уберите этот акт.")
    return move_to(
        current, RoadmapStatus.SUBMITTED, by=by, reason=f"Согласование отозвано. {reason.strip()}",
        approved_by=current.approved_by, approved_on=current.approved_on, submitted_on=clock.today(),
    )  # fmt: skip


def _lock(roadmap: Roadmap) -> Roadmap:
    return Roadmap.objects.select_for_update(of=("self",)).select_related("act").get(pk=roadmap.pk)


def _agreed(roadmap: Roadmap) -> Roadmap:
    current = _lock(roadmap)
    if current.status != RoadmapStatus.AGREED:
        raise ValidationError("Дорожная карта не согласована. Обновите страницу.")
    return current


def _refuse_taking_back(roadmap: Roadmap, act: Act | None, reason: str) -> None:
    if not reason.strip():
        raise ValidationError({"reason": NO_REASON})
    if obstacles := obstacles_to_taking_back(roadmap, act):
        raise ValidationError(obstacles)
