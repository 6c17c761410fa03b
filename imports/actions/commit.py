"""Writes the rows of a draft, all or none, in one transaction."""

from collections.abc import Iterator, Mapping, Sequence

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.models import User
from imports.actions.drafts import COMPARED, compared_values, locked
from imports.actions.learned_people import remember_decisions
from imports.background.progress import COMPARING, WRITING, Progress, no_progress
from imports.enums import ImportRowStatus, ImportStatus
from imports.importers import IMPORTERS
from imports.matching.registry_snapshot import RegistrySnapshot
from imports.models import ImportBatch, ImportedRecord, ImportRow
from imports.preview import WrittenFile, WrittenRecord, compare, write
from imports.row_data import ColumnChanges, RowIssue
from imports.writing.bulk_writing import insert_rows
from imports.writing.planned_record import FileOrigin, PlannedRecord
from imports.writing.refused_records import RefusedRow
from imports.writing.stored_rows import stored_rows_of
from registry.models import Municipality

_NOT_ACCEPTED = "запись противоречит другой записи реестра."
_TRY_AGAIN = (
    "В реестр ничего не внесено. Внесите файл ещё раз: строки, которым помешали новые записи, вернутся на проверку."
)
_SHOWN_AS_NEW: tuple[str, int | None, ColumnChanges] = (ImportRowStatus.NEW, None, {})


class NotWritten(ValidationError):
    """The database has not accepted a row; nothing was written and the batch is as it was."""


def commit_batch(*, batch: ImportBatch, by: User | None, progress: Progress = no_progress) -> ImportBatch:
    """Writes the new and changed rows, all or none, with history naming file and row.

    The rows are compared again with the register as it is now, locked: one that would now do something else than the
    person has seen goes back to review and is not written. Raises StaleDecision for a batch that is no draft, and
    NotWritten.
    """
    try:
        with transaction.atomic():
            return _commit(batch, by, progress)
    except IntegrityError as error:
        raise NotWritten(f"Файл не внесён: {_NOT_ACCEPTED} {_TRY_AGAIN}") from error


def _commit(batch: ImportBatch, by: User | None, progress: Progress) -> ImportBatch:
    batch = locked(batch)
    Municipality.objects.select_for_update(no_key=True).get(pk=batch.municipality_id)
    progress(COMPARING, 0)
    snapshot = RegistrySnapshot(batch.municipality, batch.organisation, lock=True)
    rows = stored_rows_of(batch)
    stored = [compared_values(row) for row in rows]
    outcomes_shown = {
        row.pk: (row.status, row.target_id, row.changes)
        for row in rows
        if row.status != ImportRowStatus.NEW or row.changes
    }
    confirmed = []
    new = frozenset(row.position for row in rows if row.status == ImportRowStatus.NEW)
    for planned in compare(rows, IMPORTERS[batch.kind], snapshot, shown_as_new=new):
        row = planned.row
        if outcomes_shown.get(row.pk, _SHOWN_AS_NEW) == (row.status, row.target_id, row.changes):
            confirmed.append(planned)
        else:
            _send_back(planned)
    progress(WRITING, 0)
    now = timezone.now()
    written_file = _write(confirmed, batch, snapshot, FileOrigin(batch.file_name, by, now))
    progress(WRITING, 0.8)
    altered = [row for row, before in zip(rows, stored, strict=True) if before != compared_values(row)]
    ImportRow.objects.bulk_update(altered, COMPARED, batch_size=200)
    _keep_targets(rows, written_file.targets)
    _keep_records(batch, written_file)
    remember_decisions(rows=rows, kind=batch.kind, snapshot=snapshot, targets=written_file.targets)
    batch.status, batch.committed_by, batch.committed_at = ImportStatus.COMMITTED, by, now
    batch.job, batch.job_since, batch.failure = "", None, ""
    batch.save()
    return batch


def _write(
    planned: Sequence[PlannedRecord], batch: ImportBatch, snapshot: RegistrySnapshot, origin: FileOrigin
) -> WrittenFile:
    """Raises NotWritten naming the row that the database has refused."""
    try:
        return write(planned, IMPORTERS[batch.kind], snapshot, origin)
    except RefusedRow as refusal:
        row = refusal.planned.row
        address = f"лист «{row.sheet}», строка {row.row}" if row.sheet else f"строка {row.row}"
        raise NotWritten(f"Файл не внесён, {address}: {refusal.rule or _NOT_ACCEPTED} {_TRY_AGAIN}") from refusal


def _send_back(planned: PlannedRecord) -> None:
    message = "пока файл проверяли, карточка в реестре изменилась; строка не внесена"
    for row in planned.rows:
        row.status = ImportRowStatus.REVIEW
        row.warnings.append(RowIssue("changed_meanwhile", message, from_registry=True))


def _keep_targets(rows: Sequence[ImportRow], target_keys: Mapping[int, int]) -> None:
    """Stores the record that each row has made or changed, in one statement: `bulk_update` is slow for many."""
    targets = [(target_keys[row.position], row.pk) for row in rows if row.position in target_keys]
    if targets:
        with connection.cursor() as cursor:
            cursor.executemany("UPDATE imports_importrow SET target_id = %s WHERE id = %s", targets)


def _keep_records(batch: ImportBatch, written_file: WrittenFile) -> None:
    """Stores which records the batch has made or changed, for each of the rows that name them."""
    types = {
        model: ContentType.objects.get_for_model(model).pk
        for model in {record.model for record in written_file.records}
    }
    insert_rows(
        ImportedRecord,
        ("batch", "row", "content_type", "object_id", "created"),
        ((batch.pk, row, types[model], pk, created) for row, model, pk, created in _each_once(written_file.records)),
    )


def _each_once(records: Sequence[WrittenRecord]) -> Iterator[WrittenRecord]:
    """A record that one row makes and another completes counts as made; only these few are held in memory."""
    added_to = {(record.model, record.pk) for record in records if not record.created}
    created = {(record.model, record.pk) for record in records if record.created} & added_to
    visited = set()
    for record in records:
        if (record.model, record.pk) in added_to:
            key = (record.row, record.model, record.pk)
            if key in visited:
                continue
            visited.add(key)
            record = record._replace(created=(record.model, record.pk) in created)
        yield record
