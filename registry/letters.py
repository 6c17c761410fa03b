"""Texts of the letters that the register sends."""

from django.utils import timezone

from registry.models import Invitation


def invitation_letter(invitation: Invitation, link: str) -> tuple[str, str]:
    """Subject and text of an invitation with its personal link."""
    deadline = timezone.localtime(invitation.expires_at)
    subject = f"Приглашение в реестр наставничества: {invitation.get_role_display()}"
    text = f"""Здравствуйте!

{invitation.invited_by.get_full_name()} приглашает вас в реестр наставничества: {invitation.municipality}.

Роль: {invitation.get_role_display()}
Где: {invitation.scope}

Чтобы принять приглашение, откройте ссылку до {deadline:%d.%m.%Y %H:%M}:

{link}

Ссылка личная, никому её не пересылайте. Если вы не ждали этого письма, просто не открывайте её.
"""
    return subject, text
