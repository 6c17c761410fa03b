"""The reason of a change, one that the dictionary offers the municipality of the pair, and what follows from it."""

from collections.abc import Collection
from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import Case, Q, QuerySet, When

from accounts.models import User
from mentoring.enums import EndReason, ExtensionReason, PairSide
from mentoring.models import Pair
from mentoring.queries.policies import words_of
from mentoring.queries.requests import has_standing_request, is_end_accepted
from registry.access import Access, Right
from registry.enums import ASKERS, MentorSource, Participant, ReasonUse, Role
from registry.models import Act, Reason
from registry.queries.dictionaries import reasons_offered
from registry.queries.working_days import working_day_after

#: whose reasons are of one of the two alone; the others may be of either
_OF_ONE_SIDE: dict[str, PairSide] = {
    EndReason.CONTRACT_ENDED: PairSide.MENTOR,
    EndReason.MENTOR_FAILED: PairSide.MENTOR,
    EndReason.MENTOR_REFUSED: PairSide.MENTOR,
    EndReason.EMPLOYER_CANCELLED: PairSide.MENTOR,
    EndReason.MENTEE_FAILED: PairSide.MENTEE,
    EndReason.MENTEE_DISMISSED: PairSide.MENTEE,
    EndReason.EXPELLED: PairSide.MENTEE,
    EndReason.ACADEMIC_LEAVE: PairSide.MENTEE,
}
#: of employees alone, whichever of these sides is one: pupils and students have no post and no employer
_OF_EMPLOYEES: dict[str, tuple[PairSide, ...]] = {
    EndReason.CONTRACT_ENDED: (PairSide.MENTOR,),
    EndReason.MENTOR_REFUSED: (PairSide.MENTOR,),
    EndReason.EMPLOYER_CANCELLED: (PairSide.MENTOR,),
    EndReason.MENTEE_DISMISSED: (PairSide.MENTEE,),
    EndReason.TRANSFER: (PairSide.MENTOR, PairSide.MENTEE),
    ExtensionReason.BUSINESS_TRIP: (PairSide.MENTOR, PairSide.MENTEE),
}


def side_of_reason(reason: Reason) -> PairSide | None:
    """The one of the two by whom the reason comes; None where it may be either, or nobody. A municipality's own in the
    place of the portal's is of the same side."""
    original = reason.replaces if reason.replaces is not None else reason
    return _OF_ONE_SIDE.get(original.code)


def of_side(reasons: QuerySet[Reason], side: PairSide) -> QuerySet[Reason]:
    """Without those that come by the other of the two."""
    return _without(reasons, [code for code, whose in _OF_ONE_SIDE.items() if whose != side])


def _of_employees(reasons: QuerySet[Reason], employees: Collection[PairSide]) -> QuerySet[Reason]:
    """Without those of employees that none of the `employees` among the two can have."""
    return _without(reasons, [code for code, sides in _OF_EMPLOYEES.items() if not set(sides) & set(employees)])


def _without(reasons: QuerySet[Reason], codes: Collection[str]) -> QuerySet[Reason]:
    """A municipality's own in the place of the portal's goes with it."""
    return reasons.exclude(code__in=codes).exclude(replaces__code__in=codes)


def employees_of(pair: Pair) -> set[PairSide]:
    """Those of the two who work: a mentor who is no pupil, a mentee who is neither pupil nor student."""
    works = {
        PairSide.MENTOR: pair.mentor.source != MentorSource.PUPIL,
        PairSide.MENTEE: pair.mentee.participant == Participant.TEACHER,
    }
    return {side for side, is_employee in works.items() if is_employee}


def reasons_for_pair(pair: Pair, use: ReasonUse) -> QuerySet[Reason]:
    """What the dictionary offers the municipality of the pair for two like the pair's. It is the mentor who is
    replaced, so that no reason of the mentee alone is offered for that."""
    offered = reasons_offered(pair.organisation.municipality_id, use, [pair.mentee.participant])
    reasons = _of_employees(offered, employees_of(pair))
    return of_side(reasons, PairSide.MENTOR) if use == ReasonUse.REPLACEMENT else reasons


def offered_reason(pair: Pair, code: str, use: ReasonUse) -> Reason | None:
    """None when no such reason is offered for the pair."""
    return reasons_for_pair(pair, use).filter(code=code).first() if code else None


def reasons_after_move(
    municipality: int, participants: Collection[str], side: PairSide, *, is_employee: bool
) -> QuerySet[Reason]:
    """Why a pair ends when the one of its two goes to another organisation: that move first. The employer's
    cancellation is not among them, its day of notice is asked on a page of its own. `is_employee`: who goes works."""
    move = Q(code=EndReason.TRANSFER) | Q(replaces__code=EndReason.TRANSFER)
    reasons = of_side(reasons_offered(municipality, ReasonUse.EARLY_END, participants), side)
    offered = _of_employees(reasons, [side] if is_employee else []).filter(needs_notice=False)
    return offered.order_by(Case(When(move, then=0), default=1), "position", "title")


def order_due_on(reason: Reason | None, on: date) -> date | None:
    """By when the order about a change of the day `on` is expected; None where the portal's week holds."""
    return working_day_after(on, reason.order_days) if reason and reason.order_days else None


def check_decision(pair: Pair, reason: Reason, *, act: Act | None, by: User) -> None:
    """Raises ValidationError when the head decides for this reason, and neither decides now nor has decided."""
    if reason.decided_by != Role.HEAD or act is not None:
        return
    if Access.of(by).in_organisation(Right.DECIDE_REQUESTS, pair.organisation):
        return
    if not is_end_accepted(pair):
        raise ValidationError(
            f"По причине «{reason}» решает руководитель. Внесите его {words_of(pair).act.nominative} вместе с "
            "изменением или дождитесь его решения по обращению."
        )


def check_authors_of_reason(pair: Pair, reason: Reason, *, act: Act | None, by: User) -> None:
    """Raises ValidationError when nobody has asked of those who ask for a reason of the municipality's own. Who may
    ask asks by entering the change; for the others there is a request. An act says that somebody has.

    Of the portal's reasons `asked_by` only tells what the source says: curators enter them as before (ADR 34).
    """
    if not (reason.is_own and reason.asked_by) or act is not None:
        return
    own = {m.role for m in Access.of(by).memberships if m.organisation_id == pair.organisation_id}
    if own.intersection(reason.asked_by):
        return
    if not has_standing_request(pair, reason.asked_by):
        raise ValidationError(
            f"С причиной «{reason}» обращается {asking_summary(reason)}. Внесите сначала обращение о паре, с бумаги "
            f"или со слов, либо {words_of(pair).act.nominative} вместе с изменением."
        )


def asking_summary(reason: Reason) -> str:
    """«наставник или наставляемый»"""
    return " или ".join(str(role.label) for role in ASKERS if role in reason.asked_by)
