"""Safe by default: looked at from outside, in processes with settings of their own."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOOK = """
import json
from django.conf import settings
print(json.dumps({name: getattr(settings, name) for name in %r}, default=str))
"""


def start(code: str, tmp_path: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    inherited = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "LC_ALL")}
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**inherited, "DJANGO_SETTINGS_MODULE": "config.settings", "DATA_DIR": str(tmp_path), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def settings_of(tmp_path: Path, *names: str, **environment: str) -> dict:
    outcome = start(LOOK % (names,), tmp_path, SECRET_KEY="a-key-for-this-test", **environment)
    assert outcome.returncode == 0, outcome.stderr
    return json.loads(outcome.stdout)


def test_nothing_starts_without_a_secret_key_and_the_reason_is_told(tmp_path):
    outcome = start("import django; django.setup()", tmp_path)

    assert outcome.returncode != 0
    assert "Set the environment variable SECRET_KEY" in outcome.stderr


def test_an_installation_that_sets_nothing_is_closed(tmp_path):
    found = settings_of(
        tmp_path,
        "DEBUG",
        "SESSION_COOKIE_SECURE",
        "SESSION_COOKIE_NAME",
        "CSRF_COOKIE_SECURE",
        "CSRF_COOKIE_NAME",
        "SECURE_SSL_REDIRECT",
        "SECURE_HSTS_SECONDS",
        "ALLOWED_HOSTS",
        "MFA_REQUIRED_ROLES",
    )

    assert found == {
        "DEBUG": False,
        "SESSION_COOKIE_SECURE": True,
        "SESSION_COOKIE_NAME": "__Host-sessionid",
        "CSRF_COOKIE_SECURE": True,
        "CSRF_COOKIE_NAME": "__Host-csrftoken",
        "SECURE_SSL_REDIRECT": True,
        "SECURE_HSTS_SECONDS": 31536000,
        "ALLOWED_HOSTS": ["localhost", "127.0.0.1", "[::1]"],
        "MFA_REQUIRED_ROLES": ["admin", "coordinator"],
    }


def test_the_policy_for_content_allows_own_files_only(tmp_path):
    policy = settings_of(tmp_path, "CONTENT_SECURITY_POLICY")["CONTENT_SECURITY_POLICY"]["DIRECTIVES"]

    assert policy["default-src"] == ["'none'"]
    assert policy["script-src"] == policy["style-src"] == ["'self'"]


def test_sqlite_is_tuned_for_several_people_writing(tmp_path):
    options = settings_of(tmp_path, "DATABASES")["DATABASES"]["default"]["OPTIONS"]

    assert options["transaction_mode"] == "IMMEDIATE"
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "busy_timeout=8000"):
        assert pragma in options["init_command"]


def test_what_the_database_address_says_of_the_connection_stays(tmp_path):
    url = "postgresql://portal@db.example/portal?sslmode=require"
    database = settings_of(tmp_path, "DATABASES", DATABASE_URL=url)["DATABASES"]["default"]

    assert database["OPTIONS"]["sslmode"] == "require"
    assert database["OPTIONS"]["pool"]["max_size"] == 16


def test_pages_start_no_parallel_workers_unless_the_database_address_says_so(tmp_path):
    url = "postgresql://portal@db.example/portal"
    options = settings_of(tmp_path, "DATABASES", DATABASE_URL=url)["DATABASES"]["default"]["OPTIONS"]["options"]
    assert options.endswith("-c max_parallel_workers_per_gather=0")
    own = f"{url}?options=-c%20max_parallel_workers_per_gather%3D2"
    options = settings_of(tmp_path, "DATABASES", DATABASE_URL=own)["DATABASES"]["default"]["OPTIONS"]["options"]
    assert options.endswith("-c max_parallel_workers_per_gather=2")  # the last one counts


def test_the_number_of_proxies_says_whose_word_counts_and_one_is_still_yes(tmp_path):
    names = ("ALLAUTH_TRUSTED_PROXY_COUNT", "SECURE_PROXY_SSL_HEADER")
    assert settings_of(tmp_path, *names, BEHIND_PROXY="yes") == {
        names[0]: 1,
        names[1]: ["HTTP_X_FORWARDED_PROTO", "https"],
    }
    assert settings_of(tmp_path, *names, BEHIND_PROXY="2")[names[0]] == 2
    assert settings_of(tmp_path, *names) == {names[0]: 0, names[1]: None}
    outcome = start("import django; django.setup()", tmp_path, SECRET_KEY="a-key-for-this-test", BEHIND_PROXY="nginx")
    assert "BEHIND_PROXY must be a number" in outcome.stderr


def test_limits_are_counted_where_all_processes_see_them(tmp_path):
    own = settings_of(tmp_path, "CACHES")["CACHES"]["default"]
    assert own["BACKEND"] == "django.core.cache.backends.db.DatabaseCache"
    url = "valkey://:secret@cache.example:6379/1"
    other = settings_of(tmp_path, "CACHES", CACHE_URL=url)["CACHES"]["default"]
    assert other["BACKEND"] == "django.core.cache.backends.redis.RedisCache"
    assert other["LOCATION"] == "redis://:secret@cache.example:6379/1"
