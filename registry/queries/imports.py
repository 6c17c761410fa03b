"""Batches a user may see, and what their pages show of them."""

from django.db.models import Count, Q, QuerySet

from accounts.models import User
from registry.access import Access, Right
from registry.enums import ImportRowStatus
from registry.models import ImportBatch, ImportRow, Organisation

#: the chips of the review page, in their order; the first that has rows and needs a person is opened
GROUPS: dict[str, tuple[str, tuple[ImportRowStatus, ...]]] = {
    "ready": ("Готово", (ImportRowStatus.NEW, ImportRowStatus.CHANGED)),
    "review": ("Сомнения", (ImportRowStatus.REVIEW,)),
    "errors": ("Ошибки", (ImportRowStatus.ERROR,)),
    "unchanged": ("Без изменений", (ImportRowStatus.UNCHANGED,)),
    "off": ("Пропущено", (ImportRowStatus.OFF,)),
}
TO_SEND_BACK = (ImportRowStatus.REVIEW, ImportRowStatus.ERROR)


def _count(*statuses: ImportRowStatus, path: str = "") -> Count:
    return Count(path or "pk", filter=Q(**{f"{path + '__' if path else ''}status__in": statuses}))


def batches_visible_to(user: User) -> QuerySet[ImportBatch]:
    """Batches of the municipality, or those of the user's own organisation alone."""
    condition = Access.of(user).where(Right.IMPORT, municipality="municipality")
    return ImportBatch.objects.filter(condition).select_related("municipality", "organisation", "uploaded_by")


def with_counts(batches: QuerySet[ImportBatch]) -> QuerySet[ImportBatch]:
    """For the list: how many rows are ready, and how many need a person."""
    return batches.annotate(ready=_count(*GROUPS["ready"][1], path="rows"), unclear=_count(*TO_SEND_BACK, path="rows"))


def counts_of(batch: ImportBatch) -> dict[str, int]:
    """Rows by group, and how many of the ready ones are new."""
    return batch.rows.aggregate(
        **{code: _count(*statuses) for code, (_, statuses) in GROUPS.items()}, new=_count(ImportRowStatus.NEW)
    )


def rows_of(batch: ImportBatch, group: str) -> QuerySet[ImportRow]:
    return batch.rows.filter(status__in=GROUPS[group][1]).order_by("position")


def rows_to_send_back(batch: ImportBatch) -> QuerySet[ImportRow]:
    """Rows that the school has to put right: doubtful and wrong ones."""
    return batch.rows.filter(status__in=TO_SEND_BACK).order_by("position")


def organisations_to_import_for(user: User) -> QuerySet[Organisation]:
    """Organisations in use for which the user may bring files in."""
    condition = Access.of(user).where(Right.IMPORT, organisation="")
    return Organisation.objects.filter(condition, archived_on__isnull=True).select_related("municipality")
