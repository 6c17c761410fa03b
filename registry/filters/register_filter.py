"""What every filter of a list begins with: the search by folded text."""

from collections.abc import Collection, Mapping
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet

from registry.database.search import matches, matches_person


class RegisterFilter(django_filters.FilterSet):
    """Search by folded key: «иванов» finds «Иванов», «елкина» finds «Ёлкина», on both engines."""

    #: path to the folded key
    search_field = "search_key"
    #: what filters say when nobody has chosen anything
    untouched: Mapping[str, str] = {}
    #: filters that stand on the page only when its address names them
    when_asked: Collection[str] = ()

    q = django_filters.CharFilter(label="Найти", method="by_text", widget=forms.TextInput(attrs={"type": "search"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.when_asked:
            if not self.data.get(name):
                del self.filters[name]
        for field in self.form.fields.values():
            widget = field.widget
            widget.attrs.setdefault(
                "class",
                "form-select form-select-sm" if isinstance(widget, forms.Select) else "form-control form-control-sm",
            )

    @property
    def conditions(self) -> dict[str, Any]:
        """By what the rows are narrowed: the values that the address has and the filters understand, and for the others
        what nobody has chosen stands for."""
        if not self.is_bound:
            return {}
        self.form.is_valid()
        values: dict[str, Any] = self.form.cleaned_data
        for name, value in self.untouched.items():
            if name in self.form.errors:
                values[name] = value
        return values

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        for name, value in self.conditions.items():
            queryset = self.filters[name].filter(queryset, value)
        return queryset

    @classmethod
    def labels(cls) -> dict[str, Any]:
        """Of all filters, also of those that stand on no page now."""
        return {name: one.label for name, one in cls.base_filters.items() if one.label}

    def by_text(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        if self.search_field.endswith("person__search_key"):
            return rows.filter(matches_person(value, path=self.search_field.removesuffix("search_key")))
        return rows.filter(matches(value, field=self.search_field))
