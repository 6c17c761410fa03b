"""Belongings of everybody who is in the register already (0011_affiliations)."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import groupby
from operator import itemgetter

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models import Count, Q
from django.utils import timezone

_DAY = timedelta(days=1)
_AT_ONCE = 2000
#: organisation, first day, last day
Stay = tuple[int, date | None, date | None]


def make_affiliations(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """One open row «as long as known» for a person whose history names no other organisation; the stays of the history
    for the rest. It ends with what the card says, whatever the history lacks."""
    people, history = apps.get_model("registry", "Person"), apps.get_model("registry", "HistoricalPerson")
    affiliations = apps.get_model("registry", "Affiliation")
    known = set(apps.get_model("registry", "Organisation").objects.values_list("pk", flat=True))
    several = (
        history.objects.filter(organisation__isnull=False)
        .order_by()
        .values("id")
        .annotate(places=Count("organisation", distinct=True))
        .filter(places__gt=1)
        .values("id")
    )
    came_and_went = history.objects.filter(organisation__isnull=True).order_by().values("id")
    moved = Q(pk__in=several) | Q(pk__in=came_and_went)
    of_moved = dict(people.objects.filter(moved).values_list("pk", "organisation"))
    settled = people.objects.filter(organisation__isnull=False).order_by("pk").values_list("pk", "organisation")
    affiliations.objects.bulk_create(
        [affiliations(person_id=pk, organisation_id=place) for pk, place in settled if pk not in of_moved],
        batch_size=_AT_ONCE,
    )
    versions = history.objects.filter(Q(id__in=several) | Q(id__in=came_and_went))
    versions = versions.order_by("id", "history_date", "history_id").values_list("id", "history_date", "organisation")
    by_person = groupby(versions, key=itemgetter(0))
    affiliations.objects.bulk_create(
        [
            affiliations(person_id=pk, organisation_id=place, since=since, until=until)
            for pk, of_person in by_person
            if pk in of_moved
            for place, since, until in stays([(at, place) for _, at, place in of_person], of_moved[pk])
            if place in known
        ],
        batch_size=_AT_ONCE,
    )


def stays(versions: list[tuple[datetime, int | None]], present: int | None) -> list[Stay]:
    """The stays that versions of a card tell, the oldest first. Of several versions of one day the last counts.

    What the history does not know of the present place has begun today: past days keep what they showed.
    """
    by_day: dict[date, int | None] = {timezone.localdate(at): place for at, place in versions}
    first = min(by_day)
    today = timezone.localdate()
    if by_day[max(by_day)] != present:
        by_day[max(today, max(by_day))] = present
    return list(_joined([(None if day == first else day, by_day[day]) for day in sorted(by_day)]))


def _joined(changes: list[tuple[date | None, int | None]]) -> Iterator[Stay]:
    for index, (since, place) in enumerate(changes):
        if index and changes[index - 1][1] == place:
            continue
        following = next((day for day, other in changes[index + 1 :] if other != place), None)
        if place is not None:
            yield place, since, following - _DAY if following else None
