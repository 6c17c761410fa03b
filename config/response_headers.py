"""What every answer says to browsers beside the page: what it may use, who may embed it, and whether it is kept."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

#: nothing of a device is asked for; a passkey belongs to the sign-in
_NOT_USED = (
    "accelerometer", "autoplay", "camera", "display-capture", "encrypted-media", "fullscreen",
    "geolocation", "gyroscope", "hid", "magnetometer", "microphone", "midi", "payment", "picture-in-picture",
    "screen-wake-lock", "serial", "usb", "xr-spatial-tracking",
)  # fmt: skip
_OWN_PAGES_ONLY = ("publickey-credentials-create", "publickey-credentials-get")
PERMISSIONS_POLICY = ", ".join((*(f"{name}=()" for name in _NOT_USED), *(f"{name}=(self)" for name in _OWN_PAGES_ONLY)))
#: the last two are Django's, which an early redirect or refusal would go without
_HEADERS = {
    "Permissions-Policy": PERMISSIONS_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}
#: no copy in a browser, in a proxy or on a disk
NOT_STORED = "private, no-store"


class ProtectiveHeadersMiddleware:
    """Stands first: answers of every other middleware and error pages bear the headers too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        return response


class NotStoredMiddleware:
    """No answer to a session is kept anywhere, so that nobody reads names by «Back» after somebody has signed out.

    It stands below the static files, which are nobody's. A session is known by its cookie: that costs no query, and
    holds for errors as well.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        cookie = settings.SESSION_COOKIE_NAME
        if cookie in request.COOKIES or cookie in response.cookies:
            response.headers["Cache-Control"] = NOT_STORED
        return response
