"""Where what a card says came from: files, sheets and rows that were written into the register."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q

from accounts.models import User
from imports.enums import ImportStatus
from imports.models import ImportBatch, ImportedRecord
from imports.queries.batches import batches_visible_to
from registry.extension_points import Origin

MOST_SHOWN = 10


def origins_of(user: User, records: Sequence[models.Model]) -> list[Origin]:
    """Files that several records of one card came from, the newest first; those taken back are left out.

    Three queries at most, however many records and files.
    """
    types = ContentType.objects.get_for_models(*(type(record) for record in records))
    condition = Q(pk__in=())
    for record in records:
        condition |= Q(content_type=types[type(record)], object_id=record.pk)
    imported = ImportedRecord.objects.filter(condition, batch__status=ImportStatus.COMMITTED).order_by("row__position")
    rows_by_batch: dict[int, list[tuple[str, int, bool]]] = defaultdict(list)
    for batch, sheet, row, created in imported.values_list("batch", "row__sheet", "row__row", "created"):
        rows_by_batch[batch].append((sheet, row, created))
    if not rows_by_batch:
        return []
    batches = ImportBatch.objects.filter(pk__in=rows_by_batch).select_related("uploaded_by").order_by("-committed_at")
    newest = list(batches[:MOST_SHOWN])
    opened = set(batches_visible_to(user).filter(pk__in=[batch.pk for batch in newest]).values_list("pk", flat=True))
    return [_origin(batch, rows_by_batch[batch.pk], batch.pk in opened) for batch in newest]


def _origin(batch: ImportBatch, rows: Iterable[tuple[str, int, bool]], may_open: bool) -> Origin:
    rows_by_sheet: dict[str, dict[int, None]] = defaultdict(dict)
    created = False
    for sheet, row, is_new in rows:
        rows_by_sheet[sheet][row] = None
        created |= is_new
    return Origin(
        file_name=batch.file_name,
        rows_by_sheet=tuple((sheet, tuple(numbers)) for sheet, numbers in rows_by_sheet.items()),
        created=created,
        uploaded_by=batch.uploaded_by.short_name if batch.uploaded_by else "команда портала",
        committed_at=batch.committed_at,
        address=batch.get_absolute_url() if may_open else "",
    )
