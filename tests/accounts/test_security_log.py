"""The portal's log tells what happens at the entrance and who was refused, by the number of the account."""

import logging

import pytest
from django.test import Client

from registry.enums import Role
from tests.factories import PASSWORD, OrganisationFactory, UserFactory, member

LOGIN = "/accounts/login/"


@pytest.fixture
def written(caplog):
    caplog.set_level(logging.INFO, "accounts.security")

    def messages() -> list[str]:
        return [record.getMessage() for record in caplog.records if record.name == "accounts.security"]

    return messages


def test_signing_in_and_out_is_written_without_the_address_of_mail(written, db):
    user, browser = UserFactory(), Client()
    browser.post(LOGIN, {"login": user.email, "password": "Не-тот-2026"})
    browser.post(LOGIN, {"login": user.email, "password": PASSWORD})
    browser.post("/accounts/reauthenticate/", {"password": "Не-тот-2026"})
    browser.post("/accounts/logout/")
    assert written() == [
        "sign-in failed: nobody signed in from 127.0.0.1",
        f"signed in: account {user.pk} from 127.0.0.1",
        f"sign-in failed: account {user.pk} from 127.0.0.1",
        f"signed out: account {user.pk} from 127.0.0.1",
    ]


def test_a_pause_and_a_new_password_are_written(written, db):
    user, browser = UserFactory(), Client()
    for _ in range(6):
        browser.post(LOGIN, {"login": user.email, "password": "Не-тот-2026"})
    assert written()[-1].startswith("sign-in refused for ")
    browser.force_login(user)
    fields = {"oldpassword": PASSWORD, "password1": "Четыре-кедра-2031", "password2": "Четыре-кедра-2031"}
    browser.post("/accounts/password/change/", fields)
    assert written()[-1] == f"password changed: account {user.pk} from 127.0.0.1"
    assert user.email not in " ".join(written())


def test_a_refusal_names_the_account(db, caplog):
    curator = member(Role.CURATOR, organisation=OrganisationFactory())
    browser = Client()
    browser.force_login(curator)
    assert browser.get("/settings/accounts/").status_code in (403, 404)
    [record] = [record for record in caplog.records if record.name == "django.request"]
    assert record.getMessage().endswith(f"/settings/accounts/ (account {curator.pk})")
    assert browser.get("/settings/access/").status_code == 403
    assert caplog.records[-1].exc_info is None, "a refusal is no error of the portal"


def test_who_proves_to_be_oneself_gets_another_key_of_the_same_session(db):
    user, browser = UserFactory(), Client()
    browser.post(LOGIN, {"login": user.email, "password": PASSWORD})
    former = browser.session.session_key
    browser.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert browser.session.session_key != former
    assert browser.get("/accounts/sessions/").content.decode().count("это устройство") == 1
