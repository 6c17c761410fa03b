"""A sign-in ends by itself, is listed for its owner, and can be ended everywhere."""

import time

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from accounts import sessions
from accounts.sessions import browser_in_words
from registry.enums import Role
from tests.factories import PASSWORD, OrganisationFactory, UserFactory, member

PAGE = "/organisations/"
OWN = "/accounts/sessions/"
CHROME = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Safari/537.36"


@pytest.fixture
def moment(monkeypatch):
    """`moment(60)` lets an hour pass."""
    now = [time.time()]
    monkeypatch.setattr(sessions.time, "time", lambda: now[0])

    def pass_by(minutes: float) -> None:
        now[0] += minutes * 60

    return pass_by


@pytest.fixture
def curator(db):
    return member(Role.CURATOR, organisation=OrganisationFactory())


def sign_in(user, **more) -> Client:
    browser = Client(**more)
    browser.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    return browser


def is_inside(browser) -> bool:
    return browser.get(PAGE).status_code == 200


def test_an_hour_without_a_request_ends_the_sign_in_and_the_page_says_why(curator, moment):
    browser = sign_in(curator)
    moment(61)
    page = browser.get(PAGE, follow=True)
    assert page.redirect_chain == [(f"/accounts/login/?next={PAGE}", 302)]
    assert "порталом долго не пользовались" in page.content.decode()


def test_who_works_stays_and_is_asked_again_after_a_working_day(curator, moment):
    browser = sign_in(curator)
    for _ in range(14):
        moment(50)
        assert is_inside(browser)
    moment(50)
    assert not is_inside(browser)


def test_the_minutes_are_a_setting(curator, moment, settings):
    settings.SESSION_IDLE_MINUTES = 5
    browser = sign_in(curator)
    moment(6)
    assert not is_inside(browser)


@pytest.mark.parametrize("of_another_session", [True, False])
def test_the_time_of_a_request_is_written_by_nobody_but_the_portal(of_another_session, curator, moment):
    browser, other = sign_in(curator), sign_in(UserFactory())
    moment(59)
    other.get(OWN)
    moment(2)
    browser.cookies["seen"] = other.cookies["seen"].value if of_another_session else str(int(sessions.time.time()))
    assert not is_inside(browser)


def test_a_request_writes_nothing(curator, moment):
    browser = sign_in(curator)
    browser.get("/accounts/password/change/")
    before = set(Session.objects.values_list("session_data", "expire_date"))
    moment(30)
    browser.get("/accounts/password/change/")
    assert set(Session.objects.values_list("session_data", "expire_date")) == before
    assert "seen" in browser.cookies


def test_a_form_of_an_ended_sign_in_leads_back_to_it(curator, moment):
    browser = sign_in(curator)
    moment(61)
    answer = browser.post("/people/7/edit/", {"position": "учитель"})
    assert answer.headers["Location"] == "/accounts/login/?next=/people/7/edit/"


def test_a_part_of_a_page_leads_the_whole_page_to_the_sign_in(curator, moment):
    browser = sign_in(curator)
    moment(61)
    asked = {"HTTP_HX_REQUEST": "true", "HTTP_HX_CURRENT_URL": "http://testserver/mentors/?q=1"}
    answer = browser.get("/worklist/count/", **asked)
    assert answer.headers["HX-Redirect"] == "/accounts/login/?next=%2Fmentors%2F"


def test_the_owner_sees_all_sessions_and_nobody_else_s(curator):
    browser = sign_in(curator, REMOTE_ADDR="203.0.113.20", HTTP_USER_AGENT=CHROME)
    sign_in(curator, REMOTE_ADDR="198.51.100.7", HTTP_USER_AGENT="curl/8")
    sign_in(UserFactory(), REMOTE_ADDR="192.0.2.66")
    page = browser.get(OWN).content.decode()
    for words in ("203.0.113.20", "Chrome, Windows", "198.51.100.7", "curl/8"):
        assert words in page
    assert page.count("это устройство") == 1
    assert "192.0.2.66" not in page


def test_the_others_are_ended_by_one_button_and_all_by_the_other(curator):
    here, there, elsewhere = (sign_in(curator) for _ in range(3))
    stranger = sign_in(UserFactory())
    here.post(OWN)
    assert is_inside(here)
    assert not is_inside(there)
    assert not is_inside(elsewhere)
    again = sign_in(curator)
    here.post(f"{OWN}everywhere/")
    assert not is_inside(here)
    assert not is_inside(again)
    assert "_auth_user_id" in stranger.session


def test_a_changed_password_ends_the_others(curator):
    here, there = sign_in(curator), sign_in(curator)
    new = {"oldpassword": PASSWORD, "password1": "Берег-Реки-2026", "password2": "Берег-Реки-2026"}
    here.post("/accounts/password/change/", new)
    assert is_inside(here)
    assert not is_inside(there)


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (CHROME, "Chrome, Windows"),
        (f"{CHROME} YaBrowser/25.1", "Яндекс Браузер, Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Version/18.1 Mobile Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/142.0 Mobile Safari/537.36", "Chrome, Android"),
        ("", ""),
    ],
)
def test_a_browser_is_called_as_people_call_it(user_agent, words):
    assert browser_in_words(user_agent) == words
