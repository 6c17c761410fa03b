"""The bases of a school year: who was in a bank then, with the pairs of the year that the reader may see."""

from typing import TYPE_CHECKING, Any, TypedDict

from django.db.models import Prefetch, Q, QuerySet

from accounts.models import User
from mentoring.models import Pair, PlanItem
from mentoring.queries.pairs import pairs_visible_to
from registry.models import Curator, Mentee, Mentor, Organisation
from registry.queries.classes import moves_after
from registry.queries.people import mentees_visible_to, mentors_visible_to
from russian.school_year import first_day, last_day

#: where the moves of a person's class since the year are kept: see `_classes_of_year`
MOVES_SINCE = "moves_since"


class PairsOfYear(TypedDict):
    pairs_of_year: list[Pair]


class CuratorsNow(TypedDict):
    curators_now: list[Curator]


if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    MenteeOfYear = WithAnnotations[Mentee, PairsOfYear]
    MentorOfYear = WithAnnotations[Mentor, PairsOfYear]
    OrganisationWithCurators = WithAnnotations[Organisation, CuratorsNow]

_BY_PLACE_AND_NAME = (
    "person__organisation__sort_key", "person__sort_key", "pk",
)  # fmt: skip


def mentees_of_year(user: User, year: int) -> QuerySet[Mentee]:
    """Each with `pairs_of_year`, in the order in which they began."""
    pairs = _pairs_of_year(user, year).select_related(
        "mentor__person__organisation", "organisation", "form", "act", "programme"
    )
    pairs = pairs.prefetch_related(_classes_of_year("mentor__person__", year))
    return (
        mentees_visible_to(user)
        .filter(_in_bank(year))
        .order_by(*_BY_PLACE_AND_NAME)
        .prefetch_related(Prefetch("pairs", pairs, to_attr="pairs_of_year"))
    )


def mentors_of_year(user: User, year: int, **conditions: Any) -> QuerySet[Mentor]:
    """Each with `pairs_of_year`, and with `curators_now` of the organisation where there is one."""
    pairs = _pairs_of_year(user, year).select_related(
        "mentee__person__organisation", "organisation", "form", "role_model", "act", "programme"
    )
    pairs = pairs.prefetch_related(_classes_of_year("mentee__person__", year))
    curators = Curator.objects.filter(dismissed_on__isnull=True).select_related("person").order_by("pk")
    return (
        mentors_visible_to(user)
        .filter(_in_bank(year), **conditions)
        .order_by(*_BY_PLACE_AND_NAME)
        .prefetch_related(
            Prefetch("pairs", pairs, to_attr="pairs_of_year"),
            Prefetch("person__organisation__curators", curators, to_attr="curators_now"),
            _classes_of_year("person__", year),
        )
    )


def _pairs_of_year(user: User, year: int) -> QuerySet[Pair]:
    """Pairs of the year from the agreement on, with their results; drafts are left out."""
    pairs = pairs_visible_to(user).place_holding().overlapping(first_day(year), last_day(year))
    achieved = PlanItem.objects.filter(done_on__isnull=False).exclude(result="")
    return pairs.order_by("starts_on", "pk").prefetch_related(Prefetch("programme__items", achieved))


def _classes_of_year(path: str, year: int) -> Prefetch:
    """The moves of classes after the year: from them follows the class of a pupil in that year."""
    return Prefetch(f"{path}class_moves", moves_after(last_day(year)), to_attr=MOVES_SINCE)


def _in_bank(year: int) -> Q:
    return Q(included_on__lte=last_day(year)) & (Q(excluded_on__isnull=True) | Q(excluded_on__gte=first_day(year)))
