"""Corrections of cells of a draft: the stored file stays as it came and is read again."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import User
from imports.actions.drafts import StaleDecision, locked
from imports.actions.upload import read_batch
from imports.batch_data import CellCorrection
from imports.models import ImportBatch, ImportRow
from imports.queries.batches import same_text
from spreadsheets.cleaning.text import as_text

LONGEST_CELL = 2000
RowAddress = tuple[str, int]


@transaction.atomic
def correct_cell(
    *,
    batch: ImportBatch,
    row: ImportRow,
    heading: str,
    value: str,
    shown_text: str,
    all_alike: bool = False,
    read_now: bool = True,
    by: User,
) -> int:
    """Reads the batch again with another text in a cell; returns the number of corrected rows.

    `shown_text`: the text of the cell on the person's page. With `all_alike` every row of the batch with this text in
    the column gets the new one. Without `read_now` the caller has the batch read afterwards (in the background). Raises
    StaleDecision, ValidationError or UnreadableFile; then nothing is changed.
    """
    batch = locked(batch)
    now = batch.rows.filter(pk=row.pk).first() or batch.rows.filter(sheet=row.sheet, row=row.row, part=row.part).first()
    if now is None:
        raise StaleDecision("Этой строки в файле больше нет: её изменило чужое исправление.")
    if heading not in now.cells:
        raise ValidationError("Такого столбца в строке нет.")
    text = as_text(now.cells[heading])
    if text != shown_text:
        raise StaleDecision(f"Эту ячейку уже исправили: теперь в ней «{text}». Проверьте, нужно ли ваше исправление.")
    if value == text:
        raise ValidationError("Текст в ячейке не изменился.")
    addresses = {(now.sheet, now.row)}
    if all_alike:
        addresses |= set(same_text(batch, heading, text).values_list("sheet", "row"))
    batch.corrections = _corrected(batch.corrections, addresses, heading, value, text, by)
    _keep(batch, addresses, read_now=read_now)
    return len(addresses)


@transaction.atomic
def take_back_corrections(
    *, batch: ImportBatch, sheet: str, row: int, heading: str, together: bool = False, read_now: bool = True
) -> int:
    """Reads the batch again with the text of the file in a cell, or in all cells of the same action.

    Returns the number of cells. `read_now`: as above. Raises StaleDecision.
    """
    batch = locked(batch)
    corrections = {correction.cell_address: correction for correction in batch.corrections}
    correction = corrections.get((sheet, row, heading))
    if correction is None:
        raise StaleDecision("Это исправление уже отменили.")
    to_remove = [c for c in batch.corrections if c is correction or (together and c.action == correction.action)]
    batch.corrections = [c for c in batch.corrections if c not in to_remove]
    _keep(batch, {c.row_address for c in to_remove}, read_now=read_now)
    return len(to_remove)


def _corrected(
    corrections: Iterable[CellCorrection], addresses: set[RowAddress], heading: str, value: str, before: str, by: User
) -> list[CellCorrection]:
    """The corrections with the text of the file, however often a cell is corrected; the file's own text is no
    correction."""
    old = {c.row_address: c.before for c in corrections if c.heading == heading}
    remaining = [c for c in corrections if c.heading != heading or c.row_address not in addresses]
    at = timezone.now().isoformat()
    for sheet, row in sorted(addresses):
        first = old.get((sheet, row), before)
        if first != value:
            remaining.append(CellCorrection(sheet, row, heading, value=value, before=first, by=by.pk, at=at))
    return remaining


def _keep(batch: ImportBatch, addresses: set[RowAddress], *, read_now: bool) -> None:
    """Gives the corrected rows another revision: an answer to their former content is refused."""
    batch.save(update_fields=["corrections"])
    by_sheet: dict[str, list[int]] = {}
    for sheet, row in addresses:
        by_sheet.setdefault(sheet, []).append(row)
    touched = Q()
    for sheet, rows in by_sheet.items():
        touched |= Q(sheet=sheet, row__in=rows)
    batch.rows.filter(touched).update(revision=F("revision") + 1)
    if read_now:
        read_batch(batch=batch)
