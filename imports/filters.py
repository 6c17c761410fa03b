"""By what the list of uploads is narrowed: file, kind, state."""

import django_filters

from imports.enums import ImportKind, ImportStatus
from imports.models import ImportBatch
from registry.filters.register_filter import RegisterFilter


class ImportFilter(RegisterFilter):
    q = None
    status = django_filters.ChoiceFilter(label="Состояние", choices=ImportStatus, empty_label="Любое")
    kind = django_filters.ChoiceFilter(label="Что в файле", choices=ImportKind, empty_label="Всё")

    class Meta:
        model = ImportBatch
        fields = ["status", "kind"]
