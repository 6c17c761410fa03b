"""Names that people bore before, for whoever compares names."""

from datetime import date

from django.db.models import Max, Q, QuerySet

from registry.models import FormerName, Person


def former_names_of(person: Person) -> QuerySet[FormerName]:
    """The latest first; those whose last day nobody knows come after the others."""
    return FormerName.objects.filter(person=person)


def former_names_of_people(condition: Q) -> list[tuple[int, str, str, str]]:
    """(primary key of the person, last, first, middle name) of the people of the condition on former names."""
    rows = FormerName.objects.filter(condition).order_by("person", "pk")
    return list(rows.values_list("person", "last_name", "first_name", "middle_name"))


def last_known_change(person: Person) -> date | None:
    """The last day of the latest former name; None without one."""
    return FormerName.objects.filter(person=person).aggregate(day=Max("until"))["day"]
