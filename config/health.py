"""The addresses by which a monitor or a load balancer learns whether the portal lives and whether it can work."""

from collections.abc import Iterator
from contextlib import contextmanager
from shutil import disk_usage
from tempfile import TemporaryFile

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, OperationalError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from registry.guards import installation

#: bytes on the disk of DATA_DIR, below which uploads and the log of SQLite may fail
LEAST_FREE = 64 * 1024 * 1024
#: bytes that are written to the disk and are gone at once
_TRIAL = b"\0" * 4096
#: codes of SQLite: another connection, or another part of this process, writes
_LOCKED = (5, 6)
#: how long a trial waits for other writers: less than a monitor waits for the answer
WAIT_SECONDS = 2


@login_not_required
@never_cache
@require_safe
def healthz_live(request: HttpRequest) -> JsonResponse:
    """200 while the process answers. Whoever restarts a portal asks this: a busy database is no reason to."""
    return JsonResponse({"status": "ok"})


@login_not_required
@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when the database answers and takes writes, migrations are applied, guards stand and the disk has room and
    takes a file; otherwise 503 with the reason. Whoever sends visitors to a portal asks this."""
    try:
        with _waiting_briefly():
            executor = MigrationExecutor(connection)
            waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
            guards = [] if waiting else installation.missing(connection)
            writing = _writing()
    except DatabaseError:
        return JsonResponse({"status": "error", "database": "unreachable"}, status=503)
    report = {
        "database": "ok",
        "migrations": "pending" if waiting else "ok",
        "guards": "missing" if guards else "ok",
        "disk": _disk(),
        "writing": writing,
    }
    is_well = set(report.values()) == {"ok"}
    return JsonResponse({"status": "ok" if is_well else "error", **report}, status=200 if is_well else 503)


def _disk() -> str:
    if disk_usage(settings.DATA_DIR).free < LEAST_FREE:
        return "full"
    try:
        with TemporaryFile(dir=settings.DATA_DIR) as file:
            file.write(_TRIAL)
            file.flush()
    except OSError:
        return "unwritable"
    return "ok"


def _writing() -> str:
    """Asks for what every write needs and changes no row: no row fulfils the condition."""
    table = connection.ops.quote_name(MigrationRecorder.Migration._meta.db_table)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE {table} SET app = app WHERE 1 = 0")  # noqa: S608  # a name of Django's
    except OperationalError as error:
        # on SQLite a file that is for reading only is an error of this class too
        return "busy" if getattr(error.__cause__, "sqlite_errorcode", _LOCKED[0]) & 0xFF in _LOCKED else "refused"
    except DatabaseError:  # a replica, or a database that is for reading only
        return "refused"
    return "ok"


@contextmanager
def _waiting_briefly() -> Iterator[None]:
    """How long a statement waits for others is set for the connection."""
    setting = "PRAGMA busy_timeout" if connection.vendor == "sqlite" else "lock_timeout"
    with connection.cursor() as cursor:
        cursor.execute(setting if connection.vendor == "sqlite" else f"SHOW {setting}")
        [usual] = cursor.fetchone()
        _set(setting, int(WAIT_SECONDS * 1000))
        try:
            yield
        finally:
            _set(setting, usual)


def _set(setting: str, milliseconds: int | str) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"{setting} = {milliseconds}")
        else:
            cursor.execute("SELECT set_config(%s, %s, false)", [setting, str(milliseconds)])
