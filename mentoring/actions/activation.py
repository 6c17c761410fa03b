"""An order has been issued: agreed pairs begin to work."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction

from accounts.models import User
from mentoring.actions.states import change_state
from mentoring.enums import PairStatus
from mentoring.models import Pair, PairStage, PlanItem, Programme, Stage, StageItem
from registry.audit import with_audit
from registry.models import Act, Mentee, Mentor

_PROGRAMME_TEXTS = ("goal", "tasks", "difficulties", "strengths", "expected_results")
_ITEM_FIELDS = ("section", "position", "title", "due_on", "responsible", "done_on", "result")


@transaction.atomic
def activate(*, pairs: Iterable[Pair], act: Act, by: User) -> list[Pair]:
    """Makes agreed pairs active on the ground of the act, as of its date; returns them as they are now.

    Each gets its first stage and an empty programme; a pair that replaces another takes over its stage, the marks of
    its checklist and its programme as a new draft, to be approved again. Raises ValidationError naming every pair that
    may not begin and why; then none begins.
    """
    chosen: Sequence[Pair] = sorted(pairs, key=lambda pair: (pair.mentor_id, pair.pk))
    _lock_everyone(chosen)
    active, refused = [], []
    for pair in chosen:
        try:
            with transaction.atomic():
                active.append(_begin(pair, act, by, chosen))
        except ValidationError as error:
            refused += [f"{pair}: {message}" for message in error.messages]
    if refused:
        raise ValidationError(refused)
    return active


def _lock_everyone(pairs: Sequence[Pair]) -> None:
    """All mentors, then all mentees, each in order: two orders over the same people queue instead of deadlocking."""
    mentors = Mentor.objects.select_for_update(no_key=True).filter(pk__in=[pair.mentor_id for pair in pairs])
    mentees = Mentee.objects.select_for_update(no_key=True).filter(pk__in=[pair.mentee_id for pair in pairs])
    list(mentors.order_by("pk"))
    list(mentees.order_by("pk"))


def _begin(pair: Pair, act: Act, by: User, together: Sequence[Pair]) -> Pair:
    active = change_state(pair=pair, to=PairStatus.ACTIVE, on=act.dated, act=act, by=by, together=together)
    old = active.predecessor
    stage = old.stage if old is not None and old.stage is not None else Stage.objects.get(number=1)
    active.stage = stage
    with_audit(active, by=by, reason=f"Начат этап «{stage}»").save()
    PairStage.objects.create(pair=active, stage=stage, entered_on=max(act.dated, active.starts_on))
    programme, _ = Programme.objects.get_or_create(pair=active)
    if old is not None:
        _carry_over(old, active, programme, by)
    return active


def _carry_over(old: Pair, new: Pair, programme: Programme, by: User) -> None:
    """What has been planned and done for the mentee goes on with the new mentor (Устюжна, п. 3.7)."""
    former = Programme.objects.filter(pair=old).prefetch_related("items").first()
    if former is not None:
        for name in _PROGRAMME_TEXTS:
            setattr(programme, name, getattr(former, name))
        with_audit(programme, by=by, reason=f"Перенесена из пары «{old}»").save()
        for item in former.items.all():
            copy = PlanItem(programme=programme, **{name: getattr(item, name) for name in _ITEM_FIELDS})
            with_audit(copy, by=by).save()
    for mark in StageItem.objects.filter(pair=old):
        copied = StageItem(
            pair=new, template=mark.template, done_on=mark.done_on, done_by=mark.done_by, evidence=mark.evidence
        )
        if mark.scan:
            # a file of its own, so that unmarking here leaves the old pair's evidence alone
            with mark.scan.open("rb") as source:
                copied.scan.save(Path(str(mark.scan)).name, File(source), save=False)
        with_audit(copied, by=by, reason=f"Перенесено из пары «{old}»").save()
