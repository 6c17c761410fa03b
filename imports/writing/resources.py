"""django-import-export, made fast: rows come matched, are compared in memory and written in bulk with their history.

The stock machinery (`import_data`, its results and its totals) is used as it is; what is replaced is what it does to a
single row: a query, a deep copy, an HTML diff and a save.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import partial
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from import_export import resources
from import_export.fields import Field
from import_export.instance_loaders import BaseInstanceLoader
from import_export.results import RowResult
from import_export.widgets import Widget

from accounts.models import User
from imports.writing.bulk_writing import insert, insert_history
from imports.writing.refused_records import write_or_name
from russian.search_key import fold
from spreadsheets.cleaning.phones import parse_phone

Changes = dict[str, list[Any]]


class IsoDate(Widget):
    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        return date.fromisoformat(value) if isinstance(value, str) else value

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        return value.isoformat() if value else value


class MatchedLoader(BaseInstanceLoader):
    """The record that matching has found for the row; None: a new one."""

    def get_instance(self, row: Mapping[str, Any]) -> models.Model | None:
        return self.resource.known.get(row["match"])


class PlannedRow(RowResult):
    """`changes`: field → before and after, of rows that change something known."""

    def __init__(self) -> None:
        super().__init__()
        self.changes: Changes = {}


class BulkResource(resources.ModelResource):
    """`known`: records that rows may match, by the value of the column `match`.

    `reasons`: the value of the column `reason_of` → the reason kept in the history of the row's records.
    A cell of None says nothing and erases nothing.
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
        instance_loader_class = MatchedLoader

    def __init__(
        self, *, known: Mapping[Any, models.Model], by: User | None = None, reasons: Sequence[str] = ()
    ) -> None:
        super().__init__()
        self.fields |= {name: Field(path, name) for name, path in self.targets.items()}
        self.known = known
        self.by = by
        self.reasons = reasons
        #: the moment of everything written, for the history
        self.at: datetime = timezone.now()
        #: rows that were shown before those being imported now: numbers of rows count on
        self.rows_before = 0
        #: the records that rows are about, and all that were written with whether they are new
        self.written: list[models.Model] = []
        self.touched: list[tuple[models.Model, bool]] = []
        fields = {name: field for name, field in self.fields.items() if field.attribute}
        self._places = {name: self._path(field) for name, field in fields.items()}
        self._paths = {path for path, _ in self._places.values()}
        self._dates = [name for name, field in fields.items() if isinstance(field.widget, IsoDate)]
        self._limits = {
            name: limit for name, (path, attribute) in self._places.items() if (limit := self._limit(path, attribute))
        }

    @staticmethod
    def _path(field: Field) -> tuple[str, str]:
        path, _, attribute = field.attribute.rpartition("__")
        return path, attribute

    def _limit(self, path: str, attribute: str) -> int | None:
        model = self._meta.model
        if path:
            model = model._meta.get_field(path).related_model
        return getattr(model._meta.get_field(attribute), "max_length", None)

    def get_row_result_class(self) -> type[RowResult]:
        return PlannedRow

    def import_row(self, row: Mapping[str, Any], instance_loader: MatchedLoader, **kwargs: Any) -> PlannedRow:
        outcome = PlannedRow()
        instance = instance_loader.get_instance(row)
        new = instance is None
        values = self.values_of(row)
        if wrong := self.wrong(values):
            outcome.import_type = RowResult.IMPORT_TYPE_INVALID
            outcome.validation_error = ValidationError(wrong)
            return outcome
        if new:
            outcome.import_type = RowResult.IMPORT_TYPE_NEW
            if not kwargs["dry_run"]:
                self._keep(self.made_of(values), self.create_instances, kwargs["row_number"])
            return outcome
        changes = outcome.changes = self.changes_of(instance, values)
        if not changes:
            outcome.import_type = RowResult.IMPORT_TYPE_SKIP
        elif invalid := self.wrong_after(instance, changes):
            outcome.import_type = RowResult.IMPORT_TYPE_INVALID
            outcome.validation_error = ValidationError(invalid)
        else:
            outcome.import_type = RowResult.IMPORT_TYPE_UPDATE
            if not kwargs["dry_run"]:
                self.assign(instance, {name: after for name, (_, after) in changes.items()})
                self._keep(instance, self.update_instances, kwargs["row_number"])
        return outcome

    def _keep(self, instance: models.Model, where: list[models.Model], row_number: int) -> None:
        instance._row_number = self.rows_before + row_number
        instance._change_reason = self.reasons[instance._row_number - 1]
        where.append(instance)

    def values_of(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """The row's cells that say something, as the fields of the model want them."""
        found = {name: value for name, value in row.items() if value is not None and name != "match"}
        for name in self._dates:
            if name in found:
                found[name] = self.fields[name].widget.clean(found[name])
        return found

    def wrong(self, values: Mapping[str, Any]) -> dict[str, str]:
        """Why the row cannot be written: field → message."""
        limits = self._limits
        return {
            name: f"текст длиннее {limits[name]} знаков"
            for name, value in values.items()
            if type(value) is str and name in limits and len(value) > limits[name]
        }

    def wrong_after(self, instance: models.Model, changes: Changes) -> dict[str, str]:
        """Why the known record would be wrong after the changes."""
        return {}

    def changes_of(self, instance: models.Model, values: Mapping[str, Any]) -> Changes:
        changes: Changes = {}
        holders = {path: getattr(instance, path) if path else instance for path in self._paths}
        for name, after in values.items():
            if name in self.fixed:
                continue
            path, attribute = self._places[name]
            before = getattr(holders[path], attribute)
            if before == after or (name in self.only_filled and before not in (None, "")):
                continue
            if name not in self.exact and type(before) is str and type(after) is str and fold(before) == fold(after):
                continue
            if name in self.phones and before and parse_phone(before)[0].number == after:
                continue
            changes[name] = [before, after]
        return changes

    def assign(self, instance: models.Model, values: Mapping[str, Any]) -> None:
        holders = {path: getattr(instance, path) if path else instance for path in self._paths}
        for name, value in values.items():
            if name in self._places:
                path, attribute = self._places[name]
                setattr(holders[path], attribute, value)

    def made_of(self, values: Mapping[str, Any]) -> models.Model:
        """A new record, not saved."""
        raise NotImplementedError

    def create_with_history(self, records: Sequence[models.Model]) -> None:
        """Each record carries `_change_reason` and `_row_number`."""
        if not records:
            return
        write_or_name(records, insert)
        insert_history(records, by=self.by, created=True, at=self.at)
        self.touched += [(record, True) for record in records]

    def update_with_history(self, records: Sequence[models.Model], fields: Sequence[str]) -> None:
        """One upsert for many records: `bulk_update` grows with the square of what it is given."""
        if not records:
            return
        upsert = partial(
            type(records[0])._default_manager.bulk_create,
            update_conflicts=True, unique_fields=["id"], update_fields=list(fields),
        )  # fmt: skip
        write_or_name(records, upsert)
        insert_history(records, by=self.by, created=False, at=self.at)
        self.touched += [(record, False) for record in records]
