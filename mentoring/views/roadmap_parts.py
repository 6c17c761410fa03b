"""Sections and items of a roadmap: added, changed, moved, removed, marked as done."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import AuthenticatedRequest
from mentoring.actions.roadmaps import add_item, add_section, change_item, delete_part, move_item, move_section
from mentoring.forms.roadmaps import RoadmapItemForm, RoadmapProgressForm, RoadmapSectionForm
from mentoring.models import Roadmap, RoadmapItem, RoadmapSection
from mentoring.queries.roadmaps import items_of, may_edit, roadmaps_visible_to, sections_in, texts_of_part
from mentoring.views.arrows import move_from_page
from mentoring.views.roadmaps import writable_roadmap
from registry.access import require
from registry.forms.action_errors import add_errors
from registry.forms.deed import DeedForm
from registry.forms.portal_form import PortalModelForm
from registry.views.atomic_post import atomic_post


def _form_page(request: AuthenticatedRequest, form: PortalModelForm, roadmap: Roadmap, heading: str) -> HttpResponse:
    context = {
        "form": form,
        "heading": heading,
        "back_url": roadmap.get_absolute_url(),
        "crumbs": [(str(roadmap), roadmap.get_absolute_url())],
    }
    return render(request, "components/form_page.html", context)


def _item_of(roadmap: Roadmap, item_pk: int) -> RoadmapItem:
    return get_object_or_404(items_of(roadmap), pk=item_pk)


@require_http_methods(["GET", "POST"])
def section_add(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    roadmap = writable_roadmap(request, pk)
    form = RoadmapSectionForm(request.POST or None)
    if form.is_valid():
        try:
            add_section(roadmap=roadmap, section=form.save(commit=False), by=request.user)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, "Раздел добавлен.")
            return redirect(roadmap)
    return _form_page(request, form, roadmap, "Новый раздел")


@require_http_methods(["GET", "POST"])
@atomic_post
def section_edit(request: AuthenticatedRequest, pk: int, section_pk: int) -> HttpResponse:
    roadmap = writable_roadmap(request, pk)
    form = RoadmapSectionForm(request.POST or None, instance=get_object_or_404(sections_in(roadmap), pk=section_pk))
    if form.is_valid():
        form.save()
        messages.success(request, "Раздел изменён.")
        return redirect(roadmap)
    return _form_page(request, form, roadmap, "Изменить раздел")


@require_http_methods(["GET", "POST"])
def item_add(request: AuthenticatedRequest, pk: int, section_pk: int) -> HttpResponse:
    roadmap = writable_roadmap(request, pk)
    section = get_object_or_404(sections_in(roadmap), pk=section_pk)
    form = RoadmapItemForm(request.POST or None, roadmap=roadmap)
    if form.is_valid():
        try:
            due_days = form.cleaned_data["due_days"]
            add_item(section=section, item=form.save(commit=False), due_days=due_days, by=request.user)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, "Пункт добавлен.")
            return redirect(roadmap)
    return _form_page(request, form, roadmap, f"Новый пункт раздела «{section.title}»")


@require_http_methods(["GET", "POST"])
@atomic_post
def item_edit(request: AuthenticatedRequest, pk: int, item_pk: int) -> HttpResponse:
    roadmap = writable_roadmap(request, pk)
    form = RoadmapItemForm(request.POST or None, roadmap=roadmap, instance=_item_of(roadmap, item_pk))
    if form.is_valid():
        change_item(item=form.save(commit=False), due_days=form.cleaned_data["due_days"], by=request.user)
        messages.success(request, "Пункт изменён.")
        return redirect(roadmap)
    return _form_page(request, form, roadmap, "Изменить пункт")


@require_http_methods(["GET", "POST"])
@atomic_post
def item_progress(request: AuthenticatedRequest, pk: int, item_pk: int) -> HttpResponse:
    """Marks how far an item has come, also in an agreed roadmap."""
    roadmap = get_object_or_404(roadmaps_visible_to(request.user), pk=pk)
    require(may_edit(request.user, roadmap))
    item = _item_of(roadmap, item_pk)
    form = RoadmapProgressForm(request.POST or None, instance=item)
    if form.is_valid():
        form.save()
        messages.success(request, "Ход выполнения отмечен.")
        return redirect(roadmap)
    return _form_page(request, form, roadmap, f"Ход выполнения: {item}")


@require_POST
def section_move(request: AuthenticatedRequest, pk: int, section_pk: int) -> HttpResponse:
    roadmap = writable_roadmap(request, pk)
    section = get_object_or_404(sections_in(roadmap), pk=section_pk)
    move_section(section=section, **move_from_page(request), by=request.user)
    return redirect(f"{roadmap.get_absolute_url()}#section-{section.pk}")


@require_POST
def item_move(request: AuthenticatedRequest, pk: int, item_pk: int) -> HttpResponse:
    roadmap = writable_roadmap(request, pk)
    item = _item_of(roadmap, item_pk)
    move_item(item=item, **move_from_page(request), by=request.user)
    return redirect(f"{roadmap.get_absolute_url()}#section-{item.section_id}")


@require_http_methods(["GET", "POST"])
def section_delete(request: AuthenticatedRequest, pk: int, section_pk: int) -> HttpResponse:
    roadmap = writable_roadmap(request, pk)
    section = get_object_or_404(sections_in(roadmap), pk=section_pk)
    consequence = "Раздел удалится вместе со своими пунктами. В истории они останутся."
    return _delete(request, roadmap, section, f"Удалить раздел «{section.title}»?", consequence)


@require_http_methods(["GET", "POST"])
def item_delete(request: AuthenticatedRequest, pk: int, item_pk: int) -> HttpResponse:
    roadmap = writable_roadmap(request, pk)
    item = _item_of(roadmap, item_pk)
    consequence = f"{item}. Пункт исчезнет из дорожной карты, в истории он останется."
    return _delete(request, roadmap, item, "Удалить пункт?", consequence)


def _delete(
    request: AuthenticatedRequest, roadmap: Roadmap, part: RoadmapSection | RoadmapItem, heading: str, consequence: str
) -> HttpResponse:
    context: dict[str, Any] = {
        "heading": heading,
        "consequence": consequence,
        "submit_label": "Удалить",
        "danger": True,
        "back_url": roadmap.get_absolute_url(),
    }
    context["form"] = form = DeedForm(request, *texts_of_part(part))
    if form.is_valid():
        delete_part(part=part, by=request.user)
        messages.success(request, "Удалено.")
        return redirect(roadmap)
    return render(request, "components/confirm_page.html", context)
