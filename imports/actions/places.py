"""Who takes the places of a mentor for which more rows of a file contend than there are."""

from collections.abc import Collection, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from imports.actions.drafts import StaleDecision, compare_and_store, locked
from imports.importers.pairs.proposals import CAP_CODES
from imports.matching.registry_snapshot import RegistrySnapshot
from imports.matching.row_keys import PLACES, kind_of_question
from imports.models import ImportBatch, ImportRow
from imports.review.row_marks import mark_of_all
from imports.row_data import Decision, PersonAnswer
from imports.writing.stored_rows import stored_rows_of

_CHANGED = "Пока страница была открыта, строки изменились или их разобрал другой человек. Проверьте, кто займёт места."
#: «строка» of one row and of several
NOMINATIVE, DATIVE = ("строка", "строки"), ("строке", "строкам")
_NOBODY = "места наставника не отданы ни одной из соперничающих строк"


@transaction.atomic
def give_places(
    *, batch: ImportBatch, question: str, shown_mark: str, positions: Collection[int], by: User
) -> tuple[list[ImportRow], list[ImportRow]]:
    """Gives the places of a mentor to rows of a draft and leaves the rest of its question out, with the reason.

    `question`: key of the rows that contend; `shown_mark`: theirs when the page was made (`mark_of_all`); `positions`:
    of those that get places. Returns these rows and the rest. The set is compared with the registry anew: as many fit
    as there are places on each day, so that terms may follow one another. Raises StaleDecision, and ValidationError for
    more than fit; then nothing is changed.
    """
    batch = locked(batch)
    snapshot = RegistrySnapshot(batch.municipality, batch.organisation)
    rows = stored_rows_of(batch)
    contending = [row for row in rows if row.question_key == question] if kind_of_question(question) == PLACES else []
    is_as_shown = bool(contending) and mark_of_all(contending) == shown_mark
    if not is_as_shown or not set(positions) <= {row.position for row in contending}:
        raise StaleDecision(_CHANGED)
    holders = [row for row in contending if row.position in positions]
    rest = [row for row in contending if row.position not in positions]
    reason = f"места наставника отданы {rows_in_words(holders, DATIVE)}" if holders else _NOBODY
    at = timezone.now().isoformat()
    for row in contending:
        answer = Decision(takes_place=True) if row.position in positions else _decision_without_place(row, reason)
        row.decision = row.decision.followed_by(answer, by=by.pk, at=at)
        row.revision += 1
    compare_and_store(rows, batch, snapshot, also=contending)
    _check_fits(holders)
    return holders, rest


def rows_in_words(rows: Sequence[ImportRow], case: tuple[str, str] = NOMINATIVE) -> str:
    """«строки 2, 4»; of several sheets with the names of the sheets."""
    several = len({row.sheet for row in rows}) > 1
    numbers = ", ".join(f"{row.row} («{row.sheet}»)" if several else str(row.row) for row in rows)
    return f"{case[len(rows) > 1]} {numbers}"


def _decision_without_place(row: ImportRow, reason: str) -> Decision:
    """A row of a bank of mentees still tells of the mentee, who comes in without the pair."""
    if "mentee" in row.record.sides:
        return Decision(skip=True, reason=reason)
    return Decision(mentor=PersonAnswer(skip=True), reason=reason)


def _check_fits(holders: Sequence[ImportRow]) -> None:
    over = [issue for row in holders for issue in (*row.errors, *row.warnings) if issue.code in CAP_CODES]
    if over:
        overlaps = "; ".join(dict.fromkeys(text for issue in over for text in issue.overlaps))
        raise ValidationError(
            f"Отмечено больше, чем есть мест ({rows_in_words(holders)}){f': {overlaps}' if overlaps else ''}. "
            "Снимите лишние отметки."
        )
