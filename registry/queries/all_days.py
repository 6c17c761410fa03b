"""People of the banks on all days at once, for figures that are stored."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Any, TypedDict

from django.db.models import Exists, OuterRef, Q, QuerySet

from registry.enums import Participant
from registry.models import Affiliation, Mentee, Organisation
from registry.queries.people import YOUNG_SPECIALIST, Bank

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class CalledYoung(TypedDict):
        is_listed: bool

    ListedMentee = WithAnnotations[Mentee, CalledYoung]

#: whoever has not left the bank and is not in the archive: what the lists show without a filter
LISTED = Q(excluded_on__isnull=True, person__archived_on__isnull=True)


def affiliations_in_bank(organisation_ids: Collection[int], bank: type[Bank]) -> QuerySet[Affiliation]:
    """Belongings of the people who are or were in the bank. A card joined into another counts for nobody."""
    entry = f"person__{bank._meta.model_name}__isnull"
    return Affiliation.objects.filter(
        organisation__in=organisation_ids, person__merged_into__isnull=True, **{entry: False}
    ).order_by()


def people_ever_of(organisation_ids: Collection[int]) -> QuerySet[Affiliation, Any]:
    """Primary keys of everybody who belongs or has belonged to the organisations."""
    return Affiliation.objects.filter(organisation__in=organisation_ids).values("person")


def teachers_ever_of(organisation_ids: Collection[int]) -> "QuerySet[ListedMentee]":
    """Teachers among the mentees; `is_listed` whom the register calls a young specialist."""
    links = Mentee.categories.through.objects.filter(mentee=OuterRef("pk"), category__code=YOUNG_SPECIALIST)
    teachers = Mentee.objects.filter(
        participant=Participant.TEACHER,
        person__in=people_ever_of(organisation_ids),
        person__merged_into__isnull=True,
    )
    return teachers.order_by().annotate(is_listed=Exists(links))


def listed_in(organisations: QuerySet[Organisation, Any] | Collection[int], bank: type[Bank]) -> QuerySet[Bank]:
    """Entries of the people of the organisations that the lists of today show."""
    people = {"person__merged_into__isnull": True, "person__organisation__in": organisations}
    return bank.objects.filter(LISTED, **people).order_by()
