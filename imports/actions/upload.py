"""Stores a file, reads it and compares it with the register: it writes rows for review and nothing else."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import date
from typing import Any, NotRequired, TypedDict, Unpack

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from accounts.models import User
from imports.actions.drafts import StaleDecision, locked
from imports.actions.kept_rows import remove_old_uploads
from imports.background.progress import COMPARING, KEEPING, Progress, no_progress
from imports.batch_data import CellCorrection, FileLayout
from imports.enums import ImportStatus
from imports.file_layout import guesses_of, layout_of
from imports.importers import IMPORTERS
from imports.matching.registry_snapshot import RegistrySnapshot
from imports.models import ImportBatch, ImportRow
from imports.preview import ImportPreview, compare, read_preview
from imports.row_data import NO_DECISION, SIDES, Decision
from imports.writing.bulk_writing import insert_unnamed
from registry import clock
from registry.models import Municipality, Organisation
from spreadsheets.reading.formats import sniff, unpacked_size
from spreadsheets.unreadable_files import NoHeaderRow, UnclearColumns

#: bytes as the file comes, and unpacked; a bigger one is read outside the request
READ_AT_ONCE, READ_AT_ONCE_UNPACKED = 300_000, 6_000_000
READ_FROM = (ImportStatus.UPLOADED, ImportStatus.MAPPING, ImportStatus.DRAFT)
NOT_A_TABLE = (
    "С такими столбцами таблицу прочитать не получилось. Отметьте хотя бы столбец с именами и ещё один: "
    "организацию, должность, телефон."
)


class Upload(TypedDict):
    """A file as it comes. `kind`: a value of ImportKind or «auto»; `sheet`, `mapping`, `corrections`: what a person has
    said of it before; a second batch with the same `upload_key` raises IntegrityError."""

    data: bytes
    filename: str
    kind: str
    municipality: Municipality
    organisation: NotRequired[Organisation | None]
    sheet: NotRequired[str | None]
    mapping: NotRequired[Mapping[str, str | None] | None]
    corrections: NotRequired[Sequence[CellCorrection]]
    upload_key: NotRequired[str | None]
    by: User | None


@transaction.atomic
def store_file(**upload: Unpack[Upload]) -> ImportBatch:
    """Stores a file as it came, not read yet."""
    batch = _new_batch(upload)
    _save_new(batch, upload["data"])
    return batch


def _new_batch(upload: Upload) -> ImportBatch:
    """Not saved yet: what is needed to read the file."""
    return ImportBatch(
        municipality=upload["municipality"],
        organisation=upload.get("organisation"),
        kind_choice=upload["kind"],
        sheet_choice=upload.get("sheet") or "",
        mapping=dict(upload.get("mapping") or {}),
        corrections=list(upload.get("corrections", ())),
        file_name=upload["filename"][-255:],
        sha256=hashlib.sha256(upload["data"]).hexdigest(),
        upload_key=upload.get("upload_key"),
        uploaded_by=upload["by"],
    )


def _save_new(batch: ImportBatch, data: bytes) -> None:
    remove_old_uploads()
    with no_file_without_batch(batch):
        batch.file.save(batch.file_name, ContentFile(data), save=False)
        batch.save()


@contextmanager
def no_file_without_batch(batch: ImportBatch) -> Iterator[None]:
    """Deletes the batch's file when the block fails: a rollback removes rows, not files."""
    with ExitStack() as on_failure:
        on_failure.callback(lambda: batch.file.delete(save=False))
        yield
        on_failure.pop_all()


def read_batch(*, batch: ImportBatch, data: bytes | None = None, progress: Progress = no_progress) -> ImportBatch:
    """Reads the kept file and compares it with the register; the batch becomes a draft with its rows.

    May be called again while it is a draft, after columns or cells were put right: decisions stay with their rows.
    `data`: the file's content when the caller has it already. Raises `imports.parsing.UnreadableFile`, and
    StaleDecision when columns or cells were put right meanwhile.
    """
    batch = ImportBatch.objects.select_related("municipality", "organisation").get(pk=batch.pk)
    request = reading_request(batch)
    if data is None:
        with batch.file.open("rb") as file:
            data = file.read()
    preview, snapshot = preview_of(batch, data, progress)
    return store_compared(batch, request, preview, snapshot, progress)


