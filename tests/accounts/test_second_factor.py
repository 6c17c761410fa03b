"""The second factor: who must have it, and that it can be set up, used and taken away on the portal's own pages."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

from registry.enums import Role
from tests.factories import PASSWORD, MunicipalityFactory, OrganisationFactory, UserFactory, member

SETUP = "/accounts/2fa/totp/activate/"


@pytest.fixture
def required(settings):
    settings.MFA_REQUIRED_ROLES = ["admin", "coordinator"]


def sign_in(user, browser=None) -> Client:
    browser = browser or Client()
    browser.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    return browser


def confirm_password(browser) -> None:
    """Changes of the protection ask for the password once more."""
    assert browser.get(SETUP).headers["Location"].startswith("/accounts/reauthenticate/")
    browser.post("/accounts/reauthenticate/", {"password": PASSWORD})


def code_for(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def set_up(browser: Client):
    """Activates the app with codes as a person does; returns the secret."""
    confirm_password(browser)
    secret = browser.get(SETUP).context["form"].secret
    response = browser.post(SETUP, {"code": code_for(secret)})
    assert response.status_code == 302
    return secret


@pytest.mark.parametrize("role", [Role.ADMIN, Role.COORDINATOR])
def test_admin_and_coordinator_set_it_up_before_they_see_anything(role, required, db):
    browser = sign_in(member(role, municipality=MunicipalityFactory()))
    for url in ("/organisations/", "/mentors/", "/settings/", "/search/?q=аб"):
        assert browser.get(url).headers["Location"] == SETUP
    confirm_password(browser)
    assert browser.get(SETUP).status_code == 200


def test_a_part_of_a_page_does_not_become_the_page_of_the_setup(required, db):
    browser = sign_in(member(Role.COORDINATOR, municipality=MunicipalityFactory()))
    assert browser.get("/worklist/count/", HTTP_HX_REQUEST="true").status_code == 204


def test_a_superuser_needs_it_too(required, db):
    browser = sign_in(UserFactory(is_superuser=True, is_staff=True))
    assert browser.get("/service/").headers["Location"] == SETUP


def test_others_are_not_asked(required, db):
    browser = sign_in(member(Role.CURATOR, organisation=OrganisationFactory()))
    assert browser.get("/organisations/").status_code == 200


def test_a_role_is_asked_only_when_the_setting_names_it(settings, db):
    settings.MFA_REQUIRED_ROLES = ["head"]
    school = OrganisationFactory()
    assert sign_in(member(Role.HEAD, organisation=school)).get("/organisations/").headers["Location"] == SETUP
    coordinator = member(Role.COORDINATOR, municipality=school.municipality)
    assert sign_in(coordinator).get("/organisations/").status_code == 200


def test_after_setting_it_up_the_portal_opens_and_the_next_sign_in_asks_for_a_code(required, db):
    user = member(Role.COORDINATOR, municipality=MunicipalityFactory())
    browser = sign_in(user)
    secret = set_up(browser)
    assert browser.get("/organisations/").status_code == 200

    again = Client()
    response = again.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    assert response.headers["Location"] == "/accounts/2fa/authenticate/"
    assert again.get("/organisations/").status_code == 302
    wrong = again.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert wrong.context["form"].errors
    Authenticator.objects.filter(type="totp").update(last_used_at=None)
    from django.core.cache import cache

    cache.clear()  # the code of this half minute has been used to set up
    again.post("/accounts/2fa/authenticate/", {"code": code_for(secret)})
    assert again.get("/organisations/").status_code == 200


def test_whoever_has_a_second_factor_may_show_it_instead_of_the_password(db):
    browser = sign_in(member(Role.CURATOR, organisation=OrganisationFactory()))
    set_up(browser)
    page = browser.get("/accounts/reauthenticate/").content.decode()
    assert '<a href="/accounts/2fa/reauthenticate/">код из приложения</a>' in page


def test_a_wrong_code_sets_up_nothing(db):
    browser = sign_in(member(Role.CURATOR, organisation=OrganisationFactory()))
    confirm_password(browser)
    browser.get(SETUP)
    assert browser.post(SETUP, {"code": "000000"}).context["form"].errors["code"]
    assert not Authenticator.objects.exists()


def test_a_recovery_code_lets_in_once(db):
    user = member(Role.CURATOR, organisation=OrganisationFactory())
    browser = sign_in(user)
    set_up(browser)
    shown = browser.get("/accounts/2fa/recovery-codes/")
    code = shown.context["unused_codes"][0]
    assert code in shown.content.decode()
    assert code in browser.get("/accounts/2fa/recovery-codes/download/").content.decode()
    for attempt, allowed in ((Client(), True), (Client(), False)):
        sign_in(user, attempt)
        attempt.post("/accounts/2fa/authenticate/", {"code": code})
        assert (attempt.get("/organisations/").status_code == 200) is allowed


def test_taking_it_away_asks_whoever_must_have_it_again(required, db):
    browser = sign_in(member(Role.ADMIN, municipality=MunicipalityFactory()))
    set_up(browser)
    assert "Входить станет можно по одному паролю" in browser.get("/accounts/2fa/totp/deactivate/").content.decode()
    browser.post("/accounts/2fa/totp/deactivate/")
    assert browser.get("/organisations/").headers["Location"] == SETUP
