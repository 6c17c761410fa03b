"""The file kept, read and compared with the register: rows for review, nothing else is written."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction

from accounts.models import User
from registry import clock
from registry.actions.imports.drafts import locked
from registry.enums import ImportStatus
from registry.imports.bulk_writing import insert_unnamed, without_collecting
from registry.imports.kinds import KINDS
from registry.imports.planning import Plan, compare, read_plan
from registry.imports.progress import Progress, unheard
from registry.imports.register import Register
from registry.models import ImportBatch, ImportRow, Municipality, Organisation


@transaction.atomic
def keep_file(
    *,
    data: bytes,
    filename: str,
    kind: str,
    municipality: Municipality,
    organisation: Organisation | None = None,
    sheet: str | None = None,
    mapping: Mapping[str, str | None] | None = None,
    by: User | None,
) -> ImportBatch:
    """Keeps a file as it came, not read yet. `kind`: a value of ImportKind or «auto»."""
    batch = ImportBatch(
        municipality=municipality,
        organisation=organisation,
        asked_kind=kind,
        asked_sheet=sheet or "",
        mapping=dict(mapping or {}),
        file_name=filename[-255:],
        sha256=hashlib.sha256(data).hexdigest(),
        uploaded_by=by,
    )
    batch.file.save(filename, ContentFile(data), save=False)
    batch.save()
    return batch


@without_collecting()
@transaction.atomic
def read_batch(*, batch: ImportBatch, data: bytes | None = None, progress: Progress = unheard) -> ImportBatch:
    """Reads the kept file and compares it with the register; the batch becomes a draft with its rows.

    May be called again while it is a draft, after columns or cells were put right: decisions stay with their rows.
    `data`: the file's content when the caller has it already. Raises `registry.imports.UnreadableFile`.
    """
    batch = locked(batch, ImportStatus.UPLOADED, ImportStatus.MAPPING, ImportStatus.DRAFT)
    if data is None:
        with batch.file.open("rb") as file:
            data = file.read()
    register = Register(batch.municipality, batch.organisation)
    read_on = batch.layout.get("read_on")
    plan = read_plan(
        data,
        filename=batch.file_name,
        kind=batch.asked_kind,
        register=register,
        today=date.fromisoformat(read_on) if read_on else clock.today(),
        sheet=batch.asked_sheet or None,
        mapping=batch.mapping,
        corrections=batch.corrections,
        progress=progress,
    )
    _carry_decisions(batch, plan.rows)
    compare(plan.rows, KINDS[plan.kind], register)
    return store_plan(batch=batch, plan=plan)


@transaction.atomic
def store_plan(*, batch: ImportBatch, plan: Plan) -> ImportBatch:
    """Makes a kept file a draft with the rows of the plan, in place of those it had."""
    batch.kind, batch.layout, batch.warnings = plan.kind, layout_of(plan), plan.notes
    batch.status, batch.problem, batch.job, batch.job_since = ImportStatus.DRAFT, "", "", None
    batch.save()
    batch.rows.all().delete()
    for row in plan.rows:
        row.batch_id = batch.pk
    insert_unnamed(plan.rows)
    return batch


def stage_import(
    *,
    data: bytes,
    filename: str,
    kind: str,
    municipality: Municipality,
    organisation: Organisation | None = None,
    sheet: str | None = None,
    mapping: Mapping[str, str | None] | None = None,
    by: User | None,
) -> ImportBatch:
    """Keeps a file and reads it at once: the batch is a draft for review; nothing else is written.

    `organisation`: the file is of this organisation alone; rows of others are errors. Raises
    `registry.imports.UnreadableFile` with a message for the user; then nothing is kept.
    """
    with transaction.atomic():
        batch = keep_file(
            data=data, filename=filename, kind=kind, municipality=municipality, organisation=organisation,
            sheet=sheet, mapping=mapping, by=by,
        )  # fmt: skip
        try:
            return read_batch(batch=batch, data=data)
        except BaseException:
            batch.file.delete(save=False)
            raise


def _carry_decisions(batch: ImportBatch, rows: Iterable[ImportRow]) -> None:
    """Decisions of the rows as they were read before, for the same rows of the file."""
    before = {
        (row.sheet, row.row, row.part): row
        for row in batch.rows.only("sheet", "row", "part", "position", "decision", "revision")
    }
    if not before:
        return
    position_of = {(row.sheet, row.row, row.part): row.position for row in rows}
    moved = {row.position: position_of.get(place) for place, row in before.items()}
    for row in rows:
        known = before.get((row.sheet, row.row, row.part))
        if known is None:
            continue
        row.revision, row.decision = known.revision, known.decision
        if "row" in row.decision and moved[row.decision["row"]] is None:
            row.decision = {}
        elif "row" in row.decision:
            row.decision = row.decision | {"row": moved[row.decision["row"]]}


def layout_of(plan: Plan) -> dict[str, Any]:
    parsed = plan.parsed
    """What the page of the batch tells of how the file was read."""
    return {
        "read_on": plan.read_on.isoformat(),
        "format": parsed.format,
        "encoding": parsed.encoding,
        "delimiter": parsed.delimiter,
        "sheet": plan.sheet,
        "sheets": [
            {"name": table.sheet, "header_row": table.header_row, "title": table.title} for table in parsed.tables
        ],
        "ignored_sheets": [{"name": ignored.sheet, "why": ignored.why} for ignored in parsed.ignored_sheets],
        "headings": parsed.headings,
        "columns": [
            {"heading": column.heading, "field": column.field, "hidden": column.hidden}
            for table in parsed.tables
            for column in table.columns
        ],
        "declared_total": parsed.declared_total,
        "skipped_rows": [{"row": skipped.row, "why": skipped.why} for skipped in parsed.skipped_rows],
    }
