"""The address of an account as django-allauth keeps it: one row, proved, the same as in the account."""

from allauth.account.models import EmailAddress
from django.contrib.auth.models import AbstractUser


def make_address_of_new(user: AbstractUser) -> None:
    """Whoever makes an account vouches for its address: an invitation was sent there, or a superuser entered it."""
    EmailAddress.objects.create(user_id=user.pk, email=user.email, verified=True, primary=True)


def follow_address(user: AbstractUser) -> None:
    """After the account has got another address, whoever changed it: the former one opens nothing any more."""
    rows = EmailAddress.objects.filter(user_id=user.pk)
    if rows.filter(email=user.email, verified=True, primary=True).exists():
        return
    rows.exclude(email=user.email).delete()
    proved = {"verified": True, "primary": True}
    EmailAddress.objects.update_or_create(user_id=user.pk, email=user.email, defaults=proved)
