"""Municipalities by the rights of a user, by key and by slug."""

from collections.abc import Collection

from django.db.models import Count, QuerySet

from accounts.models import User
from registry.access import Access, Right
from registry.models import Municipality


def municipalities_where(user: User, right: Right) -> QuerySet[Municipality]:
    """Municipalities in the whole of which the user has the right."""
    access = Access.of(user)
    if access.is_unlimited:
        return Municipality.objects.all()
    return Municipality.objects.filter(pk__in=access.municipality_ids(right))


def municipalities_reached(user: User, right: Right) -> QuerySet[Municipality]:
    """The same, and those where the user has the right for some kinds of organisations."""
    access = Access.of(user)
    if access.is_unlimited:
        return Municipality.objects.all()
    return Municipality.objects.filter(pk__in=access.municipalities_reached(right))


def with_number_of_policies(municipalities: QuerySet[Municipality]) -> QuerySet[Municipality]:
    """Each with `policies_number`."""
    return municipalities.annotate(policies_number=Count("policies"))


def only_municipality(municipality: Municipality) -> QuerySet[Municipality]:
    """For a form that is opened for one."""
    return Municipality.objects.filter(pk=municipality.pk)


def municipality_is_known(slug: str) -> bool:
    return Municipality.objects.filter(slug=slug).exists()


def municipalities_by_key(keys: Collection[int]) -> dict[int, Municipality]:
    return Municipality.objects.in_bulk(keys)


def municipality_with_slug(slug: str) -> Municipality | None:
    return Municipality.objects.filter(slug=slug).first()


def slugs_of_municipalities() -> list[str]:
    return list(Municipality.objects.values_list("slug", flat=True))
