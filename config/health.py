from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from registry import database_guards


@login_not_required
@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when the database answers, migrations are applied and guards stand; otherwise 503 with the reason."""
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
        guards = [] if waiting else database_guards.missing(connection)
    except DatabaseError:
        return JsonResponse({"status": "error", "database": "unreachable"}, status=503)
    report = {
        "status": "error" if waiting or guards else "ok",
        "database": "ok",
        "migrations": "pending" if waiting else "ok",
        "guards": "missing" if guards else "ok",
    }
    return JsonResponse(report, status=503 if waiting or guards else 200)
