"""The dashboard of one organisation."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import AuthenticatedRequest
from monitoring.dashboards import organisation_rows
from monitoring.figures.catalogue import YOUNG
from monitoring.figures.scope import FigureScope
from monitoring.forms import ContingentForm, DashboardForm
from monitoring.organisation_page import (
    MOST_OVERDUE,
    approved_scores,
    overdue_deadlines_in,
    pairs_at_stages,
    score_steps,
)
from monitoring.queries import INSIDE_ORGANISATION, contingent_of
from monitoring.tiles import organisation_tiles
from registry import clock
from registry.access import Access, Right, require
from registry.models import Contingent, Organisation
from registry.pages.unread_conditions import unread_conditions
from registry.policies.rules_in_force import Jurisdiction
from registry.queries.organisations import organisations_visible_to
from registry.queries.rules import RulesTimeline
from registry.views.atomic_post import atomic_post
from russian.school_year import school_year_label, school_year_of


def monitored(request: AuthenticatedRequest, pk: int) -> Organisation:
    """The organisation, for those who may look inside it: foreign ones are 404, a district's reader gets 403."""
    access = Access.of(request.user)
    require(access.anywhere(Right.VIEW_MONITORING))
    organisation = get_object_or_404(organisations_visible_to(request.user, Right.VIEW_MONITORING), pk=pk)
    require(access.in_organisation(INSIDE_ORGANISATION, organisation))
    return organisation


@require_safe
def organisation_dashboard(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    organisation = monitored(request, pk)
    access, form = Access.of(request.user), DashboardForm(request.GET)
    scope = FigureScope(organisations_visible_to(request.user, Right.VIEW_MONITORING).filter(pk=pk), form.day)
    [row] = organisation_rows(scope)
    overdue = overdue_deadlines_in(request.user, organisation, form.day) if form.day == clock.today() else []
    context = {
        "organisation": organisation,
        "row": row,
        "form": form,
        "unread": unread_conditions(request, offered={"on": None}),
        "on": form.day,
        "is_today": form.day == clock.today(),
        "school_year": school_year_of(form.day),
        "contingent": contingent_of(organisation, school_year_of(form.day)),
        "tiles": organisation_tiles(row, scope),
        "stages": pairs_at_stages(request.user, row),
        "scores": score_steps(list(approved_scores(request.user, organisation, form.day))),
        "overdue_first": overdue[:MOST_OVERDUE],
        "overdue_rest": overdue[MOST_OVERDUE:],
        "assess_now": row.period_due if form.day == clock.today() else None,
        "may_assess": row.keeps_score and access.in_organisation(Right.ASSESS, organisation),
        "may_edit": access.in_organisation(Right.EDIT_ORGANISATION, organisation),
        "district_is_there": organisations_visible_to(request.user, Right.VIEW_MONITORING).exclude(pk=pk).exists(),
    }
    return render(request, "monitoring/organisation.html", context)


def _keeps_indicators(organisation: Organisation) -> bool:
    rules = RulesTimeline([organisation.municipality_id], organisations=[organisation.pk], acts=False)
    return YOUNG.is_kept(rules.in_force(Jurisdiction.of(organisation), clock.today()))


@require_http_methods(["GET", "POST"])
@atomic_post
def contingent(request: AuthenticatedRequest, pk: int, school_year: int) -> HttpResponse:
    """Denominators of the shares for a school year."""
    organisation = monitored(request, pk)
    require(Access.of(request.user).in_organisation(Right.EDIT_ORGANISATION, organisation))
    if not _keeps_indicators(organisation):
        messages.error(request, "По правилам организации её показатели не ведутся: численность не нужна.")
        return redirect("monitoring:organisation", pk)
    if not 2000 <= school_year <= school_year_of(clock.today()) + 1:
        raise Http404
    stored = contingent_of(organisation, school_year)
    row = stored or Contingent(organisation=organisation, school_year=school_year)
    form = ContingentForm(request.POST or None, instance=row)
    back_url = reverse("monitoring:organisation", args=[pk])
    if form.is_valid() and form.save_or_explain():
        messages.success(request, f"Численность за {school_year_label(school_year)} учебный год сохранена.")
        return redirect(back_url)
    context = {
        "form": form,
        "heading": f"Численность за {school_year_label(school_year)} учебный год",
        "intro": f"{organisation}. От этих чисел считаются доли. Неизвестное оставьте пустым: будет «н/д», а не 0 %.",
        "crumbs": [(str(organisation), back_url)],
        "back_url": back_url,
    }
    return render(request, "components/form_page.html", context)
