"""Has changed figures stored anew after a request that may have written."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse

from monitoring.tasks import refresh_soon

_READING = ("GET", "HEAD", "OPTIONS", "TRACE")


class StoreFiguresMiddleware:
    """After a request that may have written something and has not failed, the worker stores the changed figures. A
    request that only reads writes nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method not in _READING and response.status_code < HTTPStatus.INTERNAL_SERVER_ERROR:
            refresh_soon()
        return response
