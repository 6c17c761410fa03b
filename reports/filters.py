"""By what the list of issued papers is narrowed."""

from typing import Any

import django_filters
from django.db.models import QuerySet

from registry.access import Right
from registry.database.search import has_number
from registry.filters.organisation_choices import organisation_choices
from registry.filters.register_filter import RegisterFilter
from registry.papers.act_texts import act_text
from reports.enums import IssuedStatus
from reports.models import IssuedDocument
from reports.paper_kinds import paper_kinds


def _kinds() -> list[tuple[str, str]]:
    return [(code, act_text(title)) for code, title in paper_kinds()]


class DocumentFilter(RegisterFilter):
    q = django_filters.CharFilter(label="Номер", method="by_number")
    organisation = django_filters.ModelChoiceFilter(
        label="Организация", queryset=organisation_choices(Right.VIEW_DOCUMENTS), empty_label="Все"
    )
    kind = django_filters.ChoiceFilter(label="Вид", choices=_kinds, empty_label="Все")
    status = django_filters.ChoiceFilter(label="Состояние", choices=IssuedStatus, empty_label="Все")
    year = django_filters.NumberFilter(
        label="Год", field_name="dated", lookup_expr="year", min_value=2000, max_value=2100
    )

    class Meta:
        model = IssuedDocument
        fields = ["q", "organisation", "kind", "status", "year"]

    def by_number(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(has_number(value, "number"))
