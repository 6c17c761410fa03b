"""How long a sign-in lasts, and the list of one's sessions.

The time of the last request stands in a signed cookie, which belongs to one session: no page writes to the database for
it, and nobody but the portal can write it (ADR 46).
"""

import time

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse

COOKIE = f"{settings.COOKIE_PREFIX}seen"
#: in the session: when one has signed in, in seconds of the clock
SIGNED_IN_AT = "signed_in_at"
#: seconds for which the cookie need not be written again
FRESH = 60
#: sign in the name that a browser gives itself → what people call it; the first one counts
_BROWSERS = {
    "YaBrowser": "Яндекс Браузер", "Edg": "Edge", "OPR": "Opera", "Firefox": "Firefox", "Chrome": "Chrome",
    "Safari": "Safari",
}  # fmt: skip
_SYSTEMS = {
    "Android": "Android", "iPhone": "iPhone", "iPad": "iPad", "Windows": "Windows", "Mac OS": "macOS", "Linux": "Linux",
}  # fmt: skip


def is_signed_in(request: HttpRequest) -> bool:
    return SESSION_KEY in request.session


def is_over(request: HttpRequest) -> bool:
    """Whether nothing was asked for `SESSION_IDLE_MINUTES`, or the sign-in is older than `SESSION_COOKIE_AGE`."""
    now = time.time()
    is_old = now - request.session.get(SIGNED_IN_AT, 0.0) > settings.SESSION_COOKIE_AGE
    return is_old or now - _last_seen(request) > settings.SESSION_IDLE_MINUTES * 60


def note_request(request: HttpRequest, response: HttpResponse) -> None:
    now = time.time()
    if now - _last_seen(request) < FRESH:
        return
    response.set_cookie(
        COOKIE,
        _signer(request).sign(str(int(now))),
        max_age=settings.SESSION_IDLE_MINUTES * 60,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def _last_seen(request: HttpRequest) -> float:
    began: float = request.session.get(SIGNED_IN_AT, 0.0)
    try:
        return max(began, float(_signer(request).unsign(request.COOKIES.get(COOKIE, ""))))
    except BadSignature:
        return began


def _signer(request: HttpRequest) -> Signer:
    return Signer(salt=f"seen-{request.session.session_key}")


def browser_in_words(user_agent: str) -> str:
    """«Chrome, Windows»; what calls itself by neither name stays as it is."""
    names = (next((name for sign, name in known.items() if sign in user_agent), "") for known in (_BROWSERS, _SYSTEMS))
    return ", ".join(filter(None, names)) or user_agent
