"""Whose cards a user may open: people of the organisations where the right holds, and the user's own card."""

from django.db.models import Q, QuerySet

from accounts.models import User
from registry.access import Access, Right
from registry.models import Curator, Mentee, Mentor, Person

#: a place that ended because its card was joined into another is that card's history, and in no list
_OF_ONE_CARD = Q(person__merged_into__isnull=True)
#: what is allowed with a joined card: to read it, and to part the two again
_WHEN_JOINED = frozenset({Right.VIEW_PEOPLE, Right.VIEW_SENSITIVE, Right.MERGE_PEOPLE})


def _belongs(user: User, right: Right, path: str = "") -> Q:
    """People by organisation; people without one belong to the municipality alone."""
    return Access.of(user).where(right, organisation=f"{path}organisation", municipality=f"{path}municipality")


def people_visible_to(user: User, right: Right = Right.VIEW_PEOPLE) -> QuerySet[Person]:
    condition = _belongs(user, right)
    if right is Right.VIEW_PEOPLE:
        condition |= Q(pk__in=Access.of(user).person_ids)
    return Person.objects.filter(condition).select_related("organisation", "municipality")


def mentors_visible_to(user: User, right: Right = Right.VIEW_PEOPLE) -> QuerySet[Mentor]:
    return Mentor.objects.filter(_belongs(user, right, "person__"), _OF_ONE_CARD).select_related("person__organisation")


def mentees_visible_to(user: User, right: Right = Right.VIEW_PEOPLE) -> QuerySet[Mentee]:
    return Mentee.objects.filter(_belongs(user, right, "person__"), _OF_ONE_CARD).select_related("person__organisation")


def curators_visible_to(user: User, right: Right = Right.VIEW_PEOPLE) -> QuerySet[Curator]:
    condition = Access.of(user).where(right)
    return Curator.objects.filter(condition, _OF_ONE_CARD).select_related("person", "organisation", "act")


def mentors_offered_to(user: User) -> QuerySet[Mentor]:
    """Mentors whom the user may put into a pair: those of the own organisations, and those of the same municipality
    whose organisation opened them to others (Сургут, п. 4.6.2)."""
    access = Access.of(user)
    own = _belongs(user, Right.PROPOSE_PAIRS, "person__")
    neighbours = Q(
        open_to_others=True,
        person__municipality__in={m.municipality_id for m in access.memberships},
    )
    condition = own | neighbours if access.anywhere(Right.PROPOSE_PAIRS) else Q(pk__in=())
    return (
        Mentor.objects.filter(condition, excluded_on__isnull=True, person__archived_on__isnull=True)
        .select_related("person__organisation")
        .distinct()
    )


def may(user: User, right: Right, person: Person) -> bool:
    """The right holds for this person: in the organisation, or in the municipality when there is none.

    A card that was joined into another is nobody's to change.
    """
    if person.merged_into_id is not None and right not in _WHEN_JOINED:
        return False
    access = Access.of(user)
    return access.in_organisation(right, person.organisation) or access.in_municipality(right, person.municipality)
