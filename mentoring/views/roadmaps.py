"""The list of roadmaps, the page of one, and its way from draft to approval."""

from collections.abc import Collection

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from accounts.requests import AuthenticatedRequest
from mentoring.actions.roadmaps import (
    SENT,
    agree_roadmap,
    approve_roadmap,
    create_roadmap,
    return_roadmap,
    submit_roadmap,
)
from mentoring.enums import RoadmapStatus
from mentoring.exports.roadmaps import RoadmapResource
from mentoring.filters.roadmaps import RoadmapFilter
from mentoring.forms.roadmaps import RoadmapCreateForm, RoadmapForm, RoadmapReturnForm, RoadmapTermsForm
from mentoring.models import Roadmap
from mentoring.queries.roadmap_acts import may_name_act, minutes_of_roadmap
from mentoring.queries.roadmaps import (
    WRITABLE,
    head_post_of,
    holds_for,
    may_approve,
    may_begin,
    may_edit,
    may_return,
    may_write,
    number_of_late_items,
    organisation_names_for,
    organisations_with_roadmaps_of,
    roadmaps_visible_to,
    sample_of,
    sections_of,
    with_progress,
)
from mentoring.roadmaps.executors import executors_to_check
from mentoring.roadmaps.terms import terms_out_of_order, terms_to_mend
from mentoring.tables.roadmaps import RoadmapTable
from registry import clock
from registry.access import Access, Right, require
from registry.forms.action_errors import add_errors
from registry.history.labels import changes_of
from registry.pages.raw_parameters import initial_organisation
from registry.queries.municipalities import municipalities_where
from registry.views.atomic_post import atomic_post
from registry.views.lists import RegisterList


class RoadmapList(RegisterList):
    right = Right.VIEW_ROADMAPS
    heading = "Дорожные карты"
    empty_icon = "map"
    empty_title = "Дорожных карт пока нет"
    empty_text = "Начните с образца: в нём уже есть разделы, сроки и ответственные."
    add_label = "Составить дорожную карту"
    table_class = RoadmapTable
    filterset_class = RoadmapFilter
    resource_class = RoadmapResource

    def get_queryset(self) -> QuerySet[Roadmap]:
        return with_progress(roadmaps_visible_to(self.request.user))

    def get_add_url(self) -> str | None:
        return reverse("mentoring:roadmap_add") if may_begin(self.request.user) else None


def roadmap_detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    require(Access.of(request.user).anywhere(Right.VIEW_ROADMAPS))
    roadmap = get_object_or_404(with_progress(roadmaps_visible_to(request.user)), pk=pk)
    may_agree = holds_for(request.user, Right.AGREE_ROADMAPS, roadmap)
    sections = sections_of(roadmap)
    is_decided = roadmap.status == RoadmapStatus.AGREED
    terms = [] if is_decided else terms_to_mend(roadmap, sections)
    context = {
        "roadmap": roadmap,
        "sections": sections,
        "executors_to_check": []
        if is_decided
        else executors_to_check(
            roadmap.sample, roadmap.municipality, sections, organisation_names_for(roadmap), head_post_of(roadmap)
        ),
        "terms_to_mend": terms,
        "terms_out_of_order": terms_out_of_order(sample_of(roadmap), sections)
        if may_write(request.user, roadmap)
        else [],
        "today": clock.today(),
        "late_when_approved": 0 if is_decided else number_of_late_items(sections),
        "may_write": may_write(request.user, roadmap),
        "may_edit": may_edit(request.user, roadmap),
        "approves": may_approve(request.user, roadmap),
        "may_approve": may_approve(request.user, roadmap) and roadmap.status == RoadmapStatus.APPROVAL,
        "may_agree": may_agree and roadmap.status == RoadmapStatus.SUBMITTED,
        "may_return": may_return(request.user, roadmap),
        "may_name_act": roadmap.status == RoadmapStatus.AGREED and may_name_act(request.user, roadmap),
        "may_correct_agreement": may_agree and roadmap.status == RoadmapStatus.AGREED,
        "opens_act": holds_for(request.user, Right.VIEW_DOCUMENTS, roadmap),
        "minutes": minutes_of_roadmap(roadmap),
        "changes": changes_of(roadmap),
    }
    return render(request, "mentoring/roadmaps/roadmap.html", context)


@require_http_methods(["GET", "POST"])
def roadmap_add(request: AuthenticatedRequest) -> HttpResponse:
    municipalities = municipalities_where(request.user, Right.EDIT_DISTRICT_ROADMAPS)
    organisations = organisations_with_roadmaps_of(request.user)
    require(may_begin(request.user))
    form = RoadmapCreateForm(
        request.POST or None,
        municipalities=municipalities,
        organisations=organisations,
        initial=initial_organisation(request, "owner", "organisation-"),
    )
    if form.is_valid():
        names = ("municipality", "organisation", "title", "starts_on", "ends_on", "columns", "preset")
        try:
            roadmap = create_roadmap(**{name: form.cleaned_data[name] for name in names}, by=request.user)
        except ValidationError as error:
            add_errors(form, error)
        else:
            then = (
                "отправьте её руководителю на утверждение"
                if roadmap.organisation_id
                else "отправьте её на согласование"
            )
            messages.success(request, f"Дорожная карта создана. Проверьте пункты и {then}.")
            return redirect(roadmap)
    context = {
        "form": form,
        "heading": "Новая дорожная карта",
        "submit_label": "Создать",
        "back_url": reverse("mentoring:roadmaps"),
    }
    return render(request, "components/form_page.html", context)


