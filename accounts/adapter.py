"""What django-allauth asks about accounts: sign-up is closed, an address belongs to one, failures make pauses."""

from datetime import timedelta
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core.internal.ratelimit import truncate_ip
from allauth.mfa import app_settings
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils import timezone

from accounts.attempts import begin_attempt, count_failure, forgive
from accounts.models import User
from accounts.queries import number_of_authenticators
from accounts.security_log import log_pause

#: by what one shows once more that it is oneself
PROOFS = {
    "reauthenticate": "пароль",
    "mfa_reauthenticate": "код из приложения",
    "mfa_reauthenticate:webauthn": "ключ доступа",
}


class AccountAdapter(DefaultAccountAdapter):
    """Accounts appear only by invitation."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "duplicate_email": "С этим адресом вы уже входите. Чтобы сменить его, впишите другой.",
        "email_taken": "С этим адресом уже входит другой человек. Впишите другой адрес.",
        "email_password_mismatch": "Почта или пароль не подходят. Проверьте раскладку и регистр и введите ещё раз.",
        "incorrect_code": "Код не подходит. Проверьте, что он из последнего письма, и введите ещё раз.",
        "incorrect_password": "Пароль не подходит. Проверьте раскладку и регистр и введите ещё раз.",
        "enter_current_password": "Это не нынешний пароль. Проверьте раскладку и регистр и введите ещё раз.",
        "rate_limited": "Письмо только что отправлено. Подождите десять секунд и попросите снова.",
        "too_many_login_attempts": "Слишком много неверных попыток. Подождите пять минут и попробуйте снова.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Of two who prove the same address at one moment the database lets one have it."""
        try:
            with transaction.atomic():
                return super().confirm_email(request, email_address)
        except IntegrityError:
            template = "account/messages/email_confirmation_failed.txt"
            self.add_message(request, messages.ERROR, template, {"email": email_address.email})
            return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        if wait := begin_attempt(self.network_address(request), credentials.get("email", "")):
            log_pause(request, wait)
            raise ValidationError(describe_pause(wait), code="too_many_login_attempts")

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        count_failure(self.network_address(request), credentials.get("email", ""))

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        user = super().authenticate(request, **credentials)
        if user is not None:
            forgive(self.network_address(request), credentials.get("email", ""))
        return user

    def _delete_login_attempts_cached_email(self, request: HttpRequest, **credentials: Any) -> None:
        """A new password by the link of a letter ends the pause."""
        forgive(self.network_address(request), credentials.get("email", ""))

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        methods = super().get_reauthentication_methods(user)
        return [{**method, "description": PROOFS[method["id"]]} for method in methods]

    def network_address(self, request: HttpRequest) -> str:
        """Of IPv6 the network, within which one changes one's address at will."""
        return truncate_ip(self.get_client_ip(request))


def describe_pause(seconds: int) -> str:
    until = timezone.localtime() + timedelta(seconds=seconds + 59)
    return (
        f"Слишком много неверных попыток. Попробуйте снова после {until:%H:%M} или задайте новый пароль: "
        "«Забыли пароль?»."
    )


class SecondFactorAdapter(DefaultMFAAdapter):
    """The second factor in the words of the portal."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "Не подходит. Дождитесь в приложении нового кода или приложите ключ доступа ещё раз.",
        "unverified_email": "Сначала подтвердите адрес почты.",
    }

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        number = number_of_authenticators(user.pk, type) + 1
        return "Ключ доступа" if number == 1 else f"Ключ доступа {number}"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": app_settings.TOTP_ISSUER}
