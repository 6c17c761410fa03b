from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from monitoring.tasks import refresh_soon

_READING = ("GET", "HEAD", "OPTIONS", "TRACE")


class StoreFiguresMiddleware:
    """After a request that may have written something, the worker stores the changed figures. A request that only reads
    writes nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method not in _READING:
            refresh_soon()
        return response
