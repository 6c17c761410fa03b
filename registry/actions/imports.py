"""Bringing a spreadsheet in: staged and shown, decided row by row, written in one transaction."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from registry import clock
from registry.enums import ImportRowStatus, ImportStatus
from registry.imports.bulk_writing import insert_unnamed, without_collecting
from registry.imports.findings import finding
from registry.imports.kinds import KINDS, Entry
from registry.imports.planning import Plan, compare, plan_file, write
from registry.imports.register import Register
from registry.models import ImportBatch, ImportRow, Municipality, Organisation, OrganisationAlias

TO_BE_WRITTEN = (ImportRowStatus.NEW, ImportRowStatus.CHANGED)
#: what comparing may alter in a stored row
_SETTLED = ("status", "target_id", "changes", "candidates", "warnings", "errors")
_CLOSED = {
    ImportStatus.COMMITTED: "Этот файл уже записан. Второй раз он не записывается.",
    ImportStatus.DISCARDED: "Эта загрузка отменена. Загрузите файл заново.",
}


class StaleDecision(ValidationError):
    """Somebody else has decided on the row since the page was opened, or has closed the whole batch."""


@without_collecting()
@transaction.atomic
def stage_import(
    *,
    data: bytes,
    filename: str,
    kind: str,
    municipality: Municipality,
    organisation: Organisation | None = None,
    sheet: str | None = None,
    by: User | None,
) -> ImportBatch:
    """Reads the file, compares it with the register and keeps both for review; nothing else is written.

    `kind` is a value of ImportKind or «auto». `organisation`: the file is of this organisation alone; rows of others
    are errors. Raises `registry.imports.UnreadableFile` with a message for the user.
    """
    register = Register(municipality, organisation)
    plan = plan_file(data, filename=filename, kind=kind, register=register, today=clock.today(), sheet=sheet)
    return keep_plan(plan=plan, data=data, filename=filename, register=register, by=by)


@transaction.atomic
def keep_plan(*, plan: Plan, data: bytes, filename: str, register: Register, by: User | None) -> ImportBatch:
    """Keeps a file that has been read and compared, with its rows, as a draft for review."""
    batch = ImportBatch(
        municipality=register.municipality,
        organisation=register.organisation,
        kind=plan.kind,
        file_name=filename[-255:],
        sha256=hashlib.sha256(data).hexdigest(),
        layout=_layout(plan),
        warnings=plan.notes,
        uploaded_by=by,
    )
    batch.file.save(filename, ContentFile(data), save=False)
    batch.save()
    for row in plan.rows:
        row.batch_id = batch.pk
    insert_unnamed(plan.rows)
    return batch


def _layout(plan: Plan) -> dict[str, Any]:
    parsed = plan.parsed
    return {
        "format": parsed.format,
        "encoding": parsed.encoding,
        "delimiter": parsed.delimiter,
        "sheet": plan.sheet,
        "sheets": [
            {"name": table.sheet, "header_row": table.header_row, "title": table.title} for table in parsed.tables
        ],
        "ignored_sheets": [{"name": ignored.sheet, "why": ignored.why} for ignored in parsed.ignored_sheets],
        "headings": parsed.headings,
        "columns": [
            {"heading": column.heading, "field": column.field, "hidden": column.hidden}
            for table in parsed.tables
            for column in table.columns
        ],
        "declared_total": parsed.declared_total,
        "skipped_rows": [{"row": skipped.row, "why": skipped.why} for skipped in parsed.skipped_rows],
    }


@transaction.atomic
def decide(
    *,
    batch: ImportBatch,
    row: ImportRow,
    revision: int,
    decision: Mapping[str, Any],
    all_alike: bool = False,
    by: User,
) -> ImportBatch:
    """Puts a person's decision on a row of a draft and compares the batch anew.

    `decision`: {"person": pk | "new", "names": {…}}, {"row": position}, {"organisation": pk}, {"accept": True},
    {"skip": True}, or {} to take all of the row's back. With `all_alike` an organisation is chosen for every row
    that spells it so, and the spelling is remembered. Raises StaleDecision or ValidationError.
    """
    batch = _draft_locked(batch)
    register = Register(batch.municipality, batch.organisation)
    rows = list(batch.rows.defer("cells"))
    chosen = next(other for other in rows if other.pk == row.pk)
    if chosen.revision != revision:
        raise StaleDecision("Эту строку уже разобрал другой человек. Проверьте, что он выбрал.")
    _check(decision, rows, register)
    decided = [chosen]
    if all_alike and "organisation" in decision and _spelling(chosen):
        decided = [other for other in rows if _spelling(other) == _spelling(chosen)]
        _remember(_spelling(chosen), register.organisations[decision["organisation"]])
    for other in decided:
        other.decision = _added(other.decision, decision, by)
        other.revision += 1
    _compare_and_keep(rows, batch, register, also=decided)
    return batch


def _draft_locked(batch: ImportBatch) -> ImportBatch:
    """The batch as it is now, locked; raises StaleDecision unless it still is a draft."""
    locked = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if locked.status != ImportStatus.DRAFT:
        raise StaleDecision(_CLOSED[ImportStatus(locked.status)])
    return locked


def _added(before: Mapping[str, Any], decision: Mapping[str, Any], by: User) -> dict[str, Any]:
    """A row may need two answers, the organisation and the person; the same question answered anew replaces itself."""
    if not decision or "skip" in decision:
        kept: dict[str, Any] = {}
    else:
        about_who = {"person", "row", "names"}
        replaced = {"skip", *decision, *(about_who if about_who & set(decision) else ())}
        kept = {name: value for name, value in before.items() if name not in replaced}
    return kept | dict(decision) | {"by": by.pk, "at": timezone.now().isoformat()} if decision else {}


def _spelling(row: ImportRow) -> str:
    return row.record.get("organisation_raw", "")


def _check(decision: Mapping[str, Any], rows: Sequence[ImportRow], register: Register) -> None:
    """What was chosen must be in the scope of the batch."""
    organisation, person = decision.get("organisation"), decision.get("person")
    if organisation is not None and not (organisation in register.organisations and register.allows(organisation)):
        raise ValidationError("Выберите организацию из списка.")
    if isinstance(person, int) and person not in register.people:
        raise ValidationError("Выберите человека из списка.")
    if "row" in decision and decision["row"] not in {row.position for row in rows}:
        raise ValidationError("Выберите строку из списка.")


def _remember(spelling: str, organisation: Organisation) -> None:
    if not spelling or len(spelling) > 300:
        return
    alias = OrganisationAlias(organisation=organisation, name=spelling)
    if not OrganisationAlias.objects.filter(municipality=organisation.municipality_id, key=alias.make_key()).exists():
        alias.save()


def _compare_and_keep(
    rows: Sequence[ImportRow], batch: ImportBatch, register: Register, *, also: Iterable[ImportRow] = ()
) -> list[Entry]:
    before = {row.pk: [getattr(row, name) for name in _SETTLED] for row in rows}
    entries = compare(rows, KINDS[batch.kind], register)
    altered = {row.pk: row for row in rows if before[row.pk] != [getattr(row, name) for name in _SETTLED]}
    altered |= {row.pk: row for row in also}
    ImportRow.objects.bulk_update(altered.values(), [*_SETTLED, "decision", "revision"], batch_size=200)
    return entries


@without_collecting()
@transaction.atomic
def commit_batch(*, batch: ImportBatch, by: User | None) -> ImportBatch:
    """Writes the new and changed rows, all or none, with history naming file and row.

    The rows are compared again with the register as it is now, locked: one that would now do something else than the
    person has seen goes back to review and is not written. Raises StaleDecision for a batch that is no draft.
    """
    batch = _draft_locked(batch)
    Municipality.objects.select_for_update().get(pk=batch.municipality_id)
    register = Register(batch.municipality, batch.organisation, lock=True)
    rows = list(batch.rows.defer("cells"))
    shown = {row.pk: (row.status, row.target_id, row.changes) for row in rows}
    kept = {row.pk: [getattr(row, name) for name in _SETTLED] for row in rows}
    entries = []
    new = frozenset(row.position for row in rows if row.status == ImportRowStatus.NEW)
    for entry in compare(rows, KINDS[batch.kind], register, shown_as_new=new):
        if shown[entry.row.pk] == (entry.row.status, entry.row.target_id, entry.row.changes):
            entries.append(entry)
        else:
            _send_back(entry)
    written = write(entries, KINDS[batch.kind], register, file_name=batch.file_name, by=by)
    altered = [row for row in rows if kept[row.pk] != [getattr(row, name) for name in _SETTLED]]
    ImportRow.objects.bulk_update(altered, _SETTLED, batch_size=200)
    _keep_targets(rows, written)
    batch.status, batch.committed_by, batch.committed_at = ImportStatus.COMMITTED, by, timezone.now()
    batch.save()
    return batch


def _send_back(entry: Entry) -> None:
    message = "пока файл проверяли, карточка в реестре изменилась; строка не записана"
    for row in (entry.row, *entry.followers):
        row.status = ImportRowStatus.REVIEW
        row.warnings.append(finding("changed_meanwhile", message, register=True))


def _keep_targets(rows: Sequence[ImportRow], written: Mapping[int, int]) -> None:
    """Which record each row has made or changed: one plain statement, since `bulk_update` is slow for thousands."""
    targets = [(written[row.position], row.pk) for row in rows if row.position in written]
    if targets:
        with connection.cursor() as cursor:
            cursor.executemany("UPDATE registry_importrow SET target_id = %s WHERE id = %s", targets)


@transaction.atomic
def discard_batch(*, batch: ImportBatch, by: User) -> ImportBatch:
    """Puts a draft aside for good; the file and the rows stay to be looked at."""
    batch = _draft_locked(batch)
    batch.status = ImportStatus.DISCARDED
    batch.save(update_fields=["status"])
    return batch
