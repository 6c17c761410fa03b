"""Whose cards a user may open: people of the organisations where the right holds, and the user's own card."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, TypeVar

from dateutil.relativedelta import relativedelta
from django.db.models import Case, Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Value, When

from accounts.models import User
from registry import clock
from registry.access import Access, Right
from registry.enums import CandidateApproval, Participant
from registry.extension_points import also_openable_by
from registry.models import Affiliation, Category, Curator, Mentee, Mentor, Organisation, Person
from registry.models.affiliation import lasting_on
from registry.queries.classes import has_left

Bank = TypeVar("Bank", Mentor, Mentee)
YOUNG_SPECIALIST = "teacher-young"
#: of a bank entry on a day: the path to the organisation where the person belonged on it
ORGANISATION_ON_DAY = "belonging__organisation"

#: an entry that ended because its card was joined into another is that card's history, and in no list
_OF_ONE_CARD = Q(person__merged_into__isnull=True)
#: what is allowed with a joined card: to read it, and to part the two again
_WHEN_JOINED = frozenset({Right.VIEW_PEOPLE, Right.VIEW_SENSITIVE, Right.MERGE_PEOPLE})
_WHEN_DEPERSONALISED = frozenset({Right.VIEW_PEOPLE, Right.VIEW_SENSITIVE, Right.VIEW_LOG})


def _belongs(user: User, right: Right, path: str = "") -> Q:
    """People by organisation; people without one belong to the municipality alone."""
    return Access.of(user).where(right, organisation=f"{path}organisation", municipality=f"{path}municipality")


def people_visible_to(user: User, right: Right = Right.VIEW_PEOPLE) -> QuerySet[Person]:
    condition = _belongs(user, right)
    if right is Right.VIEW_PEOPLE and condition:  # without a condition everybody is visible already
        condition |= Q(pk__in=Access.of(user).person_ids)
    return Person.objects.filter(condition).select_related("organisation", "municipality")


def people_openable_by(user: User) -> QuerySet[Person]:
    """People visible to the user, and those whom the user meets in pairs: a card without what only the own organisation
    sees."""
    condition = _belongs(user, Right.VIEW_PEOPLE)
    if condition:  # without a condition everybody is visible already
        condition |= Q(pk__in=Access.of(user).person_ids) | also_openable_by(user)
    return Person.objects.filter(condition).select_related("organisation", "municipality")


def mentors_visible_to(user: User, right: Right = Right.VIEW_PEOPLE) -> QuerySet[Mentor]:
    return Mentor.objects.filter(_belongs(user, right, "person__"), _OF_ONE_CARD).select_related("person__organisation")


def mentees_visible_to(user: User, right: Right = Right.VIEW_PEOPLE) -> QuerySet[Mentee]:
    return Mentee.objects.filter(_belongs(user, right, "person__"), _OF_ONE_CARD).select_related("person__organisation")


def entries_visible_on(user: User, bank: type[Bank], on: date) -> QuerySet[Bank]:
    """Entries of the people who belonged on the day to organisations whose people the user sees, with the
    `organisation_on_day`. Who belongs elsewhere now has `belongs_elsewhere`: another organisation keeps the card."""
    here = _belongs(user, Right.VIEW_PEOPLE, "person__")
    belongs_elsewhere = Case(When(here, then=Value(False)), default=Value(True)) if here else Value(False)
    return (
        with_organisation_on(bank.objects.filter(_OF_ONE_CARD), on)
        .filter(Access.of(user).where(Right.VIEW_PEOPLE, organisation=ORGANISATION_ON_DAY))
        .annotate(organisation_on_day=F(f"{ORGANISATION_ON_DAY}__short_name"), belongs_elsewhere=belongs_elsewhere)
        .select_related("person__organisation")
    )


def curators_visible_to(user: User, right: Right = Right.VIEW_PEOPLE) -> QuerySet[Curator]:
    condition = Access.of(user).where(right)
    return Curator.objects.filter(condition, _OF_ONE_CARD).select_related("person", "organisation", "act")


def in_bank_on(entries: QuerySet[Bank], on: date) -> QuerySet[Bank]:
    """Those of `entries` that were in force on the day; the day of exclusion is the last one. A card joined into
    another counts for nobody, on past days too: it was the same person."""
    return entries.filter(
        Q(excluded_on__isnull=True) | Q(excluded_on__gte=on),
        included_on__lte=on,
        person__merged_into__isnull=True,
    )


def entries_of_bank(organisations: QuerySet[Organisation, Any], bank: type[Bank], on: date) -> QuerySet[Bank]:
    """Bank entries in force on the day of people who belonged to the organisations on it, each with its
    ORGANISATION_ON_DAY."""
    return with_organisation_on(in_bank_on(bank.objects.all(), on), on).filter(
        **{f"{ORGANISATION_ON_DAY}__in": organisations}
    )


def with_organisation_on(entries: QuerySet[Bank], on: date) -> QuerySet[Bank]:
    """Lets ORGANISATION_ON_DAY be named in what follows: the organisation where the person belonged on the day."""
    belonging = FilteredRelation("person__affiliations", condition=lasting_on(on, "person__affiliations__"))
    return entries.annotate(belonging=belonging)


def belonged_to(organisations: QuerySet[Organisation, Any], on: date) -> Q:
    """A condition on bank entries: the person belonged to one of the organisations on the day."""
    return Q(person__in=Affiliation.objects.on_day(on).filter(organisation__in=organisations).values("person"))


def curators_on(organisations: QuerySet[Organisation, Any], on: date) -> QuerySet[Curator]:
    """Curators of the organisations in office on the day, the first appointed first."""
    return Curator.objects.filter(
        Q(dismissed_on__isnull=True) | Q(dismissed_on__gt=on),
        _OF_ONE_CARD,
        organisation__in=organisations,
        appointed_on__lte=on,
    ).order_by("appointed_on", "pk")


def young_specialists_in(
    organisations: QuerySet[Organisation, Any], years: Mapping[int, int], on: date
) -> QuerySet[Mentee]:
    """Teachers of the organisations on the day, with their ORGANISATION_ON_DAY, whom the register calls young
    specialists or whose experience on the day is below the years of the organisation, where `years` has them."""
    return young_specialists(years, on).filter(**{f"{ORGANISATION_ON_DAY}__in": organisations})


def young_specialists(years: Mapping[int, int], on: date) -> QuerySet[Mentee]:
    """The same wherever they work."""
    mentees = with_organisation_on(Mentee.objects.all(), on)
    links = Mentee.categories.through.objects.filter(mentee=OuterRef("pk"), category__code=YOUNG_SPECIALIST)
    young = Q(Exists(links))
    for number in sorted(set(years.values())):
        youngest = on - relativedelta(years=number)
        there = [organisation for organisation, years_there in years.items() if years_there == number]
        young |= Q(**{f"{ORGANISATION_ON_DAY}__in": there}, person__working_since__gt=youngest)
    return mentees.filter(young, participant=Participant.TEACHER, person__merged_into__isnull=True)


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
        Mentor.objects.filter(
            condition, ~has_left(clock.today()), excluded_on__isnull=True, person__archived_on__isnull=True
        )
        .exclude(approval=CandidateApproval.REFUSED)
        .select_related("person__organisation")
        .distinct()
    )


def offices_of(person: Person) -> QuerySet[Curator]:
    """Where the person is a curator now."""
    return person.curatorships.filter(dismissed_on__isnull=True).select_related("organisation").order_by("pk")


def dated_affiliations(person: Person) -> list[Affiliation]:
    """Where the person belonged, the first first; nothing when there is one organisation and no day to tell."""
    affiliations = list(person.affiliations.select_related("organisation"))
    return (
        []
        if len(affiliations) == 1 and affiliations[0].since is None and affiliations[0].until is None
        else affiliations
    )


def may_correct_transfer(user: User, person: Person) -> bool:
    """Whoever stands above the organisations, those of the last move at least."""
    access = Access.of(user)
    if person.merged_into_id is not None or not access.is_municipal(Right.TRANSFER_PEOPLE):
        return False
    if access.in_municipality(Right.TRANSFER_PEOPLE, person.municipality):
        return True
    last = person.affiliations.select_related("organisation").order_by("-since")[:2]
    organisations = [affiliation.organisation for affiliation in last]
    return bool(organisations) and all(access.in_organisation(Right.TRANSFER_PEOPLE, one) for one in organisations)


def may(user: User, right: Right, person: Person) -> bool:
    """The right holds for this person: in the organisation, or in the municipality when there is none.

    A card that was joined into another, or depersonalised, is nobody's to change.
    """
    if person.merged_into_id is not None and right not in _WHEN_JOINED:
        return False
    if person.depersonalised_on is not None and right not in _WHEN_DEPERSONALISED:
        return False
    access = Access.of(user)
    return access.in_organisation(right, person.organisation) or access.in_municipality(right, person.municipality)


def curatorships_of(person: Person) -> list[Curator]:
    """All appointments of the person as a curator, former ones included."""
    return list(person.curatorships.all())


def categories_of(mentee: Mentee) -> list[Category]:
    return list(mentee.categories.all())


def people_with_keys(keys: Iterable[int]) -> QuerySet[Person]:
    return Person.objects.filter(pk__in=keys)


def appointments_of(person: Person) -> QuerySet[Curator]:
    """All appointments of the person as a curator, with their organisations."""
    return person.curatorships.select_related("organisation")
