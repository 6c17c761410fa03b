"""Candidates for mentors: who waits for a decision, and about whom the user decides."""

from django.db.models import QuerySet
from django.urls import reverse

from accounts.models import User
from registry.access import Right
from registry.enums import ActKind, CandidateApproval
from registry.models import Act, Mentor
from registry.queries.act_titles import may_decide
from registry.queries.acts import acts_offered_to
from registry.queries.people import mentors_visible_to


def waiting_candidates() -> QuerySet[Mentor]:
    """Of every organisation, in the bank and in use."""
    return _waiting(Mentor.objects.all())


def candidates_visible_to(user: User, right: Right = Right.VIEW_PEOPLE) -> QuerySet[Mentor]:
    """Candidates who wait, in the organisations where the user has the right; the first proposed first."""
    waiting = _waiting(mentors_visible_to(user, right)).filter(person__organisation__isnull=False)
    return waiting.order_by("person__organisation__sort_key", "proposed_on", "person__sort_key", "pk")


def _waiting(mentors: QuerySet[Mentor]) -> QuerySet[Mentor]:
    return mentors.filter(
        approval=CandidateApproval.WAITING,
        excluded_on__isnull=True,
        person__archived_on__isnull=True,
        person__merged_into__isnull=True,
    )


def was_refused(mentor: Mentor) -> bool:
    """Whether the head has refused the candidate before."""
    return mentor.history.filter(approval=CandidateApproval.REFUSED).exists()


def acts_of_decisions(user: User) -> QuerySet[Act]:
    """Orders, minutes and other papers in which a decision about candidates may be written."""
    papers = (ActKind.ORDER, ActKind.DIRECTIVE, ActKind.MINUTES, ActKind.OTHER)
    return acts_offered_to(user).filter(may_decide(), kind__in=papers, organisation__isnull=False)


def candidates_address(organisation_id: int) -> str:
    return f"{reverse('registry:candidates')}?organisation={organisation_id}"
