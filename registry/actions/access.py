"""Gives and takes access: invitations by letter, memberships by acceptance, revocation."""

from datetime import timedelta
from functools import partial

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from registry import clock
from registry.actions.refusals import explained_refusal
from registry.enums import Role
from registry.history.audit import with_audit
from registry.letters import invitation_letter
from registry.models import Invitation, Membership
from registry.models.membership import hash_token, invitation_deadline, new_token
from registry.pages.earlier_decision import DecidedAlready, decided_already
from registry.queries.memberships import has_account
from registry.queries.row_locks import hold_row


class InvitationClosed(Exception):
    """The invitation has been used, revoked or has expired; `str()` tells the reader what to do."""


@transaction.atomic
def invite(*, invitation: Invitation, portal: str, by: User) -> Invitation:
    """Saves the invitation and sends the letter once it is saved.

    `portal` is the portal's own address with scheme, for the link. An invitation out of date makes room for the new.
    Raises ValidationError when an open one is there, OSError when the mail server refuses: the invitation stays and can
    be sent again.
    """
    token = new_token()
    invitation.token_hash, invitation.invited_by = hash_token(token), by
    _close_outdated(invitation)
    invitation.full_clean()
    with explained_refusal(invitation):
        invitation.save()
    transaction.on_commit(partial(_send_letter, invitation, portal, token))
    return invitation


def _close_outdated(invitation: Invitation) -> None:
    scope = {name: getattr(invitation, name) for name in ("role", "municipality", "organisation", "person")}
    waiting = Invitation.objects.filter(email=invitation.email, accepted_at=None, revoked_at=None, **scope)
    waiting.filter(expires_at__lte=timezone.now()).update(revoked_at=timezone.now())


@transaction.atomic
def resend(*, invitation: Invitation, portal: str, by: User) -> Invitation:
    """A new link with a new deadline; the link of the former letter stops working. Who sends it again invites from now
    on: letter, page and the history of the access name that person.

    Raises OSError as `invite`, InvitationClosed when it has been accepted or revoked meanwhile.
    """
    _still_waiting(invitation)
    token = new_token()
    invitation.token_hash, invitation.expires_at = hash_token(token), invitation_deadline()
    invitation.sent_at, invitation.invited_by = timezone.now(), by
    invitation.save()
    transaction.on_commit(partial(_send_letter, invitation, portal, token))
    return invitation


@transaction.atomic
def revoke_invitation(*, invitation: Invitation, by: User) -> Invitation:
    """The link stops working. Raises InvitationClosed when it has been accepted or revoked meanwhile."""
    _still_waiting(invitation)
    invitation.revoked_at, invitation.revoked_by = timezone.now(), by
    invitation.save(update_fields=["revoked_at", "revoked_by"])
    return invitation


def _still_waiting(invitation: Invitation) -> None:
    """Locks the row, so that an acceptance and a revocation follow one another."""
    hold_row(invitation)
    if closed := describe_closing(invitation):
        raise InvitationClosed(closed)


def describe_closing(invitation: Invitation) -> str:
    """What has become of the invitation, in words; empty while it is open."""
    if at := invitation.accepted_at:
        day = f"{timezone.localtime(at):%d.%m.%Y в %H:%M}"
        return f"Приглашение уже принято {day}: {invitation.email}. Доступ снимают в списке пользователей."
    if at := invitation.revoked_at:
        by = f", {user.get_full_name() or user}" if (user := invitation.revoked_by) else ""
        return f"Приглашение уже отозвано {timezone.localtime(at):%d.%m.%Y в %H:%M}{by}: {invitation.email}."
    return ""


def _send_letter(invitation: Invitation, portal: str, token: str) -> None:
    link = portal.rstrip("/") + reverse("registry:invitation", args=[token])
    subject, text = invitation_letter(invitation, link)
    send_mail(subject, text, settings.DEFAULT_FROM_EMAIL, [invitation.email])


@transaction.atomic
def accept_as_newcomer(*, token: str, names: dict[str, str], password: str) -> User:
    """Makes the account and the membership. Raises InvitationClosed, also when the account appeared meanwhile."""
    invitation = _open_invitation(token)
    if has_account(invitation.email):
        raise InvitationClosed("Учётная запись с этим адресом уже есть. Войдите и примите приглашение.")
    user = User.objects.create_user(invitation.email, password, **names)
    _grant(invitation, user)
    return user


@transaction.atomic
def accept_as_user(*, token: str, user: User) -> Membership:
    """Gives the membership to a known user. Raises InvitationClosed; the letter went to this address."""
    invitation = _open_invitation(token)
    if invitation.email.casefold() != user.email.casefold():
        raise InvitationClosed("Приглашение выписано на другой адрес.")
    return _grant(invitation, user)


def _open_invitation(token: str) -> Invitation:
    """The invitation, locked until the end of the transaction, so that two acceptances follow one another."""
    invitation = Invitation.objects.select_for_update().filter(token_hash=hash_token(token)).first()
    if invitation is None or not invitation.is_open:
        raise InvitationClosed("Приглашение больше не действует. Попросите прислать его ещё раз.")
    return invitation


def _grant(invitation: Invitation, user: User) -> Membership:
    grant = {
        "user": user,
        "role": invitation.role,
        "municipality": invitation.municipality,
        "organisation": invitation.organisation,
        "person": invitation.person,
    }
    membership = Membership.objects.filter(**grant, until__isnull=True).first()
    if membership is None:
        membership = Membership(**grant, organisation_kinds=invitation.organisation_kinds)
        membership.full_clean()
        with_audit(membership, by=user, reason=f"По приглашению: {invitation.invited_by}").save()
    invitation.accepted_at, invitation.accepted_by = timezone.now(), user
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    return membership


@transaction.atomic
def limit_membership(*, membership: Membership, by: User) -> None:
    """Restricts the membership to kinds of organisations. Raises ValidationError for a role that has none."""
    membership.full_clean()
    with_audit(membership, by=by, reason=f"Типы организаций: {membership.kinds_summary or 'все'}").save()


@transaction.atomic
def revoke_membership(*, membership: Membership, by: User) -> None:
    """Ends the access at once: yesterday was its last day; one granted today is deleted.

    Raises ValidationError when a person would take the own last access of an admin: nobody could give it back;
    DecidedAlready when it is ended.
    """
    try:
        hold_row(membership)
    except Membership.DoesNotExist:
        raise DecidedAlready(f"Доступ уже снят: {membership.user}, {membership}.") from None
    if membership.until is not None and membership.until < clock.today():
        raise decided_already(membership, "until", f"Доступ уже снят: {membership.user}, {membership}")
    if membership.user_id == by.pk and membership.role == Role.ADMIN and not _other_admin_access(membership):
        raise ValidationError("Нельзя снять с себя последний доступ администратора: выдать его снова будет некому.")
    with_audit(membership, by=by, reason="Доступ снят")
    if membership.since >= clock.today():
        membership.delete()
        return
    membership.until = clock.today() - timedelta(days=1)
    membership.save()


def _other_admin_access(membership: Membership) -> bool:
    own = Membership.objects.in_force(clock.today()).filter(user=membership.user, role=Role.ADMIN)
    return own.exclude(pk=membership.pk).exists()
