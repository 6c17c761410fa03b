"""Summary of a merge for the page that shows it afterwards."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.apps import apps

from registry.merging.field_comparison import describe_column
from registry.merging.reassignments import column, from_json
from registry.models import Person, PersonMerge

#: shown by the page itself
_OF_THE_CARD_ITSELF = {"registry.person"}


@dataclass(frozen=True)
class MergeSummary:
    """`changes`: (field, before, after) of the remaining card; `moved`: (kind of record, titles)."""

    changes: list[tuple[str, str, str]]
    moved: list[tuple[str, list[str]]]


def merge_summary(merge: PersonMerge) -> MergeSummary:
    """What the merge changed in the remaining card and which records it moved or closed."""
    changes = [
        (str(column(Person, name).verbose_name), _describe(name, before), _describe(name, after))
        for name, (before, after) in merge.changes.items()
    ]
    entries = [entry for entry in merge.moves if entry["model"] not in _OF_THE_CARD_ITSELF]
    moved = [
        (_kind(label), list(dict.fromkeys(entry["title"] for entry in of_kind)))
        for label, of_kind in groupby(entries, key=lambda entry: entry["model"])
    ]
    return MergeSummary(changes, moved)


def _kind(label: str) -> str:
    return str(apps.get_model(label)._meta.verbose_name_plural).capitalize()


def _describe(name: str, value: Any) -> str:
    shadow = Person()
    setattr(shadow, name, from_json(Person, name, value))
    return describe_column(shadow, name)
