"""A person's answers about the columns of a file: they apply to the file and to later ones with the same headings."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from imports.actions.drafts import StaleDecision, locked
from imports.actions.upload import (
    NOT_A_TABLE,
    READ_FROM,
    ask_for_columns,
    preview_of,
    reading_request,
    store_compared,
    takes_long,
)
from imports.heading_keys import heading_key
from imports.matching.learned_columns import headings_key
from imports.models import ColumnMapping, HeadingSynonym, ImportBatch
from imports.queries.columns import column_choices_of
from registry.models import Municipality
from spreadsheets.unreadable_files import NoHeaderRow, UnclearColumns

_MAPPED = "Столбцы этого файла только что указал кто-то другой. Откройте страницу снова и проверьте."


class ColumnAnswer(NamedTuple):
    """What a person has said of a file: of its columns, of the whole, of its only sheet to be read."""

    mapping: dict[str, str | None]
    kind: str
    sheet: str

    @classmethod
    def of(cls, batch: ImportBatch) -> "ColumnAnswer":
        return cls(batch.mapping, batch.kind_choice, batch.sheet_choice)

    def put_on(self, batch: ImportBatch) -> None:
        batch.mapping, batch.kind_choice, batch.sheet_choice, batch.failure = *self, ""


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
    moment gets StaleDecision. The file is read before anything is written, so that others may write meanwhile. A big
    file (`is_big`) is not read here: its batch is returned for the caller to have it read. Raises UnreadableFile; then
    nothing is remembered.
    """
    current = _batch_to_read(batch)
    before = ColumnAnswer.of(filled_from or current)
    if ColumnAnswer.of(current) != before:
        raise StaleDecision(_MAPPED)
    answer, data = ColumnAnswer(dict(mapping), kind, sheet), _content(current)
    answer.put_on(current)
    request, reading = reading_request(current), None
    if not takes_long(data):
        try:
            reading = preview_of(current, data)
        except UnclearColumns:
            raise
        except NoHeaderRow as error:
            raise NoHeaderRow(NOT_A_TABLE, guesses=error.guesses) from error
    with transaction.atomic():
        batch = _keep_answer(current, before, answer, headings, taught or {}, by)
        return batch if reading is None else store_compared(batch, request, *reading)


def _keep_answer(
    batch: ImportBatch,
    before: ColumnAnswer,
    answer: ColumnAnswer,
    headings: Sequence[str],
    taught: Mapping[str, str],
    by: User,
) -> ImportBatch:
    """Puts the answer on the batch, and remembers it for files with the same headings."""
    batch = locked(batch, *READ_FROM)
    if ColumnAnswer.of(batch) != before:
        raise StaleDecision(_MAPPED)
    answer.put_on(batch)
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
    for heading, code in taught.items():
        teach_heading(municipality=batch.municipality, heading=heading, field=code)
    return batch


def forget_columns(*, batch: ImportBatch, by: User) -> ImportBatch:
    """Reads the file by the dictionary again, and so later files with the same headings; as `map_columns` does."""
    current = _batch_to_read(batch)
    before, key, data = ColumnAnswer.of(current), column_choices_of(current).key, _content(current)
    answer = before._replace(mapping={})
    answer.put_on(current)
    request, reading, unclear = reading_request(current), None, None
    if not takes_long(data):
        try:
            reading = preview_of(current, data, without_answer=key)
        except NoHeaderRow as error:
            if not error.guesses:
                raise
            unclear = error
    with transaction.atomic():
        batch = locked(batch, *READ_FROM)
        if ColumnAnswer.of(batch) != before:
            raise StaleDecision(_MAPPED)
        ColumnMapping.objects.filter(municipality=batch.municipality_id, headings_key=key).delete()
        batch.mapping = {}
        batch.save(update_fields=["mapping"])
        if unclear is not None:
            return ask_for_columns(batch, unclear)
        return batch if reading is None else store_compared(batch, request, *reading)


def _batch_to_read(batch: ImportBatch) -> ImportBatch:
    """As it is now. Raises StaleDecision when it may not be read any more."""
    with transaction.atomic():
        locked(batch, *READ_FROM)
    return ImportBatch.objects.select_related("municipality", "organisation").get(pk=batch.pk)


def _content(batch: ImportBatch) -> bytes:
    with batch.file.open("rb") as file:
        return file.read()


def is_big(batch: ImportBatch) -> bool:
    """Whether reading the stored file takes longer than a request should."""
    return takes_long(_content(batch))


@transaction.atomic
def teach_heading(*, municipality: Municipality, heading: str, field: str) -> HeadingSynonym:
    """Adds a heading to the municipality's dictionary, or changes the meaning of a known one."""
    synonym, _ = HeadingSynonym.objects.update_or_create(
        municipality=municipality, key=heading_key(heading)[:120], defaults={"heading": heading, "field": field}
    )
    return synonym
