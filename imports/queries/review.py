"""Whom and what the rows of a batch mention, for the pages of its review and the file of its errors."""

from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from imports.models import ImportBatch, ImportRow
from mentoring.models import Pair
from mentoring.queries.pairs import pairs_visible_to
from registry.models import Organisation, Person


def organisations_of_batch(batch: ImportBatch) -> dict[int, Organisation]:
    """The organisations of the batch's municipality by primary key, in the order of their names."""
    return {organisation.pk: organisation for organisation in _organisations(batch).order_by("short_name")}


def names_of_organisations(batch: ImportBatch) -> dict[int, str]:
    return dict(_organisations(batch).values_list("pk", "short_name"))


def _organisations(batch: ImportBatch) -> QuerySet[Organisation, Any]:
    return Organisation.objects.filter(municipality=batch.municipality_id)


def people_by_key(batch: ImportBatch, keys: Collection[int]) -> dict[int, Person]:
    """Of the batch's municipality, with their entries in the banks."""
    people = Person.objects.filter(pk__in=keys, municipality=batch.municipality_id)
    return {person.pk: person for person in people.select_related("organisation", "mentor", "mentee")}


def rows_by_position(batch: ImportBatch, positions: Collection[int]) -> dict[int, ImportRow]:
    """Without the cells of the file."""
    return {row.position: row for row in batch.rows.filter(position__in=positions).defer("cells")}


def pairs_by_key(reader: User, keys: Collection[int]) -> dict[int, Pair]:
    """Those of the pairs that the reader may open; no query without keys."""
    if not keys:
        return {}
    pairs = pairs_visible_to(reader).filter(pk__in=keys).select_related("mentor__person", "mentee__person")
    return {pair.pk: pair for pair in pairs}


def users_by_key(keys: Collection[int]) -> dict[int, User]:
    """Who decided about rows and put cells right."""
    return User.objects.in_bulk(keys)
