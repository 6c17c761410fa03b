"""An order has been issued, or one on paper is entered: agreed pairs begin to work."""

from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from mentoring.actions.ground_change import change_ground
from mentoring.actions.requests import answer_by_successor
from mentoring.actions.states import change_state
from mentoring.actions.succession import first_stage, take_over
from mentoring.enums import PairStatus
from mentoring.labels.changes import sentences
from mentoring.models import Pair, PairChange, PairStage, Programme
from mentoring.pairing.consideration import describe_missing_consideration
from registry.actions.acts import entered
from registry.actions.candidates import approve_by_order
from registry.actions.refusals import LinkedRefusal, links_of, several_links_of
from registry.history.audit import with_audit
from registry.models import Act, Mentee, Mentor
from registry.queries.rule_versions import rules_read_once


@transaction.atomic
@rules_read_once()
def activate(*, pairs: Iterable[Pair], act: Act, reason: str = "", by: User) -> list[Pair]:
    """Makes agreed pairs active on the ground of the act, as of its date; returns them as they are now.

    The act may be a new one, which is entered with them; `reason` is kept with the beginning. Each pair gets its first
    stage, of the set in force on the day of the act, and an empty programme; a pair that replaces another takes over
    its stage, the marks of its checklist and its programme as a new draft, to be approved again. Raises ValidationError
    naming every pair that may not begin and why; then none begins.
    """
    entered(act=act, by=by)
    in_order: Sequence[Pair] = sorted(pairs, key=lambda pair: (pair.mentor_id, pair.pk))
    _lock_everyone(in_order)
    active: list[Pair] = []
    refused: list[str] = []
    links: dict[str, str] = {}
    several_links: dict[str, list[tuple[str, str]]] = {}
    for pair in in_order:
        try:
            with transaction.atomic():
                active.append(_begin(pair, act, reason, by, in_order))
        except ValidationError as error:
            prefix = f"{pair}: "
            refused += [f"{prefix}{message}" for message in error.messages]
            links |= links_of(error, prefix)
            several_links |= several_links_of(error, prefix)
    if refused:
        raise LinkedRefusal(refused, links, several_links)
    return active


@transaction.atomic
@rules_read_once()
def secure_pairs(*, pairs: Iterable[Pair], act: Act, why: str = "", by: User) -> None:
    """Agreed pairs begin to work on the act; those at work on an act that has been cancelled rest on it from its date.
    `why` says why an unlikely act is the one.

    Raises ValidationError naming every pair for which that is impossible; then nothing changes.
    """
    secured = list(pairs)
    if unconsidered := [f"{pair}: {gap}" for pair in secured if (gap := describe_missing_consideration(pair, act))]:
        raise ValidationError(unconsidered)
    activate(pairs=[pair for pair in secured if pair.status == PairStatus.AGREED], act=act, reason=why, by=by)
    for pair in sorted((pair for pair in secured if pair.is_at_work), key=lambda pair: (pair.mentor_id, pair.pk)):
        canceller = pair.act.cancelled_by if pair.act is not None else None
        change_ground(pairs=[pair], act=act, reason=sentences(f"Прежний акт отменён: {canceller or act}", why), by=by)


def _lock_everyone(pairs: Sequence[Pair]) -> None:
    """All mentors, then all mentees, each in order: two orders over the same people queue instead of deadlocking."""
    mentors = Mentor.objects.select_for_update(no_key=True).filter(pk__in=[pair.mentor_id for pair in pairs])
    mentees = Mentee.objects.select_for_update(no_key=True).filter(pk__in=[pair.mentee_id for pair in pairs])
    list(mentors.order_by("pk"))
    list(mentees.order_by("pk"))


def _begin(pair: Pair, act: Act, reason: str, by: User, together: Sequence[Pair]) -> Pair:
    active = change_state(
        pair=pair, to=PairStatus.ACTIVE, on=act.dated, act=act, reason=reason, by=by, together=together
    )
    old = active.predecessor
    stage = first_stage(pair=active, predecessor=old, on=act.dated)
    active.stage = stage
    approve_by_order(mentor=active.mentor, act=act, by=by)
    with_audit(active, by=by, reason=f"Начат этап «{stage}»").save()
    PairStage.objects.create(pair=active, stage=stage, entered_on=max(act.dated, act.effective_on, active.starts_on))
    Programme.objects.get_or_create(pair=active)
    if old is not None:
        # the order that names the new mentor is the one about the replacement
        for change in PairChange.objects.filter(pair=old, act_awaited=True, to_status=PairStatus.REPLACED):
            change.act, change.act_awaited = act, False
            with_audit(change, by=by, reason=f"Внесён акт: {act}").save(update_fields=["act", "act_awaited"])
        take_over(predecessor=old, successor=active, by=by)
        answer_by_successor(successor=active, by=by)
    return active
