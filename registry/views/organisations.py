"""The list of organisations, the page of one, and its changes."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.requests import AuthenticatedRequest
from registry import clock
from registry.access import Access, Right, require
from registry.actions.archive import archive_organisation, restore_organisation, ties_of_organisation, words_of_ties
from registry.actions.organisation_names import keep_former_name
from registry.exports.organisations import OrganisationResource
from registry.extension_points import Tie, origins_of_records
from registry.filters.organisations import OrganisationFilter
from registry.forms.deed import DeedForm
from registry.forms.organisations import OrganisationForm
from registry.history.labels import changes_of
from registry.models import Organisation
from registry.pages.earlier_decision import DecidedAlready
from registry.pages.reader_messages import with_link
from registry.queries.classes import pupils_of
from registry.queries.municipalities import municipalities_reached
from registry.queries.organisations import aliases_of, organisations_visible_to, with_banks
from registry.queries.people import curators_visible_to
from registry.queries.plan_steps import steps_of_organisation
from registry.tables.organisations import OrganisationTable
from registry.views.archive_deed import ARCHIVE, RESTORE, asks_to_restore
from registry.views.atomic_post import atomic_post
from registry.views.lists import RegisterList

#: fields of a person whom readers of figures do not need
OF_PSYCHOLOGIST = ("psychologist_name", "psychologist_contact")


class OrganisationList(RegisterList):
    right = Right.VIEW_ORGANISATIONS
    heading = "Организации"
    empty_icon = "building"
    empty_title = "Организаций пока нет"
    empty_text = "Добавьте первую или загрузите перечень из файла в разделе «Импорт»."
    add_label = "Добавить организацию"
    table_class = OrganisationTable
    filterset_class = OrganisationFilter
    resource_class = OrganisationResource

    def get_queryset(self) -> QuerySet[Organisation]:
        return with_banks(organisations_visible_to(self.request.user))

    def get_add_url(self) -> str | None:
        allowed = Access.of(self.request.user).anywhere(Right.MANAGE_ORGANISATIONS)
        return reverse("registry:organisation_add") if allowed else None


def organisation_detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    access = Access.of(request.user)
    require(access.anywhere(Right.VIEW_ORGANISATIONS))
    organisation = get_object_or_404(organisations_visible_to(request.user), pk=pk)
    may_see_psychologist = access.in_organisation(Right.VIEW_PSYCHOLOGISTS, organisation)
    context: dict[str, Any] = {
        "organisation": organisation,
        "aliases": aliases_of(organisation),
        "may_see_psychologist": may_see_psychologist,
        "curators": curators_visible_to(request.user).filter(organisation=organisation, dismissed_on__isnull=True),
        "may_edit": access.in_organisation(Right.EDIT_ORGANISATION, organisation),
        "may_manage": access.in_organisation(Right.MANAGE_ORGANISATIONS, organisation),
        "may_see_people": access.in_organisation(Right.VIEW_PEOPLE, organisation),
        "may_read_log": access.in_organisation(Right.VIEW_LOG, organisation),
        "may_move_classes": access.in_organisation(Right.EDIT_PEOPLE, organisation)
        and pupils_of(organisation).exists(),
        "changes": changes_of(organisation, untold=() if may_see_psychologist else OF_PSYCHOLOGIST),
        "origins": origins_of_records(request.user, organisation),
        "steps": steps_of_organisation(organisation, clock.today()),
    }
    return render(request, "registry/organisation.html", context)


@require_http_methods(["GET", "POST"])
def organisation_add(request: AuthenticatedRequest) -> HttpResponse:
    municipalities = municipalities_reached(request.user, Right.MANAGE_ORGANISATIONS)
    require(bool(municipalities))
    form = OrganisationForm(request.POST or None, user=request.user, municipalities=municipalities)
    if form.is_valid() and (organisation := form.save_or_explain()):
        address = organisation.get_absolute_url()
        messages.success(request, with_link("Организация добавлена: {}.", organisation, address))
        return redirect(organisation)
    context = {"form": form, "heading": "Новая организация", "back_url": reverse("registry:organisations")}
    return render(request, "components/form_page.html", context)


@require_http_methods(["GET", "POST"])
@atomic_post
def organisation_edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    organisation = get_object_or_404(organisations_visible_to(request.user), pk=pk)
    require(Access.of(request.user).in_organisation(Right.EDIT_ORGANISATION, organisation))
    form = OrganisationForm(request.POST or None, user=request.user, instance=organisation)
    if form.is_valid() and form.save_or_explain():
        former = keep_former_name(organisation=organisation, former=form.initial["short_name"])
        also = f" Прежнее название «{former}» осталось среди других: по нему организацию найдут." if former else ""
        messages.success(request, f"Изменения сохранены.{also}")
        return redirect(organisation)
    context = {"form": form, "heading": f"Изменить: {organisation}", "back_url": organisation.get_absolute_url()}
    return render(request, "components/form_page.html", context)


@require_http_methods(["GET", "POST"])
def organisation_archive(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Archives, or brings back an archived one."""
    organisation = get_object_or_404(organisations_visible_to(request.user), pk=pk)
    require(Access.of(request.user).in_organisation(Right.MANAGE_ORGANISATIONS, organisation))
    restore = asks_to_restore(request, is_archived=organisation.is_archived)
    heading = f"Вернуть из архива: {organisation}" if restore else f"Убрать в архив: {organisation}"
    if not restore and not organisation.is_archived and (ties := ties_of_organisation(organisation)):
        return _page_of_ties(request, organisation, heading, ties)
    context: dict[str, Any] = {
        "heading": heading,
        "consequence": (
            "Организация снова появится в списках выбора."
            if restore
            else "Организация исчезнет из списков выбора. Люди, пары и документы останутся, вернуть её можно всегда."
        ),
        "submit_label": "Вернуть" if restore else "Убрать в архив",
        "danger": not restore,
        "deed": RESTORE if restore else ARCHIVE,
        "back_url": organisation.get_absolute_url(),
    }
    context["form"] = form = DeedForm(request, context["heading"], context["consequence"])
    if form.is_valid():
        try:
            (restore_organisation if restore else archive_organisation)(organisation=organisation, by=request.user)
        except DecidedAlready as refusal:
            messages.error(request, str(refusal))
        except ValidationError as refusal:
            messages.error(request, "Убрать в архив нельзя:\n" + "\n".join(refusal.messages))
        else:
            text = "Организация возвращена из архива: {}." if restore else "Организация убрана в архив: {}."
            messages.success(request, with_link(text, organisation, organisation.get_absolute_url()))
        return redirect(organisation)
    return render(request, "components/confirm_page.html", context)


def _page_of_ties(
    request: AuthenticatedRequest, organisation: Organisation, heading: str, ties: list[Tie]
) -> HttpResponse:
    context = {
        "heading": heading,
        "what_not": "Сейчас убрать в архив нельзя",
        "obstacles": words_of_ties(ties),
        "links": [(tie.title, tie.address) for tie in ties],
        "back_url": organisation.get_absolute_url(),
        "back_label": "К организации",
    }
    return render(request, "registry/cannot_leave.html", context)
