"""django-import-export, made fast: rows come matched, are compared in memory and written in bulk with their history.

The stock machinery (`import_data`, its results and its totals) is used as it is; what is replaced is what it does to a
single row: a query, a deep copy, an HTML diff and a save.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, ClassVar, Generic

from django.core.exceptions import ValidationError
from django.db import models
from import_export import resources
from import_export.fields import Field
from import_export.instance_loaders import BaseInstanceLoader
from import_export.results import RowResult
from import_export.widgets import Widget

from imports.record_values import ImportedValues
from imports.row_data import ColumnChanges, ValueChange
from imports.writing.bulk_writing import insert, insert_history
from imports.writing.planned_record import FileOrigin, PlannedRecord, PlannedWrite, WriteResults, Written
from imports.writing.refused_records import RefusedRecord, RefusedRow, Write, write_or_name
from registry.names.text_checks import what_is_wrong_in
from russian.search_key import fold
from spreadsheets.cleaning.phones import parse_phone

#: how the refusal of a text begins that its column does not hold
TOO_LONG = "текст длиннее"
#: columns of a dataset that are not values: whom the row means, and the planned record itself
_OF_ROW = frozenset({"match", "planned"})


class IsoDate(Widget):
    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        return date.fromisoformat(value) if isinstance(value, str) else value

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        return value.isoformat() if value else value


class PlannedRow(RowResult):
    """`changes`: field → before and after, of rows that change something known."""

    def __init__(self) -> None:
        super().__init__()
        self.changes: ColumnChanges = {}


class BulkResource(resources.ModelResource, Generic[Written]):
    """Compares and writes planned records; each row of the dataset carries its own in the column `planned`.

    `stored`: records that rows may match, by the value of the column `match`. `origin`: where the file comes from; a
    resource without one only compares. A cell of None says nothing and erases nothing.
    """

    #: never changed in a known record
    fixed: frozenset[str] = frozenset()
    #: written into a known record only where it knows nothing yet
    only_filled: frozenset[str] = frozenset()
    #: compared letter by letter; other texts also but for case, ё and punctuation
    exact: frozenset[str] = frozenset()
    #: one number may be written in many ways
    phones: frozenset[str] = frozenset()

    #: attributes that the list of fields names: column → path from the record
    targets: ClassVar[Mapping[str, str]] = {}

    match = Field(column_name="match")

    class Meta:
        use_bulk = True
        skip_unchanged = True
        report_skipped = True
        skip_html_diff = True
        use_transactions = False
        import_id_fields = ("match",)
        instance_loader_class = BaseInstanceLoader  # never asked: rows come matched

    def __init__(self, *, stored: Mapping[int, Written], origin: FileOrigin | None = None) -> None:
        super().__init__()
        self.fields |= {name: Field(path, name) for name, path in self.targets.items()}
        self.stored = stored
        self._origin = origin
        #: to be written at the end of the dataset
        self.new: list[PlannedWrite[Written]] = []
        self.changed: list[PlannedWrite[Written]] = []
        self.results = WriteResults()
        fields = {name: field for name, field in self.fields.items() if field.attribute}
        self._targets = {name: self._path(field) for name, field in fields.items()}
        self._paths = {path for path, _ in self._targets.values()}
        self._dates = [name for name, field in fields.items() if isinstance(field.widget, IsoDate)]
        self._limits = {
            name: limit for name, (path, attribute) in self._targets.items() if (limit := self._limit(path, attribute))
        }
        columns = {name: self._column(*target) for name, target in self._targets.items()}
        #: free texts → whether they have several lines
        self._texts = {
            name: isinstance(column, models.TextField)
            for name, column in columns.items()
            if isinstance(column, models.CharField | models.TextField) and not column.choices
        }

    @staticmethod
    def _path(field: Field) -> tuple[str, str]:
        path, _, attribute = field.attribute.rpartition("__")
        return path, attribute

    def _column(self, path: str, attribute: str) -> models.Field[Any, Any]:
        model = self._meta.model
        if path:
            model = model._meta.get_field(path).related_model
        return model._meta.get_field(attribute)

    def _limit(self, path: str, attribute: str) -> int | None:
        return getattr(self._column(path, attribute), "max_length", None)

    def bank_record(self, planned: PlannedRecord) -> tuple["BulkResource[Any]", PlannedRecord]:
        """What the row says of the person of its bank, and the resource that knows their entry."""
        return self, planned

    def get_row_result_class(self) -> type[RowResult]:
        return PlannedRow

    def import_row(self, row: Mapping[str, Any], instance_loader: Any, **kwargs: Any) -> PlannedRow:
        outcome = PlannedRow()
        values = self.values_of(row)
        stored = self.stored.get(row["match"])
        if wrong := self.wrong(values, stored):
            return refuse(outcome, wrong)
        if stored is None:
            outcome.import_type = RowResult.IMPORT_TYPE_NEW
            if not kwargs["dry_run"]:
                self.new.append(PlannedWrite(self.made_of(values), row["planned"], values))
            return outcome
        changes = outcome.changes = self.changes_of(stored, values)
        if not changes:
            outcome.import_type = RowResult.IMPORT_TYPE_SKIP
        elif wrong := self.wrong_after(stored, changes):
            return refuse(outcome, wrong)
        else:
            outcome.import_type = RowResult.IMPORT_TYPE_UPDATE
            if not kwargs["dry_run"]:
                changed = self.changed_columns(stored, changes)
                self.assign(stored, {name: after for name, (_, after) in changes.items()})
                self.changed.append(PlannedWrite(stored, row["planned"], values, changed))
        return outcome

    def values_of(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """The row's cells that say something, as the fields of the model want them."""
        values = {name: value for name, value in row.items() if value is not None and name not in _OF_ROW}
        for name in self._dates:
            if name in values:
                values[name] = self.fields[name].widget.clean(values[name])
        return values

    def wrong(self, values: ImportedValues, stored: Written | None = None) -> dict[str, str]:
        """Why the row cannot be written: field → message."""
        limits = self._limits
        too_long = {
            name: f"{TOO_LONG} {limits[name]} знаков"
            for name, value in values.items()
            if type(value) is str and name in limits and len(value) > limits[name]
        }
        return self._wrong_texts(values, stored) | too_long

    def _wrong_texts(self, values: ImportedValues, stored: Written | None) -> dict[str, str]:
        """By the rule of the forms. What the known record has already is let be, so that its export comes back."""
        messages = {}
        for name, several_lines in self._texts.items():
            if type(text := values.get(name)) is not str:
                continue
            wrong = what_is_wrong_in(text, several_lines=several_lines)
            if wrong and (stored is None or self._stored_value(stored, name) != text):
                messages[name] = f"в тексте лишнее: {wrong}"
        return messages

    def _stored_value(self, stored: Written, name: str) -> Any:
        path, attribute = self._targets[name]
        return getattr(getattr(stored, path) if path else stored, attribute)

    def wrong_after(self, instance: Written, changes: ColumnChanges) -> dict[str, str]:
        """Why the known record would be wrong after the changes."""
        return {}

    def changes_of(self, instance: Written, values: ImportedValues) -> ColumnChanges:
        changes: ColumnChanges = {}
        holders = {path: getattr(instance, path) if path else instance for path in self._paths}
        for name, after in values.items():
            if name in self.fixed:
                continue
            path, attribute = self._targets[name]
            before = getattr(holders[path], attribute)
            if before == after or (name in self.only_filled and before not in (None, "")):
                continue
            if name not in self.exact and type(before) is str and type(after) is str and fold(before) == fold(after):
                continue
            if name in self.phones and before and parse_phone(before)[0].number == after:
                continue
            changes[name] = ValueChange(before, after)
        return changes

    def target_of(self, name: str) -> tuple[str, str]:
        """Path from the record to the holder of a changed column, «» for the record itself, and its attribute."""
        return self._targets.get(name, ("", name))

    def assign(self, instance: Written, values: ImportedValues) -> None:
        holders = {path: getattr(instance, path) if path else instance for path in self._paths}
        for name, value in values.items():
            if name in self._targets:
                path, attribute = self._targets[name]
                setattr(holders[path], attribute, value)

    def made_of(self, values: ImportedValues) -> Written:
        """A new record, not saved."""
        raise NotImplementedError

    def changed_columns(self, instance: Written, changes: ColumnChanges) -> frozenset[str]:
        """The columns that the changes touch in the known record, as it is before them."""
        return frozenset(changes)

    def write_new(self) -> None:
        """Writes `new`, and empties it."""
        raise NotImplementedError

    def write_changed(self) -> None:
        """Writes `changed`, and empties it."""
        raise NotImplementedError

    def bulk_create(self, using_transactions: bool, dry_run: bool, *args: Any, **kwargs: Any) -> None:
        if not dry_run:
            self.write_new()

    def bulk_update(self, using_transactions: bool, dry_run: bool, *args: Any, **kwargs: Any) -> None:
        if not dry_run:
            self.write_changed()

    def create_with_history(self, writes: Sequence[PlannedWrite[Any]]) -> None:
        """Raises RefusedRow."""
        self._write(writes, insert, created=True)

    def update_with_history(self, writes: Sequence[PlannedWrite[Any]], fields: Sequence[str]) -> None:
        """One upsert for many records: `bulk_update` grows with the square of their number. Raises RefusedRow."""

        def upsert(records: Sequence[models.Model]) -> None:
            type(records[0])._default_manager.bulk_create(
                records, update_conflicts=True, unique_fields=["id"], update_fields=list(fields)
            )

        self._write(writes, upsert, created=False)

    def _write(self, writes: Sequence[PlannedWrite[Any]], write: Write, *, created: bool) -> None:
        if not writes:
            return
        records = [planned_write.record for planned_write in writes]
        try:
            write_or_name(records, write)
        except RefusedRecord as refusal:
            planned = next(planned_write.planned for planned_write in writes if planned_write.record is refusal.record)
            raise RefusedRow(planned, self.describe_broken_rule(refusal)) from refusal
        origin = self.origin
        reasons = [origin.reason(planned_write.planned.row) for planned_write in writes]
        insert_history(records, reasons, by=origin.by, created=created, at=origin.at)
        self.results.records += [(planned_write, created) for planned_write in writes]

    def take_results(self) -> WriteResults:
        """What has been written since they were taken last; the resource lets go of it."""
        results, self.results = self.results, WriteResults()
        return results

    def describe_broken_rule(self, refusal: RefusedRecord) -> str:
        """What the record goes against, in words; empty when the rule has none."""
        return refusal.rule

    @property
    def origin(self) -> FileOrigin:
        """Raises ValueError for a resource that only compares."""
        if self._origin is None:
            raise ValueError("a resource without an origin only compares")
        return self._origin


def refuse(outcome: PlannedRow, messages: dict[str, str]) -> PlannedRow:
    """The outcome of a row that cannot be written; `messages`: column → what is wrong."""
    outcome.import_type = RowResult.IMPORT_TYPE_INVALID
    outcome.validation_error = ValidationError(messages)
    return outcome
