"""By what the list of organisations is narrowed."""

from typing import Any

import django_filters
from django.db.models import QuerySet

from registry.enums import Founder, OrganisationKind
from registry.filters.register_filter import RegisterFilter
from registry.models import Organisation
from registry.queries.organisations import organisations_found


class OrganisationFilter(RegisterFilter):
    kind = django_filters.ChoiceFilter(label="Тип", choices=OrganisationKind, empty_label="Все")
    founder = django_filters.ChoiceFilter(
        label="Учредитель",
        choices=[(each.value, each.label) for each in Founder if each],
        null_label=Founder.UNKNOWN.label,
        method="by_founder",
        empty_label="Все",
    )
    archive = django_filters.ChoiceFilter(
        label="Состояние", choices=[("in", "Действующие"), ("out", "В архиве")], method="by_archive", empty_label="Все"
    )

    class Meta:
        model = Organisation
        fields = ["q", "kind", "founder", "archive"]

    def by_text(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return organisations_found(rows, value)

    def by_founder(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(founder="" if value == self.filters[name].null_value else value)

    def by_archive(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(archived_on__isnull=value == "in")
