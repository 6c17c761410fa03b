"""Sign-up as django-allauth asks about it: closed."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Accounts appear only by invitation."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
