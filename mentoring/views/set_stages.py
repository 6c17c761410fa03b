"""Stages of a set and their items: added, worded, moved, switched, deleted."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import AuthenticatedRequest
from mentoring.actions.stage_sets import (
    add_stage,
    add_stage_item,
    delete_stage,
    delete_stage_item,
    move_stage,
    move_stage_item,
    switch_stage,
    switch_stage_item,
)
from mentoring.forms.stage_sets import StageForm, StageItemTemplateForm, SwitchForm
from mentoring.models import Stage, StageItemTemplate, StageSet
from mentoring.queries.stage_sets import items_of_set, stage_of_set
from mentoring.views.arrows import move_from_page
from mentoring.views.stage_sets import crumbs_of, edited_set, effect_of_change
from registry.forms.action_errors import add_errors
from registry.forms.deed import DeedForm
from registry.forms.portal_form import PortalModelForm
from registry.history.audit import with_audit
from registry.views.atomic_post import atomic_post


def _stage_of(request: AuthenticatedRequest, stage_set: StageSet, pk: int) -> Stage:
    stage = stage_of_set(stage_set, pk, request.user)
    if stage is None:
        raise Http404("No Stage matches the given query.")
    return stage


def _item_of(stage_set: StageSet, pk: int) -> StageItemTemplate:
    return get_object_or_404(items_of_set(stage_set), pk=pk)


def _back(stage: Stage) -> str:
    return f"{stage.stage_set.get_absolute_url()}#stage-{stage.pk}"


def _form_page(
    request: AuthenticatedRequest, form: PortalModelForm, stage_set: StageSet, heading: str, effect: str
) -> HttpResponse:
    context = {
        "form": form,
        "heading": heading,
        "intro": effect,
        "back_url": stage_set.get_absolute_url(),
        "crumbs": crumbs_of(stage_set),
    }
    return render(request, "components/form_page.html", context)


@require_http_methods(["GET", "POST"])
def stage_add(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    stage_set = edited_set(request, pk)
    affected, effect = effect_of_change(stage_set)
    form = StageForm(request.POST or None, instance=Stage(stage_set=stage_set), affected=affected)
    if form.is_valid():
        reason = form.cleaned_data.get("reason", "")
        try:
            stage = add_stage(stage_set=stage_set, stage=form.save(commit=False), reason=reason, by=request.user)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, "Этап добавлен последним. Добавьте его пункты.")
            return redirect(_back(stage))
    return _form_page(request, form, stage_set, "Новый этап", effect)


@require_http_methods(["GET", "POST"])
@atomic_post
def stage_edit(request: AuthenticatedRequest, pk: int, stage_pk: int) -> HttpResponse:
    stage_set = edited_set(request, pk)
    stage = _stage_of(request, stage_set, stage_pk)
    affected, effect = effect_of_change(stage_set)
    form = StageForm(request.POST or None, instance=stage, affected=affected)
    return _edited(request, form, stage_set, f"Этап {stage.number}", effect, stage)


@require_http_methods(["GET", "POST"])
def item_add(request: AuthenticatedRequest, pk: int, stage_pk: int) -> HttpResponse:
    stage_set = edited_set(request, pk)
    stage = _stage_of(request, stage_set, stage_pk)
    affected, effect = effect_of_change(stage_set)
    new = StageItemTemplate(stage=stage)
    form = StageItemTemplateForm(request.POST or None, instance=new, stage=stage, affected=affected)
    if form.is_valid():
        reason = form.cleaned_data.get("reason", "")
        try:
            item = add_stage_item(item=form.save(commit=False), reason=reason, by=request.user)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, "Пункт добавлен.")
            return redirect(_back(item.stage))
    return _form_page(request, form, stage_set, f"Новый пункт этапа «{stage}»", effect)


@require_http_methods(["GET", "POST"])
@atomic_post
def item_edit(request: AuthenticatedRequest, pk: int, item_pk: int) -> HttpResponse:
    stage_set = edited_set(request, pk)
    item = _item_of(stage_set, item_pk)
    affected, effect = effect_of_change(stage_set)
    form = StageItemTemplateForm(request.POST or None, instance=item, stage=item.stage, affected=affected)
    return _edited(request, form, stage_set, "Изменить пункт", effect, item.stage)


def _edited(
    request: AuthenticatedRequest, form: PortalModelForm, stage_set: StageSet, heading: str, effect: str, stage: Stage
) -> HttpResponse:
    if form.is_valid():
        with_audit(form.instance, by=request.user, reason=form.cleaned_data.get("reason", ""))
        if form.save_or_explain():
            messages.success(request, "Изменения сохранены.")
            return redirect(_back(stage))
    return _form_page(request, form, stage_set, heading, effect)


@require_POST
def stage_move(request: AuthenticatedRequest, pk: int, stage_pk: int) -> HttpResponse:
    stage = _stage_of(request, edited_set(request, pk), stage_pk)
    try:
        move_stage(stage=stage, **move_from_page(request), by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(_back(stage))


@require_POST
def item_move(request: AuthenticatedRequest, pk: int, item_pk: int) -> HttpResponse:
    item = _item_of(edited_set(request, pk), item_pk)
    move_stage_item(item=item, **move_from_page(request), by=request.user)
    return redirect(_back(item.stage))


@require_http_methods(["GET", "POST"])
def stage_switch(request: AuthenticatedRequest, pk: int, stage_pk: int) -> HttpResponse:
    stage = _stage_of(request, edited_set(request, pk), stage_pk)
    return _switch(
        request,
        stage,
        stage,
        f"этап «{stage}»",
        off="Пары будут проходить мимо этого этапа. Кто на нём был, у того он останется.",
        on="Пары, которые до этого этапа не дошли, будут его проходить.",
        switch=partial(switch_stage, stage=stage, by=request.user),
    )


@require_http_methods(["GET", "POST"])
def item_switch(request: AuthenticatedRequest, pk: int, item_pk: int) -> HttpResponse:
    item = _item_of(edited_set(request, pk), item_pk)
    return _switch(
        request,
        item.stage,
        item,
        f"пункт «{item.brief}»",
        off="Отметки, которые уже сделаны, останутся.",
        on="Пункт снова будут спрашивать у пар.",
        switch=partial(switch_stage_item, item=item, by=request.user),
    )


def _switch(
    request: AuthenticatedRequest,
    stage: Stage,
    switched: Stage | StageItemTemplate,
    name: str,
    *,
    off: str,
    on: str,
    switch: Callable[..., Stage | StageItemTemplate],
) -> HttpResponse:
    """`off` and `on`: what each would mean."""
    affected, effect = effect_of_change(stage.stage_set)
    data = request.POST if request.method == "POST" else None
    form = SwitchForm(data, affected=affected, in_use=switched.in_use)
    if form.is_valid():
        try:
            switch(in_use=form.switches_on, reason=form.cleaned_data["reason"])
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, "Изменения сохранены.")
            return redirect(_back(stage))
    verb = "Включить" if form.switches_on else "Выключить"
    context = {
        "form": form,
        "heading": f"{verb} {name}?",
        "intro": format_html("{} {}", on if form.switches_on else off, effect),
        "submit_label": verb,
        "back_url": _back(stage),
        "crumbs": crumbs_of(stage.stage_set),
    }
    return render(request, "components/form_page.html", context)


@require_http_methods(["GET", "POST"])
def stage_delete(request: AuthenticatedRequest, pk: int, stage_pk: int) -> HttpResponse:
    stage = _stage_of(request, edited_set(request, pk), stage_pk)
    consequence = "Этап удалится со своими пунктами, следующие получат номера на один меньше. В истории он останется."
    return _delete(
        request, stage, f"Удалить этап «{stage}»?", consequence, lambda: delete_stage(stage=stage, by=request.user)
    )


@require_http_methods(["GET", "POST"])
def item_delete(request: AuthenticatedRequest, pk: int, item_pk: int) -> HttpResponse:
    item = _item_of(edited_set(request, pk), item_pk)
    return _delete(
        request,
        item.stage,
        "Удалить пункт?",
        f"{item.title}. Пункт исчезнет из набора, в истории он останется.",
        lambda: delete_stage_item(item=item, by=request.user),
    )


def _delete(
    request: AuthenticatedRequest, stage: Stage, heading: str, consequence: str, delete: Callable[[], None]
) -> HttpResponse:
    back = stage.stage_set.get_absolute_url()
    context: dict[str, Any] = {
        "heading": heading,
        "consequence": format_html("{} {}", consequence, effect_of_change(stage.stage_set)[1]),
        "submit_label": "Удалить",
        "danger": True,
        "back_url": back,
    }
    context["form"] = form = DeedForm(request, context["heading"], context["consequence"])
    if form.is_valid():
        try:
            delete()
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, "Удалено.")
        return redirect(back)
    return render(request, "components/confirm_page.html", context)
