"""The database is busy, or the disk is full: the page says so within the time allowed, and nothing is written."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from time import monotonic

import psycopg
import pytest
from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from config import health
from config.unavailable import error_page
from mentoring.actions import activation
from mentoring.enums import PairStatus
from registry.enums import Role
from registry.models import Consent, KeptUpload, Person
from tests.factories import ActFactory, OrganisationFactory, PersonFactory, member
from tests.posting import post_as_shown
from tests.reports.paper_makers import agreed_pair, school_with_policy
from tests.scan_files import PDF
from tests.test_edit_versions import fields_of


@contextmanager
def another_writer(table: str = "registry_person", mode: str = "ACCESS EXCLUSIVE") -> Iterator[None]:
    """Holds what a write needs: on SQLite the database, on PostgreSQL the table."""
    if connection.vendor == "sqlite":
        other = sqlite3.connect(settings.DATABASES["default"]["NAME"], isolation_level=None, uri=True)
        other.execute("BEGIN IMMEDIATE")
    else:
        parameters = {**connection.get_connection_params()}
        known = {name: parameters[name] for name in ("dbname", "user", "host", "port") if name in parameters}
        other = psycopg.connect(**known)
        other.execute(f"LOCK TABLE {table} IN {mode} MODE")
    try:
        yield
    finally:
        other.rollback()
        other.close()


@pytest.fixture
def impatient(transactional_db) -> Iterator[None]:
    sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout=300" if sqlite else "SET lock_timeout = '300ms'")
    yield
    if not sqlite:
        with connection.cursor() as cursor:
            cursor.execute("RESET lock_timeout")  # the pool gives this connection to later tests
    connection.close()


@pytest.fixture
def editor() -> tuple[Client, Person]:
    person = PersonFactory(organisation=OrganisationFactory(), position="учитель")
    client = Client(raise_request_exception=False)
    client.force_login(member(Role.CURATOR, organisation=person.organisation))
    return client, person


@pytest.mark.parametrize("htmx", [False, True])
def test_a_busy_database_is_told_soon_and_nothing_is_written(impatient, editor, htmx):
    client, person = editor
    address = reverse("registry:person_edit", args=[person.pk])
    sent = {**fields_of(client.get(address)), "position": "учитель химии"}
    began = monotonic()
    with another_writer():
        answer = client.post(address, sent, headers={"HX-Request": "true"} if htmx else {})
    assert monotonic() - began < 5
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert "saved_form" not in answer.cookies  # the draft in the browser stays
    text = answer.content.decode()
    assert "Портал сейчас занят" in text
    assert ("<html" in text) is not htmx
    person.refresh_from_db()
    assert person.position == "учитель"
    assert client.post(address, sent).status_code == 302


def test_a_full_disk_is_told_and_nothing_is_half_written(db, editor, monkeypatch):
    client, person = editor
    address = reverse("registry:consent_add", args=[person.pk])
    scan = SimpleUploadedFile("скан.pdf", PDF, content_type="application/pdf")

    def refuse(*_args: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(FileSystemStorage, "_save", refuse)
    answer = client.post(address, {**fields_of(client.get(address)), "scan": scan})
    assert answer.status_code == 503
    assert "кончилось место" in answer.content.decode()
    assert not Consent.objects.exists()
    assert not KeptUpload.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_an_act_that_is_removed_at_the_moment_it_is_named_is_told_in_words(monkeypatch):
    pair = agreed_pair(school_with_policy())
    act = ActFactory(organisation=pair.organisation, dated=date(2026, 9, 1))
    client = Client(raise_request_exception=False)
    client.force_login(member(Role.CURATOR, organisation=pair.organisation))
    address = reverse("mentoring:pair_secure", args=[pair.pk])
    secure = activation.secure_pairs

    def while_the_act_is_removed(**named: object) -> object:
        result = secure(**named)
        with connection.cursor() as cursor:  # as another transaction that has ended a moment before
            cursor.execute("DELETE FROM registry_act WHERE id = %s", [act.pk])
        return result

    monkeypatch.setattr("mentoring.views.paper_acts.secure_pairs", while_the_act_is_removed)
    answer = post_as_shown(client, address, {"act_way": "known", "act": act.pk})
    assert answer.status_code == 409
    assert "другой пользователь убрал" in answer.content.decode()
    pair.refresh_from_db()
    assert pair.status == PairStatus.AGREED


def test_an_error_that_waiting_does_not_mend_stays_one(db, editor, monkeypatch):
    client, person = editor

    def broken(_self: object) -> str:
        connection.cursor().execute("SELECT 1 FROM no_such_table")
        return ""

    monkeypatch.setattr(Person, "get_absolute_url", broken)
    assert client.get(reverse("registry:person_edit", args=[person.pk])).status_code == 500


@pytest.mark.parametrize(("is_missing_itself", "status"), [(True, 409), (False, 500)])
def test_only_a_record_that_is_missing_itself_was_removed(rf, is_missing_itself, status):
    request = rf.post("/acts/1/edit/")
    try:
        try:
            Person.objects.none().get()
        except Person.DoesNotExist as error:
            if is_missing_itself:
                raise
            raise KeyError("a mistake of the portal") from error
    except (Person.DoesNotExist, KeyError):
        answer = error_page(request)
    assert answer.status_code == status


def test_a_full_disk_is_not_healthy(client, db, monkeypatch):
    monkeypatch.setattr(health, "LEAST_FREE", 1 << 60)
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["disk"]) == (503, "full")
