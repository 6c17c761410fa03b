from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from registry.access import Access


class SecondFactorMiddleware:
    """People whose role needs a second factor set it up before they see anything else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, args: tuple, kwargs: dict) -> HttpResponse | None:
        if not settings.MFA_REQUIRED_ROLES or not request.user.is_authenticated:
            return None
        if not getattr(view, "login_required", True) or request.path.startswith(
            reverse("account_login").rsplit("/", 2)[0]
        ):
            return None
        needs = Access.of(request.user).roles.intersection(settings.MFA_REQUIRED_ROLES)
        if request.user.is_superuser or needs:
            from allauth.mfa.utils import is_mfa_enabled

            if not is_mfa_enabled(request.user):
                messages.warning(
                    request, "Для вашей роли обязателен второй фактор входа. Подключите приложение с кодами."
                )
                return redirect("mfa_activate_totp")
        return None


class RawParametersMiddleware:
    """Answers 400 to a NUL in an address or a form: no text has one, and PostgreSQL stores none."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, args: tuple, kwargs: dict) -> None:
        texts = (text for query in (request.GET, request.POST) for _, values in query.lists() for text in values)
        if "\0" in request.path or any("\0" in text for text in texts):
            raise BadRequest("a NUL in the request")
