"""Shows the errors of an action beside the fields of the form."""

from collections.abc import Mapping

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError


def add_errors(form: forms.BaseForm, error: ValidationError, fields: Mapping[str, str] | None = None) -> None:
    """Messages about a field that the form lacks become messages about the form. What the error links to
    (`links`, `several_links` of LinkedRefusal) is kept for components/error_link.html. `fields`: message → its field,
    where a constraint of the database names none."""
    vars(form)["links"] = getattr(error, "links", {})
    vars(form)["several_links"] = getattr(error, "several_links", {})
    by_field = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
    for name, messages in by_field.items():
        for message in messages:
            field = (fields or {}).get(message, name)
            form.add_error(field if field in form.fields and field != NON_FIELD_ERRORS else None, message)
