"""Entries of the dictionaries as the settings show them, and who may take them out of use."""

from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import User
from registry.access import Access, Right
from registry.models import Category, Format, Mentee, Municipality, RoleModel
from registry.models.dictionary import DictionaryEntry


def entries_of(dictionary: type[DictionaryEntry]) -> QuerySet[Any]:
    """All entries in the order of the list, those out of use too; their forms are loaded with them."""
    entries: QuerySet[Any] = dictionary.objects.all()
    if dictionary is RoleModel:
        return entries.select_related("form").order_by("form__position", "position")
    if dictionary is Category:
        return entries.order_by("participant", "position")
    return entries.prefetch_related("forms") if dictionary is Format else entries


def entries_in_use(dictionary: type[DictionaryEntry]) -> QuerySet[Any]:
    """What new records may name."""
    entries: QuerySet[Any] = dictionary.objects.filter(in_use=True)
    return entries


def categories_without_sensitive() -> QuerySet[Category]:
    """Categories in use that everybody may see and choose."""
    return Category.objects.filter(in_use=True, sensitive=False).order_by("participant", "position")


def categories_offered_for(mentee: Mentee) -> QuerySet[Category]:
    """Categories in use and those that the mentee has already; sensitive ones among them."""
    offered = Q(in_use=True)
    if mentee.pk:
        offered |= Q(mentees=mentee)
    return Category.objects.filter(offered).distinct()


def with_sensitive_of(mentee: Mentee, chosen: QuerySet[Category]) -> QuerySet[Category]:
    """The chosen categories and the sensitive ones that the mentee has, for a reader who does not see those."""
    return Category.objects.filter(Q(pk__in=chosen) | Q(pk__in=mentee.categories.filter(sensitive=True)))


def may_switch_entries(user: User) -> bool:
    """Dictionaries serve every municipality of the installation, so only an admin of all of them changes them."""
    access = Access.of(user)
    return access.is_unlimited or (
        access.anywhere(Right.EDIT_POLICY)
        and not Municipality.objects.exclude(pk__in=access.municipality_ids(Right.EDIT_POLICY)).exists()
    )
