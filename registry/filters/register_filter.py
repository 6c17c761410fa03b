import django_filters
from django import forms
from django.db.models import QuerySet

from registry.search_key import matches


class RegisterFilter(django_filters.FilterSet):
    """Search by folded key: «иванов» finds «Иванов», «елкина» finds «Ёлкина», on both engines."""

    #: path to the folded key
    search_field = "search_key"

    q = django_filters.CharFilter(label="Найти", method="by_words", widget=forms.TextInput(attrs={"type": "search"}))

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for field in self.form.fields.values():
            widget = field.widget
            widget.attrs.setdefault(
                "class",
                "form-select form-select-sm" if isinstance(widget, forms.Select) else "form-control form-control-sm",
            )

    def by_words(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(matches(value, field=self.search_field))
