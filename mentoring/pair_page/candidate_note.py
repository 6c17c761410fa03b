"""What is said before the order of a mentor whom the head has not approved yet: who decides, and where."""

from dataclasses import dataclass

from accounts.models import User
from mentoring.models import Pair
from registry.access import Access, Right
from registry.enums import CandidateApproval
from registry.papers.act_cases import ActCases
from registry.papers.act_texts import act_text
from registry.queries.candidates import candidates_address, was_refused
from registry.queries.people import may
from registry.side_texts import side_text


@dataclass(frozen=True)
class CandidateNote:
    text: str
    #: of the list of candidates; empty for whoever may not open it
    address: str = ""
    button: str = ""


def candidate_note_of(user: User, pair: Pair, act: ActCases) -> CandidateNote | None:
    """None where the mentor is no candidate. The order of the mentor's own organisation approves (Устюжна, п. 3.6);
    otherwise the head decides apart. `act`: what the organisation issues about its pairs."""
    mentor, organisation = pair.mentor, pair.mentor.person.organisation
    if mentor.approval != CandidateApproval.WAITING or organisation is None:
        return None
    who = f"{mentor.person.short_name} — пока кандидат в {side_text('наставники')}"
    decides = Access.of(user).in_organisation(Right.APPROVE_CANDIDATES, organisation)
    by_order = pair.organisation_id == organisation.pk and not was_refused(mentor)
    if by_order:
        fate = act_text("приказ о закреплении утвердит и эту кандидатуру. Решить о ней можно и раньше", act)
    else:
        fate = act_text(f"одного приказа о паре мало, о кандидатуре решает руководитель: {organisation}", act)
    if decides:
        return CandidateNote(f"{who}: {fate}.", candidates_address(organisation.pk), "Решить о кандидатуре")
    head = f" ({organisation.head_name})" if organisation.head_name else ""
    asking = f"Решает руководитель{head}: попросите его" if by_order else f"Попросите руководителя{head} решить"
    address = candidates_address(organisation.pk) if may(user, Right.VIEW_PEOPLE, mentor.person) else ""
    return CandidateNote(f"{who}: {fate}. {asking}.", address, "Список кандидатов")
