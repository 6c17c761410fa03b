"""The address by which a monitor or a load balancer learns whether the portal works."""

from shutil import disk_usage

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from registry.guards import installation

#: bytes on the disk of DATA_DIR, below which uploads and the log of SQLite may fail
LEAST_FREE = 64 * 1024 * 1024


@login_not_required
@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when the database answers, migrations are applied, guards stand and the disk has room; otherwise 503 with the
    reason."""
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
        guards = [] if waiting else installation.missing(connection)
    except DatabaseError:
        return JsonResponse({"status": "error", "database": "unreachable"}, status=503)
    is_full = disk_usage(settings.DATA_DIR).free < LEAST_FREE
    report = {
        "status": "error" if waiting or guards or is_full else "ok",
        "database": "ok",
        "migrations": "pending" if waiting else "ok",
        "guards": "missing" if guards else "ok",
        "disk": "full" if is_full else "ok",
    }
    return JsonResponse(report, status=503 if waiting or guards or is_full else 200)
