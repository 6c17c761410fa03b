"""Pairs on all days at once, for figures that are stored."""

from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet

from mentoring.enums import ORDERED, PLACE_HOLDING, PairStatus
from mentoring.models import Pair, PairStage
from registry.models import Affiliation, Mentee


def pairs_with_place_of(people: QuerySet[Affiliation, Any]) -> QuerySet[Pair]:
    """Pairs that hold, or held, a place of the people as mentors."""
    return Pair.objects.filter(status__in=PLACE_HOLDING, mentor__person__in=people).order_by()


def ordered_pairs_in(organisation_ids: Collection[int]) -> QuerySet[Pair]:
    return Pair.objects.filter(organisation__in=organisation_ids, status__in=ORDERED).order_by()


def stays_in(organisation_ids: Collection[int]) -> QuerySet[PairStage]:
    """Stays of the pairs at their stages, in the order of the steps."""
    return PairStage.objects.filter(pair__organisation__in=organisation_ids).order_by("pk")


def ordered_pairs_of(mentees: QuerySet[Mentee, Any]) -> QuerySet[Pair]:
    return Pair.objects.filter(mentee__in=mentees.values("pk"), status__in=ORDERED).order_by()


def pairs_leading(mentees: QuerySet[Mentee, Any]) -> QuerySet[Pair]:
    """Pairs of the mentees that are agreed, at work or over."""
    return Pair.objects.filter(mentee__in=mentees.values("pk"), status__in=PLACE_HOLDING).order_by()


def drafts_in(organisation_ids: Collection[int]) -> QuerySet[Pair]:
    return Pair.objects.filter(organisation__in=organisation_ids, status=PairStatus.DRAFT).order_by()
