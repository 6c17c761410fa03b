"""Who has access: members, invitations, revocation."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import AuthenticatedRequest
from registry import clock
from registry.access import Access, Right, require
from registry.actions.access import (
    InvitationClosed,
    invite,
    limit_membership,
    resend,
    revoke_invitation,
    revoke_membership,
)
from registry.enums import ROLES_BY_KINDS, Role
from registry.exports.access import InvitationResource, MembershipResource
from registry.filters.access import InvitationFilter, MembershipFilter
from registry.forms.access import InvitationForm, MembershipForm
from registry.forms.deed import DeedForm
from registry.models import Curator, Invitation, Membership, Person
from registry.pages.raw_parameters import whole_number
from registry.pages.reader_messages import with_link
from registry.queries.memberships import (
    grantable_roles,
    invitations_managed_by,
    memberships_managed_by,
    was_deleted,
)
from registry.queries.municipalities import municipalities_reached
from registry.queries.people import curators_visible_to, may, people_visible_to
from registry.side_texts import side_text
from registry.tables.access import InvitationTable, MembershipTable
from registry.views.atomic_post import atomic_post
from registry.views.lists import RegisterList

NOT_SENT = "Приглашение сохранено, но письмо не ушло: почтовый сервер не отвечает. Позже отправьте его повторно."


def _grantable(request: AuthenticatedRequest) -> set[str]:
    """Roles for which the lists offer something to do."""
    municipalities = municipalities_reached(request.user, Right.MANAGE_ACCESS)
    return {role.value for municipality in municipalities for role in grantable_roles(request.user, municipality.pk)}


class MembershipList(RegisterList):
    right = Right.MANAGE_ACCESS
    heading = "Доступ"
    intro = "Кто и с какой ролью входит в портал."
    empty_icon = "key"
    empty_title = "Доступ ещё никому не выдан"
    add_label = "Пригласить"
    table_class = MembershipTable
    filterset_class = MembershipFilter
    resource_class = MembershipResource

    def get_queryset(self) -> QuerySet[Membership]:
        return memberships_managed_by(self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        grantable = _grantable(self.request)
        limitable = grantable.intersection(ROLES_BY_KINDS)
        return super().get_context_data(today=clock.today(), grantable=grantable, limitable=limitable, **kwargs)

    def get_add_url(self) -> str:
        return reverse("registry:invite")


class InvitationList(RegisterList):
    right = Right.MANAGE_ACCESS
    heading = "Приглашения"
    intro = "Письма с личными ссылками. Просроченное или потерянное можно отправить повторно."
    empty_icon = "envelope"
    empty_title = "Приглашений ещё не было"
    empty_text = "Пригласите кураторов и руководителей: они получат письмо и сами зададут пароль."
    add_label = "Пригласить"
    table_class = InvitationTable
    filterset_class = InvitationFilter
    resource_class = InvitationResource

    def get_queryset(self) -> QuerySet[Invitation]:
        return invitations_managed_by(self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(grantable=_grantable(self.request), **kwargs)

    def get_add_url(self) -> str:
        return reverse("registry:invite")


@require_http_methods(["GET", "POST"])
def invitation_add(request: AuthenticatedRequest) -> HttpResponse:
    """Invites to a role; `?person=` invites a mentor or a mentee to the own card."""
    require(Access.of(request.user).anywhere(Right.MANAGE_ACCESS))
    person = _person(request)
    curator = _curator(request)
    if curator is not None and curator.dismissed_on is not None and request.method != "POST":
        since = f"с {curator.dismissed_on:%d.%m.%Y}"
        messages.error(request, f"{curator.person.short_name} уже не куратор {since}: приглашают действующего.")
        return redirect(curator)
    form = InvitationForm(request.POST or None, user=request.user, person=person, initial=_of_curator(curator))
    if form.is_valid():
        require(form.cleaned_data["role"] in grantable_roles(request.user, form.instance.municipality_id))
        try:
            invite(invitation=form.instance, portal=request.build_absolute_uri("/"), by=request.user)
            messages.success(request, _of_invitation("Приглашение отправлено: {}.", form.instance))
        except OSError:
            messages.error(request, NOT_SENT)
        except ValidationError as refusal:
            form.add_error(None, ValidationError(refusal.messages))
        if not form.errors:
            return redirect("registry:invitations")
    subject = person or curator
    back = subject.get_absolute_url() if subject else reverse("registry:access")
    context = {
        "form": form,
        "heading": f"Пригласить: {person or (curator and curator.person)}" if subject else "Пригласить в портал",
        "intro": "" if subject else side_text("Наставника и наставляемого приглашают с его карточки: «Выдать доступ»."),
        "submit_label": "Отправить приглашение",
        "back_url": back,
    }
    return render(request, "components/form_page.html", context)


def _curator(request: AuthenticatedRequest) -> Curator | None:
    """`?curator=`: the curator whose card leads here; the form is filled in from it."""
    number = whole_number(request.GET.get("curator", ""))
    if number is None:
        return None
    curator = get_object_or_404(curators_visible_to(request.user), pk=number)
    require(may(request.user, Right.MANAGE_ACCESS, curator.person))
    return curator


def _of_curator(curator: Curator | None) -> dict[str, Any]:
    if curator is None:
        return {}
    organisation = curator.organisation
    return {
        "email": curator.person.email,
        "role": Role.CURATOR,
        "municipality": organisation.municipality_id,
        "organisation": organisation,
    }


def _person(request: AuthenticatedRequest) -> Person | None:
    key = request.GET.get("person", "")
    number = whole_number(key)
    if number is None:
        return None
    visible = people_visible_to(request.user).select_related("mentor", "mentee")
    person = get_object_or_404(visible, pk=number)
    require(may(request.user, Right.MANAGE_ACCESS, person))
    return person


@require_POST
def invitation_resend(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    invitation = _invitation_to_change(request, pk)
    try:
        resend(invitation=invitation, portal=request.build_absolute_uri("/"), by=request.user)
        text = "Письмо отправлено ещё раз: {}. Прежняя ссылка больше не действует."
        messages.success(request, _of_invitation(text, invitation))
    except OSError:
        messages.error(request, NOT_SENT)
    except InvitationClosed as closed:
        messages.error(request, str(closed))
    return redirect("registry:invitations")


@require_POST
def invitation_revoke(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    invitation = _invitation_to_change(request, pk)
    try:
        revoke_invitation(invitation=invitation, by=request.user)
        messages.success(request, _of_invitation("Приглашение отозвано: {}.", invitation))
    except InvitationClosed as closed:
        messages.error(request, str(closed))
    return redirect("registry:invitations")


def _of_invitation(text: str, invitation: Invitation) -> SafeString:
    return with_link(text, invitation, _place_of(invitation))


def _place_of(grant: Invitation | Membership) -> str:
    """The card of the organisation or of the person for whom the role is good; empty of a municipality."""
    place = grant.person or grant.organisation
    return place.get_absolute_url() if place else ""


def _invitation_to_change(request: AuthenticatedRequest, pk: int) -> Invitation:
    """Whether it still waits says the action: who comes second reads what has become of it."""
    require(Access.of(request.user).anywhere(Right.MANAGE_ACCESS))
    invitation = get_object_or_404(invitations_managed_by(request.user), pk=pk)
    require(invitation.role in grantable_roles(request.user, invitation.municipality_id))
    return invitation


def _membership_to_change(request: AuthenticatedRequest, pk: int) -> Membership:
    require(Access.of(request.user).anywhere(Right.MANAGE_ACCESS))
    membership = get_object_or_404(memberships_managed_by(request.user), pk=pk)
    require(membership.role in grantable_roles(request.user, membership.municipality_id))
    return membership


@require_http_methods(["GET", "POST"])
@atomic_post
def membership_edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """For which kinds of organisations a municipal role is good."""
    membership = _membership_to_change(request, pk)
    if membership.role not in ROLES_BY_KINDS:
        role = membership.get_role_display()
        messages.error(request, f"Типами организаций ограничивают роли на муниципалитет, а здесь роль — «{role}».")
        return redirect("registry:access")
    form = MembershipForm(request.POST or None, instance=membership)
    if form.is_valid():
        limit_membership(membership=form.instance, by=request.user)
        address = reverse("registry:membership_edit", args=[membership.pk])
        messages.success(request, with_link("Доступ изменён: {}.", f"{membership.user}, {membership}", address))
        return redirect("registry:access")
    context = {
        "form": form,
        "heading": f"Доступ: {membership.user.get_full_name()}",
        "intro": f"Роль: {membership.get_role_display()}, {membership.municipality}. Людей, пары и документы других "
        "организаций портал этому человеку не покажет.",
        "back_url": reverse("registry:access"),
        "crumbs": [("Настройки", reverse("registry:settings")), ("Доступ", reverse("registry:access"))],
    }
    return render(request, "components/form_page.html", context)


@require_http_methods(["GET", "POST"])
def membership_revoke(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    if was_deleted(request.user, pk):
        messages.error(request, "Этот доступ уже снят: его сняли в тот же день, когда выдали.")
        return redirect("registry:access")
    membership = _membership_to_change(request, pk)
    context: dict[str, Any] = {
        "heading": f"Снять доступ: {membership.user.get_full_name()}",
        "consequence": f"Роль: {membership}. Доступ прекратится сразу, всё сделанное человеком останется.",
        "submit_label": "Снять доступ",
        "danger": True,
        "back_url": reverse("registry:access"),
    }
    context["form"] = form = DeedForm(request, context["heading"], context["consequence"])
    if form.is_valid():
        try:
            revoke_membership(membership=membership, by=request.user)
            name = f"{membership.user}, {membership}"
            messages.success(request, with_link("Доступ снят: {}.", name, _place_of(membership)))
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        return redirect("registry:access")
    return render(request, "components/confirm_page.html", context)
