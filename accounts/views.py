"""Where one is signed in, and ending it everywhere."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.usersessions.views import ListUserSessionsView
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from accounts.actions import end_sessions
from accounts.requests import AuthenticatedRequest
from accounts.sessions import browser_in_words


class SessionList(ListUserSessionsView):
    """One's sessions; a POST ends all of them but this one."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        rows = [(session, browser_in_words(session.user_agent)) for session in reversed(context["sessions"])]
        return {**context, "rows": rows}


@require_POST
def sign_out_everywhere(request: AuthenticatedRequest) -> HttpResponse:
    """On this device as well."""
    end_sessions(by=request.user)
    get_adapter().logout(request)
    messages.success(request, "Вы вышли на всех устройствах.")
    return redirect("account_login")
