"""Sessions begin with a sign-in and are ended by their owner."""

import time

from allauth.usersessions.models import UserSession
from django.http import HttpRequest

from accounts.models import User
from accounts.sessions import SIGNED_IN_AT


def begin_session(request: HttpRequest) -> None:
    """The owner finds it in the list; a sign-in without a page, as in a script, has nothing to list."""
    request.session[SIGNED_IN_AT] = time.time()
    if isinstance(getattr(request, "user", None), User):
        UserSession.objects.purge_and_list(request.user)
        UserSession.objects.create_from_request(request)


def renew_session(request: HttpRequest) -> None:
    """Another key for the same session: a key that has leaked before is worth nothing after the new proof."""
    former = request.session.session_key
    request.session.cycle_key()
    UserSession.objects.filter(session_key=former).update(session_key=request.session.session_key)


def end_sessions(*, by: User) -> None:
    """All of one's own, this one as well."""
    for session in UserSession.objects.filter(user=by):
        session.end()