def writable_roadmap(request: AuthenticatedRequest, pk: int) -> Roadmap:
    """404 for a foreign roadmap, 403 without the right or while somebody else decides about it."""
    roadmap = get_object_or_404(roadmaps_visible_to(request.user), pk=pk)
    require(may_edit(request.user, roadmap))
    require(may_write(request.user, roadmap), SENT)
    return roadmap


@require_http_methods(["GET", "POST"])
@atomic_post
def roadmap_edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    roadmap = writable_roadmap(request, pk)
    form = RoadmapForm(request.POST or None, instance=roadmap)
    if form.is_valid():
        form.save()
        messages.success(request, "Изменения сохранены.")
        return redirect(roadmap)
    context = {"form": form, "heading": f"Изменить: {roadmap}", "back_url": roadmap.get_absolute_url()}
    return render(request, "components/form_page.html", context)


@require_POST
def roadmap_submit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    roadmap = get_object_or_404(roadmaps_visible_to(request.user), pk=pk)
    require(may_edit(request.user, roadmap))
    if may_approve(request.user, roadmap) and (question := _asked_about_terms(request, roadmap, WRITABLE)):
        return question
    try:
        roadmap = submit_roadmap(roadmap=roadmap, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _describe_next(request.user, roadmap))
    return redirect(roadmap)


def _describe_next(user: User, roadmap: Roadmap) -> str:
    """Who decides about a roadmap that has been sent: of a municipal one that may be whoever has written it."""
    if roadmap.status == RoadmapStatus.APPROVAL:
        return "Дорожная карта отправлена руководителю на утверждение."
    if holds_for(user, Right.AGREE_ROADMAPS, roadmap):
        return (
            "Дорожная карта отправлена на согласование. Согласовать её можете вы сами — кнопкой на этой странице — "
            "или другой, кто согласует дорожные карты муниципалитета."
        )
    return "Дорожная карта отправлена муниципальному координатору на согласование."


@require_POST
def roadmap_approve(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    roadmap = get_object_or_404(roadmaps_visible_to(request.user), pk=pk)
    require(may_approve(request.user, roadmap))
    if question := _asked_about_terms(request, roadmap, (RoadmapStatus.APPROVAL,)):
        return question
    try:
        approve_roadmap(roadmap=roadmap, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, "Дорожная карта утверждена и отправлена муниципальному координатору на согласование.")
    return redirect(roadmap)


@require_POST
def roadmap_agree(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    roadmap = get_object_or_404(roadmaps_visible_to(request.user), pk=pk)
    require(holds_for(request.user, Right.AGREE_ROADMAPS, roadmap))
    if question := _asked_about_terms(request, roadmap, (RoadmapStatus.SUBMITTED,)):
        return question
    try:
        agree_roadmap(roadmap=roadmap, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, "Дорожная карта согласована.")
    return redirect(roadmap)


def _asked_about_terms(
    request: AuthenticatedRequest, roadmap: Roadmap, states: Collection[RoadmapStatus]
) -> HttpResponse | None:
    """The page that asks whether terms that do not fit are meant; None when there are none, when they are, and when the
    roadmap is in none of the states in which it is decided."""
    terms = terms_to_mend(roadmap, sections_of(roadmap)) if roadmap.status in states else []
    if not terms:
        return None
    form = RoadmapTermsForm(request.POST if "question" in request.POST else None)
    if form.is_valid():
        return None
    context = {
        "form": form,
        "heading": f"Проверьте сроки: {roadmap}",
        "intro": "Эти сроки не подходят карте. Если они верны, отметьте это; если нет, их исправляют в пунктах.",
        "terms_to_mend": terms,
        "submit_label": "Согласовать" if RoadmapStatus.SUBMITTED in states else "Утвердить",
        "back_url": roadmap.get_absolute_url(),
        "crumbs": [("Дорожные карты", reverse("mentoring:roadmaps")), (str(roadmap), roadmap.get_absolute_url())],
    }
    return render(request, "mentoring/roadmaps/terms.html", context)


@require_http_methods(["GET", "POST"])
def roadmap_return(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    roadmap = get_object_or_404(roadmaps_visible_to(request.user), pk=pk)
    decides = holds_for(request.user, Right.AGREE_ROADMAPS, roadmap) or may_approve(request.user, roadmap)
    require(decides)
    form = RoadmapReturnForm(request.POST or None)
    if form.is_valid():
        try:
            return_roadmap(roadmap=roadmap, comment=form.cleaned_data["comment"], by=request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, "Дорожная карта возвращена авторам.")
        return redirect(roadmap)
    context = {
        "form": form,
        "heading": f"Вернуть с замечаниями: {roadmap}",
        "submit_label": "Вернуть",
        "back_url": roadmap.get_absolute_url(),
    }
    return render(request, "components/form_page.html", context)
