"""Assessments by the 0–18 scale: the list, a new one, its nine marks, approval and its withdrawal."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.requests import AuthenticatedRequest
from monitoring.actions import (
    approve_assessment,
    obstacles_to_approval,
    partners_unknown,
    save_marks,
    start_assessment,
    withdraw_approval,
)
from monitoring.enums import AssessmentStatus
from monitoring.exports import AssessmentResource
from monitoring.filters import AssessmentFilter
from monitoring.forms import ApprovalWithdrawalForm, AssessmentStartForm, MarksForm
from monitoring.models import Assessment, Criterion
from monitoring.queries import (
    INSIDE_ORGANISATION,
    assessments_visible_to,
    criteria_of,
    in_order_of_time,
    of_programmes,
    open_draft,
    rubric_of,
    score_of,
    with_marks,
)
from monitoring.score import HIGHEST_TOTAL, INDICATORS
from monitoring.tables import AssessmentTable
from registry.access import Access, Right, require
from registry.forms.edit_version import SEEN
from registry.history.labels import changes_of
from registry.queries.organisations import organisations_in_use
from registry.queries.row_locks import hold_row
from registry.views.atomic_post import atomic_post
from registry.views.lists import RegisterList


class AssessmentList(RegisterList):
    right = INSIDE_ORGANISATION
    heading = "Оценки программ"
    intro = "Девять показателей по 0–2 балла, итог 0–18. Утверждается одна оценка за период."
    empty_icon = "clipboard-check"
    empty_title = "Оценок пока нет"
    empty_text = "Программу наставничества оценивают в начале и в конце учебного года."
    add_label = "Начать оценку"
    table_class = AssessmentTable
    filterset_class = AssessmentFilter
    resource_class = AssessmentResource

    def get_queryset(self) -> QuerySet[Assessment]:
        programmes = in_order_of_time(of_programmes(assessments_visible_to(self.request.user)))
        marked = Count("marks", filter=Q(marks__value__isnull=False))
        return programmes.annotate(marked=marked).order_by("-school_year", "-period_number", "organisation__sort_key")

    def get_add_url(self) -> str | None:
        allowed = Access.of(self.request.user).anywhere(Right.ASSESS)
        return reverse("monitoring:assessment_add") if allowed else None


@require_http_methods(["GET", "POST"])
def assessment_add(request: AuthenticatedRequest) -> HttpResponse:
    """Begins an assessment, or opens the draft that somebody has begun for the same period."""
    require(Access.of(request.user).anywhere(Right.ASSESS))
    organisations = organisations_in_use(request.user, Right.ASSESS)
    form = AssessmentStartForm(
        request.POST or None, organisations=organisations, initial={"organisation": request.GET.get("organisation")}
    )
    if form.is_valid():
        period = {name: form.cleaned_data[name] for name in ("organisation", "school_year", "period")}
        if draft := open_draft(**period):
            messages.info(request, "Эта оценка уже начата: продолжайте её.")
            return redirect(draft)
        try:
            return redirect(start_assessment(**period, held_on=form.cleaned_data["held_on"], by=request.user))
        except ValidationError as refusal:
            if draft := open_draft(**period):  # begun at this very moment
                return redirect(draft)
            form.add_error(None, refusal)
    context = {
        "form": form,
        "heading": "Новая оценка",
        "intro": "Дальше откроется бланк из девяти показателей. Его можно заполнять по частям.",
        "submit_label": "Открыть бланк",
        "crumbs": [("Оценки программ", reverse("monitoring:assessments"))],
        "back_url": reverse("monitoring:assessments"),
    }
    return render(request, "components/form_page.html", context)


def _visible(request: AuthenticatedRequest, pk: int) -> Assessment:
    require(Access.of(request.user).anywhere(INSIDE_ORGANISATION))
    return get_object_or_404(with_marks(assessments_visible_to(request.user)), pk=pk)


def _may(request: AuthenticatedRequest, right: Right, assessment: Assessment) -> bool:
    return Access.of(request.user).in_organisation(right, assessment.organisation)


@require_http_methods(["GET", "POST"])
@atomic_post
def assessment(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The form with nine marks; whoever may not assess, and anybody after approval, reads it."""
    row = _visible(request, pk)
    may_assess = _may(request, Right.ASSESS, row)
    criteria = criteria_of(row.scale)
    if request.method == "POST":
        require(may_assess)
        hold_row(row)
    form = MarksForm(request.POST or None, assessment=row, criteria=criteria)
    if form.is_valid() and _save(request, row, form):
        return redirect("monitoring:assessment_approve", pk) if "approve" in request.POST else redirect(row)
    context = {
        "assessment": row,
        "form": form,
        "explain_partners": partners_unknown(row.organisation),
        "editable": row.status == AssessmentStatus.DRAFT and may_assess,
        "may_approve": _may(request, Right.APPROVE_ASSESSMENTS, row),
        **_score_context(row, criteria),
        "changes": changes_of(row),
    }
    return render(request, "monitoring/assessment.html", context)


