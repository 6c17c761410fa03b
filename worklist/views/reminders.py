from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.requests import AuthenticatedRequest
from registry.access import Access, Right, require
from registry.queries.organisations import organisations_visible_to
from worklist.actions.reminders import keep_reminder
from worklist.due_of_reader import overdue_in
from worklist.queries.organisations import curators_of
from worklist.queries.reminders import reminders_of
from worklist.reminder_letter import recipients_of, reminder_letter

MOST_REMINDERS = 10


@require_http_methods(["GET", "POST"])
def remind(request: AuthenticatedRequest, organisation_pk: int) -> HttpResponse:
    """A letter that names what is overdue in an organisation; that it was sent is kept with its day and its sender."""
    organisation = get_object_or_404(organisations_visible_to(request.user, Right.VIEW_PAIRS), pk=organisation_pk)
    require(Access.of(request.user).in_organisation(Right.REMIND_CURATORS, organisation))
    overdue = overdue_in(request.user, organisation)
    curators = curators_of({organisation.pk: organisation}).get(organisation.pk, [])
    if request.method == "POST":
        recipients = recipients_of(organisation, curators)
        try:
            keep_reminder(organisation=organisation, recipients=recipients, overdue=len(overdue), by=request.user)
        except ValidationError as problem:
            messages.info(request, " ".join(problem.messages))
        else:
            messages.success(request, f"Отмечено, что вы напомнили сегодня: {organisation}.")
        return redirect("home")
    page = request.build_absolute_uri(f"{reverse('home')}?show=overdue")
    context = {
        "organisation": organisation,
        "overdue": overdue,
        "curators": curators,
        "letter": reminder_letter(
            organisation=organisation, curators=curators, overdue=overdue, page=page, by=request.user
        ),
        "reminders": reminders_of(organisation)[:MOST_REMINDERS],
    }
    return render(request, "worklist/reminder.html", context)
