"""Entries of the dictionaries: whom they are offered, who reads them, who edits them.

The portal's entries serve every municipality; a municipality's own are offered and shown in it alone.
"""

from collections import defaultdict
from collections.abc import Collection
from typing import Any, TypeVar

from django.db.models import F, Q, QuerySet, TextField
from django.db.models.functions import Cast

from accounts.models import User
from registry.access import Access, Right
from registry.enums import ReasonUse, StepPlan
from registry.models import (
    Category,
    Form,
    Format,
    LeadingPost,
    Mentee,
    Municipality,
    PlanStep,
    Reason,
    RoleModel,
    SideRequirement,
)
from registry.models.dictionary import DictionaryEntry, OwnableEntry
from russian.search_key import fold

#: own entries of these may stand in the place of the portal's
WITH_REPLACEMENTS: tuple[type[Any], ...] = (Reason, SideRequirement, PlanStep)
PORTAL_FIRST = F("municipality").asc(nulls_first=True)
#: under their forms, those of the portal first
ORDER_UNDER_FORMS = (
    F("form__municipality").asc(nulls_first=True), "form__position", "form__title", PORTAL_FIRST, "position", "title",
)  # fmt: skip

Ownable = TypeVar("Ownable", bound=OwnableEntry)
ListedEntry = TypeVar("ListedEntry", bound=DictionaryEntry)


def entries_offered(dictionary: type[Ownable], municipality: Municipality | int) -> QuerySet[Ownable]:
    """What new records of the municipality may name: the portal's entries in use and its own in use."""
    offered = entries_known(dictionary, [municipality]).filter(in_use=True)
    if dictionary in WITH_REPLACEMENTS:
        own: QuerySet[Any] = dictionary._default_manager.filter(municipality=municipality)
        stand_in = own.filter(replaces__isnull=False)
        return offered.exclude(pk__in=stand_in.values("replaces"))
    return offered


def entries_known(
    dictionary: type[Ownable], municipalities: Collection[Municipality | int] | QuerySet[Municipality]
) -> QuerySet[Ownable]:
    """What records of the municipalities may have named, in the order of the list: also what is out of use."""
    return entries_in_order(dictionary).filter(Q(municipality__isnull=True) | Q(municipality__in=municipalities))


def entries_visible_to(user: User, dictionary: type[ListedEntry]) -> QuerySet[ListedEntry]:
    """The portal's entries and the own ones of the municipalities in which the user has a role."""
    entries = entries_in_order(dictionary)
    access = Access.of(user)
    if not issubclass(dictionary, OwnableEntry) or access.is_unlimited:
        return entries
    own = [membership.municipality_id for membership in access.memberships]
    return entries.filter(Q(municipality__isnull=True) | Q(municipality__in=own))


def entries_in_use(user: User, dictionary: type[ListedEntry]) -> QuerySet[ListedEntry]:
    """Those of them that new records may name: for an empty spreadsheet, which belongs to no municipality yet."""
    return entries_visible_to(user, dictionary).filter(in_use=True)


def reasons_offered(
    municipality: Municipality | int, use: ReasonUse, participants: Collection[str]
) -> QuerySet[Reason]:
    """Why a pair of the municipality may get another mentor, end early, or last longer. `participants`: codes of
    Participant; a reason that is for some mentees only is offered for these."""
    for_them = Q(participants_text="[]")
    for participant in participants:
        for_them |= Q(participants_text__contains=f'"{participant}"')
    offered = entries_offered(Reason, municipality).filter(**{use: True})
    return offered.alias(participants_text=Cast("participants", TextField())).filter(for_them)


def leading_posts(municipality: Municipality | int) -> tuple[str, ...]:
    """How the posts of heads begin in the municipality, folded for comparison."""
    titles = entries_offered(LeadingPost, municipality).values_list("title", flat=True)
    return tuple(fold(title) for title in titles)


def steps_of(municipality: Municipality | int, plan: StepPlan) -> QuerySet[PlanStep]:
    """One after another, as the municipality has them."""
    return entries_offered(PlanStep, municipality).filter(plan=plan)


def requirements_of(municipality: Municipality | int) -> dict[int, list[SideRequirement]]:
    """What the forms ask of the two sides there, by the key of the form."""
    by_form: dict[int, list[SideRequirement]] = defaultdict(list)
    for requirement in entries_offered(SideRequirement, municipality):
        by_form[requirement.form_id].append(requirement)
    return by_form


def entries_in_order(dictionary: type[ListedEntry]) -> QuerySet[ListedEntry]:
    """All entries in the order of the list, the portal's before own ones; what a list shows is loaded with them."""
    entries: QuerySet[Any] = dictionary._default_manager.all()
    if dictionary in (RoleModel, SideRequirement):
        return entries.select_related("form", "municipality").order_by(*ORDER_UNDER_FORMS)
    if dictionary is Category:
        return entries.order_by("participant", "position")
    if dictionary is Format:
        return entries.prefetch_related("forms")
    if issubclass(dictionary, OwnableEntry):
        entries = entries.select_related("municipality", *(["replaces"] if dictionary in (Reason, PlanStep) else []))
        if dictionary is PlanStep:
            return entries.order_by("plan", "position", "title")
        return entries.order_by(PORTAL_FIRST, "position", "title")
    return entries


def categories_in_use() -> QuerySet[Category]:
    """What new records of mentees may name."""
    return Category.objects.filter(in_use=True)


def categories_without_sensitive() -> QuerySet[Category]:
    """Categories in use that everybody may see and choose."""
    return Category.objects.filter(in_use=True, sensitive=False).order_by("participant", "position")


def categories_offered_for(mentee: Mentee) -> QuerySet[Category]:
    """Categories in use and those that the mentee has already; sensitive ones among them."""
    offered = Q(in_use=True)
    if mentee.pk:
        offered |= Q(mentees=mentee)
    return Category.objects.filter(offered).distinct()


def with_sensitive_of(mentee: Mentee, categories: QuerySet[Category]) -> QuerySet[Category]:
    """The chosen categories and the sensitive ones that the mentee has, for a reader who does not see those."""
    return Category.objects.filter(Q(pk__in=categories) | Q(pk__in=mentee.categories.filter(sensitive=True)))


def may_switch_entries(user: User) -> bool:
    """The portal's entries serve every municipality, so only an admin of all of them takes them out of use."""
    access = Access.of(user)
    return access.is_unlimited or (
        access.anywhere(Right.EDIT_POLICY)
        and not Municipality.objects.exclude(pk__in=access.municipality_ids(Right.EDIT_POLICY)).exists()
    )


def role_models_of(form: Form) -> list[RoleModel]:
    """Every role model of the form, those of municipalities and those out of use included."""
    return list(form.role_models.all())
