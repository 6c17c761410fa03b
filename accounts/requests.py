"""The request that a view of a signed-in person gets."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from accounts.models import User


class AuthenticatedRequest(HttpRequest):
    """Pages require a sign-in by default, so a view's `request.user` is a `User`."""

    user: User
    htmx: HtmxDetails
