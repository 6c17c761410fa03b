"""The municipalities' own dictionaries of headings, and who keeps them."""

from django.db.models import QuerySet

from accounts.models import User
from imports.heading_keys import heading_key
from imports.models import HeadingSynonym
from registry.access import Right
from registry.models import Municipality
from registry.queries.municipalities import municipalities_where


def municipalities_with_dictionaries_of(user: User) -> QuerySet[Municipality]:
    """Municipalities whose dictionary the user keeps: who brings in files for the whole municipality."""
    return municipalities_where(user, Right.IMPORT).order_by("name")


def synonyms_managed_by(user: User) -> QuerySet[HeadingSynonym]:
    return HeadingSynonym.objects.filter(municipality__in=municipalities_with_dictionaries_of(user))


def heading_is_taken(municipality: Municipality, heading: str) -> bool:
    """Whether the municipality's dictionary has the heading already."""
    return HeadingSynonym.objects.filter(municipality=municipality, key=heading_key(heading)[:120]).exists()
