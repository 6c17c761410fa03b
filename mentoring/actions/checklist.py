"""Marking items of the checklist and going from stage to stage."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from dateutil.relativedelta import relativedelta
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.db.models import Q

from accounts.models import User
from mentoring.actions.states import lock
from mentoring.actions.succession import check_led
from mentoring.guards.stages import STAGE_OF_PAIR
from mentoring.models import Pair, PairChange, PairStage, Stage, StageItem, StageItemTemplate
from mentoring.stages.checklist import Checklist
from registry import clock
from registry.actions.refusals import explained_dates
from registry.history.audit import with_audit
from registry.side_texts import side_text

#: before the beginning of the pair
MOST_YEARS_OF_PREPARATION = 1


class StageBlocked(ValidationError):
    """The stage may not be left; `missing` are the required items that are not done."""

    def __init__(self, state_title: str, missing: list[str]) -> None:
        self.missing = missing
        super().__init__(f"Этап «{state_title}» не закончен. Осталось обязательное: {'; '.join(missing)}.")


@transaction.atomic
def mark_item(
    *,
    pair: Pair,
    template: StageItemTemplate,
    done_on: date,
    evidence: str = "",
    scan: UploadedFile | None = None,
    by: User,
) -> StageItem:
    """Marks an item as done, or corrects the mark. Raises ValidationError when it is fulfilled by data, or the date is
    in the future or too long before the pair."""
    locked = _active(pair)
    item = Checklist.of(locked).item(template)
    if item is None:
        raise ValidationError("Этот пункт к форме пары не относится.")
    if not item.by_hand:
        raise ValidationError(f"Пункт «{template}» выполняется сам: {template.get_fulfilled_by_display()}.")
    if done_on > clock.today():
        raise ValidationError({"done_on": "Дата выполнения ещё не наступила."})
    mark = StageItem.objects.filter(pair=locked, template=template).first() or StageItem(pair=locked, template=template)
    if done_on != mark.done_on:
        _check_since(locked, template, done_on)
    mark.done_on, mark.done_by, mark.evidence = done_on, by, evidence
    if scan is not None:
        mark.scan = scan
    mark.full_clean()
    with explained_dates("done_on"):
        with_audit(mark, by=by).save()
    return mark


def _check_since(pair: Pair, template: StageItemTemplate, done_on: date) -> None:
    """As items of the programme; what prepares a pair, the first stage, is done within a year before it too."""
    begins = pair.starts_on
    if not Checklist.of(pair).prepares(template):
        if done_on < begins:
            raise ValidationError(
                {"done_on": f"Пара начинается {begins:%d.%m.%Y}: раньше этого пункта не было. Проверьте год."}
            )
    elif done_on < begins - relativedelta(years=MOST_YEARS_OF_PREPARATION):
        raise ValidationError(
            {
                "done_on": f"Пара начинается {begins:%d.%m.%Y}. Готовятся к ней и раньше, например учат "
                f"{side_text('наставника_вин')}, но не больше чем за год. Проверьте год."
            }
        )


@transaction.atomic
def unmark_item(*, pair: Pair, template: StageItemTemplate, by: User) -> None:
    """Takes a mark back; its history stays. A mark that is already gone is no mistake."""
    locked = _active(pair)
    for mark in StageItem.objects.filter(pair=locked, template=template):
        with_audit(mark, by=by, reason="Отметка снята").delete()


@transaction.atomic
def advance_stage(*, pair: Pair, from_stage: Stage, by: User) -> Pair:
    """Leaves `from_stage` for the next one. Raises StageBlocked naming the required items that are not done.

    `from_stage` is the stage that the user saw: a second click of the same button changes nothing more.
    """
    locked = _active(pair)
    _check_shown_stage(locked, from_stage)
    checklist = Checklist.of(locked)
    state, following = checklist.current, checklist.next_stage
    if following is None or state is None:
        raise ValidationError("Это последний этап. Когда работа закончена, завершите пару.")
    if state.missing:
        raise StageBlocked(state.stage.title, [item.title for item in state.missing])
    return _move(locked, following, reason="", by=by)


@transaction.atomic
def return_to_stage(*, pair: Pair, from_stage: Stage, to_stage: Stage, reason: str, by: User) -> Pair:
    """Returns to an earlier stage, which takes a reason; marks stay."""
    locked = _active(pair)
    _check_shown_stage(locked, from_stage)
    if to_stage.number >= from_stage.number or to_stage.stage_set_id != from_stage.stage_set_id or not to_stage.in_use:
        raise ValidationError({"to_stage": "Вернуться можно на один из предыдущих этапов."})
    if not reason.strip():
        raise ValidationError({"reason": "Напишите, почему пара возвращается на предыдущий этап."})
    return _move(locked, to_stage, reason=reason.strip(), by=by)


def _active(pair: Pair) -> Pair:
    locked = lock(pair)
    check_led(locked, f"Этапы ведутся у действующей пары, а эта — «{locked.state_label}».")
    return locked


def _check_shown_stage(pair: Pair, shown_stage: Stage) -> None:
    if pair.stage_id != shown_stage.pk:
        raise ValidationError(f"Пара уже на этапе «{pair.stage}». Обновите страницу.")


@contextmanager
def _explained_stage(stage: Stage) -> Iterator[None]:
    """The database lets no pair into a stage that somebody has taken out of use since the page was opened."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if STAGE_OF_PAIR in str(error):
            raise ValidationError(f"Этап «{stage}» только что выключили. Откройте страницу пары заново.") from error
        raise


def _move(pair: Pair, to_stage: Stage, *, reason: str, by: User) -> Pair:
    today = clock.today()
    from_stage, pair.stage = pair.stage, to_stage
    with _explained_stage(to_stage):
        with_audit(pair, by=by, reason=reason or f"Этап «{to_stage}»").save()
    # Of a pair whose end has been entered ahead the stay has its last day already.
    for stay in PairStage.objects.filter(Q(left_on__isnull=True) | Q(left_on__gte=today), pair=pair):
        stay.left_on = max(stay.entered_on, today)
        stay.save(update_fields=["left_on"])
    PairStage.objects.create(pair=pair, stage=to_stage, entered_on=today, left_on=pair.ended_on)
    PairChange.objects.create(
        pair=pair,
        # of one whose end is still to come too: the step is none of its end
        from_status=pair.state,
        to_status=pair.state,
        from_stage=from_stage,
        to_stage=to_stage,
        on=today,
        reason=reason,
        made_by=by,
    )
    return pair
