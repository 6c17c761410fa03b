"""Decisions about rows of a draft: about one row, about rows with the same question, about all with one issue code."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from imports.actions.drafts import StaleDecision, compare_and_store, locked
from imports.actions.learned_organisation_names import forget_spellings, remember_spelling
from imports.matching.registry_snapshot import RegistrySnapshot
from imports.models import ImportBatch, ImportRow
from imports.queries.batches import alike, fingerprint
from imports.review.questions import Answer, answers_for_all
from imports.review.row_marks import mark_of_question
from imports.row_data import KEEP, NO_DECISION, SIDES, TAKE, Decision
from imports.writing.stored_rows import stored_rows_of

_DECISION_OF: Mapping[Answer, Decision] = {
    Answer.SKIP: Decision(skip=True),
    Answer.NEW: Decision(is_new=True),
    Answer.ACCEPT: Decision(accept=True),
    Answer.KEEP: Decision(of_merge=KEEP),
    Answer.TAKE: Decision(of_merge=TAKE),
    Answer.NEW_ORGANISATION: Decision(new_organisation=True),
    Answer.UNDO: NO_DECISION,
}
_READ_ANEW = "Пока страница была открыта, файл перечитали. Проверьте строку ещё раз."
_DECIDED = "Эту строку уже разобрал другой человек. Проверьте, что он выбрал."
_OTHERS_NOW = "Пока страница была открыта, строки изменились. Проверьте число строк ещё раз."


@transaction.atomic
def decide(
    *,
    batch: ImportBatch,
    row: ImportRow,
    revision: int,
    decision: Decision,
    all_alike: bool = False,
    shown_mark: str = "",
    remember: bool = False,
    by: User,
) -> list[ImportRow]:
    """Puts a person's decision on a row of a draft and compares the batch anew; returns the rows it was put on.

    An empty decision takes back all that was decided about the row. With `all_alike` the decision is put on every row
    that shares the row's question (`imports.review.question_keys`), or else may be about the same person
    (`imports.queries.batches.alike`). `shown_mark`: of all rows of the question, as the page has shown them
    (`mark_of_question`). `remember`: the spelling of a chosen organisation is known at once, that of a chosen person
    when the batch is written. Raises StaleDecision or ValidationError.
    """
    batch = locked(batch)
    snapshot = RegistrySnapshot(batch.municipality, batch.organisation)
    rows = stored_rows_of(batch)
    current = next((other for other in rows if other.pk == row.pk), None)
    if current is None:
        raise StaleDecision(_READ_ANEW)
    if current.revision != revision:
        raise StaleDecision(_DECIDED)
    _check(decision, current, rows, snapshot)
    decided = [current]
    if all_alike or (not decision and current.decision.new_organisation):
        decided += _asking_the_same(current, decision, rows, shown_mark)
    _keep(decision, decided, by=by, remember=remember)
    forget_spellings(batch, rows)
    if remember and decision.organisation is not None:
        remember_spelling(current, snapshot.organisations[decision.organisation], decided)
    compare_and_store(rows, batch, snapshot, also=decided)
    return decided


@transaction.atomic
def decide_all(
    *, batch: ImportBatch, rows: QuerySet[ImportRow], answer: Answer, shown_fingerprint: str, by: User
) -> list[ImportRow]:
    """Gives one answer to all of the rows that it suits; returns them.

    `rows`: of the batch; `shown_fingerprint`: theirs when the person was told how many there are. Raises
    StaleDecision.
    """
    batch = locked(batch)
    if fingerprint(rows) != shown_fingerprint:
        raise StaleDecision(_OTHERS_NOW)
    keys = set(rows.values_list("pk", flat=True))
    snapshot = RegistrySnapshot(batch.municipality, batch.organisation)
    whole = stored_rows_of(batch)
    decided = [row for row in whole if row.pk in keys and answer in answers_for_all(row.issue_code, row.status)]
    _keep(_DECISION_OF[answer], decided, by=by, remember=False)
    forget_spellings(batch, whole)
    compare_and_store(whole, batch, snapshot, also=decided)
    return decided


def _asking_the_same(row: ImportRow, decision: Decision, rows: Sequence[ImportRow], shown_mark: str) -> list[ImportRow]:
    """The other rows that the decision is put on. Raises StaleDecision when they are not those that were shown."""
    if not decision:
        keys = _decided_together(row)
        return [other for other in rows if other.pk in keys and other is not row]
    if not row.question_key:
        keys = set(alike(row).values_list("pk", flat=True))
        return [other for other in rows if other.pk in keys and other is not row]
    same = [other for other in rows if other.question_key == row.question_key]
    if shown_mark and shown_mark != _mark_of_rows(row.question_key, same):
        raise StaleDecision(_OTHERS_NOW)
    return [other for other in same if other is not row]


def _mark_of_rows(key: str, rows: Sequence[ImportRow]) -> str:
    revisions, positions = sum(row.revision for row in rows), sum(row.position for row in rows)
    return mark_of_question(key, rows=len(rows), revisions=revisions, positions=positions)


def _decided_together(row: ImportRow) -> set[int]:
    """Rows that the same action has decided."""
    if not row.decision:
        return set()
    return set(row.batch.rows.filter(decision__at=row.decision.at, revision__gt=0).values_list("pk", flat=True))


def _keep(decision: Decision, rows: Sequence[ImportRow], *, by: User, remember: bool) -> None:
    """Combines decisions: a row may need two answers, the organisation and the person; a new answer replaces the
    former."""
    answer = _with_memory(decision) if remember else decision
    at = timezone.now().isoformat()
    for row in rows:
        row.decision = row.decision.followed_by(answer, by=by.pk, at=at)
        row.revision += 1


def _with_memory(decision: Decision) -> Decision:
    """A chosen person's spelling is remembered when the batch is written, so that nothing is left of what is undone."""
    for side in SIDES:
        if (answer := decision.answer_of(side)) is not None:
            decision = decision.with_answer_of(side, replace(answer, remember=True))
    return replace(decision, remember=decision.person is not None or decision.is_new)


def _check(decision: Decision, row: ImportRow, rows: Sequence[ImportRow], snapshot: RegistrySnapshot) -> None:
    """Raises ValidationError for a choice outside the scope of the batch."""
    organisation = decision.organisation
    if organisation is not None and not (organisation in snapshot.organisations and snapshot.allows(organisation)):
        raise ValidationError("Выберите организацию из списка.")
    if decision.new_organisation and snapshot.organisation is not None:
        raise ValidationError("Загрузка — для одной организации: других она не заводит.")
    if decision.form and not _may_have(row, decision.form):
        raise ValidationError("Выберите форму из списка.")
    positions = {other.position for other in rows}
    for answer in filter(None, (decision, decision.mentor, decision.mentee)):
        if answer.person is not None and answer.person not in snapshot.people:
            raise ValidationError("Выберите человека из списка.")
        if answer.row is not None and answer.row not in positions:
            raise ValidationError("Выберите строку из списка.")


def _may_have(row: ImportRow, form: str) -> bool:
    return any(candidate.form == form for candidate in row.candidates)
