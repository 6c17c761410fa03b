"""A municipality makes stages of its own: copies a set, words, orders and switches its stages and items, and says which
forms go through it from which day.

Every change holds the row of the set, so that two of them do not cross. Pairs keep the set that they have taken.
"""

from collections.abc import Collection, Iterable
from datetime import date
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from mentoring.models import Stage, StageAssignment, StageItem, StageItemTemplate, StageSet
from mentoring.queries.stage_sets import has_pairs, pairs_going_by, was_entered, was_taken
from registry.actions.refusals import explained_refusal
from registry.history.audit import with_audit
from registry.models import Form, Municipality
from registry.queries.row_locks import hold_row
from russian.numbers import plural

#: what the pages still show side by side
MOST_STAGES = 10
PAIRS = "пара,пары,пар"

_COPIED_OF_STAGE = ("code", "number", "title", "source", "in_use")
_COPIED_OF_ITEM = (
    "code", "position", "short_title", "title", "source", "responsible", "evidence_hint", "required", "only_forms",
    "fulfilled_by", "in_use",
)  # fmt: skip
SetPart = TypeVar("SetPart", StageSet, Stage, StageItemTemplate, StageAssignment)


@transaction.atomic
def copy_stage_set(*, source: StageSet, municipality: Municipality, title: str, by: User) -> StageSet:
    """A set of the municipality that says the same; later changes of `source` do not touch it. No pair goes by it until
    it is assigned. What the whole of it rests on, the municipality says itself.

    Raises ValidationError when the municipality has one of this title.
    """
    copy = StageSet(municipality=municipality, title=title)
    _add(copy, by, f"Копия набора «{source}»")
    for stage in source.stages.prefetch_related("items").order_by("number"):
        copied = Stage(stage_set=copy, **{name: getattr(stage, name) for name in _COPIED_OF_STAGE})
        with_audit(copied, by=by).save()
        for item in stage.items.all():
            own = StageItemTemplate(stage=copied, **{name: getattr(item, name) for name in _COPIED_OF_ITEM})
            with_audit(own, by=by).save()
    return copy


@transaction.atomic
def delete_stage_set(*, stage_set: StageSet, by: User) -> None:
    """Raises ValidationError for a set that is assigned, or that pairs have gone through."""
    hold_row(stage_set)
    if stage_set.assignments.exists():
        raise ValidationError("Набор назначен формам. Сначала снимите назначения или назначьте другой набор.")
    if was_taken(stage_set):
        raise ValidationError("По этому набору шли пары, он остаётся в их истории. Назначьте формам другой набор.")
    for stage in stage_set.stages.all():
        _delete_with_items(stage, by)
    with_audit(stage_set, by=by, reason="Набор удалён").delete()


@transaction.atomic
def add_stage(*, stage_set: StageSet, stage: Stage, reason: str = "", by: User) -> Stage:
    """Puts an unsaved stage at the end. Raises ValidationError when there are as many as may be, or one so called."""
    hold_row(stage_set)
    stages = list(stage_set.stages.all())
    if len(stages) >= MOST_STAGES:
        raise ValidationError(f"В наборе уже {MOST_STAGES} этапов, больше не поместится.")
    stage.stage_set = stage_set
    stage.number = max((other.number for other in stages), default=0) + 1
    stage.code = _new_code(other.code for other in stages)
    return _add(stage, by, reason or "Добавлен этап")


@transaction.atomic
def move_stage(*, stage: Stage, up: bool, position_on_page: int | None = None, by: User) -> Stage:
    """`position_on_page`: where the page showed it, from 1; a stage that stands elsewhere by now stays: a second press
    does nothing. Raises ValidationError where pairs have been at one of the two stages: they went in this order."""
    stages = _stages_held(stage)
    position = next(position for position, other in enumerate(stages) if other.pk == stage.pk)
    target = position - 1 if up else position + 1
    if not 0 <= target < len(stages) or position_on_page not in (None, position + 1):
        return stage
    first, second = stages[position], stages[target]
    if was_entered(first) or was_entered(second):
        raise ValidationError(
            "Эти этапы пары уже проходили в таком порядке. Переставляют этапы, на которых никто не был."
        )
    first.number, second.number = second.number, first.number
    # Both numbers are taken until one of the two stages has stood aside.
    Stage.objects.filter(pk=second.pk).update(number=max(other.number for other in stages) + 1)
    for moved in (first, second):
        with_audit(moved, by=by, reason="Изменён порядок").save(update_fields=["number"])
    return first


@transaction.atomic
def switch_stage(*, stage: Stage, in_use: bool, reason: str = "", by: User) -> Stage:
    """Takes the stage out of use, or back; one that is so already stays. Raises ValidationError while pairs are at it,
    and for the last in use."""
    stages = _stages_held(stage)
    current = next(other for other in stages if other.pk == stage.pk)
    hold_row(current)
    if current.in_use == in_use:
        return current
    if not in_use:
        here = pairs_going_by(current.stage_set).filter(stage=current).count()
        if here:
            raise ValidationError(
                f"На этапе сейчас {plural(here, PAIRS)}. Его выключают, когда на нём никого нет: пусть пары перейдут "
                "на следующий или вернутся на предыдущий."
            )
        if not any(other.in_use for other in stages if other.pk != current.pk):
            raise ValidationError("Это последний этап набора: без него пара не начнёт работу.")
    current.in_use = in_use
    with_audit(current, by=by, reason=reason).save(update_fields=["in_use"])
    return current


