"""What somebody has removed and a page still asks for: who did it and when, for those who read its organisation."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.utils import timezone
from simple_history.models import HistoricalChanges

from accounts.models import User
from registry.access import MATRIX, Access, Right
from registry.models import Municipality, Organisation

#: by which fields a record leads to its organisation, or to its municipality where it has none
_PATHS = (
    "organisation", "pair", "programme", "roadmap", "section", "assessment", "transfer", "person", "stage_set", "stage",
    "municipality",
)  # fmt: skip


@dataclass(frozen=True)
class RemovedRecord:
    model: type[Model]
    pk: int
    by: str
    at: datetime

    @property
    def kind(self) -> str:
        return str(self.model._meta.verbose_name)


def removed_record(user: User, model_name: str, numbers: Sequence[int]) -> RemovedRecord | None:
    """The removed record of the model that an address names by one of its `numbers`, the outermost first; None where
    nothing was removed, where the history has nothing of it, and for whoever reads nothing of its organisation.

    Only kind, author and time are told. Under another record (`/pairs/5/changes/7/`) it must have been of that one.
    """
    model = next((one for one in apps.get_models() if one.__name__ == model_name), None)
    history = getattr(model, "history", None)
    if model is None or history is None:
        return None
    for number in reversed(numbers):
        if model._default_manager.filter(pk=number).exists():
            continue
        entry = history.filter(**{model._meta.pk.attname: number}, history_type="-").select_related("history_user")
        last = entry.order_by("-history_date", "-history_id").first()
        if last is None:
            continue
        above = list(_records_above(last))
        if number != numbers[0] and numbers[0] not in {record.pk for record in above}:
            continue
        if _is_read_by(user, above):
            author = last.history_user.short_name if last.history_user else "портал"
            return RemovedRecord(model, number, author, timezone.localtime(last.history_date))
    return None


def _records_above(entry: HistoricalChanges) -> Iterator[Model]:
    """One after another up to the organisation or the municipality; one that is removed as well, as it was last."""
    record: Any = entry
    while record is not None and not isinstance(record, Organisation | Municipality):
        record = next(filter(None, (_by_path(record, path) for path in _PATHS)), None)
        if record is not None:
            yield record


def _by_path(record: Any, path: str) -> Model | None:
    number = getattr(record, f"{path}_id", None)
    if number is None:
        return None
    model = record._meta.get_field(path).related_model
    if (standing := model._default_manager.filter(pk=number).first()) is not None:
        return standing
    history = getattr(model, "history", None)
    last = history.filter(id=number).order_by("-history_date", "-history_id").first() if history is not None else None
    return last.instance if last is not None else None


def _is_read_by(user: User, above: Sequence[Model]) -> bool:
    access, owner = Access.of(user), above[-1] if above else None
    if any(_concerns(record, access.person_ids) for record in above):
        return True
    if isinstance(owner, Organisation):
        return access.in_organisation(Right.VIEW_DOCUMENTS, owner)
    if isinstance(owner, Municipality):
        return access.is_unlimited or owner.pk in {
            m.municipality_id for m in access.memberships if m.role in MATRIX[Right.VIEW_DOCUMENTS]
        }
    return False


def _concerns(record: Any, people: frozenset[int]) -> bool:
    """Whether it is a pair of one of the people, as a mentor and a mentee write in its programme."""
    sides = (getattr(record, side, None) for side in ("mentor", "mentee"))
    return any(getattr(entry, "person_id", None) in people for entry in sides if entry is not None)