def preview_of(
    batch: ImportBatch, data: bytes, progress: Progress = no_progress, *, without_answer: str = ""
) -> tuple[ImportPreview, RegistrySnapshot]:
    """Outside any transaction that writes: on SQLite nobody else could write while a file is read.

    `without_answer`: key of headings whose remembered answer is not used.
    """
    snapshot = RegistrySnapshot(batch.municipality, batch.organisation)
    snapshot.column_mappings.pop(without_answer, None)
    read_on = batch.layout.read_on
    preview = read_preview(
        data,
        filename=batch.file_name,
        kind=batch.kind_choice,
        snapshot=snapshot,
        today=date.fromisoformat(read_on) if read_on else clock.today(),
        sheet=batch.sheet_choice or None,
        mapping=batch.mapping,
        corrections=batch.corrections,
        progress=progress,
    )
    return preview, snapshot


@transaction.atomic
def store_compared(
    batch: ImportBatch,
    request: Sequence[Any],
    preview: ImportPreview,
    snapshot: RegistrySnapshot,
    progress: Progress = no_progress,
) -> ImportBatch:
    """Stores what was read by the `request` (`reading_request`). Raises StaleDecision when the batch has another."""
    batch = locked(batch, *READ_FROM)
    if reading_request(batch) != request:
        raise StaleDecision("Пока файл читался, кто-то исправил в нём столбцы или ячейки. Прочитайте файл ещё раз.")
    progress(COMPARING, 0)
    _carry_decisions(batch, preview.rows)
    compare(preview.rows, IMPORTERS[preview.kind], snapshot)
    return store_preview(batch=batch, preview=preview, progress=progress)


def reading_request(batch: ImportBatch) -> Sequence[Any]:
    """Everything that decides how the file is read."""
    return [batch.kind_choice, batch.sheet_choice, batch.mapping, batch.corrections]


def read_or_ask(*, batch: ImportBatch, data: bytes | None = None, progress: Progress = no_progress) -> ImportBatch:
    """As `read_batch`; where no heading is understood the batch waits for a person to say what the columns hold."""
    try:
        return read_batch(batch=batch, data=data, progress=progress)
    except NoHeaderRow as error:
        if not error.guesses:
            raise
        return ask_for_columns(batch, error)


@transaction.atomic
def ask_for_columns(batch: ImportBatch, error: NoHeaderRow) -> ImportBatch:
    batch = locked(batch, *READ_FROM)
    read_on = batch.layout.read_on or clock.today().isoformat()
    batch.layout = FileLayout(read_on=read_on, guesses=guesses_of(error))
    unclear = str(error) if isinstance(error, UnclearColumns) else ""
    batch.failure = unclear or (NOT_A_TABLE if batch.mapping else "")
    batch.status, batch.job, batch.job_since = ImportStatus.MAPPING, "", None
    batch.save()
    batch.rows.all().delete()
    return batch


@transaction.atomic
def store_preview(*, batch: ImportBatch, preview: ImportPreview, progress: Progress = no_progress) -> ImportBatch:
    """Makes a kept file a draft with the rows of the preview, in place of those it had."""
    batch.kind, batch.layout, batch.warnings = preview.kind, layout_of(preview), preview.issues
    if preview.remembered is not None:
        batch.mapping = preview.remembered.mapping
    batch.status, batch.failure, batch.job, batch.job_since = ImportStatus.DRAFT, "", "", None
    batch.save()
    batch.rows.all().delete()
    count, stored = len(preview.rows), 0
    for rows in preview.handed_over(batch):
        progress(KEEPING, stored / count)
        insert_unnamed(rows)
        stored += len(rows)
    return batch


