"""Sets of stages in the settings: looked at, copied, named, assigned to forms."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods

from accounts.requests import AuthenticatedRequest
from mentoring.actions.stage_sets import (
    assign_stage_set,
    copy_stage_set,
    delete_stage_set,
    withdraw_stage_assignment,
)
from mentoring.forms.stage_sets import AssignSetForm, CopySetForm, PreviewForm, StageSetForm
from mentoring.models import StageSet
from mentoring.queries.stage_sets import (
    changes_of_set,
    contents_in_words,
    forms_for_set,
    may_edit_stages,
    pairs_going_by,
    pairs_seen_going_by,
    stage_assignments_of,
    stage_sets_visible_to,
    stages_with_items,
    stages_with_numbers,
    stages_without_items,
    was_taken,
    with_numbers,
)
from mentoring.stages.checklist import stages_as_seen_by
from mentoring.stages.choices import choices_on
from registry import clock
from registry.access import Access, Right, require
from registry.forms.action_errors import add_errors
from registry.forms.deed import DeedForm
from registry.history.audit import with_audit
from registry.queries.municipalities import municipalities_reached, municipalities_where
from registry.views.atomic_post import atomic_post
from russian.numbers import plural

OF_PORTAL = "Набор портала один для всех муниципалитетов. Сделайте его копию и меняйте её."


def visible_set(request: AuthenticatedRequest, pk: int) -> StageSet:
    require(Access.of(request.user).anywhere(Right.VIEW_SETTINGS))
    return get_object_or_404(stage_sets_visible_to(request.user), pk=pk)


def edited_set(request: AuthenticatedRequest, pk: int) -> StageSet:
    stage_set = visible_set(request, pk)
    require(may_edit_stages(request.user, stage_set), OF_PORTAL if stage_set.is_of_portal else _NO_RIGHT)
    return stage_set


_NO_RIGHT = "Этапы меняет администратор муниципалитета."


def crumbs_of(stage_set: StageSet | None = None) -> list[tuple[str, str]]:
    crumbs = [("Настройки", reverse("registry:settings")), ("Этапы", reverse("mentoring:stage_sets"))]
    return [*crumbs, (str(stage_set), stage_set.get_absolute_url())] if stage_set else crumbs


def effect_of_change(stage_set: StageSet) -> tuple[int, str]:
    """How many pairs at work a change of the set meets, and the same in words."""
    affected = pairs_going_by(stage_set).count()
    if not affected:
        return 0, "По этому набору сейчас не идёт ни одна пара."
    pairs = format_html(
        '<a href="{}?stage_set={}&amp;status=active">{}</a>',
        reverse("mentoring:pairs"),
        stage_set.pk,
        plural(affected, "пару,пары,пар"),
    )
    return affected, format_html("Затронет {}: они идут по этому набору и увидят изменение сразу.", pairs)


def stage_set_list(request: AuthenticatedRequest) -> HttpResponse:
    require(Access.of(request.user).anywhere(Right.VIEW_SETTINGS))
    municipalities = municipalities_reached(request.user, Right.VIEW_SETTINGS)
    context = {
        "municipalities": choices_on(clock.today(), municipalities, stage_assignments_of(municipalities)),
        "edited": set(municipalities_where(request.user, Right.EDIT_POLICY)),
        "stage_sets": with_numbers(stage_sets_visible_to(request.user), request.user),
        "may_edit": Access.of(request.user).anywhere(Right.EDIT_POLICY),
    }
    return render(request, "mentoring/stage_sets/list.html", context)


def stage_set_detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    stage_set = visible_set(request, pk)
    municipalities = municipalities_reached(request.user, Right.VIEW_SETTINGS)
    context = {
        "stage_set": stage_set,
        "stages": stages_with_items(stage_set, request.user),
        "pairs": pairs_seen_going_by(stage_set, request.user).count(),
        "was_entered": was_taken(stage_set),
        "form_titles": {form.code: str(form) for form in forms_for_set(stage_set)},
        "assignments": list(stage_assignments_of(municipalities).filter(stage_set=stage_set)),
        "may_edit": may_edit_stages(request.user, stage_set),
        "may_copy": Access.of(request.user).anywhere(Right.EDIT_POLICY),
        "changes": [] if stage_set.is_of_portal else changes_of_set(stage_set),
    }
    return render(request, "mentoring/stage_sets/set.html", context)


def stage_set_preview(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The stages as a pair of the chosen form will see them."""
    stage_set = visible_set(request, pk)
    form = PreviewForm(request.GET, stage_set=stage_set)
    context = {
        "stage_set": stage_set,
        "form": form,
        "chosen_form": form.chosen_form,
        "stages": stages_as_seen_by(form.chosen_form, stages_with_numbers(stage_set, request.user))
        if form.chosen_form
        else [],
        "crumbs": crumbs_of(stage_set),
    }
    return render(request, "mentoring/stage_sets/preview.html", context)


