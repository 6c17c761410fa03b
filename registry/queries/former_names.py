"""Names that people bore before, for whoever compares names."""

from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import F, Max, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Concat

from registry.database.alphabet import InAlphabet
from registry.models import FormerName, Person
from registry.models.person import NameOnDay

_PARTS = ("last_name", "first_name", "middle_name")


def former_names_of(person: Person) -> QuerySet[FormerName]:
    """The latest first; those whose last day nobody knows come after the others."""
    return FormerName.objects.filter(person=person)


def other_names_of(person: Person) -> QuerySet[FormerName]:
    """The same without the name that the person bears again."""
    return former_names_of(person).exclude(name_key=person.name_key)


def former_names_of_people(condition: Q) -> list[tuple[int, str, str, str]]:
    """(primary key of the person, last, first, middle name) of the people of the condition on former names."""
    rows = FormerName.objects.filter(condition).order_by("person", "pk")
    return list(rows.values_list("person", "last_name", "first_name", "middle_name"))


def last_known_change(person: Person) -> date | None:
    """The last day of the latest former name; None without one."""
    return FormerName.objects.filter(person=person).aggregate(day=Max("until"))["day"]


def names_on(people: Collection[int], on: date) -> dict[int, NameOnDay]:
    """Primary key of each of the people who bore another name on the day → that name. Of a name whose last day nobody
    knows no day tells."""
    rows = FormerName.objects.filter(person__in=people, until__gte=on).order_by("-until", "-pk")
    return {person: NameOnDay(*parts) for person, *parts in rows.values_list("person", *_PARTS)}


def name_people_as_on(people: Iterable[Person], on: date) -> None:
    """Sets `name_then` of the people, who are about to be shown. One query."""
    people = list(people)
    names = names_on({person.pk for person in people}, on)
    for person in people:
        person.name_then = names.get(person.pk)


def order_of_names_on(on: date, path: str = "") -> InAlphabet:
    """An order by the whole name that somebody bore on the day; `path` leads to the person («mentor__person__»)."""
    former = FormerName.objects.filter(person=OuterRef(f"{path}pk"), until__gte=on).order_by("until", "pk")
    then = Subquery(former.annotate(whole=_whole_name("")).values("whole")[:1])
    return InAlphabet(Coalesce(then, _whole_name(path)))


def _whole_name(path: str) -> Concat:
    last, first, middle = (F(f"{path}{part}") for part in _PARTS)
    return Concat(last, Value(" "), first, Value(" "), middle)
