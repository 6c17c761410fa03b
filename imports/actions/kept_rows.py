"""What stored files keep of people: found for one of them, cleared for one, and removed from all files after a term."""

import json
from collections.abc import Collection, Iterator
from functools import partial, reduce
from operator import or_
from typing import Any

from dateutil.relativedelta import relativedelta
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils import timezone

from imports.batch_data import FileLayout
from imports.enums import ImportStatus
from imports.models import ImportBatch, ImportedRecord, ImportRow
from imports.row_data import RowRecord, no_decision
from registry import clock
from registry.kept_data import CardsOfPerson, KeptData, KeptRecord
from registry.models import Consent, Curator, Mentee, Mentor, Person
from registry.queries.keeping import municipalities_by_months

#: whose rows nobody needs to read again
CLOSED = (ImportStatus.COMMITTED, ImportStatus.UNDONE, ImportStatus.DISCARDED)
#: columns of a row that hold what the file says of people
_TELLING = ("cells", "record", "changes", "warnings", "errors", "candidates", "decision")
_AT_ONCE = 500
_ROWS = "imports.rows"


def _empty_row() -> dict[str, Any]:
    """What is left of a row: where it stood, what became of it, and the record that it made."""
    empty: dict[str, Any] = {"cells": {}, "record": RowRecord(), "changes": {}, "decision": no_decision()}
    return empty | {"warnings": [], "errors": [], "candidates": [], "name_key": "", "organisation_key": ""}


def rows_of_person(cards: CardsOfPerson) -> list[ImportRow]:
    """Rows that have made or changed records of the person, and those of the municipality's files with the name."""
    if _ROWS not in cards.once:
        rows = {row.pk: row for row in _rows_of_records(cards)}
        rows |= {row.pk: row for row in _rows_with_name(cards)}
        cards.once[_ROWS] = [rows[pk] for pk in sorted(rows)]
    return cards.once[_ROWS]


def _rows_of_records(cards: CardsOfPerson) -> QuerySet[ImportRow]:
    condition = Q(pk__in=())
    people = {
        model: model._default_manager.filter(person__in=cards.pks) for model in (Mentor, Mentee, Consent, Curator)
    }
    sources: dict[type[Model], Any] = {Person: cards.pks} | {m: rows.values("pk") for m, rows in people.items()}
    for model, keys in sources.items():
        condition |= Q(content_type=ContentType.objects.get_for_model(model), object_id__in=keys)
    keys = ImportedRecord.objects.filter(condition).values("row")
    return ImportRow.objects.filter(pk__in=keys).select_related("batch")


def _rows_with_name(cards: CardsOfPerson) -> Iterator[ImportRow]:
    """The database looks for the surname as files and JSON write it, the rest is told here."""
    columns = {f"{name}_text": Cast(name, TextField()) for name in _TELLING}
    conditions = [
        Q(**{f"{column}__contains": spelling})
        for column in columns
        for stem in cards.surname_stems
        for spelling in _spellings(stem)
    ]
    rows = ImportRow.objects.filter(batch__municipality=cards.person.municipality_id).annotate(**columns)
    for row in rows.filter(reduce(or_, conditions)).select_related("batch").iterator(_AT_ONCE):
        texts = (json.loads(getattr(row, column)) for column in columns)
        if any(cards.named_in_cells(json.dumps(text, ensure_ascii=False)) for text in texts):
            yield row


def _spellings(stem: str) -> set[str]:
    cases = {stem, stem.capitalize(), stem.upper()}
    return cases | {json.dumps(text)[1:-1] for text in cases}


def kept_rows_of(cards: CardsOfPerson, sensitive: bool) -> list[KeptRecord]:
    return [
        KeptRecord(
            f"Строка {row} загрузки {row.batch_id} от {row.batch.uploaded_at:%d.%m.%Y}",
            tuple((str(heading), str(value)) for heading, value in dict(row.cells).items()),
        )
        for row in rows_of_person(cards)
    ]


def describe_open_uploads(cards: CardsOfPerson) -> list[str]:
    open_batches = {row.batch for row in rows_of_person(cards) if row.batch.status not in CLOSED}
    return [
        f"Загрузка «{batch}» не закончена, и в ней есть этот человек или его тёзка. Сначала внесите её или отмените."
        for batch in sorted(open_batches, key=lambda batch: batch.pk)
    ]


def clear_rows_of_person(cards: CardsOfPerson) -> None:
    """Empties the rows and removes their files: one row cannot be taken out of a file."""
    rows = rows_of_person(cards)
    ImportRow.objects.filter(pk__in=[row.pk for row in rows]).update(**_empty_row())
    by_batch: dict[ImportBatch, set[tuple[str, int]]] = {}
    for row in rows:
        by_batch.setdefault(row.batch, set()).add((row.sheet, row.row))
    for batch, addresses in by_batch.items():
        _remove_file(batch)
        batch.corrections = [cell for cell in batch.corrections if cell.row_address not in addresses]
        batch.warnings = [issue for issue in batch.warnings if not cards.named_in(str(issue))]
        if cards.named_in(batch.file_name):
            batch.file_name = f"файл.{batch.file_name.rpartition('.')[2]}"
        batch.save(update_fields=["corrections", "warnings", "file_name"])


def _remove_file(batch: ImportBatch) -> None:
    """The stored file goes once all is written; what its columns looked like goes with it."""
    if batch.file:
        transaction.on_commit(partial(batch.file.storage.delete, str(batch.file.name)))
    batch.file = ""
    batch.layout = FileLayout(read_on=batch.layout.read_on, format=batch.layout.format)
    batch.save(update_fields=["file", "layout"])


@transaction.atomic
def remove_old_uploads() -> int:
    """Removes files that were uploaded longer ago than they stay, and what their rows say of people; what was never
    finished is discarded with it. Returns the number of files."""
    condition = Q(pk__in=())
    for months, municipalities in municipalities_by_months("keep_uploads_months", clock.today()).items():
        before = timezone.now() - relativedelta(months=months)
        condition |= Q(municipality__in=municipalities, uploaded_at__lt=before)
    batches = ImportBatch.objects.filter(condition, job="").exclude(file="").select_for_update()
    return _remove_uploads(list(batches))


def _remove_uploads(batches: Collection[ImportBatch]) -> int:
    for batch in batches:
        if batch.status not in CLOSED:
            batch.status = ImportStatus.DISCARDED
        batch.corrections = []
        batch.save(update_fields=["status", "corrections"])
        _remove_file(batch)
    ImportRow.objects.filter(batch__in=batches).update(**_empty_row())
    return len(batches)


KEPT_DATA = (
    KeptData(
        "Загруженные таблицы",
        frozenset({"imports.ImportBatch", "imports.ImportRow", "imports.ImportedRecord"}),
        "Строки с этим человеком очищаются, их файлы удаляются целиком: из файла нельзя вынуть одну строку. Остаётся, "
        "из какой загрузки появилась запись.",
        kept_rows_of,
        obstacles=describe_open_uploads,
        clear=clear_rows_of_person,
    ),
)
