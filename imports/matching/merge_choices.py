"""Values that people have rejected when they joined two cards: an older file may still contain them."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Model

from registry.models import Municipality, Person
from registry.queries.duplicates import merges_into_municipality

#: holder («person», «mentor», «mentee») and column → the values that were not chosen, as JSON keeps them
LeftBehind = Mapping[tuple[str, str], frozenset[Any]]

_BANKS = ("mentor", "mentee")


def values_left_behind(municipality: Municipality, merged_into: Mapping[int, int]) -> dict[int, LeftBehind]:
    """Primary key of the surviving card → rejected values of the joined cards. Undone merges do not count.

    `merged_into`: of cards that were joined, with those of later merges followed to their end.
    """
    values_by_person: dict[int, dict[tuple[str, str], set[Any]]] = {}
    for merge in merges_into_municipality(municipality):
        person_values = values_by_person.setdefault(
            merged_into.get(merge.survivor_id, merge.survivor_id), defaultdict(set)
        )
        for name, (before, _after) in merge.changes.items():
            person_values["person", name].add(_comparable(before))
        for move in merge.moves:
            _, _, holder = move["model"].partition(".")
            if holder in _BANKS:
                person_values[holder, move["field"]].add(_comparable(move["before"]))
        _add_values_of(merge.absorbed, "person", person_values)
        for bank in _BANKS:
            if (entry := getattr(merge.absorbed, bank, None)) is not None:
                _add_values_of(entry, bank, person_values)
    return {
        person: {column_of: frozenset(values - {None, ""}) for column_of, values in person_values.items()}
        for person, person_values in values_by_person.items()
    }


def is_left_behind(left_behind: LeftBehind, holder: str, column: str, value: Any) -> bool:
    """`column`: by the name of the field or, of a reference, with «_id»."""
    columns = ((holder, column), (holder, f"{column}_id"))
    return any(_comparable(value) in left_behind.get(column_of, ()) for column_of in columns)


def _add_values_of(record: Person | Model, holder: str, values: dict[tuple[str, str], set[Any]]) -> None:
    for field in record._meta.concrete_fields:
        values[holder, field.attname].add(_comparable(getattr(record, field.attname)))


def _comparable(value: Any) -> Any:
    """Lists and dictionaries are compared as text: nothing else of them can stand in a set."""
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, str | int | float | bool) or value is None else str(value)
