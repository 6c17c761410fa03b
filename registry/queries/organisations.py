"""Organisations by the rights of a user, by day and by kind, and their numbers of people."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import User
from registry.access import Access, Right
from registry.database.search import matches
from registry.models import Contingent, Mentee, Mentor, Municipality, Organisation, OrganisationAlias
from russian.name_key import name_key
from russian.school_year import school_year_of
from russian.search_key import fold


def organisations_visible_to(user: User, right: Right = Right.VIEW_ORGANISATIONS) -> QuerySet[Organisation]:
    """Organisations for which the user has the right, archived ones included."""
    return Organisation.objects.filter(Access.of(user).where(right, organisation="")).select_related("municipality")


def organisations_in_use(user: User, right: Right = Right.VIEW_ORGANISATIONS) -> QuerySet[Organisation]:
    """The same without the archive: for choices in forms and filters."""
    return organisations_visible_to(user, right).filter(archived_on__isnull=True)


def organisations_of_municipality(municipality_id: int) -> QuerySet[Organisation]:
    """Their names are no secret: somebody may go to any of them."""
    return Organisation.objects.filter(municipality=municipality_id)


def rows_of_organisation(organisation: Organisation) -> QuerySet[Organisation]:
    """The one organisation, for what counts over several."""
    return Organisation.objects.filter(pk=organisation.pk)


def count_people(organisation: Organisation) -> int:
    """Cards of the organisation, the archive included."""
    return organisation.people.count()


def organisations_by_key(keys: Collection[int]) -> dict[int, Organisation]:
    return Organisation.objects.in_bulk(list(keys))


def organisations_of_kind(kind: str) -> QuerySet[Organisation]:
    return Organisation.objects.filter(kind=kind)


def organisations_on(organisations: QuerySet[Organisation], on: date) -> QuerySet[Organisation]:
    """Without those that were in the archive on the day."""
    return organisations.filter(Q(archived_on__isnull=True) | Q(archived_on__gt=on))


def contingents_of(organisations: QuerySet[Organisation, Any], school_year: int) -> QuerySet[Contingent]:
    return Contingent.objects.filter(organisation__in=organisations, school_year=school_year)


def organisations_counting_young(on: date) -> QuerySet[Organisation]:
    """Those that have said how many young specialists they have in the school year of the day."""
    numbers = Contingent.objects.filter(school_year=school_year_of(on), young_teachers__isnull=False)
    return Organisation.objects.filter(pk__in=numbers.values("organisation"))


def only_organisation(pk: int) -> QuerySet[Organisation]:
    """The one that a record has already, where no other may be chosen."""
    return Organisation.objects.filter(pk=pk)


def with_organisation(offered: QuerySet[Organisation], pk: int) -> QuerySet[Organisation]:
    """The offered ones and the one that a record has already, whether it is offered or not."""
    return Organisation.objects.filter(Q(pk__in=offered.values("pk")) | Q(pk=pk))


def alias_is_taken(municipality_id: int, name: str) -> bool:
    """Whether an organisation of the municipality is known by the name already."""
    return OrganisationAlias.objects.filter(municipality=municipality_id, key=fold(name)[:300]).exists()


def other_organisation_called(organisation: Organisation, name: str) -> Organisation | None:
    """Another one of the municipality that bears the name, as its own or a further one, but for signs and case."""
    key = name_key(name)
    others = Organisation.objects.filter(municipality=organisation.municipality_id).exclude(pk=organisation.pk)
    names = [
        *others.values_list("pk", "short_name"),
        *others.values_list("pk", "full_name"),
        *OrganisationAlias.objects.filter(organisation__in=others).values_list("organisation", "name"),
    ]
    pk = next((pk for pk, known in names if name_key(known) == key), None)
    return others.filter(pk=pk).first() if pk else None


def organisations_found(rows: QuerySet[Organisation], text: str) -> QuerySet[Organisation]:
    """Those of the rows that the text finds: by what they are called, also otherwise or before."""
    otherwise = OrganisationAlias.objects.filter(matches(text, field="key"))
    return rows.filter(matches(text) | Q(pk__in=otherwise.values("organisation")))


def with_banks(organisations: QuerySet[Organisation]) -> QuerySet[Organisation]:
    """Adds `mentors` and `mentees`: how many are in the banks of each organisation now."""
    return organisations.annotate(mentors=_number_in(Mentor), mentees=_number_in(Mentee))


def _number_in(bank: type[Mentor | Mentee]) -> Coalesce:
    in_bank = bank.objects.filter(
        person__organisation=OuterRef("pk"), excluded_on__isnull=True, person__archived_on__isnull=True
    )
    counts = in_bank.order_by().values("person__organisation").annotate(number=Count("pk"))
    return Coalesce(Subquery(counts.values("number")), 0)


def aliases_of(organisation: Organisation) -> QuerySet[OrganisationAlias]:
    """Its other names, by which spreadsheets know it."""
    return organisation.aliases.all()


def organisation_named(municipality: Municipality, name: str) -> Organisation | None:
    """By its name, else by its primary key."""
    organisations = Organisation.objects.filter(municipality=municipality)
    organisation = organisations.filter(name_key=name_key(name)).first()
    if organisation is None and name.isdecimal():
        organisation = organisations.filter(pk=int(name)).first()
    return organisation
