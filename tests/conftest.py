"""What every test stands on: the engine, the settings, reference data in the database, no network."""

import gc
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from pytest_django.plugin import DjangoDbBlocker

from tests.engine import prepare_environment
from tests.offline import forbid_network
from tests.one_engine import runs_here

# Before anything imports a model: pytest-django then finds Django's settings made.
prepare_environment()

import django  # noqa: E402
from django.conf import settings as django_settings  # noqa: E402

django_settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # hashing is not under test
# The table of the shared cache is asked by tests of its own; the others would write there at every sign-in.
django_settings.CACHES["default"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "shared"}
# The tables are made as the models say; tests/test_migrations.py holds the migrations against them.
django_settings.DATABASES["default"].setdefault("TEST", {})["MIGRATE"] = False
django.setup()

pytest_plugins = ["tests.seeds", "tests.nasty_walk"]

from tests import reference_contents  # noqa: E402
from tests.posting import save_again_without_version  # noqa: E402

save_again_without_version()

# Random examples would make a failure of today unrepeatable tomorrow; a deadline would measure the machine.
hypothesis.settings.register_profile("portal", derandomize=True, deadline=None, database=None)
hypothesis.settings.load_profile("portal")


def _load_reference_data() -> None:
    from django.core.management import call_command

    call_command("load_reference", verbosity=0)


def _record_migrations() -> None:
    """The tables are those that all migrations lead to: tests of single ones go back and forth from here."""
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader
    from django.db.migrations.recorder import MigrationRecorder

    recorder = MigrationRecorder(connection)
    recorder.ensure_schema()
    for key, migration in MigrationLoader(connection).disk_migrations.items():
        for app, name in (key, *migration.replaces):
            recorder.record_applied(app, name)


def _end_other_sessions() -> None:
    """PostgreSQL drops no database that a thread of the live server is still connected to."""
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Every database test starts with the reference data (dictionaries, presets, scales) of an installed portal."""
    with django_db_blocker.unblock():
        _record_migrations()
        _load_reference_data()
        reference_contents.remember()
    yield
    with django_db_blocker.unblock():
        _end_other_sessions()


#: modules whose tests take long: begun last, one would keep one worker busy while the others have nothing to do
LONG = (
    "test_existing_databases", "test_nasty_values", "test_nasty_service_section", "test_impossible_numbers",
    "test_every_address", "test_past_days", "test_drafts_of_forms", "test_races", "test_stored_figures",
    "test_migrations", "test_demo", "test_every_post", "test_foreign_choices",
)  # fmt: skip


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    return None if runs_here(collection_path) else True


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    order = {name: place for place, name in enumerate(LONG)}
    items.sort(key=lambda item: order.get(item.path.stem, len(LONG)))


def pytest_collection_finish() -> None:
    """What has been loaded stays to the end of the run: the collector need not walk over it again and again."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)  # as manage.py does


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        forbid_network(patch)
        yield


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    """Limits on sign-in attempts are counted in the cache; one test must not use up another's."""
    from django.core.cache import caches

    for name in ("default", "process"):
        caches[name].clear()
