"""The end or extension of a pair that can be corrected, and who may correct it (ADR 24)."""

from datetime import date

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from accounts.models import User
from mentoring.enums import PairStatus
from mentoring.models import Pair, PairChange
from registry.access import Access, Right, RightScope
from registry.models import Membership, Organisation


def end_in_force(pair: Pair) -> PairChange | None:
    """The step that ended the pair, or its last correction; None while the pair works."""
    if not pair.is_ended:
        return None
    return _uncorrected(pair, Q(to_status=pair.status, to_stage__isnull=True, ends_on_after__isnull=True)).first()


def extension_in_force(pair: Pair) -> PairChange | None:
    """The step that gave an active pair its present period, or its last correction."""
    if pair.status != PairStatus.ACTIVE:
        return None
    return _uncorrected(pair, Q(ends_on_after=pair.ends_on, ends_on_before__lt=F("ends_on_after"))).first()


def may_correct(user: User, change: PairChange) -> bool:
    """A head corrects what a curator has entered, an administrator what anybody has: a mistake is put right from above.

    `change` comes from this module: its pair has its organisation loaded.
    """
    host = change.pair.organisation
    access = Access.of(user)
    if access.in_municipality(Right.CORRECT_ENDS, host.municipality):
        return True
    if not access.in_organisation(Right.CORRECT_ENDS, host) or change.made_by_id == user.pk:
        return False
    return not is_left_to_administrator(change)


def is_left_to_administrator(change: PairChange) -> bool:
    """Whoever has entered it might have corrected it too, so the head does not stand above."""
    author, host = change.made_by, change.pair.organisation
    return author is not None and _stood_as_high(author, host, timezone.localdate(change.made_at))


def who_corrects(change: PairChange | None, reader: User | None = None) -> str:
    """Who stands above whoever has entered it, in the nominative; a reader who has entered it is not named."""
    if change is None:
        return "руководитель или администратор"
    is_head = (
        reader is not None
        and change.made_by_id == reader.pk
        and Access.of(reader).in_organisation(Right.CORRECT_ENDS, change.pair.organisation)
    )
    return "администратор" if is_head or is_left_to_administrator(change) else "руководитель или администратор"


def _uncorrected(pair: Pair, condition: Q) -> QuerySet[PairChange]:
    changes = PairChange.objects.filter(condition, pair=pair, correction__isnull=True)
    return changes.select_related("pair__organisation__municipality", "act", "made_by").order_by("-pk")


def _stood_as_high(author: User, host: Organisation, on: date) -> bool:
    """Whether the author might have corrected ends in the organisation on the day."""
    if author.is_superuser:
        return True
    memberships = Membership.objects.in_force(on).filter(user=author)
    return RightScope.of(memberships, Right.CORRECT_ENDS).includes(host)
