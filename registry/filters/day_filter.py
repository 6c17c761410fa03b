"""What a dashboard's link narrows a list to: the day and the kind of organisations of the figure that it stands for."""

from datetime import date
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import QueryDict

from registry import clock
from registry.access import Right
from registry.enums import OrganisationKind
from registry.filters.register_filter import RegisterFilter
from registry.forms.portal_form import DayInput
from registry.models import Organisation
from registry.queries.organisations import organisations_of_kind, organisations_on, organisations_visible_to


def past_day_of(data: QueryDict | None) -> date | None:
    """The day that the address of a list asks for, when it is over."""
    try:
        day = forms.DateField(required=False).clean((data or QueryDict()).get("on", ""))
    except ValidationError:
        return None
    return day if day is not None and day < clock.today() else None


class DayFilter(RegisterFilter):
    """Children say how their rows are narrowed to a day, and declare a filter by `organisation`."""

    #: path from a row to its organisation
    to_organisation = "organisation"
    #: what the reader must have in an organisation for its rows
    right: Right
    when_asked: tuple[str, ...] = ("on", "kind")

    on = django_filters.DateFilter(label="На дату", method="by_day", widget=DayInput)
    kind = django_filters.ChoiceFilter(
        label="Вид организации", choices=OrganisationKind, method="by_kind", empty_label="Все"
    )

    def by_day(self, rows: QuerySet[Any], name: str, value: date) -> QuerySet[Any]:
        """Of one organisation when it is chosen, else of those that were not in the archive on the day."""
        if not self.form.cleaned_data.get("organisation"):
            organisations = organisations_on(organisations_visible_to(self.request.user, self.right), value)
            rows = self.of_organisations(rows, organisations, value)
        return self.on_day(rows, value)

    def by_kind(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return self.of_organisations(rows, organisations_of_kind(value), self.form.cleaned_data.get("on"))

    def of_organisations(
        self, rows: QuerySet[Any], organisations: QuerySet[Organisation], on: date | None
    ) -> QuerySet[Any]:
        """Those of the rows that are of the organisations: on the day, or now without one."""
        return rows.filter(**{f"{self.to_organisation}__in": organisations})

    def on_day(self, rows: QuerySet[Any], on: date) -> QuerySet[Any]:
        """Those of the rows that a figure of the day counts."""
        raise NotImplementedError
