"""Fields of choice of a form, with their types: what they offer is set for each user."""

from typing import TypeVar

from django import forms

ChoiceFieldType = TypeVar("ChoiceFieldType", bound=forms.ChoiceField)


def choice_field(form: forms.BaseForm, name: str, field_type: type[ChoiceFieldType]) -> ChoiceFieldType:
    """Raises TypeError when the field is of another type."""
    field = form.fields[name]
    if not isinstance(field, field_type):
        raise TypeError(f"{name} is a {type(field).__name__}")
    return field
