"""What the screens of one's own account read."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator


def has_proved(user_id: int, email: str) -> bool:
    """Whether the address is the user's and counts."""
    return EmailAddress.objects.filter(user_id=user_id, email=email.lower(), verified=True).exists()


def number_of_authenticators(user_id: int, kind: str) -> int:
    return Authenticator.objects.filter(user_id=user_id, type=kind).count()
