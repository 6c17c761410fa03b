"""Who may do what is due: decided by the database, so that it can be counted and cut without reading the rows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import BooleanField, Case, Q, Value, When
from django.db.models.expressions import Combinable

from registry.access import Access, Right
from registry.models import Organisation


@dataclass(frozen=True)
class Doing:
    """What it takes to do what is due by one rule."""

    kinds: frozenset[str]
    #: kind → the right that it takes in the organisation; a kind without one only opens a page
    rights: Mapping[str, Right]
    #: kind → path from its rows to the person of the register who needs no right for it
    doers: Mapping[str, str]


def is_of_others(
    access: Access | None, doing: Doing, among: Sequence[Organisation] | None, *, kind: str, organisation: str
) -> Combinable:
    """True of the rows that the reader may not do; of none without a reader.

    `among`: the only organisations of the rows, None where that is not known. `kind` and `organisation` are the names
    of columns.
    """
    if access is None or access.is_unlimited or not doing.rights:
        return Value(False, output_field=BooleanField())
    whens = [
        When(Q(**{kind: code}) & may, then=Value(False))
        for code, right in doing.rights.items()
        for may in (*_where_held(access, right, among, organisation), *_where_own(access, doing.doers.get(code)))
    ]
    if not whens and doing.kinds <= doing.rights.keys():
        return Value(True, output_field=BooleanField())
    of_some = When(**{f"{kind}__in": [str(code) for code in doing.rights]}, then=Value(True))
    return Case(*whens, of_some, default=Value(False), output_field=BooleanField())


def _where_held(access: Access, right: Right, among: Sequence[Organisation] | None, organisation: str) -> Iterator[Q]:
    """Nothing where the reader holds the right nowhere."""
    if among is None and access.is_municipal(right):
        organisations = Organisation.objects.filter(access.where(right, organisation="")).order_by()
        yield Q(**{f"{organisation}__in": organisations.values("pk")})
        return
    organisation_ids = access.organisation_ids(right)
    if among is not None:
        organisation_ids = frozenset(one.pk for one in among if access.in_organisation(right, one))
    if organisation_ids:
        yield Q(**{f"{organisation}__in": organisation_ids})


def _where_own(access: Access, doer: str | None) -> list[Q]:
    return [Q(**{f"{doer}__in": access.person_ids})] if doer and access.person_ids else []
