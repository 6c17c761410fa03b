"""The individual route of a mentee: writing it and printing it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import AuthenticatedRequest
from mentoring.forms.routes import RouteForm
from mentoring.models import Route
from mentoring.queries.routes import mentees_openable_by, pairs_under, route_of, rules_of_route
from registry.access import Right, require
from registry.queries.people import may
from registry.views.atomic_post import atomic_post


@require_safe
def route_sheet(request: AuthenticatedRequest, mentee_pk: int) -> HttpResponse:
    """The route on one sheet for printing, with the programmes under it; for whoever opens the mentee's card."""
    mentee = get_object_or_404(mentees_openable_by(request.user), pk=mentee_pk)
    route = route_of(mentee)
    if route is None:
        raise Http404
    context = {"route": route, "person": mentee.person, "pairs": pairs_under(request.user, route)}
    return render(request, "mentoring/route_sheet.html", context)


@require_http_methods(["GET", "POST"])
@atomic_post
def route_edit(request: AuthenticatedRequest, mentee_pk: int) -> HttpResponse:
    """The route of a mentee, new or stored. Whoever keeps the card writes it, where the rules have routes."""
    mentee = get_object_or_404(mentees_openable_by(request.user), pk=mentee_pk)
    person, rules = mentee.person, rules_of_route(mentee)
    require(may(request.user, Right.EDIT_PEOPLE, person))
    route = route_of(mentee)
    if rules is None or not (rules.routes_enabled or route):
        messages.error(request, "По правилам организации индивидуальные образовательные маршруты не ведутся.")
        return redirect(person)
    form = RouteForm(request.POST or None, instance=route or Route(mentee=mentee), rules=rules)
    if form.is_valid() and form.save_or_explain():
        messages.success(request, "Маршрут сохранён.")
        return redirect(person)
    context = {
        "form": form,
        "heading": "Индивидуальный образовательный маршрут",
        "intro": f"{person.full_name}. Программы пар за время маршрута портал покажет под ним сам.",
        "crumbs": [(person.short_name, person.get_absolute_url())],
        "back_url": person.get_absolute_url(),
    }
    return render(request, "components/form_page.html", context)
