"""The forms of signing in and of one's own account, with Russian labels."""

from typing import Any

from allauth.account.forms import AddEmailForm, ConfirmEmailVerificationCodeForm
from allauth.account.forms import LoginForm as AllauthLoginForm
from allauth.account.forms import ResetPasswordForm as AllauthResetPasswordForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.core.validators import MaxLengthValidator

from accounts.models import User
from accounts.queries import has_proved


def _without_placeholder(field: forms.Field, label: str) -> None:
    field.label = label
    field.widget.attrs.pop("placeholder", None)


class LoginForm(AllauthLoginForm):
    """The sign-in form with labels a person expects."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _without_placeholder(self.fields["login"], "Электронная почта")
        _without_placeholder(self.fields["password"], "Пароль")
        self.fields["password"].help_text = ""
        self.fields.pop("remember", None)


class ResetPasswordForm(AllauthResetPasswordForm):
    """Sends its letter only to an address that is proved."""

    users: list[User]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _without_placeholder(self.fields["email"], "Электронная почта")

    def clean_email(self) -> str:
        email = super().clean_email()
        self.users = [user for user in self.users if has_proved(user.pk, email)]
        return email


class NewAddressForm(AddEmailForm):
    """The address that one wants to sign in with from now on."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _without_placeholder(self.fields["email"], "Новый адрес")
        self.fields[
            "email"
        ].help_text = "На него придёт письмо с кодом. Пока код не введён, вы входите с прежним адресом"


class AddressCodeForm(ConfirmEmailVerificationCodeForm):
    """The code of the letter to the new address."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _without_placeholder(self.fields["code"], "Код из письма")


class PasskeyForm(AddWebAuthnForm):
    """A new passkey; the script of the page fills in what the browser answers."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name_of_passkey(self.fields["name"])


class PasskeyNameForm(EditWebAuthnForm):
    """Another name for a passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name_of_passkey(self.fields["name"])


def _name_of_passkey(field: forms.Field) -> None:
    field.label, field.help_text = "Название", "По нему вы узнаете ключ в списке, например «Телефон»"
    field.validators.append(MaxLengthValidator(60))
