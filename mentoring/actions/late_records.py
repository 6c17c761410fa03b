"""What was written of the days after the last one is taken back with it, when somebody says so; history keeps it."""

from datetime import date

from django.core.exceptions import ValidationError

from accounts.models import User
from mentoring.enums import PairTerm
from mentoring.extension_points import obstacles_to_correcting_change
from mentoring.models import Pair, PairChange, PairStage
from mentoring.queries.late_records import TAKEN_BACK, LateRecords, programme_before
from registry.actions.refusals import LinkedRefusal
from registry.history.audit import with_audit

TAKES_BACK = "takes_back"


def clear_after(pair: Pair, on: date, *, takes_back: bool, by: User) -> None:
    """Leaves nothing of the work of the held pair after the day `on`. The caller saves the pair: its stage may change.

    Raises LinkedRefusal that names every record and leads to the pair unless `takes_back` says that they are wrong.
    """
    late = LateRecords.of(pair, on)
    if not late:
        return
    if not takes_back:
        message = late.refusal()
        raise LinkedRefusal({TAKES_BACK: [message]}, {message: pair.get_absolute_url()})
    if obstacles := [why for change in late.extensions for why in obstacles_to_correcting_change(change)]:
        raise ValidationError(obstacles)
    reason = f"{TAKEN_BACK} — {on:%d.%m.%Y}"
    for record in (*late.marks, *_stays_to_remove(pair, late, by=by, reason=reason)):
        with_audit(record, by=by, reason=reason).delete()
    for item in late.plan_items:
        item.done_on, item.result = None, ""
        with_audit(item, by=by, reason=reason).save()
    if late.programme is not None:
        programme_before(late.programme, on)
        with_audit(late.programme, by=by, reason=reason).save()
    _correct_steps(pair, on, by=by, reason=reason)
    _correct_extensions(pair, late, by=by, reason=reason)


def _stays_to_remove(pair: Pair, late: LateRecords, *, by: User, reason: str) -> list[PairStage]:
    """All of them but the first of a pair that had no earlier one: it began on the last day at the latest."""
    if not late.stays:
        return []
    earlier = (
        PairStage.objects.filter(pair=pair, entered_on__lte=late.on).select_related("stage").order_by("-pk").first()
    )
    remaining = earlier or late.stays[0]
    if earlier is None:
        remaining.entered_on = late.on
        remaining.left_on = late.on if remaining.left_on else None
        with_audit(remaining, by=by, reason=reason).save()
    pair.stage = remaining.stage
    removed = [stay for stay in late.stays if stay.pk != remaining.pk]
    if removed and any(stay.left_on is None for stay in removed):
        # the stay that is under way again; it gets its last day with the pair
        remaining.left_on = None
        for stay in removed:
            stay.left_on = stay.left_on or stay.entered_on
            stay.save(update_fields=["left_on"])
        remaining.save(update_fields=["left_on"])
    return removed


def _correct_steps(pair: Pair, on: date, *, by: User, reason: str) -> None:
    """The steps from stage to stage after the day stay among the events, each as a mistake with its correction."""
    steps = PairChange.objects.filter(pair=pair, to_stage__isnull=False, on__gt=on, correction__isnull=True)
    for step in steps.filter(corrects__isnull=True).order_by("-pk"):
        PairChange.objects.create(
            pair=pair,
            from_status=pair.status,
            to_status=pair.status,
            from_stage=step.to_stage,
            to_stage=step.from_stage or pair.stage,
            on=on,
            corrects=step,
            reason=reason,
            made_by=by,
        )


def _correct_extensions(pair: Pair, late: LateRecords, *, by: User, reason: str) -> None:
    """The period is what it was, and nobody waits for an act of its extension; both stay among the events."""
    for extension in late.extensions:
        if extension.ends_on_before is None:
            continue
        pair.ends_on = extension.ends_on_before
        pair.term, pair.term_event = extension.term_before or PairTerm.DATES, extension.term_event_before
        if extension.act_awaited:
            extension.act_awaited = False
            extension.save(update_fields=["act_awaited"])
        PairChange.objects.create(
            pair=pair,
            from_status=pair.status,
            to_status=pair.status,
            on=late.on,
            listed_reason=extension.listed_reason,
            ends_on_before=extension.ends_on_after,
            ends_on_after=extension.ends_on_before,
            corrects=extension,
            reason=reason,
            made_by=by,
        )
