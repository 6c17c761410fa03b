"""Stores the figures of organisations whose rows have changed."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import transaction

from monitoring.figures import counts, due_counts, listed_counts
from monitoring.figures.histories import History
from monitoring.figures.spans import Changes
from monitoring.figures.stored_count import StoredCount
from monitoring.models import StaleFigures, StoredFigures
from monitoring.queries import to_be_stored
from monitoring.stored_layout import checksum
from registry.models import Organisation

STORED: tuple[StoredCount[Any], ...] = (
    counts.mentors,
    counts.mentees,
    counts.pairs_by_stage,
    counts.OVERDUE,
    counts.FREE_PLACES,
    counts.YOUNG_WITH_PAIR,
    *due_counts.DUE.values(),
    listed_counts.LISTED_MENTORS,
    listed_counts.LISTED_FREE_PLACES,
    listed_counts.MENTEES_ALONE,
    listed_counts.ACTIVE_PAIRS,
    listed_counts.DRAFT_PAIRS,
)
#: organisations counted together
_AT_ONCE = 50
_ROWS_AT_ONCE = 2000


def refresh_figures() -> int:
    """Counts and stores what has changed; returns the number of organisations. It must not run inside a transaction:
    another refresh then does not wait, and readers see each organisation as soon as it is stored."""
    refreshed: set[int] = set()
    while organisation_ids := list(
        to_be_stored(Organisation.objects.exclude(pk__in=refreshed))
        .order_by("pk")
        .values_list("pk", flat=True)[:_AT_ONCE]
    ):
        _store(organisation_ids)
        refreshed.update(organisation_ids)
    return len(refreshed)


@transaction.atomic
def _store(organisation_ids: Collection[int]) -> None:
    """An organisation that another refresh has locked is left out: its mark stays."""
    locked = Organisation.objects.select_for_update(no_key=True, skip_locked=True).filter(pk__in=organisation_ids)
    locked_ids = set(locked.order_by().values_list("pk", flat=True))
    # The marks first: a change that is committed from now on leaves a mark that is not deleted here.
    marks = list(StaleFigures.objects.filter(organisation__in=locked_ids).values_list("pk", flat=True))
    _write(locked_ids, _numbers_of(locked_ids))
    StaleFigures.objects.filter(pk__in=marks).delete()


def _numbers_of(organisation_ids: Collection[int]) -> dict[tuple[int, date], str]:
    history, changes = History(organisation_ids), Changes(organisation_ids)
    for count in STORED:
        changes.add(count.code, count.history(history))
    return {(organisation, day): numbers for organisation, day, numbers in changes.numbers()}


def _write(organisation_ids: Collection[int], numbers: dict[tuple[int, date], str]) -> None:
    """Writes only what differs: most days of an organisation do not change."""
    outdated, same, current = [], set(), checksum()
    rows = StoredFigures.objects.filter(organisation__in=organisation_ids).order_by()
    for pk, organisation, day, stored, counted_by in rows.values_list(
        "pk", "organisation", "day", "numbers", "checksum"
    ):
        if (organisation, day) not in numbers:
            outdated.append(pk)
        elif stored == numbers[organisation, day] and counted_by == current:
            same.add((organisation, day))
    StoredFigures.objects.filter(pk__in=outdated).delete()
    StoredFigures.objects.bulk_create(
        (
            StoredFigures(organisation_id=organisation, day=day, numbers=day_numbers, checksum=current)
            for (organisation, day), day_numbers in numbers.items()
            if (organisation, day) not in same
        ),
        batch_size=_ROWS_AT_ONCE,
        update_conflicts=True,
        unique_fields=["organisation", "day"],
        update_fields=["numbers", "checksum"],
    )
