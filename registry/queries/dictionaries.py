"""Entries of the dictionaries as the settings show them, and who may take them out of use."""

from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from registry.access import Access, Right
from registry.models import Category, Format, Municipality, RoleModel
from registry.models.dictionary import DictionaryEntry


def entries_of(dictionary: type[DictionaryEntry]) -> QuerySet[Any]:
    """All entries in the order of the list, those out of use too; their forms are loaded with them."""
    entries: QuerySet[Any] = dictionary.objects.all()
    if dictionary is RoleModel:
        return entries.select_related("form").order_by("form__position", "position")
    if dictionary is Category:
        return entries.order_by("participant", "position")
    return entries.prefetch_related("forms") if dictionary is Format else entries


def may_switch_entries(user: User) -> bool:
    """Dictionaries serve every municipality of the installation, so only an admin of all of them changes them."""
    access = Access.of(user)
    return access.is_unlimited or (
        access.anywhere(Right.EDIT_POLICY)
        and not Municipality.objects.exclude(pk__in=access.municipality_ids(Right.EDIT_POLICY)).exists()
    )
