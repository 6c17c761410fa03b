"""Shows the errors of an action beside the fields of the form."""

from collections.abc import Mapping

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError


def add_errors(form: forms.BaseForm, error: ValidationError, fields: Mapping[str, str] | None = None) -> None:
    """Messages about a field that the form lacks become messages about the form. What the error links to
    (`links`, `several_links` of LinkedRefusal) is kept for components/error_link.html. `error_fields` of the form: what
    the action calls a value → the field in which it was typed. `fields`: message → its field, where a constraint of the
    database names none."""
    vars(form)["links"] = getattr(error, "links", {})
    vars(form)["several_links"] = getattr(error, "several_links", {})
    typed_in: Mapping[str, str] = getattr(form, "error_fields", {})
    by_argument = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
    for argument, messages in by_argument.items():
        for message in messages:
            name = (fields or {}).get(message, typed_in.get(argument, argument))
            form.add_error(name if name in form.fields and name != NON_FIELD_ERRORS else None, message)
