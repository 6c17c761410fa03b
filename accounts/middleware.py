"""Ends a sign-in that nobody uses any more."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

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
        response = self.get_response(request)
        if is_signed_in(request):
            note_request(request, response)
        return response
