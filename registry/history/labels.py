"""A record's history in words: who changed what, from what to what, and why."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import zip_longest
from typing import Any

from django.db import models
from django.utils import timezone
from simple_history.models import DeletedObject, HistoricalChanges
from simple_history.utils import get_history_manager_for_model

from russian.typography import upper_first

MOST_SHOWN = 30


#: «Внесено согласие» says nothing beside «Согласие: новая запись»
MOST_EMPTY_WORDS = 2


@dataclass(frozen=True)
class Change:
    at: datetime
    by: str
    what: str
    details: tuple[str, ...]
    reason: str


def changes_of(
    *records: models.Model,
    hidden: Iterable[str] = (),
    untold: Iterable[str] = (),
    most: int = MOST_SHOWN,
    called: str = "",
) -> list[Change]:
    """The changes of one or several records together, the newest first.

    `hidden` names fields whose values are not to be shown (sensitive ones); the list still says that they changed.
    Changes of the fields in `untold` are left out: a reader must not guess that there is something sensitive.
    `called`: what the records are called by the rules, where that is not their usual name.
    """
    changes: list[Change] = []
    for record in records:
        entries = list(get_history_manager_for_model(record).select_related("history_user")[: most + 1])
        for newer, older in zip_longest(entries, entries[1:]):
            change = _words(record, newer, older, set(hidden), set(untold), called)
            if change:
                changes.append(change)
    return sorted(changes, key=lambda change: change.at, reverse=True)[:most]


def changes_among(
    entries: Iterable[HistoricalChanges], *, name: Callable[[Any], str], untold: Iterable[str] = ()
) -> list[Change]:
    """The changes that `entries` of one kind of record tell, which come newest first, those of deleted records too;
    `name` names the record of an entry. What came into the register without a reason is left out."""
    older_by_record: dict[Any, HistoricalChanges] = {}
    changes: list[Change] = []
    for entry in reversed(list(entries)):
        record = entry.instance_type
        older = older_by_record.get(entry.id)
        older_by_record[entry.id] = entry
        if entry.history_type == "+" and not entry.history_change_reason:
            continue
        if change := _words(record, entry, older, set(), set(untold)):
            changes.append(replace(change, what=change.what.replace(":", f" «{name(entry)}»:", 1)))
    return changes[::-1]


def _words(
    record: models.Model,
    newer: HistoricalChanges,
    older: HistoricalChanges | None,
    hidden: set[str],
    untold: set[str],
    called: str = "",
) -> Change | None:
    name = upper_first(called) if called else str(record._meta.verbose_name).capitalize()
    details: tuple[str, ...] = ()
    if newer.history_type == "+":
        what = f"{name}: новая запись"
        details = _of_which_kind(record)
    elif newer.history_type == "-":
        what = f"{name}: запись удалена"
    elif older is None:
        what = f"{name}: запись изменена"
    else:
        details = tuple(_differences(record, newer, older, hidden, untold))
        what = f"{name}: запись изменена"
        if not details and not newer.history_change_reason:
            return None
    author = newer.history_user.short_name if newer.history_user else "портал"
    return Change(timezone.localtime(newer.history_date), author, what, details, _news_of(newer))


def _news_of(newer: HistoricalChanges) -> str:
    """The reason, unless it only says once more that something was entered or changed."""
    reason = newer.history_change_reason or ""
    repeats = {"+": "внес", "~": "измен"}.get(newer.history_type, "")
    return "" if repeats and reason.lower().startswith(repeats) and len(reason.split()) <= MOST_EMPTY_WORDS else reason


def _differences(
    record: models.Model, newer: HistoricalChanges, older: HistoricalChanges, hidden: set[str], untold: set[str]
) -> Iterable[str]:
    for change in newer.diff_against(older, foreign_keys_are_objs=True).changes:
        if change.field in untold:
            continue
        field = record._meta.get_field(change.field)
        label = str(getattr(field, "verbose_name", change.field))
        if change.field in hidden:
            yield f"{label}: изменено"
        else:
            yield f"{label}: {_value(field, change.old, record)} → {_value(field, change.new, record)}"


def _value(field: Any, value: Any, record: models.Model) -> str:
    if isinstance(value, DeletedObject):  # simple_history's word for an empty foreign key as well
        return "не указано" if value.pk is None else "запись удалена"
    if value in (None, "", [], {}):
        return "не указано"
    if isinstance(value, bool):
        return "да" if value else "нет"
    if isinstance(value, int) and (words := getattr(record, "words_of_values", {}).get((field.name, value))):
        return str(words)
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    if getattr(field, "choices", None):
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, list):
        return ", ".join(_related(item, record) for item in value)
    return str(value)


def _related(item: Any, record: models.Model) -> str:
    """A many-to-many entry of a diff is a dictionary with both ends of the relation in it."""
    if isinstance(item, dict):
        ends = (end for end in item.values() if isinstance(end, models.Model) and end != record)
        return str(next(ends, item))
    return str(item)


def _of_which_kind(record: models.Model) -> tuple[str, ...]:
    """A new paper is named by its kind, since a person has several."""
    show_kind = getattr(record, "get_kind_display", None)
    return (str(show_kind()),) if show_kind and hasattr(record, "person_id") else ()
