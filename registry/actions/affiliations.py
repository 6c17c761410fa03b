"""Where people belong and since when. The database keeps `Person.organisation` in step with the rows
(registry/guards.py)."""

from collections.abc import Mapping
from datetime import timedelta

from django.db import transaction

from registry.models import Affiliation, Person

_DAY = timedelta(days=1)


@transaction.atomic
def take_back_moves(places: Mapping[int, int | None]) -> None:
    """The last move of each person never happened: `places` says where the person belonged before it.

    Who belongs there now has not moved. The number of queries does not grow with the people.
    """
    present = Person.objects.filter(pk__in=places).values_list("pk", "organisation")
    moved = [pk for pk, place in present if place != places[pk]]
    opened = Affiliation.objects.filter(person__in=moved, until__isnull=True)
    begun = dict(opened.values_list("person", "since"))
    opened.delete()
    closed = Affiliation.objects.filter(person__in=moved).values_list("pk", "person", "organisation", "until")
    reopened = [
        pk
        for pk, person, place, until in closed
        if place == places[person] and until is not None and until + _DAY == begun.get(person)
    ]
    Affiliation.objects.filter(pk__in=reopened).update(until=None)