@require_http_methods(["GET", "POST"])
def stage_set_copy(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    source = visible_set(request, pk)
    municipalities = municipalities_where(request.user, Right.EDIT_POLICY)
    require(bool(municipalities), _NO_RIGHT)
    form = CopySetForm(request.POST or None, municipalities=municipalities)
    if form.is_valid():
        try:
            copy = copy_stage_set(source=source, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, "Набор создан. Поправьте этапы и пункты, затем назначьте его формам.")
            return redirect(copy)
    context = {
        "form": form,
        "heading": f"Копия набора «{source}»",
        "intro": "Копия принадлежит муниципалитету: её можно менять как угодно, обновления портала её не тронут.",
        "submit_label": "Сделать копию",
        "back_url": source.get_absolute_url(),
        "crumbs": crumbs_of(source),
    }
    return render(request, "components/form_page.html", context)


@require_http_methods(["GET", "POST"])
@atomic_post
def stage_set_edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    stage_set = edited_set(request, pk)
    affected, effect = effect_of_change(stage_set)
    form = StageSetForm(request.POST or None, instance=stage_set, affected=affected)
    if form.is_valid():
        with_audit(stage_set, by=request.user, reason=form.cleaned_data.get("reason", ""))
        if form.save_or_explain():
            messages.success(request, "Изменения сохранены.")
            return redirect(stage_set)
    context = {
        "form": form,
        "heading": "Название набора",
        "intro": effect,
        "back_url": stage_set.get_absolute_url(),
        "crumbs": crumbs_of(stage_set),
    }
    return render(request, "components/form_page.html", context)


_WHO_GOES_BY_IT = "Пары, которые уже действуют, дойдут по своим этапам. По этому набору пойдут новые."


def _gaps_of(stage_set: StageSet) -> str:
    """Which stages nothing is asked of."""
    titles = [f"«{stage.title}»" for stage in stages_without_items(stage_set)]
    if not titles:
        return ""
    where = "этапе" if len(titles) == 1 else "этапах"
    return f"В {where} {', '.join(titles)} нет ни одного пункта: отмечать там будет нечего."


@require_http_methods(["GET", "POST"])
def stage_set_assign(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    stage_set = visible_set(request, pk)
    municipalities = municipalities_where(request.user, Right.EDIT_POLICY)
    if stage_set.municipality_id:
        municipalities = municipalities.filter(pk=stage_set.municipality_id)
    require(bool(municipalities), _NO_RIGHT)
    form = AssignSetForm(request.POST or None, municipalities=municipalities)
    if form.is_valid():
        values = form.cleaned_data
        try:
            assign_stage_set(
                stage_set=stage_set,
                municipality=values["municipality"],
                forms=values["for_forms"],
                valid_from=values["valid_from"],
                by=request.user,
            )
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, f"Набор «{stage_set}» назначен с {values['valid_from']:%d.%m.%Y}.")
            return redirect("mentoring:stage_sets")
    context = {
        "form": form,
        "heading": f"Назначить набор «{stage_set}»",
        "intro": f"{_WHO_GOES_BY_IT} {_gaps_of(stage_set)}",
        "submit_label": "Назначить",
        "back_url": stage_set.get_absolute_url(),
        "crumbs": crumbs_of(stage_set),
    }
    return render(request, "components/form_page.html", context)


@require_http_methods(["GET", "POST"])
def assignment_withdraw(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    require(Access.of(request.user).anywhere(Right.VIEW_SETTINGS))
    reached = municipalities_reached(request.user, Right.VIEW_SETTINGS)
    assignment = get_object_or_404(stage_assignments_of(reached), pk=pk)
    require(Access.of(request.user).in_municipality(Right.EDIT_POLICY, assignment.municipality), _NO_RIGHT)
    back = reverse("mentoring:stage_sets")
    context: dict[str, Any] = {
        "heading": "Снять назначение?",
        "consequence": f"{assignment}. Снова будет действовать то, что назначено раньше.",
        "submit_label": "Снять",
        "danger": True,
        "back_url": back,
    }
    context["form"] = form = DeedForm(request, context["heading"], context["consequence"])
    if form.is_valid():
        try:
            withdraw_stage_assignment(assignment=assignment, by=request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, "Назначение снято.")
        return redirect(back)
    return render(request, "components/confirm_page.html", context)


@require_http_methods(["GET", "POST"])
def stage_set_delete(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    stage_set = edited_set(request, pk)
    context: dict[str, Any] = {
        "heading": f"Удалить набор «{stage_set}»?",
        "consequence": "Набор удалится с этапами и пунктами. Пары по нему не шли.",
        "submit_label": "Удалить",
        "danger": True,
        "back_url": stage_set.get_absolute_url(),
    }
    context["form"] = form = DeedForm(request, *contents_in_words(stage_set))
    if form.is_valid():
        try:
            delete_stage_set(stage_set=stage_set, by=request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect(stage_set)
        messages.success(request, "Набор удалён.")
        return redirect("mentoring:stage_sets")
    return render(request, "components/confirm_page.html", context)
