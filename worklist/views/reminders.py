"""Sending reminders to the curators of one organisation, or of all that have something overdue."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.requests import AuthenticatedRequest
from mentoring.queries.policies import programme_words_in
from registry import clock
from registry.access import Access, Right, require
from registry.queries.organisations import organisations_visible_to
from russian.numbers import plural
from worklist.actions.reminders import keep_reminder, keep_reminders
from worklist.due.of_reader import overdue_of_others, overdue_to_remind_of
from worklist.queries.organisations import curators_of
from worklist.queries.reminders import late_and_not_reminded, reminders_of
from worklist.reminder_letter import gets_letter, letter_to_all, recipients_of, reminder_letter

MOST_REMINDERS = 10
#: organisations of one letter: an address of more letters opens in no mail
MOST_AT_ONCE = 40


@require_http_methods(["GET", "POST"])
def remind(request: AuthenticatedRequest, organisation_pk: int) -> HttpResponse:
    """A letter that names the overdue deadlines of an organisation; its day and sender are stored."""
    organisation = get_object_or_404(organisations_visible_to(request.user, Right.VIEW_PAIRS), pk=organisation_pk)
    require(Access.of(request.user).in_organisation(Right.REMIND_CURATORS, organisation))
    overdue = overdue_of_others(request.user, organisation)
    curators = curators_of({organisation.pk: organisation}).get(organisation.pk, [])
    if request.method == "POST":
        recipients = recipients_of(organisation, curators)
        number = sum(late.number for late in overdue.values())
        try:
            keep_reminder(organisation=organisation, recipients=recipients, overdue=number, by=request.user)
        except ValidationError as error:
            messages.info(request, " ".join(error.messages))
        else:
            messages.success(request, f"Отмечено, что вы напомнили сегодня: {organisation}.")
        return redirect("home")
    page = request.build_absolute_uri(f"{reverse('home')}?show=overdue")
    context = {
        "organisation": organisation,
        "overdue": overdue,
        "curators": curators,
        "letter": reminder_letter(
            organisation=organisation,
            curators=curators,
            overdue=overdue,
            page=page,
            by=request.user,
            programme=programme_words_in(organisation, clock.today()),
        ),
        "reminders": reminders_of(organisation)[:MOST_REMINDERS],
    }
    return render(request, "worklist/reminder.html", context)


@require_http_methods(["GET", "POST"])
def remind_all(request: AuthenticatedRequest) -> HttpResponse:
    """One letter to the curators of all organisations with overdue deadlines and no recent reminder."""
    require(Access.of(request.user).anywhere(Right.REMIND_CURATORS))
    late = late_and_not_reminded(overdue_to_remind_of(request.user), MOST_AT_ONCE)
    curators = curators_of({organisation.pk: organisation for organisation, _ in late})
    if request.method == "POST":
        numbers = set(request.POST.getlist("organisation"))
        reminded = [
            (organisation, recipients_of(organisation, curators.get(organisation.pk, [])), number)
            for organisation, number in late
            if str(organisation.pk) in numbers and gets_letter(curators.get(organisation.pk, []))
        ]
        number = keep_reminders(reminded=reminded, by=request.user)
        if number:
            of_how_many = plural(number, "организации,организациям,организациям")
            messages.success(request, f"Отмечено, что вы напомнили {of_how_many}.")
        else:
            messages.info(request, "Этим организациям недавно уже напомнили, новых отметок нет.")
        return redirect("home")
    rows = [(organisation, number, curators.get(organisation.pk, [])) for organisation, number in late]
    to_mark = [organisation for organisation, _, some in rows if gets_letter(some)]
    page = request.build_absolute_uri(f"{reverse('home')}?show=overdue")
    everybody = [curator for some in curators.values() for curator in some]
    context = {
        "rows": rows,
        "to_mark": to_mark,
        "letter": letter_to_all(curators=everybody, page=page, by=request.user),
    }
    return render(request, "worklist/remind_all.html", context)
