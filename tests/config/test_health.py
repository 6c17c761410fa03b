"""Monitors learn whether the portal lives and whether it can work."""

import errno

import pytest
from django.db import connection

from config import health
from registry.guards import installation
from tests.config.test_unavailable import another_writer

pytestmark = pytest.mark.django_db


def test_a_sound_portal_says_ok_to_anybody(client):
    response = client.get("/healthz")

    assert response.status_code == 200
    assert response.json() == {
        "status": "ok",
        "database": "ok",
        "migrations": "ok",
        "guards": "ok",
        "disk": "ok",
        "writing": "ok",
    }


def test_a_database_without_its_guards_is_not_healthy(client):
    installation.drop(connection)
    try:
        response = client.get("/healthz")
    finally:
        installation.install(connection)

    assert response.status_code == 503
    assert response.json()["guards"] == "missing"


def test_a_waiting_migration_is_not_healthy(client):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'reports'")

    response = client.get("/healthz")

    assert response.status_code == 503
    assert response.json()["migrations"] == "pending"


def test_a_disk_that_takes_no_file_is_not_healthy(client, settings, monkeypatch):
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(health, "TemporaryFile", refuse)
    response = client.get("/healthz/ready")

    assert (response.status_code, response.json()["disk"]) == (503, "unwritable")
    assert client.get("/healthz/live").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_a_portal_that_cannot_write_lives_but_is_not_ready(client, monkeypatch):
    monkeypatch.setattr(health, "WAIT_SECONDS", 0.2)
    with another_writer("django_migrations", "EXCLUSIVE"):  # others may still read
        assert client.get("/healthz/live").json() == {"status": "ok"}
        response = client.get("/healthz/ready")
        assert (response.status_code, response.json()["writing"]) == (503, "busy")
    assert client.get("/healthz/ready").json()["writing"] == "ok"


@pytest.mark.django_db(transaction=True)
def test_a_database_for_reading_only_is_not_ready(client):
    sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = ON" if sqlite else "SET default_transaction_read_only = on")
    try:
        response = client.get("/healthz")
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA query_only = OFF" if sqlite else "RESET default_transaction_read_only")

    assert response.status_code == 503
    assert response.json()["writing"] == "refused"


@pytest.mark.parametrize("address", ["/healthz", "/healthz/ready", "/healthz/live"])
def test_a_monitor_is_not_sent_to_https(client, settings, address):
    settings.SECURE_SSL_REDIRECT = True
    assert client.get(address).status_code == 200
    assert client.get("/verify/").status_code == 301
