"""A question of a form: nothing is shown until it is asked."""

from typing import Any

from crispy_forms.layout import LayoutObject
from crispy_forms.utils import TEMPLATE_PACK
from django import forms
from django.utils.safestring import SafeString


class AskedField(LayoutObject):
    """A field that is shown only while something is asked by it."""

    def __init__(self, name: str) -> None:
        self.fields = [name]

    def render(
        self, form: forms.BaseForm, context: Any, template_pack: Any = TEMPLATE_PACK, **kwargs: Any
    ) -> SafeString:
        name = self.fields[0]
        if name not in form.fields or not (form.errors.get(name) or (form.is_bound and form[name].value())):
            form.rendered_fields.add(name)  # type: ignore[attr-defined]
            return SafeString("")
        return self.get_rendered_fields(form, context, template_pack, **kwargs)
