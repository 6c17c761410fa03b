"""Candidates for mentors: the list of those who wait, and the head's decision about many of them."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import AuthenticatedRequest
from registry.access import Access, Right, require
from registry.actions.candidates import approve_candidates, propose_again, refuse_candidates
from registry.enums import CandidateApproval
from registry.forms.action_errors import add_errors
from registry.forms.candidates import CandidatesForm
from registry.pages.raw_parameters import whole_number
from registry.pages.unread_conditions import unread_conditions
from registry.queries.candidates import acts_of_decisions, candidates_visible_to
from registry.queries.organisations import organisations_visible_to
from registry.queries.people import may, mentors_visible_to
from registry.side_texts import side_text
from registry.views.atomic_post import atomic_post
from russian.typography import full_stop

#: on one page; whoever decides about these sees the next
MOST_SHOWN = 100


@require_http_methods(["GET", "POST"])
@atomic_post
def candidates(request: AuthenticatedRequest) -> HttpResponse:
    """Whoever sees the people sees who waits; the head of the organisation decides."""
    access = Access.of(request.user)
    require(access.anywhere(Right.VIEW_PEOPLE))
    decides = access.anywhere(Right.APPROVE_CANDIDATES)
    waiting = candidates_visible_to(request.user)
    organisation = None
    if (number := whole_number(request.GET.get("organisation", ""))) is not None:
        organisation = get_object_or_404(organisations_visible_to(request.user, Right.VIEW_PEOPLE), pk=number)
        waiting = waiting.filter(person__organisation=organisation)
    own = candidates_visible_to(request.user, Right.APPROVE_CANDIDATES)
    require(
        decides or request.method == "GET", side_text("Кандидатов в наставники утверждает руководитель организации.")
    )
    form = CandidatesForm(request.POST or None, candidates=own, acts=acts_of_decisions(request.user))
    if form.is_valid() and _decided(request, form):
        return redirect(request.get_full_path())
    context = {
        "form": form if decides else None,
        "candidates": list(waiting[:MOST_SHOWN]),
        "count": waiting.count(),
        "decidable": access.organisation_ids(Right.APPROVE_CANDIDATES),
        "organisation": organisation,
        "most": MOST_SHOWN,
        "unread": unread_conditions(
            request,
            offered={"organisation": (str(number),) if number is not None else ()},
            labels={"organisation": "Организация"},
        ),
    }
    return render(request, "registry/candidates.html", context)


def _decided(request: AuthenticatedRequest, form: CandidatesForm) -> bool:
    cleaned = form.cleaned_data
    decision = {name: cleaned[name] for name in ("mentors", "on", "act")}
    decision |= {"why": form.answer_about_act, "by": request.user}
    try:
        if cleaned["decision"] == CandidateApproval.APPROVED:
            outcome, decided = "Утверждены", approve_candidates(**decision)
        else:
            outcome, decided = "Отклонены", refuse_candidates(**decision, reason=cleaned["reason"])
    except ValidationError as refusal:
        add_errors(form, refusal)
        return False
    messages.success(request, full_stop(f"{outcome}: {', '.join(str(mentor) for mentor in decided)}"))
    return True


@require_POST
def candidate_propose(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """A refused candidate is proposed again."""
    mentor = get_object_or_404(mentors_visible_to(request.user), pk=pk)
    require(may(request.user, Right.EDIT_PEOPLE, mentor.person))
    try:
        propose_again(mentor=mentor, by=request.user)
        messages.success(request, f"{full_stop(f'Кандидатура предложена снова: {mentor}')} Решение за руководителем.")
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect(mentor)
