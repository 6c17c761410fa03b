"""A person's answers about the columns of a file: they apply to the file and to later ones with the same headings."""

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from imports.actions.drafts import StaleDecision, locked
from imports.actions.upload import NOT_A_TABLE, READ_FROM, read_batch, read_or_ask, takes_long
from imports.heading_keys import heading_key
from imports.matching.learned_columns import headings_key
from imports.models import ColumnMapping, HeadingSynonym, ImportBatch
from imports.queries.columns import column_choices_of
from registry.models import Municipality
from spreadsheets.unreadable_files import NoHeaderRow, UnclearColumns

#: what a person has said of a file
_ANSWERED = ("mapping", "kind_choice", "sheet_choice")


@transaction.atomic
def map_columns(
    *,
    batch: ImportBatch,
    headings: Sequence[str],
    mapping: Mapping[str, str | None],
    kind: str,
    sheet: str = "",
    taught: Mapping[str, str] | None = None,
    filled_from: ImportBatch | None = None,
    by: User,
) -> ImportBatch:
    """Reads the file by the answers: `mapping` is heading → field code, or None for a column that is left out.

    `headings`: all headings of the table, which identify it later; `taught`: those that also enter the municipality's
    dictionary; `filled_from`: the batch as the page has shown it, so that the second of two people who answer at one
    moment gets StaleDecision. A big file (`is_big`) is not read here: its batch is returned for the caller to have it
    read. Raises UnreadableFile; then nothing is remembered.
    """
    batch = locked(batch, *READ_FROM)
    if filled_from is not None and any(getattr(batch, name) != getattr(filled_from, name) for name in _ANSWERED):
        raise StaleDecision("Столбцы этого файла только что указал кто-то другой. Откройте страницу снова и проверьте.")
    batch.mapping, batch.kind_choice, batch.sheet_choice, batch.failure = dict(mapping), kind, sheet, ""
    batch.save(update_fields=["mapping", "kind_choice", "sheet_choice", "failure"])
    ColumnMapping.objects.update_or_create(
        municipality=batch.municipality,
        headings_key=headings_key(headings),
        defaults={
            "headings": list(headings),
            "mapping": batch.mapping,
            "remembered_by": by,
            "remembered_at": timezone.now(),
        },
    )
    for heading, code in (taught or {}).items():
        teach_heading(municipality=batch.municipality, heading=heading, field=code)
    if is_big(batch):
        return batch
    try:
        return read_batch(batch=batch)
    except UnclearColumns:
        raise
    except NoHeaderRow as error:
        raise NoHeaderRow(NOT_A_TABLE, guesses=error.guesses) from error


@transaction.atomic
def forget_columns(*, batch: ImportBatch, by: User) -> ImportBatch:
    """Reads the file by the dictionary again, and so later files with the same headings."""
    batch = locked(batch, *READ_FROM)
    ColumnMapping.objects.filter(municipality=batch.municipality_id, headings_key=column_choices_of(batch).key).delete()
    batch.mapping = {}
    batch.save(update_fields=["mapping"])
    return batch if is_big(batch) else read_or_ask(batch=batch)


def is_big(batch: ImportBatch) -> bool:
    """Whether reading the stored file takes longer than a request should."""
    with batch.file.open("rb") as file:
        return takes_long(file.read())


@transaction.atomic
def teach_heading(*, municipality: Municipality, heading: str, field: str) -> HeadingSynonym:
    """Adds a heading to the municipality's dictionary, or changes the meaning of a known one."""
    synonym, _ = HeadingSynonym.objects.update_or_create(
        municipality=municipality, key=heading_key(heading)[:120], defaults={"heading": heading, "field": field}
    )
    return synonym
