"""What is to be written: which row asks for it, and where the row comes from."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.db import models

from accounts.models import User
from imports.models import ImportRow
from imports.record_values import ImportedValues, RecordValues

Written = TypeVar("Written", bound=models.Model)
Other = TypeVar("Other", bound=models.Model)


@dataclass(slots=True)
class PlannedRecord:
    """One record to be written: the row that makes it, and the rows that repeat it and may add to it.

    `match`: primary key of the record of the registry that is meant; None: a new one.
    """

    row: ImportRow
    match: int | None
    values: RecordValues
    followers: Sequence[ImportRow] = ()

    @property
    def rows(self) -> tuple[ImportRow, ...]:
        return (self.row, *self.followers)

    def join(self, row: ImportRow, values: RecordValues) -> None:
        """Adds a row of the same record: it fills in what the first leaves empty, lists add up."""
        for name, value in values.items():
            if isinstance(value, list) and name in self.values:
                items = self.values[name]
                self.values[name] = [*items, *(item for item in value if item not in items)]
            self.values.setdefault(name, value)
        self.follow(row)

    def follow(self, row: ImportRow) -> None:
        """Adds a row that repeats the record."""
        if isinstance(self.followers, list):
            self.followers.append(row)
        else:
            self.followers = [row]


@dataclass(frozen=True, slots=True)
class FileOrigin:
    """The file that records come from, who writes them, and the moment that their history gives."""

    file_name: str
    by: User | None
    at: datetime

    def reason(self, row: ImportRow) -> str:
        """The reason of the change in the history of a record that the row makes or changes."""
        sheet = f", лист «{row.sheet}»" if row.sheet else ""
        return f"Импорт: «{self.file_name}»{sheet}, строка {row.row}"


@dataclass(frozen=True, slots=True)
class PlannedWrite(Generic[Written]):
    """A record of the registry about to be written for a planned one.

    `values`: what the rows say, by column of the resource; `changed`: the columns that change a known record.
    """

    record: Written
    planned: PlannedRecord
    values: ImportedValues = field(default_factory=dict)
    changed: frozenset[str] = frozenset()

    def of(self, record: Other) -> "PlannedWrite[Other]":
        """Another record that is written for the same rows."""
        return PlannedWrite(record, self.planned)


@dataclass(slots=True)
class WriteResults:
    """What a resource has written: the records that rows are about, and all records, each with whether it is new."""

    targets: list[PlannedWrite[Any]] = field(default_factory=list)
    records: list[tuple[PlannedWrite[Any], bool]] = field(default_factory=list)
