"""Every form that asks for a reason wants it in words."""

from typing import Any

from django import forms

import config.urls  # noqa: F401  (loads the forms of all rooms)
from registry.forms.portal_form import PortalFormMixin, _is_reason
from registry.names.text_checks import check_reason


def _below(form: Any) -> set[Any]:
    return {form, *(one for child in form.__subclasses__() for one in _below(child))}


def test_each_field_of_a_reason_wants_letters():
    without = [
        f"{form.__module__}.{form.__name__}.{name}"
        for form in _below(forms.BaseForm)
        for name, field in getattr(form, "base_fields", {}).items()
        if isinstance(field, forms.CharField)
        and ("причин" in str(field.label).lower() or "почему" in str(field.label).lower())
        and name != "title"  # an entry of the dictionary of reasons
        and check_reason not in field.validators
        and not (issubclass(form, PortalFormMixin) and _is_reason(name, field))
    ]
    assert without == []
