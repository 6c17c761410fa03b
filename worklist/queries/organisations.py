"""Organisations that the first page groups its deadlines by, or counts in."""

from collections.abc import Collection, Mapping
from typing import TypeVar

from django.db.models import QuerySet

from registry import clock
from registry.access import Access, Right
from registry.models import Curator, Organisation
from registry.queries.people import curators_on

OfOrganisation = TypeVar("OfOrganisation")


def organisations_where(access: Access, right: Right) -> QuerySet[Organisation]:
    """The organisations in which the reader has the right."""
    return Organisation.objects.filter(access.where(right, organisation=""))


def organisations_with_keys(keys: Collection[int]) -> QuerySet[Organisation]:
    """The organisations with these primary keys, which come from rows that the reader sees; in no order."""
    return Organisation.objects.filter(pk__in=keys).order_by()


def in_order_of_names(numbers: Mapping[int, OfOrganisation]) -> dict[int, OfOrganisation]:
    """Numbers by the primary key of the organisation, in the order of their names."""
    ordered = organisations_with_keys(numbers.keys()).order_by("sort_key", "pk")
    return {pk: numbers[pk] for pk in ordered.values_list("pk", flat=True)}


def organisations_of_rows(keys: Collection[int]) -> dict[int, Organisation]:
    """The organisations of rows that the reader sees."""
    return Organisation.objects.in_bulk(keys)


def curators_of(organisations: Mapping[int, Organisation]) -> dict[int, list[Curator]]:
    """Curators in office today, by the primary key of the organisation."""
    curators: dict[int, list[Curator]] = {}
    in_office = curators_on(organisations_with_keys(organisations), clock.today())
    for curator in in_office.select_related("person"):
        curators.setdefault(curator.organisation_id, []).append(curator)
    return curators
