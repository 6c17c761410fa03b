from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from mentoring.worklist import worklist_of
from registry.access import Access, Right


@require_GET
def worklist(request: HttpRequest) -> HttpResponse:
    """The first page: what is overdue, what is due this week, and figures that open into lists."""
    access = Access.of(request.user)
    context = {
        "worklist": worklist_of(request.user),
        "may_propose": access.anywhere(Right.PROPOSE_PAIRS),
        "sees_pairs": access.anywhere(Right.VIEW_PAIRS) or bool(access.person_ids),
    }
    return render(request, "mentoring/worklist.html", context)
