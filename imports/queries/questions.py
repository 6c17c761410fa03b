"""Questions of a batch that many rows share: one card each, in as many queries for one row as for thousands."""

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from django.db.models import Case, CharField, Count, F, Min, Q, QuerySet, Sum, Value, When, Window
from django.db.models.functions import Cast, Concat, RowNumber

from imports.matching.row_keys import PLACES
from imports.models import ImportBatch, ImportRow
from imports.queries.batches import TO_SEND_BACK


class QuestionTotals(NamedTuple):
    """How many rows share a question, and the sums of their revisions and positions."""

    rows: int
    revisions: int
    positions: int


def cards_of_rows(rows: QuerySet[ImportRow], *, one_by_one: bool = False) -> QuerySet[Any, Any]:
    """Each card with the position of its `first` row, in their order.

    `one_by_one`: rows that share a question have a card each, but those that contend for places have one still.
    """
    alone = Q(question_key="") if not one_by_one else ~Q(question_key__startswith=f"{PLACES}:")
    own_key = Concat(Value("#"), Cast("position", CharField()), output_field=CharField())
    cards = rows.order_by().annotate(card=Case(When(alone, then=own_key), default=F("question_key")))
    return cards.values("card").annotate(first=Min("position")).order_by("first")


def rows_at(batch: ImportBatch, positions: Collection[int]) -> list[ImportRow]:
    """With their cells, in their order."""
    return list(batch.rows.filter(position__in=positions).order_by("position"))


def first_of_question(batch: ImportBatch, key: str) -> ImportRow | None:
    """The first row that still waits for an answer."""
    return batch.rows.filter(question_key=key, status__in=TO_SEND_BACK).order_by("position").first() if key else None


def totals_of_questions(batch: ImportBatch, keys: Collection[str]) -> Mapping[str, QuestionTotals]:
    if not keys:
        return {}
    totals = batch.rows.filter(question_key__in=keys).order_by().values_list("question_key")
    sums = totals.annotate(rows=Count("pk"), revisions=Sum("revision"), positions=Sum("position"))
    return {key: QuestionTotals(*numbers) for key, *numbers in sums}


def rows_of_questions(batch: ImportBatch, keys: Collection[str], most: int) -> Mapping[str, list[ImportRow]]:
    """The first `most` rows of each question, without their cells; of those that contend for places all."""
    grouped: dict[str, list[ImportRow]] = {key: [] for key in keys}
    if keys:
        number = Window(RowNumber(), partition_by=F("question_key"), order_by=F("position").asc())
        rows = batch.rows.filter(question_key__in=keys).annotate(number=number).defer("cells")
        for row in rows.filter(Q(number__lte=most) | Q(question_key__startswith=f"{PLACES}:")).order_by("position"):
            grouped[row.question_key].append(row)
    return grouped
