import pytest
from django.db import connection

from registry.guards import installation

pytestmark = pytest.mark.django_db


def test_a_sound_portal_says_ok_to_anybody(client):
    response = client.get("/healthz")

    assert response.status_code == 200
    assert response.json() == {"status": "ok", "database": "ok", "migrations": "ok", "guards": "ok", "disk": "ok"}


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
