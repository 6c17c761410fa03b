"""What a person says about rows of a draft: about one, about those that ask the same, about all with one doubt."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from imports.actions.drafts import StaleDecision, compare_and_keep, locked
from imports.actions.learned_spellings import forget_spellings, remember_spelling
from imports.issue_codes import Asks
from imports.matching.registry_snapshot import Register
from imports.models import ImportBatch, ImportRow
from imports.queries.batches import alike, fingerprint
from imports.review.questions import Answer, answers_for_all
from imports.writing.stored_rows import rows_of

#: the two people of a pair, of whom a row may ask apart
SIDES = ("mentor", "mentee")
_ABOUT_WHO = frozenset({"person", "row", "names"})
_SAID_OF_ALL: Mapping[Answer, dict[str, Any]] = {
    Answer.SKIP: {"skip": True},
    Answer.NEW: {"person": "new"},
    Answer.ACCEPT: {"accept": True},
    Answer.NEW_ORGANISATION: {"new_organisation": True},
    Answer.UNDO: {},
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
    decision: Mapping[str, Any],
    all_alike: bool = False,
    remember: bool = False,
    by: User,
) -> list[ImportRow]:
    """Puts a person's decision on a row of a draft and compares the batch anew; returns the rows it was put on.

    `decision`: {"person": pk | "new", "names": {…}}, {"row": position}, {"organisation": pk},
    {"new_organisation": True}, {"form": code}, {"accept": True}, {"skip": True}; the first three also for a side of a
    pair, {"mentor": {…}, "mentee": {…}}; {} takes all of the row's back. With `all_alike` it is put on every row that
    asks the same (`imports.queries.batches.alike`). `remember`: the spelling of a chosen organisation is known at
    once, that of a chosen person when the batch is written. Raises StaleDecision or ValidationError.
    """
    batch = locked(batch)
    register = Register(batch.municipality, batch.organisation)
    rows = rows_of(batch)
    chosen = next((other for other in rows if other.pk == row.pk), None)
    if chosen is None:
        raise StaleDecision(_READ_ANEW)
    if chosen.revision != revision:
        raise StaleDecision(_DECIDED)
    _check(decision, chosen, rows, register)
    decided = [chosen]
    if all_alike or (not decision and "new_organisation" in chosen.decision):
        keys = set(_asking_the_same(chosen, decision))
        others = (other for other in rows if other.pk in keys and other is not chosen)
        decided += [other for other in others if "form" not in decision or _may_have(other, decision["form"])]
    _keep(decision, decided, by=by, remember=remember)
    forget_spellings(batch, rows)
    if remember and "organisation" in decision:
        remember_spelling(chosen, register.organisations[decision["organisation"]], decided)
    compare_and_keep(rows, batch, register, also=decided)
    return decided


@transaction.atomic
def decide_all(
    *, batch: ImportBatch, rows: QuerySet[ImportRow], answer: Answer, seen: str, by: User
) -> list[ImportRow]:
    """Gives one answer to all of the rows that it suits; returns them.

    `rows`: of the batch; `seen`: their fingerprint when the person was told how many there are. Raises StaleDecision.
    """
    batch = locked(batch)
    if fingerprint(rows) != seen:
        raise StaleDecision(_OTHERS_NOW)
    keys = set(rows.values_list("pk", flat=True))
    register = Register(batch.municipality, batch.organisation)
    whole = rows_of(batch)
    decided = [row for row in whole if row.pk in keys and answer in answers_for_all(row.doubt, row.status)]
    _keep(_SAID_OF_ALL[answer], decided, by=by, remember=False)
    forget_spellings(batch, whole)
    compare_and_keep(whole, batch, register, also=decided)
    return decided


def _asking_the_same(row: ImportRow, decision: Mapping[str, Any]) -> list[int]:
    if not decision:
        return _decided_together(row)
    if "form" in decision:
        return list(alike(row, Asks.FORM).values_list("pk", flat=True))
    if "organisation" in decision or "new_organisation" in decision:
        return list(alike(row, Asks.ORGANISATION).values_list("pk", flat=True))
    side = next((side for side in SIDES if side in decision), "")
    return list(alike(row, Asks.PERSON, side).values_list("pk", flat=True))


def _decided_together(row: ImportRow) -> list[int]:
    """Rows on which the row's decision was put by the same action."""
    if not row.decision:
        return []
    return list(row.batch.rows.filter(decision__at=row.decision["at"], revision__gt=0).values_list("pk", flat=True))


def _keep(decision: Mapping[str, Any], rows: Sequence[ImportRow], *, by: User, remember: bool) -> None:
    """A row may need two answers, the organisation and the person; a question answered anew replaces its answer."""
    said = _with_memory(decision) if remember else dict(decision)
    signature = {"by": by.pk, "at": timezone.now().isoformat()}
    for row in rows:
        kept: dict[str, Any] = {}
        if said and "skip" not in said:
            replaced = {"skip", *said, *(_ABOUT_WHO if _ABOUT_WHO & set(said) else ())}
            replaced |= {"organisation", "alias"} if "new_organisation" in said else set()
            replaced |= {"new_organisation", "alias"} if "organisation" in said else set()
            kept = {name: value for name, value in row.decision.items() if name not in replaced}
        row.decision = kept | said | signature if said else {}
        row.revision += 1


def _with_memory(decision: Mapping[str, Any]) -> dict[str, Any]:
    """A chosen person's spelling is remembered when the batch is written, so that nothing is left of what is undone."""
    said = {name: dict(value) | {"remember": True} if name in SIDES else value for name, value in decision.items()}
    return said | ({"remember": True} if "person" in said else {})


def _check(decision: Mapping[str, Any], row: ImportRow, rows: Sequence[ImportRow], register: Register) -> None:
    """What was chosen must be in the scope of the batch."""
    organisation = decision.get("organisation")
    if organisation is not None and not (organisation in register.organisations and register.allows(organisation)):
        raise ValidationError("Выберите организацию из списка.")
    if decision.get("new_organisation") and register.organisation is not None:
        raise ValidationError("Загрузка — для одной организации: других она не заводит.")
    if "form" in decision and not _may_have(row, decision["form"]):
        raise ValidationError("Выберите форму из списка.")
    positions = {other.position for other in rows}
    for about in (decision, *(decision[side] for side in SIDES if side in decision)):
        if isinstance(about.get("person"), int) and about["person"] not in register.people:
            raise ValidationError("Выберите человека из списка.")
        if "row" in about and about["row"] not in positions:
            raise ValidationError("Выберите строку из списка.")


def _may_have(row: ImportRow, form: str) -> bool:
    return any(candidate.get("form") == form for candidate in row.candidates)
