"""What the portal does outside the request: the worker takes it from the queue (docs/running.md)."""

from contextlib import nullcontext
from datetime import datetime

from django_tasks import TaskContext, task, task_backends
from django_tasks.backends.immediate import ImmediateBackend

from accounts.models import User
from imports.actions import begin_job, run_job
from imports.enums import ImportJob
from imports.models import ImportBatch
from imports.writing.bulk_writing import without_collecting
from registry.queries.memberships import account_by_key


@task(takes_context=True)
def run_import_job(context: TaskContext, batch_pk: int, since: str, by_pk: int | None) -> None:
    """`since`: which job of the batch is meant, `ImportBatch.job_since` in ISO."""
    by = account_by_key(by_pk) if by_pk is not None else None
    in_request = isinstance(task_backends[context.task_result.backend], ImmediateBackend)
    with nullcontext() if in_request else without_collecting():
        run_job(batch_pk=batch_pk, since=datetime.fromisoformat(since), by=by)


def in_background(*, batch: ImportBatch, job: ImportJob, by: User | None, at_once: bool = False) -> ImportBatch:
    """Has the job done by the worker; `at_once`: here and now, by a person's wish. Not inside a transaction.

    Returns the batch as it stands then; without a worker the job is done already. Raises StaleDecision.
    """
    batch = begin_job(batch=batch, job=job)
    runner = run_import_job.using(backend="now") if at_once else run_import_job
    runner.enqueue(batch.pk, batch.job_requested_at.isoformat(), by.pk if by else None)
    batch.refresh_from_db()
    return batch
