"""Which of many records written at once the database does not accept, and why in words."""

from collections.abc import Callable, Sequence

from django.db import IntegrityError, models, transaction

from imports.writing.bulk_writing import concrete_field
from imports.writing.planned_record import PlannedRecord

Write = Callable[[Sequence[models.Model]], None]


class RefusedRecord(IntegrityError):
    """`rule`: what the record goes against, in words; empty when the rule has none."""

    def __init__(self, record: models.Model, rule: str) -> None:
        super().__init__(rule or str(record))
        self.record = record
        self.rule = rule


class RefusedRow(IntegrityError):
    """The row of a record that the database refuses; `rule` as in RefusedRecord."""

    def __init__(self, planned: PlannedRecord, rule: str) -> None:
        super().__init__(rule or str(planned.row))
        self.planned = planned
        self.rule = rule


def write_or_name(records: Sequence[models.Model], write: Write) -> None:
    """Writes all records by `write`; when the database refuses, finds the first that it refuses by halving.

    Raises RefusedRecord; nothing of the records is written then.
    """
    try:
        with transaction.atomic():
            write(records)
    except IntegrityError as error:
        accepted, tried = 0, len(records)
        while tried - accepted > 1:
            middle = (accepted + tried) // 2
            if _is_accepted(records[:middle], write):
                accepted = middle
            else:
                tried = middle
        raise RefusedRecord(records[accepted], rule_of(records[accepted], error)) from error


def _is_accepted(records: Sequence[models.Model], write: Write) -> bool:
    """Tried and taken back."""
    point = transaction.savepoint()
    try:
        with transaction.atomic():
            write(records)
    except IntegrityError:
        return False
    finally:
        transaction.savepoint_rollback(point)
    return True


def rule_of(record: models.Model, error: IntegrityError) -> str:
    """The words of the constraint that the database names: by its name, or by its columns (SQLite)."""
    message, meta = str(error), record._meta
    for constraint in meta.constraints:
        names = [constraint.name]
        if isinstance(constraint, models.UniqueConstraint) and constraint.fields:
            columns = (f"{meta.db_table}.{concrete_field(meta.model, name).column}" for name in constraint.fields)
            names.append(", ".join(columns))
        if any(name in message for name in names):
            explanation = constraint.violation_error_message
            return "" if explanation == constraint.default_violation_error_message else str(explanation)
    return ""