def stage_import(**upload: Unpack[Upload]) -> ImportBatch:
    """Keeps a file and reads it at once: the batch is a draft for review; nothing else is written.

    `organisation`: the file is of this organisation alone; rows of others are errors. Raises
    `imports.parsing.UnreadableFile` with a message for the user; then nothing is kept.
    """
    batch = _new_batch(upload)
    return _save_read(batch, upload["data"], *preview_of(batch, upload["data"]))


@transaction.atomic
def _save_read(batch: ImportBatch, data: bytes, preview: ImportPreview, snapshot: RegistrySnapshot) -> ImportBatch:
    """Saves a new batch together with what has been read of its file."""
    _save_new(batch, data)
    with no_file_without_batch(batch):
        return store_compared(batch, reading_request(batch), preview, snapshot)


@transaction.atomic
def _save_asking(batch: ImportBatch, data: bytes, error: NoHeaderRow) -> ImportBatch:
    _save_new(batch, data)
    with no_file_without_batch(batch):
        return ask_for_columns(batch, error)


def receive_file(*, form_token: str = "", **upload: Unpack[Upload]) -> ImportBatch:
    """Keeps an uploaded file. A small one is read at once; a big one stays UPLOADED, for the caller to have read.

    The same file sent twice by one opened form (`form_token`) gives the batch that the first has made. Raises
    `imports.parsing.UnreadableFile` when nothing can be read of it; then nothing is kept.
    """
    sniff(upload["data"])
    if form_token:
        upload["upload_key"] = _upload_key(form_token, upload)
    try:
        return _received(_new_batch(upload), upload["data"])
    except IntegrityError:
        key = upload.get("upload_key")
        before = ImportBatch.objects.filter(upload_key=key).first() if key else None
        if before is None:
            raise
        return before


def _upload_key(form_token: str, upload: Upload) -> str:
    user, organisation = upload["by"], upload.get("organisation")
    sha256 = hashlib.sha256(upload["data"]).hexdigest()
    parts = (form_token, user.pk if user else "", upload["kind"], upload["municipality"].pk)
    return hashlib.sha256(
        " ".join(map(str, (*parts, organisation.pk if organisation else "", sha256))).encode()
    ).hexdigest()


def _received(batch: ImportBatch, data: bytes) -> ImportBatch:
    """Raises IntegrityError when the file has come by the same form already."""
    if takes_long(data):
        with transaction.atomic():
            _save_new(batch, data)
        return batch
    try:
        preview, snapshot = preview_of(batch, data)
    except NoHeaderRow as error:
        if not error.guesses:
            raise
        return _save_asking(batch, data, error)
    return _save_read(batch, data, preview, snapshot)


def takes_long(data: bytes) -> bool:
    """Whether reading the file takes longer than a request should: by its size as it comes and unpacked."""
    return len(data) > READ_AT_ONCE or unpacked_size(data) > READ_AT_ONCE_UNPACKED


def _moved(decision: Decision, moved: Mapping[int, int | None]) -> Decision:
    """The decision with the present rows in place of the former ones; it is asked again when its row is gone.

    The decisions about the two people of a pair are handled apart.
    """
    if decision.row is not None:
        position = moved[decision.row]
        if position is None:
            return NO_DECISION
        decision = replace(decision, row=position)
    for side in SIDES:
        answer = decision.answer_of(side)
        if answer is not None and answer.row is not None:
            position = moved[answer.row]
            decision = decision.with_answer_of(side, None if position is None else replace(answer, row=position))
    return decision


def _carry_decisions(batch: ImportBatch, rows: Iterable[ImportRow]) -> None:
    """Copies the decisions of the former rows to the same rows of the file."""
    before = {
        (row.sheet, row.row, row.part): row
        for row in batch.rows.only("sheet", "row", "part", "position", "decision", "revision")
    }
    if not before:
        return
    position_of = {(row.sheet, row.row, row.part): row.position for row in rows}
    moved = {row.position: position_of.get(address) for address, row in before.items()}
    for row in rows:
        former = before.get((row.sheet, row.row, row.part))
        if former is None:
            continue
        row.revision, row.decision = former.revision, _moved(former.decision, moved)
