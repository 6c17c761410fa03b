"""Who made a version of a record and why, for django-simple-history."""

from typing import TypeVar

from django.db.models import Model

from accounts.models import User

Record = TypeVar("Record", bound=Model)


def with_audit(record: Record, *, by: User, reason: str = "") -> Record:
    """The next save of the record is stored in its history under the user's name and with the reason."""
    record._history_user = by  # type: ignore[attr-defined]
    record._change_reason = reason or None  # type: ignore[attr-defined]
    return record
