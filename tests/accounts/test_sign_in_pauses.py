"""Who guesses passwords waits longer each time; the owner and those behind the same address do not."""

import re

import pytest
from django.core import mail
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts import attempts
from accounts.attempts import OF_BOTH, OF_ONE, begin_attempt, count_failure, forgive
from accounts.models import CacheEntry
from config.cache import shared_cache
from registry.enums import Role
from tests.factories import PASSWORD, OrganisationFactory, UserFactory, member

SCHOOL, HOME, STRANGER = "198.51.100.7", "203.0.113.20", "192.0.2.66"
LOGIN = "/accounts/login/"


@pytest.fixture
def moment(monkeypatch):
    """`moment(60)` lets a minute pass."""
    now = [1_800_000_000.0]
    monkeypatch.setattr(attempts.time, "time", lambda: now[0])

    def pass_by(seconds: float) -> None:
        now[0] += seconds

    return pass_by


def enter(user, password=PASSWORD, *, of=SCHOOL, **headers) -> Client:
    browser = Client(REMOTE_ADDR=of, **headers)
    browser.answer = browser.post(LOGIN, {"login": getattr(user, "email", user), "password": password})
    return browser


def is_inside(browser) -> bool:
    return "_auth_user_id" in browser.session


def fail(user, times, **more) -> None:
    for _ in range(times):
        enter(user, "неверный", **more)


def test_each_failure_after_the_fifth_makes_the_next_pause_twice_as_long(moment):
    waits = []
    for _ in range(14):
        while wait := begin_attempt(STRANGER, "a@b.example"):
            waits.append(wait)
            moment(wait)
    assert waits == [30, 60, 120, 240, 480, 960, 1800, 1800, 1800]


def test_after_a_day_the_failures_are_forgotten(moment):
    for _ in range(5):
        assert not begin_attempt(STRANGER, "a@b.example")
    assert begin_attempt(STRANGER, "a@b.example")
    moment(OF_BOTH.window + 1)
    assert not begin_attempt(STRANGER, "a@b.example")


def test_the_message_says_when_to_try_again_and_the_right_password_waits_too(db):
    user = UserFactory()
    fail(user, 5)
    browser = enter(user)
    assert not is_inside(browser)
    assert re.search(r"Попробуйте снова после \d\d:\d\d", browser.answer.content.decode())


def test_a_stranger_shuts_out_neither_the_owner_nor_the_neighbours(db):
    owner, neighbour = UserFactory(), UserFactory()
    fail(owner, 12, of=STRANGER)
    assert not is_inside(enter(owner, of=STRANGER))
    assert is_inside(enter(owner, of=HOME))
    assert is_inside(enter(neighbour, of=STRANGER))


def test_a_hall_of_forty_curators_behind_one_address_signs_in_within_a_minute(db, moment):
    school = OrganisationFactory()
    curators = [member(Role.CURATOR, organisation=school) for _ in range(40)]
    for curator in curators:
        fail(curator, 1)  # everybody mistypes once
        moment(1)
        assert is_inside(enter(curator))


def test_who_tries_many_accounts_from_one_address_is_stopped_and_who_is_known_there_is_not(moment):
    forgive(SCHOOL, "known@zarechny.example")
    for number in range(OF_ONE.free):
        assert not begin_attempt(SCHOOL, f"{number}@zarechny.example")
        count_failure(SCHOOL, f"{number}@zarechny.example")
    assert begin_attempt(SCHOOL, "one.more@zarechny.example") == 30
    assert not begin_attempt(SCHOOL, "known@zarechny.example")
    assert not begin_attempt(HOME, "one.more@zarechny.example")
    moment(30)
    assert not begin_attempt(SCHOOL, "one.more@zarechny.example")


def test_many_addresses_against_one_account_are_stopped_and_its_owner_is_not(moment):
    forgive(HOME, "owner@zarechny.example")
    for number in range(OF_ONE.free):
        count_failure(f"192.0.2.{number}", "owner@zarechny.example")
    assert begin_attempt("192.0.2.200", "owner@zarechny.example")
    assert not begin_attempt(HOME, "owner@zarechny.example")


def test_two_at_one_moment_are_not_both_looked_at(monkeypatch):
    monkeypatch.setattr("allauth.core.internal.ratelimit.CACHE_LOCK_WAIT_TIMEOUT", 0)
    key = attempts._key("both", STRANGER, "a@b.example")
    caches["default"].add(f"{key}:lock", True, 10)
    assert begin_attempt(STRANGER, "a@b.example")


def test_behind_a_proxy_people_are_known_by_the_address_that_it_names(db, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    owner = UserFactory()
    proxy = "127.0.0.1"
    for number in range(8):  # what a stranger writes there counts for nothing
        enter(owner, "неверный", of=proxy, HTTP_X_FORWARDED_FOR=f"10.0.0.{number}, {STRANGER}")
    assert not is_inside(enter(owner, of=proxy, HTTP_X_FORWARDED_FOR=STRANGER))
    assert is_inside(enter(owner, of=proxy, HTTP_X_FORWARDED_FOR=HOME))


def test_a_new_password_by_the_letter_ends_the_pause(db):
    owner = UserFactory()
    fail(owner, 6)
    browser = Client(REMOTE_ADDR=SCHOOL)
    browser.post("/accounts/password/reset/", {"email": owner.email})
    link = re.search(r"http://testserver(/accounts/password/reset/key/\S+)", mail.outbox[0].body)[1]
    page = browser.get(link, follow=True)
    browser.post(page.redirect_chain[-1][0], {"password1": "Берег-Реки-2026", "password2": "Берег-Реки-2026"})
    assert is_inside(enter(owner, "Берег-Реки-2026"))


def test_the_counts_stand_in_the_database_for_all_processes(db, settings):
    settings.CACHES = {**settings.CACHES, "default": shared_cache("")}
    user = UserFactory()
    fail(user, 5)
    assert CacheEntry.objects.filter(cache_key__contains="sign-in-both").exists()
    assert not is_inside(enter(user))
    assert is_inside(enter(user, of=HOME))
    assert user.email not in "".join(CacheEntry.objects.values_list("cache_key", flat=True))


def test_no_page_asks_the_shared_cache(db, settings):
    settings.CACHES = {**settings.CACHES, "default": shared_cache("")}
    browser = enter(member(Role.CURATOR, organisation=OrganisationFactory()))
    with CaptureQueriesContext(connection) as queries:
        assert browser.get("/worklist/").status_code == 200
        browser.get("/worklist/count/")
    assert CacheEntry._meta.db_table not in str(queries.captured_queries)
