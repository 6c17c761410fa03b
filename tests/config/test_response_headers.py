"""What every answer says to browsers, and that none to a signed-in person is kept anywhere."""

import pytest
from django.test import Client

from registry.enums import Role
from tests.factories import OrganisationFactory, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def curator(client) -> Client:
    client.force_login(member(Role.CURATOR, organisation=OrganisationFactory()))
    client.raise_request_exception = False
    return client


def assert_protected(response) -> None:
    assert "camera=()" in response.headers["Permissions-Policy"]
    assert "publickey-credentials-get=(self)" in response.headers["Permissions-Policy"]
    assert response.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_every_answer_bears_the_headers_also_an_error(curator, settings):
    answers = {
        200: curator.get("/accounts/password/change/"),
        302: Client().get("/pairs/"),
        404: curator.get("/no-such-page/"),
        405: curator.delete("/worklist/"),
    }
    answers[400] = curator.get("/search/?q=%00")
    answers[403] = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "a"})
    for status, answer in answers.items():
        assert answer.status_code == status
        assert_protected(answer)
    settings.SECURE_SSL_REDIRECT = True
    assert_protected(Client().get("/pairs/"))
    settings.ALLOWED_HOSTS = ["portal.example"]
    assert_protected(answer := Client().get("/pairs/"))
    assert answer.status_code == 400


def test_an_error_of_the_server_bears_them_too(curator, monkeypatch):
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("worklist.views.first_page.render", fail)
    answer = curator.get("/worklist/")
    assert answer.status_code == 500
    assert_protected(answer)
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_static_files_are_answered_above_and_stay_cached(settings):
    """That everything else is not kept is asked at every address (tests/test_every_address.py)."""
    order = settings.MIDDLEWARE
    assert order.index("whitenoise.middleware.WhiteNoiseMiddleware") < order.index(
        "config.response_headers.NotStoredMiddleware"
    )


def test_the_answer_that_signs_in_and_the_one_that_signs_out_are_not_kept(client):
    user = member(Role.CURATOR, organisation=OrganisationFactory())
    user.set_password("дождь-над-прудом")
    user.save()
    signed_in = client.post("/accounts/login/", {"login": user.email, "password": "дождь-над-прудом"})
    assert (signed_in.status_code, signed_in.headers["Cache-Control"]) == (302, "private, no-store")
    signed_out = client.post("/accounts/logout/")
    assert (signed_out.status_code, signed_out.headers["Cache-Control"]) == (302, "private, no-store")
