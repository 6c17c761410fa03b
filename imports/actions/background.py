"""Jobs of a batch that take too long for a request: each runs exactly once and explains its failure in words.

A job is identified by the moment of its request (`job_since`). The transaction that does the work also removes the job
from the batch: a killed runner leaves nothing behind; a second runner finds no job, or a batch in another state, and
does nothing.
"""

from collections.abc import Callable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from imports.actions.commit import commit_batch
from imports.actions.drafts import StaleDecision, locked
from imports.actions.undo import undo_batch
from imports.actions.upload import READ_FROM, read_or_ask
from imports.background.heartbeat import beating, state_of
from imports.background.progress import Progress
from imports.enums import ImportJob, ImportStatus
from imports.models import ImportBatch
from imports.parsing import UnreadableFile

_STARTS_FROM: dict[str, tuple[ImportStatus, ...]] = {
    ImportJob.READ: READ_FROM,
    ImportJob.WRITE: (ImportStatus.DRAFT,),
    ImportJob.UNDO: (ImportStatus.COMMITTED,),
}
_AGAIN = "Попробуйте ещё раз; если не выйдет, скажите тому, кто обслуживает портал."
_BROKEN = {
    ImportJob.READ: "Файл не удалось прочитать из-за ошибки портала.",
    ImportJob.WRITE: "Внести не удалось из-за ошибки портала. В реестр ничего не внесено.",
    ImportJob.UNDO: "Отменить запись не удалось из-за ошибки портала. Всё осталось как было.",
}
_LONGEST_FAILURE = 500


def _read(batch: ImportBatch, by: User | None, progress: Progress) -> ImportBatch:
    return read_or_ask(batch=batch, progress=progress)


def _write(batch: ImportBatch, by: User | None, progress: Progress) -> ImportBatch:
    return commit_batch(batch=batch, by=by, progress=progress)


def _undo(batch: ImportBatch, by: User | None, progress: Progress) -> ImportBatch:
    return undo_batch(batch=batch, by=by, progress=progress)


_WORK: dict[str, Callable[[ImportBatch, User | None, Progress], ImportBatch]] = {
    ImportJob.READ: _read,
    ImportJob.WRITE: _write,
    ImportJob.UNDO: _undo,
}


@transaction.atomic
def begin_job(*, batch: ImportBatch, job: ImportJob) -> ImportBatch:
    """Puts a job on the batch; the caller then hands it to a runner.

    A job of a dead runner, or one that nobody has begun, is replaced. Raises StaleDecision when the batch is in a state
    that does not allow the job, or a runner is at work on it.
    """
    batch = locked(batch, *_STARTS_FROM[job])
    if batch.job and batch.job_since:
        state = state_of(batch.pk, batch.job_since)
        if not (state.dead or state.late):
            raise StaleDecision("С этим файлом портал уже работает. Подождите, пока закончит.")
    batch.job, batch.job_since, batch.failure = job, timezone.now(), ""
    batch.save(update_fields=["job", "job_since", "failure"])
    return batch


def run_job(*, batch_pk: int, since: datetime, by: User | None) -> None:
    """Runs the job requested at `since`, unless it is done, replaced or cancelled.

    A failure is stored in `batch.failure` in words; an unexpected error is raised as well, for the log.
    """
    batch = ImportBatch.objects.filter(pk=batch_pk, job_since=since).exclude(job="").first()
    if batch is None:
        return
    with beating(batch_pk, since, batch.job) as progress:
        try:
            _WORK[batch.job](batch, by, progress)
        except (UnreadableFile, ValidationError) as error:
            _fail(batch, _describe(error))
        except Exception:  # not those that stop the worker: then the job waits for another
            _fail(batch, f"{_BROKEN[ImportJob(batch.job)]} {_AGAIN}")
            raise


def _describe(error: Exception) -> str:
    return " ".join(error.messages) if isinstance(error, ValidationError) else str(error)


def _fail(batch: ImportBatch, failure: str) -> None:
    """Stores the failure only while the batch has the same job: another may have been requested since."""
    ImportBatch.objects.filter(pk=batch.pk, job_since=batch.job_since).update(
        job="", job_since=None, failure=failure[:_LONGEST_FAILURE]
    )
