"""Fifty at once for one mentor: exactly three get a place, the rest are told why, and nothing breaks."""

import os
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from http.client import HTTPConnection
from pathlib import Path
from threading import Barrier
from urllib.parse import urlencode, urlsplit

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from mentoring.enums import PairStatus
from mentoring.guards import cap
from mentoring.models import Pair
from registry.models import Form, Kind, Mentee
from tests.factories import ActFactory, PairFactory
from tests.mentoring.conftest import END, START

RACERS = 50
ROOT = Path(__file__).resolve().parents[2]
TOKEN = "r" * 32  # a CSRF secret stands for itself when cookie and field agree


def places_held(mentor) -> int:
    return Pair.objects.place_holding().filter(mentor=mentor).count()


def overdue_pairs(mentor, number: int) -> None:
    """By the real date: the threads of a server live in the present."""
    over = timezone.localdate() - timedelta(days=10)
    for _ in range(number):
        PairFactory(
            mentor=mentor,
            organisation=mentor.person.organisation,
            status=PairStatus.ACTIVE,
            starts_on=over - timedelta(days=100),
            ends_on=over,
        )


def connected(server: str) -> HTTPConnection:
    """A browser whom the test server has let in: its queue of those who knock is short."""
    address = urlsplit(server)
    browser = HTTPConnection(address.hostname or "", address.port, timeout=60)
    browser.request("GET", "/healthz")
    browser.getresponse().read()
    return browser


def post(browser: HTTPConnection, path: str, session: str, fields: dict) -> tuple[int, str]:
    browser.request(
        "POST",
        path,
        urlencode({**fields, "csrfmiddlewaretoken": TOKEN}, doseq=True),
        {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={TOKEN}",
        },
    )
    response = browser.getresponse()
    return response.status, response.read().decode()


@pytest.mark.requirement("U-3.4")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("overdue", [0, 2])
def test_fifty_browsers_race_for_one_mentor(school, live_server, overdue):
    """`overdue`: how many places are held by pairs whose period is over and that nobody has closed."""
    mentor, mentees = school.mentor(), [school.mentee() for _ in range(RACERS)]
    overdue_pairs(mentor, overdue)
    client = Client()
    client.force_login(school.curator)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    today = timezone.localdate()  # the server's threads live in the real present
    fields = {
        "mentor": mentor.pk,
        "organisation": school.organisation.pk,
        "form": Form.objects.get(code="teacher-teacher").pk,
        "kinds": Kind.objects.get(code="traditional").pk,
        "starts_on": today.isoformat(),
        "ends_on": (today + timedelta(days=200)).isoformat(),
    }
    together = Barrier(RACERS)

    browsers = [connected(live_server.url) for _ in range(RACERS)]

    def race(browser: HTTPConnection, mentee: Mentee) -> str:
        together.wait(timeout=30)
        with closing(browser):
            status, page = post(browser, reverse("mentoring:pair_new_for", args=[mentee.pk]), session, fields)
        if status == 302:
            return "paired"
        return "refused" if status == 200 and "Места заняты" in page else f"{status}: {page[:300]}"

    with ThreadPoolExecutor(RACERS) as threads:
        outcomes = Counter(threads.map(race, browsers, mentees))
    assert outcomes == {"paired": 3 - overdue, "refused": RACERS - 3 + overdue}
    assert places_held(mentor) == 3


@pytest.mark.requirement("U-3.4")
@pytest.mark.django_db(transaction=True)
def test_orders_race_for_the_one_place_that_overdue_pairs_leave(school):
    """Pairs planned one after another, each agreed in its time, are ordered at once by writes past the actions."""
    mentor, number, month = school.mentor(), 10, timedelta(days=31)
    overdue_pairs(mentor, 2)
    first = timezone.localdate() + timedelta(days=1)
    planned = [
        PairFactory(
            mentor=mentor,
            organisation=school.organisation,
            status=PairStatus.AGREED,
            starts_on=first + month * index,
            ends_on=first + month * index + timedelta(days=30),
        )
        for index in range(number)
    ]
    act, together = ActFactory(organisation=school.organisation), Barrier(number)

    def begin(pair: Pair) -> str:
        try:
            together.wait(timeout=30)
            with transaction.atomic():
                Pair.objects.filter(pk=pair.pk).update(status=PairStatus.ACTIVE, act=act)
        except IntegrityError as error:
            return "refused" if cap.CAP in str(error) else repr(error)
        finally:
            connection.close()
        return "begun"

    with ThreadPoolExecutor(number) as threads:
        assert Counter(threads.map(begin, planned)) == {"begun": 1, "refused": number - 1}
    assert Pair.objects.filter(mentor=mentor, status=PairStatus.ACTIVE).count() == 3


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="a file that several processes write to")
def test_five_processes_of_ten_threads_race_on_one_sqlite_file(school):
    mentor, mentees = school.mentor(), [school.mentee() for _ in range(RACERS)]
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{connection.settings_dict['NAME']}"}
    processes = [
        subprocess.Popen(
            [
                sys.executable,
                "-m",
                "tests.mentoring.racing_process",
                *(str(place.pk) for place in (mentor, school.curator, school.organisation)),
                *(str(mentee.pk) for mentee in mentees[start : start + 10]),
            ],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for start in range(0, RACERS, 10)
    ]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n", process.communicate()
    answers = []
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in processes:
        out, err = process.communicate(timeout=120)
        assert process.returncode == 0, err
        answers += out.split("\n")
    assert Counter(answers) == {"paired": 3, "refused": RACERS - 3}
    assert places_held(mentor) == 3


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite lets one transaction write at a time")
def test_open_transactions_that_cannot_see_each_other_are_counted_together(school):
    """The hardest case for the guard alone: twelve transactions are open before the first of them writes."""
    number = 12  # fewer than the pool of connections holds
    mentor, mentees = school.mentor(), [school.mentee() for _ in range(number)]
    form, together = Form.objects.get(code="teacher-teacher"), Barrier(number)

    def insert(mentee: Mentee) -> str:
        try:
            with transaction.atomic():
                Pair.objects.filter(mentor=mentor).count()  # the transaction is under way
                together.wait(timeout=30)
                Pair.objects.create(
                    mentor=mentor,
                    mentee=mentee,
                    organisation=school.organisation,
                    form=form,
                    starts_on=START,
                    ends_on=END,
                    status=PairStatus.AGREED,
                )
        except IntegrityError as error:
            return "refused" if cap.CAP in str(error) else repr(error)
        finally:
            connection.close()
        return "paired"

    with ThreadPoolExecutor(number) as threads:
        assert Counter(threads.map(insert, mentees)) == {"paired": 3, "refused": number - 3}
