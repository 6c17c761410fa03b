"""The app of the users, under its Russian name; a sign-in begins a session of the portal.

What happens at the entrance is logged.
"""

from typing import Any

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "Учётные записи"

    def ready(self) -> None:
        from allauth.account.signals import authentication_step_completed
        from allauth.usersessions.signals import on_user_logged_in

        from accounts import security_log

        # it knows sign-ins from a page alone; `begin_session` lists those
        user_logged_in.disconnect(on_user_logged_in)
        user_logged_in.connect(_begin_session, sender=None, dispatch_uid="accounts-session")
        authentication_step_completed.connect(_renew_session, sender=None, dispatch_uid="accounts-session-key")
        security_log.connect()


def _begin_session(request: Any, **_: Any) -> None:
    from accounts.actions import begin_session

    begin_session(request)


def _renew_session(request: Any, reauthenticated: bool = False, **_: Any) -> None:
    from accounts.actions import renew_session

    if reauthenticated:
        renew_session(request)
