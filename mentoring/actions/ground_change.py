"""An order was issued anew: pairs that are already under way rest on the new act."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from mentoring.actions.states import lock
from mentoring.enums import PairStatus
from mentoring.models import Pair, PairChange
from mentoring.pairing.rules import describe_order_after_end
from registry.actions.refusals import explained_dates
from registry.history.audit import with_audit
from registry.models import Act
from registry.papers.act_cases import cases_of


@transaction.atomic
def change_ground(*, pairs: Iterable[Pair], act: Act, reason: str, by: User) -> list[Pair]:
    """Gives active pairs another ground as of its date; their state, stage and programme stay.

    Raises ValidationError when a pair is not active, or the act is another organisation's.
    """
    moved = []
    for pair in sorted(pairs, key=lambda pair: (pair.mentor_id, pair.pk)):
        current = lock(pair)
        if not current.is_at_work or act.organisation_id not in (None, current.organisation_id):
            raise ValidationError(
                f"{current}: пара уже не действует, {cases_of(act.kind).nominative} взамен её не касается."
            )
        if act.dated > current.ends_on:
            raise ValidationError(describe_order_after_end(current, cases_of(act.kind)))
        former, current.act = current.act_id, act
        with explained_dates("act"):
            with_audit(current, by=by, reason=reason).save()
        PairChange.objects.create(
            pair=current,
            from_status=PairStatus.ACTIVE,
            to_status=PairStatus.ACTIVE,
            on=act.dated,
            act=act,
            reason=reason,
            made_by=by,
        )
        _replacement_rests_on(current, former, act, reason, by)
        moved.append(current)
    return moved


def _replacement_rests_on(pair: Pair, former: int | None, act: Act, reason: str, by: User) -> None:
    """The order that secures the new pair is often the one about the replacement: then the next one is that too."""
    replaced = PairChange.objects.filter(
        pair__successor=pair, to_status=PairStatus.REPLACED, act=former, correction__isnull=True
    )
    for change in replaced.exclude(act=None):
        change.act = act
        with explained_dates("act"):
            with_audit(change, by=by, reason=reason).save(update_fields=["act"])
