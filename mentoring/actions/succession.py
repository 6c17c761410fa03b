"""What a pair takes over from the pair that it replaces (Устюжна, п. 3.7)."""

from datetime import date
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.files.base import File

from accounts.models import User
from mentoring import extension_points
from mentoring.extension_points import SuccessorTransfer
from mentoring.models import Pair, PlanItem, Programme, Stage, StageItem, StageItemTemplate, StageSet
from mentoring.queries.policies import programme_words_of
from mentoring.stages.checklist import nearest_in_use, stage_set_of
from registry.history.audit import with_audit

_PROGRAMME_TEXTS = ("goal", "tasks", "difficulties", "strengths", "expected_results")
_ITEM_FIELDS = ("section", "position", "title", "due_on", "responsible", "done_on", "result")


def check_led(pair: Pair, otherwise: str) -> None:
    """Raises ValidationError with `otherwise` when the pair is not at work, and when another has taken over from it."""
    if pair.is_led:
        return
    if pair.is_ending:
        raise ValidationError(
            f"Этап, отметки и {programme_words_of(pair).nominative} уже перешли к новой паре, «{pair.successor}». "
            "Записывайте их там."
        )
    raise ValidationError(otherwise)


def first_stage(*, pair: Pair, predecessor: Pair | None, on: date) -> Stage:
    """Where a pair begins that becomes active on the day: at the stage to which its predecessor has come.

    In another municipality, which does not have the predecessor's set, it is the stage of the same code in the set in
    force there, or the first.
    """
    reached = predecessor.stage if predecessor is not None else None
    if reached is not None and reached.stage_set.municipality_id in (None, pair.organisation.municipality_id):
        return nearest_in_use(reached)
    in_use = StageSet.objects.in_force(pair.organisation.municipality_id, pair.form_id, on).stages.filter(in_use=True)
    same = in_use.filter(code=reached.code).first() if reached is not None else None
    return same or in_use.order_by("number")[0]


def take_over(*, predecessor: Pair, successor: Pair, by: User) -> None:
    """Hands on everything planned and done for the mentee; `successor` has its stage and an empty programme."""
    own: tuple[SuccessorTransfer, ...] = (_transfer_programme, _transfer_marks)
    for transfer in (*own, *extension_points.successor_transfers):
        transfer(predecessor=predecessor, successor=successor, by=by)


def _transfer_programme(*, predecessor: Pair, successor: Pair, by: User) -> None:
    """The texts and the plan as a new draft, to be approved again."""
    former = Programme.objects.filter(pair=predecessor).prefetch_related("items").first()
    if former is None:
        return
    programme = successor.programme
    for name in _PROGRAMME_TEXTS:
        setattr(programme, name, getattr(former, name))
    with_audit(programme, by=by, reason=f"Перенесена из пары «{predecessor}»").save()
    for item in former.items.all():
        copy = PlanItem(programme=programme, **{name: getattr(item, name) for name in _ITEM_FIELDS})
        with_audit(copy, by=by).save()


def _transfer_marks(*, predecessor: Pair, successor: Pair, by: User) -> None:
    """Where the successor goes through another set: onto the items of the same code."""
    items = {item.code: item for item in StageItemTemplate.objects.filter(stage__stage_set=stage_set_of(successor))}
    for mark in StageItem.objects.filter(pair=predecessor).select_related("template"):
        if mark.template.code not in items:
            continue
        copied = StageItem(
            pair=successor,
            template=items[mark.template.code],
            done_on=mark.done_on,
            done_by=mark.done_by,
            evidence=mark.evidence,
        )
        if mark.scan:
            # a file of its own, so that unmarking here leaves the old pair's evidence alone
            with mark.scan.open("rb") as source:
                copied.scan.save(Path(str(mark.scan)).name, File(source), save=False)
        with_audit(copied, by=by, reason=f"Перенесено из пары «{predecessor}»").save()
