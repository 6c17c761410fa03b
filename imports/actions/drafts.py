"""A batch that may still be changed, and the comparison of its rows with the register."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from imports.enums import ImportStatus
from imports.importers import IMPORTERS
from imports.matching.registry_snapshot import RegistrySnapshot
from imports.models import ImportBatch, ImportRow
from imports.preview import compare
from imports.writing.planned_record import PlannedRecord

#: what comparing may alter in a stored row
COMPARED = ("status", "issue_code", "question_key", "target_id", "changes", "candidates", "warnings", "errors")
_NO_DRAFT = {
    ImportStatus.UPLOADED: "Файл ещё не прочитан. Подождите, пока портал его прочитает.",
    ImportStatus.MAPPING: "Сначала укажите, что в столбцах файла.",
    ImportStatus.COMMITTED: "Этот файл уже внесён. Второй раз он не вносится.",
    ImportStatus.UNDONE: "Запись этого файла отменена. Чтобы внести его снова, загрузите файл заново.",
    ImportStatus.DISCARDED: "Эта загрузка отменена. Загрузите файл заново.",
}


class StaleDecision(ValidationError):
    """Somebody else has decided on the row since the page was opened, or has closed the whole batch."""


def locked(batch: ImportBatch, *allowed: ImportStatus) -> ImportBatch:
    """The current batch, locked; raises StaleDecision unless it is in one of the states (by default a draft)."""
    batch_in_database = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if batch_in_database.status not in (allowed or (ImportStatus.DRAFT,)):
        raise StaleDecision(_NO_DRAFT.get(ImportStatus(batch_in_database.status), "Этот файл уже прочитан."))
    return batch_in_database


def compared_values(row: ImportRow) -> tuple[Any, ...]:
    """The compared values of the row, to find out whether they change."""
    issues = (tuple(row.changes.items()), tuple(row.candidates), tuple(row.warnings), tuple(row.errors))
    return (row.status, row.issue_code, row.question_key, row.target_id, *issues)


def compare_and_store(
    rows: Sequence[ImportRow], batch: ImportBatch, snapshot: RegistrySnapshot, *, also: Iterable[ImportRow] = ()
) -> list[PlannedRecord]:
    """Compares the rows with the register and stores those that have changed; `also`: rows stored in any case."""
    before = {row.pk: compared_values(row) for row in rows}
    entries = compare(rows, IMPORTERS[batch.kind], snapshot)
    altered = {row.pk: row for row in rows if before[row.pk] != compared_values(row)}
    altered |= {row.pk: row for row in also}
    ImportRow.objects.bulk_update(altered.values(), [*COMPARED, "decision", "revision"], batch_size=200)
    return entries


@transaction.atomic
def discard_batch(*, batch: ImportBatch, by: User) -> ImportBatch:
    """Discards a draft; the file and the rows stay readable."""
    batch = locked(batch, ImportStatus.DRAFT, ImportStatus.UPLOADED, ImportStatus.MAPPING)
    batch.status, batch.job, batch.job_since = ImportStatus.DISCARDED, "", None
    batch.save(update_fields=["status", "job", "job_since"])
    return batch
