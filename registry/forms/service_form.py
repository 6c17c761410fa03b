"""Forms of the service section: the texts of its fields are judged as those of the portal's own forms."""

from typing import Any

from django import forms
from django.db import models

from registry.forms.json_shape import ShapedJSONField
from registry.forms.portal_form import CheckedNamesMixin


class ServiceForm(CheckedNamesMixin, forms.ModelForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for column in self._meta.model._meta.fields:
            field = self.fields.get(column.name)
            if isinstance(column, models.JSONField) and isinstance(field, ShapedJSONField):
                field.shape_like(column)
