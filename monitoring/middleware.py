from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from monitoring.tasks import refresh_soon

_READING = ("GET", "HEAD", "OPTIONS", "TRACE")


class StoreFiguresMiddleware:
    """After a request that may have written something the worker is to store what has changed. A page that is only
    read writes nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method not in _READING:
            refresh_soon()
        return response
