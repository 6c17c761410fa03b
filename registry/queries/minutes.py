"""Minutes of the bodies that consider pairs and candidates, and for which orders they are good: those of the order's
school year or of August before it, when councils prepare the year, and no later than the order."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from registry.enums import ActKind, ConsideringBody
from registry.models import Act, Organisation
from russian.school_year import school_year_of


def awaited_bodies(bodies: Iterable[ConsideringBody], minutes: Iterable[Act], on: date) -> list[ConsideringBody]:
    """Those of the bodies none of whose minutes is among `minutes` in the time for an order of the day `on`."""
    met = {act.considered_by for act in minutes if first_day_of_minutes(on) <= act.dated <= on}
    return [body for body in bodies if body not in met]


def first_day_of_minutes(on: date) -> date:
    """The earliest day of minutes for an order of the day `on`."""
    return date(school_year_of(on), 8, 1)


def minutes_in_time(organisation: Organisation, bodies: Iterable[ConsideringBody], on: date) -> QuerySet[Act]:
    """Those of `minutes_of` by which an order of the day `on` may go where the bodies consider its pairs."""
    days = (first_day_of_minutes(on), on)
    return minutes_of(organisation).filter(considered_by__in=[*bodies], dated__range=days)


def minutes_of(organisation: Organisation) -> QuerySet[Act]:
    """Minutes in force by which an order of the organisation may go: its own and those of its municipality."""
    own = Q(organisation=organisation) | Q(organisation__isnull=True, municipality=organisation.municipality_id)
    return Act.objects.filter(own, kind=ActKind.MINUTES, cancelled_by__isnull=True).order_by("-dated", "-pk")
