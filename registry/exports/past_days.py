"""The banks of a past day as spreadsheets: the names and places of that day, and what has become of them since."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import islice
from typing import Any

from django.db.models import QuerySet
from import_export import fields

from registry.exports.register_resource import AS_IS, RegisterResource
from registry.models import Mentee, Mentor, Person
from registry.queries.former_names import name_people_as_on

#: people whose names of the day are read in one query
_AT_ONCE = 500


class PastDayResource(RegisterResource):
    """The list of a past day, as it is on the screen."""

    full_name = fields.Field("person__full_name_then", "ФИО в тот день")
    full_name_now = fields.Field(column_name="ФИО сейчас, если другое")
    organisation = fields.Field("organisation_on_day", "Организация в тот день")
    included_on = fields.Field("included_on", "Включён в базу", widget=AS_IS)
    excluded_on = fields.Field("excluded_on", "Исключён из базы к сегодняшнему дню", widget=AS_IS)

    class Meta:
        fields = ("full_name", "organisation", "included_on", "full_name_now", "excluded_on")
        export_order = fields

    def __init__(self, on: date) -> None:
        super().__init__()
        self._on = on

    def iter_queryset(self, queryset: QuerySet[Any]) -> Iterator[Any]:
        return named_as_on(super().iter_queryset(queryset), self._on, lambda entry: [entry.person])

    def dehydrate_full_name_now(self, entry: Mentor | Mentee) -> str:
        """Of who belongs elsewhere now another organisation keeps the card."""
        is_shown = entry.person.name_then is not None and not getattr(entry, "belongs_elsewhere", False)
        return entry.person.full_name if is_shown else ""


class MentorOfDayResource(PastDayResource):
    class Meta(PastDayResource.Meta):
        model = Mentor


class MenteeOfDayResource(PastDayResource):
    class Meta(PastDayResource.Meta):
        model = Mentee


def named_as_on(rows: Iterator[Any], on: date, people_of: Callable[[Any], Sequence[Person]]) -> Iterator[Any]:
    """The same rows, with the names that their people bore on the day."""
    while some := list(islice(rows, _AT_ONCE)):
        name_people_as_on((person for row in some for person in people_of(row)), on)
        yield from some
