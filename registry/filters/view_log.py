"""By what the log of views is narrowed."""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet

from registry.access import Right
from registry.filters.access import spelled_like
from registry.filters.organisation_choices import organisation_choices
from registry.filters.register_filter import RegisterFilter
from registry.forms.portal_form import DayInput
from registry.models import ViewRecord
from registry.models.view_record import ViewKind


class ViewRecordFilter(RegisterFilter):
    search_field = "person__search_key"
    when_asked = ("person",)

    q = django_filters.CharFilter(label="О ком", method="by_text", widget=forms.TextInput(attrs={"type": "search"}))
    user = django_filters.CharFilter(label="Кто смотрел", method="by_user")
    kind = django_filters.ChoiceFilter(label="Что сделано", choices=ViewKind, empty_label="Все")
    organisation = django_filters.ModelChoiceFilter(
        label="Организация", queryset=organisation_choices(Right.VIEW_LOG), empty_label="Все"
    )
    day = django_filters.DateFilter(label="День", field_name="at", lookup_expr="date", widget=DayInput)
    person = django_filters.NumberFilter(label="Карточка", field_name="person", min_value=1, max_value=2**62)

    class Meta:
        model = ViewRecord
        fields = ["q", "user", "kind", "organisation", "day", "person"]

    def by_user(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(spelled_like(value.strip(), "user__last_name", "user__first_name", "user__email"))
