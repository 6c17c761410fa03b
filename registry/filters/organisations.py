import django_filters
from django.db.models import QuerySet

from registry.enums import OrganisationKind
from registry.filters.register_filter import RegisterFilter
from registry.models import Organisation


class OrganisationFilter(RegisterFilter):
    kind = django_filters.ChoiceFilter(label="Тип", choices=OrganisationKind, empty_label="Все")
    archive = django_filters.ChoiceFilter(
        label="Состояние", choices=[("in", "Действующие"), ("out", "В архиве")], method="by_archive", empty_label="Все"
    )

    class Meta:
        model = Organisation
        fields = ["q", "kind", "archive"]

    def by_archive(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(archived_on__isnull=value == "in")
