"""By what the register of acts is narrowed."""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet

from accounts.requests import AuthenticatedRequest
from registry.access import Right
from registry.database.search import matches
from registry.enums import ActKind
from registry.filters.register_filter import RegisterFilter
from registry.models import Act, Organisation
from registry.queries.organisations import organisations_visible_to


def _organisations(request: AuthenticatedRequest | None) -> QuerySet[Organisation]:
    return organisations_visible_to(request.user, Right.VIEW_DOCUMENTS) if request else Organisation.objects.none()


class ActFilter(RegisterFilter):
    q = django_filters.CharFilter(
        label="Номер или заголовок", method="by_text", widget=forms.TextInput(attrs={"type": "search"})
    )
    organisation = django_filters.ModelChoiceFilter(label="Кто издал", queryset=_organisations, empty_label="Все")
    kind = django_filters.ChoiceFilter(label="Вид", choices=ActKind, empty_label="Все")
    year = django_filters.NumberFilter(
        label="Год", field_name="dated", lookup_expr="year", min_value=1990, max_value=2100
    )
    state = django_filters.ChoiceFilter(
        label="Состояние",
        choices=[("in", "Действующие"), ("out", "Отменённые")],
        method="by_state",
        empty_label="Все",
    )

    class Meta:
        model = Act
        fields = ["q", "organisation", "kind", "year", "state"]

    def by_text(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """The sign before a number is no part of it."""
        return rows.filter(matches(value.replace("№", " "), field=self.search_field))

    def by_state(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(cancelled_by__isnull=value == "in")
