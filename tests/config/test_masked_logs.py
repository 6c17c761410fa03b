"""No log tells a link that opens a door, or what people searched for."""

import logging
from datetime import timedelta
from types import SimpleNamespace

import pytest
from gunicorn.config import Config

from config.access_log import MaskedLogger
from config.masked_paths import MaskSecrets, masked


@pytest.mark.parametrize(
    ("path", "in_the_log"),
    [
        ("/invitation/Zk3x-_9/", "/invitation/…/"),
        ("/accounts/password/reset/key/2-cx7q-abc/", "/accounts/password/reset/key/…/"),
        ("/search/?q=Иванова", "/search/"),
        ("/accounts/login/?next=/invitation/Zk3x/", "/accounts/login/"),
        ("/people/7/", "/people/7/"),
        ("-", "-"),
    ],
)
def test_a_path_keeps_what_is_no_secret(path, in_the_log):
    assert masked(path) == in_the_log


def test_the_access_log_names_neither(capsys):
    environ = {
        "REQUEST_METHOD": "GET", "RAW_URI": "/invitation/Zk3x/?q=Иванова", "SERVER_PROTOCOL": "HTTP/1.1",
        "PATH_INFO": "/invitation/Zk3x/", "QUERY_STRING": "q=Иванова", "HTTP_REFERER": "http://a/search/?q=Иванова",
    }  # fmt: skip
    config = Config()
    config.set("accesslog", "-")
    response = SimpleNamespace(status="200 OK", sent=10, headers=[])
    log = MaskedLogger(config)
    log.access(response, SimpleNamespace(headers=[]), environ, timedelta(seconds=1))
    log.warning("Invalid request: %r", f"GET {environ['RAW_URI']}")
    written = "".join(capsys.readouterr())
    assert '"GET /invitation/…/ HTTP/1.1" 200' in written
    assert "Zk3x" not in written
    assert "Иванова" not in written


def test_a_refusal_of_django_names_no_token():
    record = logging.LogRecord("django.request", logging.WARNING, "", 1, "%s: %s", ("Gone", "/invitation/Zk3x/"), None)
    assert MaskSecrets().filter(record)
    assert record.getMessage() == "Gone: /invitation/…/"
