"""JSON columns that hold frozen data: decoded when a row is read, encoded when it is written."""

from typing import TYPE_CHECKING, Any, ClassVar, Generic, Protocol, Self, TypeVar

from django.db import models
from django.db.models.fields.json import KeyTransform

from imports.batch_data import CellCorrection, FileLayout
from imports.row_data import Candidate, ColumnChanges, Decision, RowIssue, RowRecord, ValueChange


class JsonData(Protocol):
    @classmethod
    def from_json(cls, data: Any) -> Self: ...

    def to_json(self) -> Any: ...


FieldValue = TypeVar("FieldValue")

if TYPE_CHECKING:

    class _Json(models.JSONField[FieldValue, FieldValue]): ...

else:

    class _Json(models.JSONField, Generic[FieldValue]): ...


class DataField(_Json[FieldValue]):
    """A JSON column; the migrations know it as a plain one. Parts of it are compared and read as plain JSON."""

    data: ClassVar[type[JsonData]]

    def decode(self, value: Any) -> Any:
        return self.data.from_json(value)

    def get_prep_value(self, value: Any) -> Any:
        return value.to_json() if isinstance(value, self.data) else value

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        loaded = super().from_db_value(value, expression, connection)
        return loaded if loaded is None or isinstance(expression, KeyTransform) else self.decode(loaded)

    def to_python(self, value: Any) -> Any:
        return self.decode(value) if isinstance(value, dict | list) else value

    def value_to_string(self, obj: models.Model) -> Any:
        return self.get_prep_value(self.value_from_object(obj))

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        name, _, args, kwargs = super().deconstruct()
        if kwargs.get("default") not in (None, list):
            kwargs["default"] = dict
        return name, "django.db.models.JSONField", args, kwargs


class DataListField(DataField[FieldValue]):
    def decode(self, value: Any) -> Any:
        return [self.data.from_json(item) for item in value]

    def get_prep_value(self, value: Any) -> Any:
        return [item.to_json() if isinstance(item, self.data) else item for item in value]

    def to_python(self, value: Any) -> Any:
        return [item if isinstance(item, self.data) else self.data.from_json(item) for item in value]


class IssuesField(DataListField[list[RowIssue]]):
    data = RowIssue


class CorrectionsField(DataListField[list[CellCorrection]]):
    data = CellCorrection


class CandidatesField(DataListField[list[Candidate]]):
    data = Candidate


class DecisionField(DataField[Decision]):
    data = Decision


class LayoutField(DataField[FileLayout]):
    data = FileLayout


class RecordField(DataField[RowRecord]):
    data = RowRecord


class ChangesField(DataField[ColumnChanges]):
    """A change is a pair, which JSON has as a list."""

    def decode(self, value: Any) -> Any:
        return {name: ValueChange(*change) for name, change in value.items()}

    def get_prep_value(self, value: Any) -> Any:
        return value
