"""From a file to rows that say what would happen, and from rows to what is written. Writes nothing by itself."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db import models
from import_export.results import RowResult
from tablib import Dataset

from accounts.models import User
from imports.background.progress import Progress, unheard
from imports.enums import ImportRowStatus
from imports.importers import IMPORTERS, Importer, PlannedRecord
from imports.importers.base import Source, put_aside
from imports.matching.learned_columns import parse_as_remembered
from imports.matching.registry_snapshot import RegistrySnapshot
from imports.matching.row_keys import name_key, organisation_key
from imports.models import ColumnMapping, ImportBatch, ImportRow
from imports.parsing.file_parsing import parse_file
from imports.parsing.parsed import Issue, ParsedFile, Record, jsonable
from imports.review.row_issues import first_issue_code
from imports.row_data import RowIssue
from imports.writing.bulk_writing import copy_of
from imports.writing.resources import BulkResource
from spreadsheets.cleaning.text import as_text
from spreadsheets.problems import UnreadableFile

_STATUS_OF = {
    RowResult.IMPORT_TYPE_NEW: ImportRowStatus.NEW,
    RowResult.IMPORT_TYPE_UPDATE: ImportRowStatus.CHANGED,
    RowResult.IMPORT_TYPE_SKIP: ImportRowStatus.UNCHANGED,
}

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
    """What a file would do. `notes`: issues of the file as a whole; `sheet`: the only one that was asked for.

    `parsed.records` is empty unless it was asked to keep them. `remembered`: what was said before of columns with
    these headings, when the file was read so.
    """

    kind: str
    parsed: ParsedFile
    rows: list[ImportRow]
    notes: list[RowIssue] = field(default_factory=list)
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
            some = []
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
    corrections: Sequence[Mapping[str, Any]] = (),
    keep_records: bool = False,
    progress: Progress = unheard,
) -> ImportPreview:
    """Reads the file into rows that are not compared with the register yet.

    `mapping`: what a person said of columns; `corrections`: cells put right, as ImportBatch keeps them;
    `keep_records`: the preview keeps what `parse_file` has found in every row beside the rows made of it.
    Raises UnreadableFile with a message for the user.
    """

    def parse(said: Mapping[str, str | None]) -> ParsedFile:
        return parse_file(
            data, filename=filename, organisations=snapshot.known_organisations, today=today, kind=kind,
            default_organisation=snapshot.own_organisation, people=snapshot.known_people, sheet=sheet,
            mapping=said, synonyms=snapshot.heading_synonyms,
            corrections={(c["sheet"], c["row"], c["heading"]): c["value"] for c in corrections}, progress=progress,
        )  # fmt: skip

    parsed, remembered = parse_as_remembered(parse, mapping, snapshot)
    if parsed.kind not in IMPORTERS:
        raise OtherKind(parsed=parsed)
    chosen = IMPORTERS[parsed.kind]
    source = Source(parsed, today)
    in_rows = {id(issue) for record in parsed.records for issue in (*record.warnings, *record.errors)}
    notes = [_issue(issue) for issue in parsed.warnings if id(issue) not in in_rows]
    preview = ImportPreview(parsed.kind, parsed, [], notes, sheet, today, remembered)
    records = list(parsed.records) if keep_records else parsed.records
    records.reverse()
    for table in parsed.tables:
        if not keep_records:
            table.cells = {}
    while records:
        record = records.pop()
        preview.rows.append(_row(len(preview.rows), record, chosen, source))
        preview.cells.append((record.cells, record.raw_columns))
    return preview


def compare(
    rows: Sequence[ImportRow],
    importer: Importer,
    snapshot: RegistrySnapshot,
    *,
    shown_as_new: frozenset[int] = frozenset(),
) -> list[PlannedRecord]:
    """Settles status, target and changes of every row; returns what is ready to be written.

    `shown_as_new`: positions of rows found right and new before; nothing is compared again for those still new.
    """
    _forget_gone(rows, snapshot)
    entries = importer.identify(rows, snapshot)
    compared = []
    ready = []
    for entry in entries:
        if entry.match is None and entry.row.position in shown_as_new:
            _settle(entry, ImportRowStatus.NEW)
            ready.append(entry)
        else:
            compared.append(entry)
    resource = importer.resource(snapshot, compared)
    for entry, outcome in run(resource, compared, dry_run=True):
        if outcome.import_type == RowResult.IMPORT_TYPE_INVALID:
            _refuse(entry, outcome, importer)
            continue
        _settle(entry, _STATUS_OF[outcome.import_type])
        if outcome.changes:
            entry.row.changes = jsonable(outcome.changes)
        if entry.row.status != ImportRowStatus.UNCHANGED:
            ready.append(entry)
    for row in rows:
        row.doubt = first_issue_code(row)
    return ready


def _forget_gone(rows: Sequence[ImportRow], snapshot: RegistrySnapshot) -> None:
    """An organisation that another import had made, which was undone since, is as unknown as if it had never been."""
    known = snapshot.organisations.keys() | {None}
    for row in rows:
        if row.record.get("organisation") not in known:
            row.record = row.record | {"organisation": None}
        if row.decision.organisation not in known:
            row.decision = replace(row.decision, organisation=None)


def _settle(entry: PlannedRecord, status: ImportRowStatus) -> None:
    entry.row.status, entry.row.target_id = status, entry.match
    for row in entry.followers:
        row.status, row.target_id = ImportRowStatus.UNCHANGED, entry.match


def run(
    resource: BulkResource, entries: Sequence[PlannedRecord], *, dry_run: bool
) -> Iterator[tuple[PlannedRecord, RowResult]]:
    """Shows the entries to the resource as datasets: one row each, a column for every field that the file tells of."""
    told = set().union(*(entry.values for entry in entries))
    headers = [name for name in resource.fields if name in told or name == "match"]
    at_a_time = _COMPARED_AT_A_TIME if dry_run else _AT_A_TIME
    for begin in range(0, len(entries), at_a_time):
        some = entries[begin : begin + at_a_time]
        rows = []
        for entry in some:
            get = (entry.values | {"match": entry.match}).get
            rows.append([get(name) for name in headers])
        dataset = Dataset(*rows, headers=headers)
        resource.rows_before = begin
        result = resource.import_data(dataset, dry_run=dry_run, raise_errors=not dry_run, use_transactions=False)
        yield from zip(some, result.rows, strict=True)


def write(
    entries: Sequence[PlannedRecord],
    importer: Importer,
    snapshot: RegistrySnapshot,
    *,
    file_name: str,
    by: User | None,
    at: datetime,
) -> WrittenFile:
    """Writes the entries in bulk with history; `at` is the moment that the history gives."""
    resource = importer.resource(snapshot, entries, by=by, reasons=_ChangeReasons(entries, file_name))
    resource.at = at
    written = WrittenFile({}, [])
    for _ in run(resource, entries, dry_run=False):
        if resource.touched:
            _collect_written(resource, entries, importer, written)
    return written


def _collect_written(
    resource: BulkResource, entries: Sequence[PlannedRecord], importer: Importer, written: WrittenFile
) -> None:
    """What the resource has written so far; it lets go of the records."""
    for record in resource.written:
        entry = entries[record._row_number - 1]
        for row in (entry.row, *entry.followers):
            written.targets[row.position] = importer.key_of(record)
    for record, created in resource.touched:
        entry = entries[record._row_number - 1]
        for row in (entry.row, *entry.followers):
            written.records.append(WrittenRecord(row.pk, type(record), record.pk, created))
    resource.written.clear()
    resource.touched.clear()


class _ChangeReasons(Sequence[str]):
    """The reason of each entry, made when asked for."""

    def __init__(self, entries: Sequence[PlannedRecord], file_name: str) -> None:
        self._entries = entries
        self._file_name = file_name

    def __len__(self) -> int:
        return len(self._entries)

    def __getitem__(self, index: int) -> str:
        return reason_of(self._entries[index].row, self._file_name)


def reason_of(row: ImportRow, file_name: str) -> str:
    """What the history of a record says about where it came from."""
    sheet = f", лист «{row.sheet}»" if row.sheet else ""
    return f"Импорт: «{file_name}»{sheet}, строка {row.row}"


def _row(position: int, record: Record, importer: Importer, source: Source) -> ImportRow:
    raw = record.raw
    fields = record.fields
    kept: dict[str, Any] = {
        "status": record.status,
        "values": importer.values(record, raw, source),
        "organisation": record.organisation.id if record.organisation else None,
        "organisations": [candidate.id for candidate in record.organisation_candidates],
    }
    for name in ("initials", "raw_name", "organisation_raw"):
        if fields.get(name):
            kept[name] = fields[name]
    if record.organisation is None and fields.get("organisation"):
        kept.setdefault("organisation_raw", fields["organisation"])
    row = copy_of(_BLANK_ROW)
    row.position, row.sheet, row.row, row.part = position, (record.sheet or "")[:100], record.row, record.part
    row.record = (
        kept  # `decision`, `changes` and `candidates` stay the blank row's own: they are put anew, never altered
    )
    row.name_key = name_key(fields)
    row.organisation_key = organisation_key(fields, record.organisation.short_name if record.organisation else None)
    row.warnings = [_issue(issue) for issue in record.warnings]
    row.errors = [_issue(issue) for issue in record.errors]
    return row


def _cell(value: Any) -> Any:
    """A cell as JSON and PostgreSQL can keep it."""
    if value is None or type(value) is int or (type(value) is float and math.isfinite(value)):
        return value
    return as_text(value).replace("\x00", "")


def _issue(issue: Issue) -> RowIssue:
    return RowIssue.from_json(jsonable(issue.as_json(with_sheet=True)))


def _refuse(entry: PlannedRecord, outcome: RowResult, importer: Importer) -> None:
    for row in (entry.row, *entry.followers):
        for name, messages in outcome.validation_error.message_dict.items():
            code = "experience_before_birth" if name == "working_since" else "too_long"
            put_aside(row, ImportRowStatus.ERROR, code, f"{importer.labels.get(name, name)}: {messages[0]}")
