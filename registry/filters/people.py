"""What the lists of mentors, mentees and curators can be narrowed by. Sensitive categories are not among it."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import QueryDict

from registry import clock
from registry.access import Right
from registry.enums import CandidateApproval, MenteeState, MentorReadiness, MentorSource, Participant, Qualification
from registry.extension_points import mentee_conditions
from registry.filters.day_filter import DayFilter, past_day_of
from registry.filters.organisation_choices import organisation_choices
from registry.filters.register_filter import RegisterFilter
from registry.models import Curator, Mentee, Mentor, Organisation
from registry.queries.dictionaries import categories_without_sensitive
from registry.queries.organisations import only_organisation, organisations_counting_young
from registry.queries.people import belonged_to, in_bank_on
from registry.side_texts import side_label

STATES = [("in", "Действующие"), ("out", "В архиве"), ("all", "Все")]


class PresentFirst(RegisterFilter):
    """People who left are hidden by default."""

    #: the day on which one left
    left_on: str
    untouched: Mapping[str, str] = {"archive": "in"}

    archive = django_filters.ChoiceFilter(label="Состояние", choices=STATES, method="by_archive", empty_label=None)

    def __init__(self, data: QueryDict | None = None, *args: Any, **kwargs: Any) -> None:
        data = data.copy() if data is not None else QueryDict(mutable=True)
        for name, value in self.untouched.items():
            data.setdefault(name, value)
        super().__init__(data, *args, **kwargs)

    def by_archive(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows if value == "all" else rows.filter(**{f"{self.left_on}__isnull": value == "in"})


#: conditions that are answered for the chosen day
OF_THE_DAY = frozenset({"q", "organisation", "kind", "on", "state"})


class BankFilter(DayFilter, PresentFirst):
    left_on = "excluded_on"
    to_organisation = "person__organisation"
    right = Right.VIEW_PEOPLE
    search_field = "person__search_key"
    organisation = django_filters.ModelChoiceFilter(
        label="Организация", method="by_organisation", queryset=organisation_choices(), empty_label="Все"
    )

    def __init__(self, data: QueryDict | None = None, *args: Any, **kwargs: Any) -> None:
        """Whoever was there on a past day stays in its list, whatever has become of them since. Conditions that cards
        of today answer say so."""
        is_past = past_day_of(data) is not None
        if is_past:
            self.untouched = {"archive": "all"}
        super().__init__(data, *args, **kwargs)
        for name, field in self.form.fields.items() if is_past else ():
            if name not in OF_THE_DAY:
                field.label = f"{field.label} сейчас"

    def by_organisation(self, rows: QuerySet[Any], name: str, value: Organisation) -> QuerySet[Any]:
        return self.of_organisations(rows, only_organisation(value.pk), self.form.cleaned_data.get("on"))

    def of_organisations(
        self, rows: QuerySet[Any], organisations: QuerySet[Organisation], on: date | None
    ) -> QuerySet[Any]:
        return (
            super().of_organisations(rows, organisations, on)
            if on is None
            else rows.filter(belonged_to(organisations, on))
        )

    def on_day(self, rows: QuerySet[Any], on: date) -> QuerySet[Any]:
        return in_bank_on(rows, on)


class MentorFilter(BankFilter):
    source = django_filters.ChoiceFilter(label="Источник", choices=MentorSource, empty_label="Все")
    readiness = django_filters.ChoiceFilter(label="Готовность", choices=MentorReadiness, empty_label="Любая")
    approval = django_filters.ChoiceFilter(label="Кандидатура", choices=CandidateApproval, empty_label="Любая")
    qualification = django_filters.ChoiceFilter(
        label="Категория", field_name="person__qualification", choices=Qualification, empty_label="Любая"
    )
    free = django_filters.ChoiceFilter(
        label="Места", choices=[("yes", "Есть свободные"), ("no", "Все заняты")], method="by_free", empty_label="Любые"
    )

    class Meta:
        model = Mentor
        fields = [
            "q",
            "organisation",
            "kind",
            "on",
            "source",
            "readiness",
            "approval",
            "qualification",
            "free",
            "archive",
        ]

    def __init__(self, *args: Any, bases: Collection[str] | None = None, **kwargs: Any) -> None:
        """`bases`: codes of RegisterBase whose mentors may be asked for, None for all; the one asked for stays."""
        super().__init__(*args, **kwargs)
        if bases is not None:
            offered = {*bases, (self.data or {}).get("source", "")}
            sources = [one for one in MentorSource.choices if one[0] in offered]
            self.form.fields["source"].choices = sources
        if "free" not in self.queryset.query.annotations:
            del self.filters["free"], self.form.fields["free"]

    def by_free(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(free__gt=0) if value == "yes" else rows.filter(free=0)


class MenteeFilter(BankFilter):
    state = django_filters.ChoiceFilter(
        label=side_label("Наставник"), choices=MenteeState, method="by_state", empty_label="Все"
    )
    participant = django_filters.ChoiceFilter(label="Кто это", choices=Participant, empty_label="Все")
    category = django_filters.ModelChoiceFilter(
        label="Категория",
        field_name="categories",
        queryset=categories_without_sensitive(),
        empty_label="Любая",
    )

    class Meta:
        model = Mentee
        fields = ["q", "organisation", "kind", "on", "state", "participant", "category", "archive"]

    def by_state(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """As the room that knows their pairs narrows them. Of many organisations the share of young specialists counts
        those alone whose number of them is known."""
        on = self.form.cleaned_data.get("on") or clock.today()
        rows = mentee_conditions[MenteeState(value)](rows, on)
        if value == MenteeState.YOUNG_WITH_MENTOR and not self.form.cleaned_data.get("organisation"):
            return self.of_organisations(rows, organisations_counting_young(on), on)
        return rows

    def on_day(self, rows: QuerySet[Any], on: date) -> QuerySet[Any]:
        """Young specialists are counted by their pairs, whether or not they were in the bank on the day."""
        is_young = self.form.cleaned_data.get("state") == MenteeState.YOUNG_WITH_MENTOR
        return rows if is_young else super().on_day(rows, on)


class CuratorFilter(PresentFirst):
    left_on = "dismissed_on"
    search_field = "person__search_key"
    organisation = django_filters.ModelChoiceFilter(
        label="Организация", queryset=organisation_choices(), empty_label="Все"
    )

    class Meta:
        model = Curator
        fields = ["q", "organisation", "archive"]
