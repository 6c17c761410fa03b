"""Who may do what is due: decided by the database, so that it can be counted and cut without reading the rows."""

from collections.abc import Mapping

from django.db.models import BooleanField, Case, Q, Value, When
from django.db.models.expressions import Combinable

from registry.access import Access, Right
from registry.models import Organisation


def is_of_others(
    access: Access | None, rights: Mapping[str, Right], doers: Mapping[str, str], *, kind: str, organisation: str
) -> Combinable:
    """True of the rows that the reader may not do; of none without a reader.

    `rights`: kind → the right that it takes in the organisation; `doers`: kind → path to the person of the register who
    needs none. `kind` and `organisation` are the names of columns.
    """
    if access is None or access.is_unlimited or not rights:
        return Value(False, output_field=BooleanField())
    whens = [
        When(Q(**{kind: code}) & may, then=Value(False))
        for code, right in rights.items()
        for may in (_where_held(access, right, organisation), *_where_own(access, doers.get(code)))
    ]
    of_some = When(**{f"{kind}__in": [str(code) for code in rights]}, then=Value(True))
    return Case(*whens, of_some, default=Value(False), output_field=BooleanField())


def _where_held(access: Access, right: Right, organisation: str) -> Q:
    if not access.is_municipal(right):
        return Q(**{f"{organisation}__in": access.organisation_ids(right)})
    organisations = Organisation.objects.filter(access.where(right, organisation="")).order_by()
    return Q(**{f"{organisation}__in": organisations.values("pk")})


def _where_own(access: Access, doer: str | None) -> list[Q]:
    return [Q(**{f"{doer}__in": access.person_ids})] if doer and access.person_ids else []