def _save(request: AuthenticatedRequest, row: Assessment, form: MarksForm) -> bool:
    texts = {name: form.cleaned_data[name] for name in ("held_on", "conclusion")}
    try:
        save_marks(assessment=row, marks=form.entries(), by=request.user, **texts)
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return False
    messages.success(request, "Черновик сохранён.")
    return True


def _score_context(row: Assessment, criteria: list[Criterion]) -> dict[str, object]:
    """Total, level and subtotals for the page: of the saved marks, or frozen ones of an approved assessment."""
    rubric = rubric_of(row.scale, criteria)
    score = score_of(row, rubric)
    return {
        "score": score,
        "total": row.total if row.total is not None else score.total,
        "level": row.level or score.level,
        "subtotals": [(criterion, score.subtotals[criterion.pk]) for criterion in criteria],
        "levels": [band.level for band in rubric.bands],
        "marked": INDICATORS - len(score.missing),
        "indicators": INDICATORS,
        "highest": HIGHEST_TOTAL,
    }


@require_http_methods(["GET", "POST"])
@atomic_post
def assessment_approve(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """«Проверьте перед утверждением»: all marks on one page, then approval."""
    row = _visible(request, pk)
    require(_may(request, Right.APPROVE_ASSESSMENTS, row))
    if row.status != AssessmentStatus.DRAFT:
        return redirect(row)
    if request.method == "POST":
        hold_row(row)
    criteria = criteria_of(row.scale)
    form = MarksForm(assessment=row, criteria=criteria)
    obstacles = obstacles_to_approval(row)
    if request.method == "POST" and request.POST.get(SEEN) != form.current_version():
        obstacles = ["Пока страница была открыта, бланк изменили. Ниже он такой, какой сейчас: проверьте его снова."]
    elif request.method == "POST":
        try:
            approved = approve_assessment(assessment=row, by=request.user)
        except ValidationError as refusal:
            obstacles = refusal.messages
        else:
            messages.success(request, f"Оценка утверждена: {approved.total} из {HIGHEST_TOTAL}, {approved.level}.")
            return redirect(row)
    context = {"assessment": row, "form": form, "obstacles": obstacles, **_score_context(row, criteria)}
    return render(request, "monitoring/assessment_approve.html", context)


@require_http_methods(["GET", "POST"])
def assessment_withdraw(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    row = _visible(request, pk)
    require(_may(request, Right.APPROVE_ASSESSMENTS, row))
    form = ApprovalWithdrawalForm(request.POST or None)
    if form.is_valid():
        try:
            withdraw_approval(assessment=row, reason=form.cleaned_data["reason"], by=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, "Утверждение отозвано: оценку снова можно править.")
            return redirect(row)
    context = {
        "form": form,
        "heading": f"Отозвать утверждение: {row}",
        "intro": "Оценка снова станет черновиком. Прежний итог и причина останутся в истории.",
        "submit_label": "Отозвать утверждение",
        "danger": True,
        "back_url": row.get_absolute_url(),
    }
    return render(request, "components/form_page.html", context)