@transaction.atomic
def delete_stage(*, stage: Stage, by: User) -> None:
    """The stages after it move up. Raises ValidationError when pairs have been at it, and for the last one in use."""
    stages = _stages_held(stage)
    if was_entered(stage):
        raise ValidationError("На этом этапе были пары, он остаётся в их истории. Этап можно только выключить.")
    if not any(other.in_use for other in stages if other.pk != stage.pk):
        raise ValidationError("Это последний этап набора: без него пара не начнёт работу.")
    if StageItem.objects.filter(template__stage=stage).exists():
        raise ValidationError("Пункты этапа у пар уже отмечены. Этап можно только выключить.")
    _delete_with_items(stage, by)
    for later in stages:
        if later.number > stage.number:
            later.number -= 1
            with_audit(later, by=by).save(update_fields=["number"])


@transaction.atomic
def add_stage_item(*, item: StageItemTemplate, reason: str = "", by: User) -> StageItemTemplate:
    """Puts an unsaved item at the end of its stage. Raises ValidationError when the stage has one with these words."""
    stage_set = item.stage.stage_set
    hold_row(stage_set)
    if item.stage.items.filter(title=item.title).exists():
        raise ValidationError({"title": "Такой пункт на этом этапе уже есть."})
    items = StageItemTemplate.objects.filter(stage__stage_set=stage_set)
    item.code = _new_code(items.values_list("code", flat=True))
    item.position = max(items.filter(stage=item.stage).values_list("position", flat=True), default=0) + 1
    return _add(item, by, reason or "Добавлен пункт")


@transaction.atomic
def move_stage_item(
    *, item: StageItemTemplate, up: bool, position_on_page: int | None = None, by: User
) -> StageItemTemplate:
    """Within its stage; the first does not rise and the last does not sink. `position_on_page`: where the page showed
    it, from 1; an item that stands elsewhere by now stays."""
    hold_row(item.stage.stage_set)
    items = list(item.stage.items.order_by("position", "pk"))
    position = next(position for position, other in enumerate(items) if other.pk == item.pk)
    target = position - 1 if up else position + 1
    if position_on_page not in (None, position + 1):
        return item
    if 0 <= target < len(items):
        items[position], items[target] = items[target], items[position]
    for position, moved in enumerate(items, start=1):
        if moved.position != position:
            moved.position = position
            with_audit(moved, by=by, reason="Изменён порядок").save(update_fields=["position"])
    return item


@transaction.atomic
def switch_stage_item(*, item: StageItemTemplate, in_use: bool, reason: str = "", by: User) -> StageItemTemplate:
    """Pairs are asked for the item no more, or again; marks that were made stay."""
    hold_row(item)
    if item.in_use == in_use:
        return item
    item.in_use = in_use
    with_audit(item, by=by, reason=reason).save(update_fields=["in_use"])
    return item


@transaction.atomic
def delete_stage_item(*, item: StageItemTemplate, by: User) -> None:
    """Raises ValidationError for an item that pairs have marked."""
    hold_row(item.stage.stage_set)
    if StageItem.objects.filter(template=item).exists():
        raise ValidationError("Пункт у пар уже отмечен, отметки остаются. Пункт можно только выключить.")
    with_audit(item, by=by, reason="Пункт удалён").delete()


@transaction.atomic
def assign_stage_set(
    *,
    stage_set: StageSet,
    municipality: Municipality,
    forms: Collection[Form | None],
    valid_from: date,
    by: User,
) -> list[StageAssignment]:
    """From the day on, pairs of the forms that become active go through the set; None stands for all other forms.

    Pairs at work keep theirs. Raises ValidationError when something is assigned to one of the forms on that day, or the
    set has no stage in use.
    """
    hold_row(stage_set)
    if not stage_set.stages.filter(in_use=True).exists():
        raise ValidationError("В наборе нет ни одного этапа. Добавьте этапы, потом назначьте набор.")
    return [
        _add(
            StageAssignment(municipality=municipality, form=form, valid_from=valid_from, stage_set=stage_set),
            by,
            "Набор назначен",
        )
        for form in forms
    ]


@transaction.atomic
def withdraw_stage_assignment(*, assignment: StageAssignment, by: User) -> None:
    """A choice by which no pair has begun yet is taken back: what was chosen before holds again."""
    hold_row(assignment)
    if has_pairs(assignment):
        raise ValidationError(
            "По этому назначению пары уже начали работу. Чтобы новые пары шли иначе, назначьте с нужного дня "
            "другой набор."
        )
    with_audit(assignment, by=by, reason="Назначение снято").delete()


def _stages_held(stage: Stage) -> list[Stage]:
    """All stages of its set as they are now, in order, held."""
    hold_row(stage.stage_set)
    return list(Stage.objects.filter(stage_set=stage.stage_set_id).select_related("stage_set").order_by("number"))


def _delete_with_items(stage: Stage, by: User) -> None:
    for item in stage.items.all():
        with_audit(item, by=by, reason=f"Удалён вместе с этапом «{stage}»").delete()
    with_audit(stage, by=by, reason="Этап удалён").delete()


def _new_code(codes: Iterable[str]) -> str:
    used_codes = set(codes)
    return next(code for number in range(1, len(used_codes) + 2) if (code := f"own-{number}") not in used_codes)


def _add(row: SetPart, by: User, reason: str) -> SetPart:
    row.full_clean()
    with explained_refusal(row):
        with_audit(row, by=by, reason=reason).save()
    return row
