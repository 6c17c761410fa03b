"""Candidates for mentors: the head approves or refuses them, or an order does (Сургут, п. 4.6.1; Устюжна, п. 3.6)."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from registry import clock
from registry.access import Access, Right
from registry.actions.refusals import explained_dates
from registry.enums import CandidateApproval, MentorReadiness
from registry.history.audit import with_audit
from registry.models import Act, Mentor
from registry.papers.act_cases import cases_of
from registry.queries.act_grounds import obstacles_to_deciding
from registry.queries.candidates import was_refused


@transaction.atomic
def approve_candidates(
    *, mentors: Iterable[Mentor], on: date, act: Act | None = None, why: str = "", by: User
) -> list[Mentor]:
    """Approves the candidates, who are ready to work then. `act`: the order or the minutes with the decision; `why`
    says why an unlikely act is the one.

    Raises ValidationError when somebody else has decided about one of them meanwhile, or when `on` is before the day on
    which one of them was proposed, or when the act cannot hold the decision; then nothing changes.
    """
    locked = _lock_in_order(mentors, on, act)
    return [_decide(mentor, CandidateApproval.APPROVED, on, act, "", by, why) for mentor in locked]


@transaction.atomic
def refuse_candidates(
    *, mentors: Iterable[Mentor], on: date, reason: str, act: Act | None = None, why: str = "", by: User
) -> list[Mentor]:
    """Refuses the candidates: they stay in the bank without pairs. Raises ValidationError as `approve_candidates`."""
    locked = _lock_in_order(mentors, on, act)
    return [_decide(mentor, CandidateApproval.REFUSED, on, act, reason, by, why) for mentor in locked]


@transaction.atomic
def approve_by_order(*, mentor: Mentor, act: Act, by: User) -> None:
    """Approves the mentor who still waits when an order of the mentor's own organisation secures a pair (Устюжна, п.
    3.6). A refused candidate waits for the head, unless the head signs the order."""
    waiting = Mentor.objects.filter(
        pk=mentor.pk, approval=CandidateApproval.WAITING, person__organisation=act.organisation_id
    )
    for candidate in waiting.select_related("person__organisation"):
        decides = Access.of(by).in_organisation(Right.APPROVE_CANDIDATES, candidate.person.organisation)
        if was_refused(candidate) and not decides:
            continue
        # Whom the order names was proposed by then, whenever the portal learned of it.
        candidate.proposed_on = min(candidate.proposed_on, act.dated)
        _decide(candidate, CandidateApproval.APPROVED, act.dated, act, "", by)


@transaction.atomic
def propose_again(*, mentor: Mentor, by: User) -> Mentor:
    """Proposes a refused candidate again. Raises ValidationError when nobody has refused the candidate."""
    locked = Mentor.objects.select_for_update(of=("self",), no_key=True).select_related("person").get(pk=mentor.pk)
    if locked.approval != CandidateApproval.REFUSED:
        raise ValidationError(f"{locked}: кандидатура не отклонена, предлагать её снова не нужно.")
    locked.propose(clock.today())
    with_audit(locked, by=by, reason="Кандидатура предложена снова").save()
    return locked


def check_proposed(mentors: Iterable[Mentor], on: date) -> None:
    """Raises ValidationError with those who were proposed after the day."""
    later = [f"{mentor} — {mentor.proposed_on:%d.%m.%Y}" for mentor in mentors if mentor.proposed_on > on]
    if later:
        raise ValidationError(
            {"on": f"Решение — не раньше дня, когда кандидатуру предложили: {'; '.join(later)}. Проверьте дату."}
        )


def check_act_of_decision(mentors: Iterable[Mentor], on: date, act: Act) -> None:
    """Raises ValidationError when the act is younger than the decision, or older than the proposal of one of them."""
    if refusals := list(obstacles_to_deciding(act, on, [(str(mentor), mentor.proposed_on) for mentor in mentors])):
        raise ValidationError({"act": refusals})


@transaction.atomic
def move_decision_of_order(*, mentor: Mentor, act: Act, by: User) -> None:
    """The date of the order that approved the mentor was a slip of the pen: the decision is of the corrected day."""
    mentor.decided_on, mentor.proposed_on = act.dated, min(mentor.proposed_on, act.dated)
    with explained_dates():
        with_audit(mentor, by=by, reason=f"Исправлена дата {cases_of(act.kind).genitive}: {act}"[:100]).save()


def _lock_in_order(mentors: Iterable[Mentor], on: date, act: Act | None) -> list[Mentor]:
    """The rows in order, locked until the end of the transaction: a second decider sees the first decision."""
    rows = Mentor.objects.select_for_update(of=("self",), no_key=True).select_related("person")
    locked = list(rows.filter(pk__in=[mentor.pk for mentor in mentors]).order_by("pk"))
    decided = [str(mentor) for mentor in locked if mentor.approval != CandidateApproval.WAITING]
    if decided:
        raise ValidationError(f"Решение уже внесено: {', '.join(decided)}. Обновите страницу.")
    check_proposed(locked, on)
    if act is not None:
        check_act_of_decision(locked, on, act)
    return locked


def _decide(
    mentor: Mentor, approval: CandidateApproval, on: date, act: Act | None, reason: str, by: User, why: str = ""
) -> Mentor:
    mentor.approval, mentor.decided_on, mentor.decided_by, mentor.decision_act = approval, on, by, act
    mentor.refusal_reason = reason
    if approval == CandidateApproval.APPROVED:
        mentor.readiness = MentorReadiness.READY
    with explained_dates("act"):
        with_audit(mentor, by=by, reason=_reason(approval, act, reason, why)).save()
    return mentor


def _reason(approval: CandidateApproval, act: Act | None, reason: str, why: str) -> str:
    summary = f"{approval.label.capitalize()}: {reason}" if reason else approval.label.capitalize()
    by_act = f"{summary}, {act}" if act else summary
    return (f"{by_act}: {why}" if why else by_act)[:100]
