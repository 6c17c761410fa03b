"""A passkey is the second factor: added, used to sign in, asked for before changes and taken away, in Chromium with a
virtual authenticator."""

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import Page, expect

from registry.enums import Role
from tests.factories import PASSWORD, MunicipalityFactory, member

pytestmark = pytest.mark.django_db(transaction=True)
KEY = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


@pytest.fixture
def coordinator(live_server, settings):
    settings.MFA_REQUIRED_ROLES = ["coordinator"]
    return member(Role.COORDINATOR, municipality=MunicipalityFactory())


@pytest.fixture
def authenticator(page: Page):
    """`authenticator()` forgets its keys."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    made = session.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})["authenticatorId"]

    def forget() -> None:
        session.send("WebAuthn.clearCredentials", {"authenticatorId": made})

    return forget


def sign_in(page: Page, user) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("Электронная почта").fill(user.email)
    page.get_by_label("Пароль").fill(PASSWORD)
    page.get_by_role("button", name="Войти").click()


def add(page: Page, name: str) -> None:
    page.get_by_role("link", name="Лучше ключ доступа").click()
    page.get_by_label("Название").fill(name)
    page.get_by_role("button", name="Добавить ключ").click()
    expect(page.get_by_role("heading", name="Резервные коды")).to_be_visible()  # they come with the first factor


def test_a_passkey_is_the_second_factor_that_a_role_asks_for(page, coordinator, authenticator, axe):
    sign_in(page, coordinator)
    expect(page.get_by_role("heading", name="Подтвердите, что это вы")).to_be_visible()
    page.get_by_label("Пароль").fill(PASSWORD)
    page.get_by_role("button", name="Продолжить").click()
    add(page, "Ноутбук")
    assert str(Authenticator.objects.get(type="webauthn")) == "Ноутбук"

    page.goto("/worklist/")
    expect(page.get_by_role("heading", name="Что нужно сделать")).to_be_visible()
    page.goto("/accounts/2fa/webauthn/")
    axe(page)
    page.context.clear_cookies()

    sign_in(page, coordinator)
    axe(page)
    page.get_by_role("button", name="Войти по ключу доступа").click()
    expect(page.get_by_role("heading", name="Что нужно сделать")).to_be_visible()


def test_a_key_that_does_not_answer_is_told_in_words(page, coordinator, authenticator):
    sign_in(page, coordinator)
    page.get_by_label("Пароль").fill(PASSWORD)
    page.get_by_role("button", name="Продолжить").click()
    add(page, "Ноутбук")
    page.context.clear_cookies()
    authenticator()
    sign_in(page, coordinator)
    page.get_by_role("button", name="Войти по ключу доступа").click()
    expect(page.get_by_role("alert")).to_contain_text("Ключ доступа не сработал")
    expect(page.get_by_role("button", name="Войти по коду")).to_be_visible()
