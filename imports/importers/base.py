"""The tasks of every importer: what a record holds, whom it means, and how it is written."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from imports.enums import ImportRowStatus
from imports.importers.who_one_is import NOTHING, Contradiction
from imports.matching.registry_snapshot import RegistrySnapshot
from imports.models import ImportRow
from imports.parsing.parsed import ParsedFile, ParsedRecord
from imports.record_values import RecordValues
from imports.row_data import PersonRecord, RowIssue
from imports.writing.planned_record import FileOrigin, PlannedRecord
from imports.writing.resources import BulkResource
from spreadsheets.cleaning.dates import find_school_year
from spreadsheets.cleaning.text import as_text, clean_text


class FileContext:
    """What the values of a record depend on beside the record: the day of the file, its headings and titles."""

    def __init__(self, parsed: ParsedFile, day: date) -> None:
        self.day = day
        self._headings = {
            (table.sheet, column.field): column.heading for table in parsed.tables for column in table.columns
        }
        self._titles = {table.sheet: table.title for table in parsed.tables}

    def cell_text(self, record: ParsedRecord, raw: Mapping[str, Any], code: str) -> str:
        """The cell of the column of a field as it stands in the file, on one line."""
        heading = self._headings.get((record.sheet, code))
        return clean_text(as_text(raw.get(heading))) if heading else ""

    def heading(self, record: ParsedRecord, *codes: str) -> str | None:
        """The first of these columns that the record's table has, by its heading."""
        return next((heading for code in codes if (heading := self._headings.get((record.sheet, code)))), None)

    def school_year(self, record: ParsedRecord) -> int | None:
        """The first year of the school year that the title of the record's table names."""
        return find_school_year(self._titles.get(record.sheet) or "")


class Importer:
    """Subclasses are one kind of file each."""

    #: what `parse_file` is asked for and what it may call the table
    parsed_as: ClassVar[str]
    #: words for the register's records: «наставник,наставника,наставников»
    forms: ClassVar[str]
    labels: ClassVar[Mapping[str, str]]
    #: the entry of a person that the rows are about: «mentor», «mentee»; empty when they are about no person
    bank: ClassVar[str] = ""

    def values(self, record: ParsedRecord, raw: Mapping[str, Any], context: FileContext) -> RecordValues:
        """The record's fields as the registry wants them, ready for JSON; empty ones left out."""
        raise NotImplementedError

    def sides(self, record: ParsedRecord, raw: Mapping[str, Any], context: FileContext) -> dict[str, PersonRecord]:
        """The people of the record who are sides of a pair."""
        return {}

    def columns(self, record: ParsedRecord, context: FileContext) -> dict[str, str]:
        """What an issue of the registry may be about → heading of its column."""
        return {}

    def identify(self, rows: Sequence[ImportRow], snapshot: RegistrySnapshot) -> Sequence[PlannedRecord]:
        """Puts aside the rows that need a person or cannot be written; returns the rest, matched."""
        raise NotImplementedError

    def resource(
        self, snapshot: RegistrySnapshot, planned: Sequence[PlannedRecord], origin: FileOrigin | None = None
    ) -> BulkResource[Any]:
        """The resource that compares the planned records with the registry and, given their origin, writes them."""
        raise NotImplementedError

    def contradiction_of(self, planned: PlannedRecord, resource: BulkResource[Any]) -> Contradiction:
        """What the row and the register say of one person that does not fit together."""
        return NOTHING

    def key_of(self, record: Any) -> int:
        """Primary key of what a row is about, of a record that the resource has written."""
        return record.pk

    def pages(self, ids: Iterable[int]) -> Mapping[int, tuple[str, str]]:
        """Pages of the written records: primary key → name and address."""
        raise NotImplementedError


def withhold(
    row: ImportRow, status: ImportRowStatus, code: str = "", message: str = "", *, column: str | None = None
) -> None:
    """Sets the status of a row that is not written, with the issue of the comparison."""
    row.status = status
    if code:
        (row.errors if status == ImportRowStatus.ERROR else row.warnings).append(
            RowIssue(code, message, column, from_registry=True, asks=True)
        )


def clear(row: ImportRow) -> None:
    """Removes the results of the former comparison from the row."""
    if any(warning.from_registry for warning in row.warnings):
        row.warnings = [warning for warning in row.warnings if not warning.from_registry]
    if any(error.from_registry for error in row.errors):
        row.errors = [error for error in row.errors if not error.from_registry]
    row.changes, row.candidates, row.target_id = row.changes and {}, row.candidates and [], None
