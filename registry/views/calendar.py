"""Days that the government moves: added to the production calendar and taken out of it by hand.

The calendar serves every municipality of the installation, so it is kept by who keeps the dictionaries.
"""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import AuthenticatedRequest
from registry.access import require
from registry.forms.calendar import CalendarDayForm
from registry.pages.reader_messages import with_link
from registry.queries.dictionaries import may_switch_entries
from registry.queries.working_days import calendar_has, days_entered_by_hand

ONLY_OF_ALL = "Календарь общий для всех муниципалитетов: его ведёт администратор всех муниципалитетов портала."


@require_http_methods(["GET", "POST"])
def calendar_day_add(request: AuthenticatedRequest) -> HttpResponse:
    require(may_switch_entries(request.user), ONLY_OF_ALL)
    form = CalendarDayForm(request.POST or None)
    back_url = reverse("registry:dictionary", args=["calendar"])
    if form.is_valid() and (day := form.save_or_explain()):
        messages.success(request, with_link("В календарь добавлено: {}.", day, f"#entry-{day.pk}"))
        return redirect(back_url)
    context = {
        "form": form,
        "heading": "Особый день календаря",
        "intro": "По календарю портал считает рабочие дни во всех муниципалитетах.",
        "submit_label": "Добавить",
        "back_url": back_url,
        "crumbs": [("Настройки", reverse("registry:settings")), ("Производственный календарь", back_url)],
    }
    return render(request, "components/form_page.html", context)


@require_POST
def calendar_day_remove(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Days of the Labour Code stay: they come from a file and are only switched off."""
    require(may_switch_entries(request.user), ONLY_OF_ALL)
    day = days_entered_by_hand().filter(pk=pk).first()
    if day is None:
        if calendar_has(pk):
            raise Http404
        messages.info(request, "Этого дня среди внесённых вручную уже нет: кто-то успел раньше. Проверьте список.")
        return redirect("registry:dictionary", code="calendar")
    day.delete()
    messages.success(request, f"Из календаря убрано: {day}.")
    return redirect("registry:dictionary", code="calendar")
