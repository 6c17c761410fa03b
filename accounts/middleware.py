"""Ends a sign-in that nobody uses any more."""

from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import urlencode, urlsplit

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from accounts.sessions import is_over, is_signed_in, note_request

OVER = (
    "Вход закончился: порталом долго не пользовались. Войдите снова. Введённое в формы хранится в той вкладке, где его "
    "вводили."
)


class SessionEndMiddleware:
    """After an hour without a request, or at the end of the working day, one signs in again."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if is_signed_in(request) and is_over(request):
            logout(request)
            messages.info(request, OVER)
            if "HX-Request" in request.headers:
                return _whole_page_to_sign_in(request)
        response = self.get_response(request)
        if is_signed_in(request):
            note_request(request, response)
        return response


def _whole_page_to_sign_in(request: HttpRequest) -> HttpResponse:
    """A part of a page was asked for: the sign-in takes the place of the page, not of the part."""
    page = urlsplit(request.headers.get("HX-Current-URL", ""))
    address = f"{reverse('account_login')}?{urlencode({'next': page.path or '/'})}"
    return HttpResponse(status=HTTPStatus.NO_CONTENT, headers={"HX-Redirect": address})
