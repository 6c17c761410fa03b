"""What happens at the entrance, one line each in the portal's log: who signs in and out, what fails, which key changes.

People are named by the number of their account; no address, password or code is written. What pages are opened stands
in the access log, and who looks at cards and papers in the log of views (ADR 49).
"""

import logging
from typing import Any

from allauth.account import signals as account
from allauth.account.adapter import get_adapter
from allauth.mfa import signals as second_factor
from django.contrib.auth import signals as entrance
from django.core.exceptions import PermissionDenied
from django.dispatch import Signal
from django.http import HttpRequest

log = logging.getLogger("accounts.security")

#: signal → what has happened; each names the request and the account
_EVENTS: tuple[tuple[Signal, str], ...] = (
    (entrance.user_logged_in, "signed in"),
    (entrance.user_logged_out, "signed out"),
    (account.password_changed, "password changed"),
    (account.password_set, "password set"),
    (account.password_reset, "password set by a letter"),
    (account.email_added, "address added, not proved yet"),
    (account.email_confirmed, "address proved"),
    (account.email_changed, "address changed"),
    (account.email_removed, "address removed"),
    (second_factor.authenticator_added, "second factor added"),
    (second_factor.authenticator_removed, "second factor removed"),
    (second_factor.authenticator_reset, "recovery codes made anew"),
)
_FAILURES: tuple[tuple[Signal, str], ...] = (
    (entrance.user_login_failed, "sign-in failed"),
    (second_factor.authentication_failed, "second factor failed"),
    (account.email_verification_code_rejected, "code of an address failed"),
)


def connect() -> None:
    """Once, when the app is ready."""
    for level, events in ((logging.INFO, _EVENTS), (logging.WARNING, _FAILURES)):
        for signal, event in events:
            signal.connect(_writer(level, event), weak=False, dispatch_uid=f"security-log: {event}")


def log_pause(request: HttpRequest, seconds: int) -> None:
    """A sign-in that was not looked at, since too many have failed before it."""
    log.warning("sign-in refused for %s s from %s", seconds, _address(request))


def _writer(level: int, event: str) -> Any:
    def write(sender: Any, request: HttpRequest | None = None, user: Any = None, **more: Any) -> None:
        # who proves anew to be oneself is the person of the request
        whose = user or getattr(more.get("email_address"), "user", None) or getattr(request, "user", None)
        account_number = getattr(whose, "pk", None)
        who = f"account {account_number}" if account_number else "nobody signed in"
        log.log(level, "%s: %s from %s", event, who, _address(request))

    return write


def _address(request: HttpRequest | None) -> str:
    if request is None:
        return "no page"
    try:
        address: str = get_adapter().get_client_ip(request)
    except PermissionDenied:  # a request that no network has brought
        return "no network"
    return address
