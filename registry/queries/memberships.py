"""Who has access: the lists of those who manage it."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import User
from registry import clock
from registry.access import Access, Right
from registry.enums import MUNICIPAL_ROLES, Role
from registry.models import Curator, Invitation, Membership, Person
from registry.models.membership import hash_token


def memberships_managed_by(user: User) -> QuerySet[Membership]:
    """Memberships, past ones too, of the municipalities where the user manages access."""
    return Membership.objects.filter(_managed(user)).select_related("user", "municipality", "organisation", "person")


def was_deleted(user: User, pk: int) -> bool:
    """Whether there was such a membership where the user manages access: one revoked on its first day is deleted."""
    return Membership.history.filter(_managed(user), id=pk, history_type="-").exists()


def invitations_managed_by(user: User) -> QuerySet[Invitation]:
    return Invitation.objects.filter(_managed(user)).select_related(
        "municipality", "organisation", "person", "invited_by"
    )


def invitation_by_token(token: str) -> Invitation | None:
    """The invitation of a personal link: whoever holds the link may see it."""
    invitations = Invitation.objects.select_related("municipality", "organisation", "person", "invited_by")
    return invitations.filter(token_hash=hash_token(token)).first()


def has_account(email: str) -> bool:
    return User.objects.filter(email__iexact=email).exists()


def has_access(email: str, **grant: Any) -> bool:
    """Whether a user with the address has such a role there now."""
    return Membership.objects.in_force(clock.today()).filter(user__email__iexact=email, **grant).exists()


def is_invited(email: str, **grant: Any) -> bool:
    """Whether such an invitation waits for its answer."""
    waiting = Invitation.objects.filter(
        accepted_at__isnull=True, revoked_at__isnull=True, expires_at__gt=timezone.now(), **grant
    )
    return waiting.filter(email__iexact=email).exists()


def _managed(user: User) -> Q:
    """Roles in organisations and of people of them; municipal ones for those who manage the whole municipality."""
    access = Access.of(user)
    return access.where(Right.MANAGE_ACCESS, municipality="municipality") | access.where(
        Right.MANAGE_ACCESS, organisation="person__organisation", municipality="municipality"
    )


def grantable_roles(user: User, municipality_id: int) -> tuple[Role, ...]:
    """Roles that the user may give and take there: an admin every one, a coordinator none of the municipal ones."""
    access = Access.of(user)
    if access.is_unlimited or municipality_id in access.municipality_ids(Right.MANAGE_MUNICIPAL_ACCESS):
        return tuple(Role)
    if municipality_id in access.municipalities_reached(Right.MANAGE_ACCESS):
        return tuple(role for role in Role if role not in MUNICIPAL_ROLES)
    return ()


@dataclass(frozen=True)
class CuratorAccess:
    """Whether a curator can sign in: the role that the curator has in the organisation, or the invitation to it."""

    membership: Membership | None
    invitation: Invitation | None


def access_of_curator(curator: Curator) -> CuratorAccess:
    """By the address of the card, or by the name of the account where the card has none."""
    grant = {"role": Role.CURATOR, "organisation": curator.organisation_id}
    person = curator.person
    same_name = Q(user__last_name=person.last_name, user__first_name=person.first_name)
    by_address = Q(user__email__iexact=person.email) if person.email else Q(pk__in=())
    memberships = Membership.objects.in_force(clock.today()).filter(by_address | same_name, **grant)
    invitations = Invitation.objects.filter(
        accepted_at__isnull=True, revoked_at__isnull=True, email__iexact=person.email or "-", **grant
    )
    return CuratorAccess(memberships.select_related("user").first(), invitations.first())


def memberships_of_person(person: Person) -> QuerySet[Membership]:
    """Accounts that are this very person in the register."""
    return Membership.objects.in_force(clock.today()).filter(person=person).select_related("user")


def account_with(email: str) -> User | None:
    return User.objects.filter(email__iexact=email).first()


def all_memberships_of(person: Person) -> QuerySet[Membership]:
    """Accounts that are this very person in the register or were."""
    return Membership.objects.filter(person=person).select_related("user")


def invitations_of(person: Person) -> QuerySet[Invitation]:
    return Invitation.objects.filter(person=person)


def account_by_key(key: int) -> User:
    """Raises User.DoesNotExist."""
    return User.objects.get(pk=key)
