"""The rows of a draft written, all or none, in one transaction."""

from collections.abc import Mapping, Sequence

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from registry.actions.imports.drafts import SETTLED, locked, settled_values
from registry.enums import ImportRowStatus, ImportStatus
from registry.imports.bulk_writing import insert_unnamed, without_collecting
from registry.imports.findings import finding
from registry.imports.kinds import KINDS, Entry
from registry.imports.planning import Written, compare, write
from registry.imports.progress import COMPARING, WRITING, Progress, unheard
from registry.imports.register import Register
from registry.models import ImportBatch, ImportedRecord, ImportRow, Municipality


@without_collecting()
@transaction.atomic
def commit_batch(*, batch: ImportBatch, by: User | None, progress: Progress = unheard) -> ImportBatch:
    """Writes the new and changed rows, all or none, with history naming file and row.

    The rows are compared again with the register as it is now, locked: one that would now do something else than the
    person has seen goes back to review and is not written. Raises StaleDecision for a batch that is no draft.
    """
    batch = locked(batch)
    Municipality.objects.select_for_update().get(pk=batch.municipality_id)
    register = Register(batch.municipality, batch.organisation, lock=True)
    rows = list(batch.rows.defer("cells"))
    shown = {row.pk: (row.status, row.target_id, row.changes) for row in rows}
    kept = {row.pk: settled_values(row) for row in rows}
    entries = []
    progress(COMPARING, 0)
    new = frozenset(row.position for row in rows if row.status == ImportRowStatus.NEW)
    for entry in compare(rows, KINDS[batch.kind], register, shown_as_new=new):
        if shown[entry.row.pk] == (entry.row.status, entry.row.target_id, entry.row.changes):
            entries.append(entry)
        else:
            _send_back(entry)
    now = timezone.now()
    progress(WRITING, 0)
    written = write(entries, KINDS[batch.kind], register, file_name=batch.file_name, by=by, at=now)
    progress(WRITING, 0.8)
    altered = [row for row in rows if kept[row.pk] != settled_values(row)]
    ImportRow.objects.bulk_update(altered, SETTLED, batch_size=200)
    _keep_targets(rows, written.targets)
    _keep_records(batch, written)
    batch.status, batch.committed_by, batch.committed_at = ImportStatus.COMMITTED, by, now
    batch.job, batch.job_since = "", None
    batch.save()
    return batch


def _send_back(entry: Entry) -> None:
    message = "пока файл проверяли, карточка в реестре изменилась; строка не записана"
    for row in (entry.row, *entry.followers):
        row.status = ImportRowStatus.REVIEW
        row.warnings.append(finding("changed_meanwhile", message, register=True))


def _keep_targets(rows: Sequence[ImportRow], written: Mapping[int, int]) -> None:
    """Which record each row has made or changed: one plain statement, since `bulk_update` is slow for thousands."""
    targets = [(written[row.position], row.pk) for row in rows if row.position in written]
    if targets:
        with connection.cursor() as cursor:
            cursor.executemany("UPDATE registry_importrow SET target_id = %s WHERE id = %s", targets)


def _keep_records(batch: ImportBatch, written: Written) -> None:
    """Which records the batch has made or changed, by whichever of its rows."""
    types = {
        model: ContentType.objects.get_for_model(model).pk for model in {record.model for record in written.records}
    }
    insert_unnamed(
        [
            ImportedRecord(
                batch_id=batch.pk, row_id=record.row, content_type_id=types[record.model], object_id=record.pk,
                created=record.created,
            )
            for record in written.records
        ]
    )  # fmt: skip
