"""From a file to rows that say what would happen, and from rows to what is written. Writes nothing by itself."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, NamedTuple

from django.db import models
from import_export.results import RowResult
from tablib import Dataset

from imports.background.progress import Progress, no_progress
from imports.batch_data import CellCorrection
from imports.enums import ImportRowStatus
from imports.importers import IMPORTERS, Importer
from imports.importers.bank_entries import NAMES
from imports.importers.base import FileContext, withhold
from imports.matching.learned_columns import parse_as_remembered
from imports.matching.merge_choices import is_left_behind
from imports.matching.registry_snapshot import RegistrySnapshot
from imports.matching.row_keys import organisation_row_key, row_name_key
from imports.models import ColumnMapping, ImportBatch, ImportRow
from imports.parsing.file_parsing import parse_file
from imports.parsing.parsed import ParsedFile, ParsedRecord, jsonable
from imports.record_values import RecordValues
from imports.review.question_keys import question_key
from imports.review.row_issues import first_issue_code
from imports.row_data import KEEP, TAKE, RowIssue, RowRecord, ValueChange
from imports.writing.bulk_writing import copy_of
from imports.writing.planned_record import FileOrigin, PlannedRecord, WriteResults
from imports.writing.resources import TOO_LONG, BulkResource
from spreadsheets.cleaning.text import as_text
from spreadsheets.unreadable_files import UnreadableFile

_STATUS_OF = {
    RowResult.IMPORT_TYPE_NEW: ImportRowStatus.NEW,
    RowResult.IMPORT_TYPE_UPDATE: ImportRowStatus.CHANGED,
    RowResult.IMPORT_TYPE_SKIP: ImportRowStatus.UNCHANGED,
}

#: what a column that cannot be written has wrong beside its length and the signs of its text
_CODE_OF_COLUMN = {
    "working_since": "experience_before_birth",
    **dict.fromkeys(NAMES, "name_characters"),
    **dict.fromkeys(("short_name", "full_name"), "title_characters"),
}
#: columns that say one thing together: none of them is kept without the others
_CHOSEN_TOGETHER = (
    frozenset({"working_since", "working_since_precision", "experience_note"}),
    frozenset({"grade", "grade_letter"}),
)
_BLANK_ROW = ImportRow()
#: rows that are written, or only compared, at a time: what is made for them does not pile up
_AT_A_TIME = 1000
_COMPARED_AT_A_TIME = 5000


class OtherKind(UnreadableFile):
    """`parsed`: what was read all the same."""

    code = "other_kind"
    message = "В файле нет ни наставников, ни организаций. Проверьте, тот ли файл выбран."

    def __init__(self, message: str = "", *, parsed: ParsedFile) -> None:
        super().__init__(message)
        self.parsed = parsed


@dataclass
class ImportPreview:
    """The effect of a file. `notes`: issues of the file as a whole; `sheet`: the only requested sheet.

    `parsed.records` is empty unless they were requested. `remembered`: the earlier answer about these columns that was
    used.
    """

    kind: str
    parsed: ParsedFile
    rows: list[ImportRow]
    issues: list[RowIssue] = field(default_factory=list)
    sheet: str | None = None
    read_on: date = date.min
    remembered: ColumnMapping | None = None
    #: of every row: its cells, and heading and index of each column
    cells: list[tuple[Sequence[Any], Sequence[tuple[str, int]]]] = field(default_factory=list)

    def handed_over(self, batch: ImportBatch) -> Iterator[list[ImportRow]]:
        """The rows with their cells as they are to be stored, some at a time; the preview lets go of them."""
        self.rows.reverse()
        self.cells.reverse()
        while self.rows:
            some: list[ImportRow] = []
            while self.rows and len(some) < _AT_A_TIME:
                row, (cells, columns) = self.rows.pop(), self.cells.pop()
                row.batch_id = batch.pk
                row.cells = {heading: _cell(cells[at]) if at < len(cells) else None for heading, at in columns}
                some.append(row)
            yield some


class WrittenRecord(NamedTuple):
    """`row`: primary key of a row that made or changed the record; one repeated by other rows comes once for each."""

    row: int
    model: type[models.Model]
    pk: int
    created: bool


@dataclass
class WrittenFile:
    """`targets`: position of a row → primary key of what it is about."""

    targets: dict[int, int]
    records: list[WrittenRecord]


def preview_file(data: bytes, *, snapshot: RegistrySnapshot, **options: Any) -> ImportPreview:
    """Reads the file and compares it with the register: `read_preview` and `compare` in one."""
    preview = read_preview(data, snapshot=snapshot, **options)
    compare(preview.rows, IMPORTERS[preview.kind], snapshot)
    return preview


def read_preview(
    data: bytes,
    *,
    filename: str,
    kind: str,
    snapshot: RegistrySnapshot,
    today: date,
    sheet: str | None = None,
    mapping: Mapping[str, str | None] | None = None,
    corrections: Sequence[CellCorrection] = (),
    keep_records: bool = False,
    progress: Progress = no_progress,
) -> ImportPreview:
    """Reads the file into rows that are not compared with the register yet.

    `mapping`: a person's answers about columns; `corrections`: corrected cells, as ImportBatch stores them;
    `keep_records`: the preview keeps what `parse_file` has found in every row beside the rows made of it. Raises
    UnreadableFile with a message for the user.
    """

    def parse(mapping_used: Mapping[str, str | None]) -> ParsedFile:
        return parse_file(
            data, filename=filename, organisations=snapshot.known_organisations, today=today, kind=kind,
            default_organisation=snapshot.own_organisation, people=snapshot.known_people, sheet=sheet,
            mapping=mapping_used, synonyms=snapshot.heading_synonyms,
            corrections={c.cell_address: c.value for c in corrections}, progress=progress,
        )  # fmt: skip

    parsed, remembered = parse_as_remembered(parse, mapping, snapshot)
    if parsed.kind not in IMPORTERS:
        raise OtherKind(parsed=parsed)
    importer, context = IMPORTERS[parsed.kind], FileContext(parsed, today)
    in_rows = {id(issue) for record in parsed.records for issue in (*record.warnings, *record.errors)}
    issues = [issue for issue in parsed.warnings if id(issue) not in in_rows]
    preview = ImportPreview(parsed.kind, parsed, [], issues, sheet, today, remembered)
    records = list(parsed.records) if keep_records else parsed.records
    records.reverse()
    for table in parsed.tables:
        if not keep_records:
            table.cells = {}
    while records:
        record = records.pop()
        preview.rows.append(_row(len(preview.rows), record, importer, context))
        preview.cells.append((record.cells, record.raw_columns))
    return preview


def compare(
    rows: Sequence[ImportRow],
    importer: Importer,
    snapshot: RegistrySnapshot,
    *,
    shown_as_new: frozenset[int] = frozenset(),
) -> list[PlannedRecord]:
    """Sets status, target and changes of every row; returns what is ready to be written.

    `shown_as_new`: positions of rows found right and new before; nothing is compared again for those still new.
    """
    _forget_gone(rows, snapshot)
    for row in rows:
        row.question_key = ""
    compared = []
    ready = []
    for planned in importer.identify(rows, snapshot):
        if planned.match is None and planned.row.position in shown_as_new:
            _set_status(planned, ImportRowStatus.NEW)
            ready.append(planned)
        else:
            compared.append(planned)
    resource = importer.resource(snapshot, compared)
    compared = [planned for planned in compared if not _puts_back(planned, importer, resource, snapshot)]
    compared = [planned for planned in compared if not _contradicts_card(planned, importer, resource)]
    for planned, outcome in import_records(resource, compared, dry_run=True):
        if outcome.import_type == RowResult.IMPORT_TYPE_INVALID:
            _refuse(planned, outcome, importer)
            continue
        _set_status(planned, _STATUS_OF[outcome.import_type])
        if outcome.changes:
            planned.row.changes = {name: ValueChange(*jsonable(change)) for name, change in outcome.changes.items()}
        if planned.row.status != ImportRowStatus.UNCHANGED:
            ready.append(planned)
    for row in rows:
        row.issue_code = first_issue_code(row)
        row.question_key = row.question_key or question_key(row)
    return ready


def _puts_back(
    planned: PlannedRecord, importer: Importer, resource: BulkResource[Any], snapshot: RegistrySnapshot
) -> bool:
    """Whether the row waits for an answer because it would restore a value that was rejected when cards were joined."""
    if not importer.bank or planned.match not in snapshot.left_behind:
        return False
    resource, record = resource.bank_record(planned)
    stored, left_behind = resource.stored[planned.match], snapshot.left_behind[planned.match]
    values = resource.values_of(record.values)
    decided = {}
    for name, (now, after) in resource.changes_of(stored, values).items():
        path, attribute = resource.target_of(name)
        if (
            name in values
            and now not in (None, "")
            and is_left_behind(left_behind, path or importer.bank, attribute, after)
        ):
            decided[name] = (now, after)
    answer = planned.row.decision.of_merge
    if answer == KEEP:
        left_out = {name for names in _CHOSEN_TOGETHER if decided.keys() & names for name in names} | decided.keys()
        record.values = RecordValues({n: value for n, value in record.values.items() if n not in left_out})
    elif decided and answer != TAKE:
        message = "; ".join(_describe_choice(importer, name, *values) for name, values in decided.items())
        column = planned.row.record.columns.get(next(iter(decided)))
        withhold(planned.row, ImportRowStatus.REVIEW, "chosen_at_merge", message, column=column)
        planned.row.target_id = planned.match
        for row in planned.followers:
            withhold(row, ImportRowStatus.REVIEW, "chosen_at_merge", message, column=column)
        return True
    return False


def _contradicts_card(planned: PlannedRecord, importer: Importer, resource: BulkResource[Any]) -> bool:
    """Whether the row is put aside because age, class and place in the bank do not fit together."""
    contradiction = importer.contradiction_of(planned, resource)
    if contradiction.refusal:
        status, code, message = ImportRowStatus.ERROR, "age_impossible_in_class", contradiction.refusal
    elif contradiction.doubt and not planned.row.decision.accept:
        status, code, message = ImportRowStatus.REVIEW, "age_unusual_in_class", contradiction.doubt
    else:
        return False
    for row in planned.rows:
        withhold(row, status, code, message)
    planned.row.target_id = planned.match
    return True


def _describe_choice(importer: Importer, name: str, now: Any, after: Any) -> str:
    present, in_file = (f"{value:%d.%m.%Y}" if isinstance(value, date) else str(value) for value in (now, after))
    label = importer.labels.get(name, name)
    return f"{label}: при объединении карточек выбрано «{present}», в файле «{in_file}»"


def _forget_gone(rows: Sequence[ImportRow], snapshot: RegistrySnapshot) -> None:
    """An organisation made by an import that is undone since becomes unknown again."""
    organisations = snapshot.organisations.keys() | {None}
    for row in rows:
        if row.record.organisation not in organisations:
            row.record = replace(row.record, organisation=None)
        if row.decision.organisation not in organisations:
            row.decision = replace(row.decision, organisation=None)


def _set_status(planned: PlannedRecord, status: ImportRowStatus) -> None:
    planned.row.status, planned.row.target_id = status, planned.match
    for row in planned.followers:
        row.status, row.target_id = ImportRowStatus.UNCHANGED, planned.match


def import_records(
    resource: BulkResource[Any], planned: Sequence[PlannedRecord], *, dry_run: bool
) -> Iterator[tuple[PlannedRecord, RowResult]]:
    """Gives the records to the resource as datasets: a row carries its record, and a column for every field in use."""
    in_use = set().union(*(one.values for one in planned))
    headers = [name for name in resource.fields if name in in_use or name == "match"]
    at_a_time = _COMPARED_AT_A_TIME if dry_run else _AT_A_TIME
    for begin in range(0, len(planned), at_a_time):
        some = planned[begin : begin + at_a_time]
        rows = []
        for one in some:
            get = (one.values | {"match": one.match}).get
            rows.append([*map(get, headers), one])
        dataset = Dataset(*rows, headers=[*headers, "planned"])
        result = resource.import_data(dataset, dry_run=dry_run, raise_errors=not dry_run, use_transactions=False)
        yield from zip(some, result.rows, strict=True)


def write(
    planned: Sequence[PlannedRecord], importer: Importer, snapshot: RegistrySnapshot, origin: FileOrigin
) -> WrittenFile:
    """Writes the records in bulk with history. Raises RefusedRow."""
    resource = importer.resource(snapshot, planned, origin)
    written_file = WrittenFile({}, [])
    for _ in import_records(resource, planned, dry_run=False):
        if resource.results.records:
            _add_results(written_file, resource.take_results(), importer)
    return written_file


def _add_results(written_file: WrittenFile, results: WriteResults, importer: Importer) -> None:
    """Adds the keys of what the resource has written, so that the records themselves can be freed."""
    for target in results.targets:
        for row in target.planned.rows:
            written_file.targets[row.position] = importer.key_of(target.record)
    for write, created in results.records:
        for row in write.planned.rows:
            written_file.records.append(WrittenRecord(row.pk, type(write.record), write.record.pk, created))


def _row(position: int, record: ParsedRecord, importer: Importer, context: FileContext) -> ImportRow:
    raw, fields = record.raw, record.fields
    row = copy_of(_BLANK_ROW)
    row.position, row.sheet, row.row, row.part = position, (record.sheet or "")[:100], record.row, record.part
    row.record = RowRecord(
        values=importer.values(record, raw, context),
        initials=fields.text("initials"),
        raw_name=fields.text("raw_name"),
        organisation_name=_organisation_name(record),
        status=record.status,
        organisation=record.organisation.id if record.organisation else None,
        organisations=tuple(candidate.id for candidate in record.organisation_candidates),
        sides=importer.sides(record, raw, context),
        columns=importer.columns(record, context),
    )
    # `decision`, `changes` and `candidates` stay the blank row's own: they are replaced, never altered
    row.name_key = row_name_key(fields)
    row.organisation_key = organisation_row_key(fields, record.organisation.short_name if record.organisation else None)
    row.warnings, row.errors = list(record.warnings), list(record.errors)
    return row


def _organisation_name(record: ParsedRecord) -> str:
    """The organisation as the file spells it, where it is not understood."""
    own = record.fields.text("organisation") if record.organisation is None else ""
    return record.fields.text("organisation_raw") or own


def _cell(value: Any) -> Any:
    """A cell as JSON and PostgreSQL can keep it."""
    if value is None or type(value) is int or (type(value) is float and math.isfinite(value)):
        return value
    return as_text(value).replace("\x00", "")


def _refuse(planned: PlannedRecord, outcome: RowResult, importer: Importer) -> None:
    for row in planned.rows:
        for name, messages in outcome.validation_error.message_dict.items():
            is_too_long = messages[0].startswith(TOO_LONG)
            code = "too_long" if is_too_long else _CODE_OF_COLUMN.get(name, "text_characters")
            withhold(row, ImportRowStatus.ERROR, code, f"{importer.labels.get(name, name)}: {messages[0]}")
