"""Forms of the service section: the texts of its fields are judged as those of the portal's own forms."""

from typing import Any

from django import forms
from django.db import models

from registry.forms.json_shape import ShapedJSONField
from registry.forms.name_question import NAMES, doubts_about_names
from registry.forms.portal_form import CheckedNamesMixin

ON_A_PAGE = "Если имя верно, внесите его на странице портала: там его можно подтвердить."


class ServiceForm(CheckedNamesMixin, forms.ModelForm):
    """A name that the pages ask about is refused: here nothing is asked."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for column in self._meta.model._meta.fields:
            field = self.fields.get(column.name)
            if isinstance(column, models.JSONField) and isinstance(field, ShapedJSONField):
                field.shape_like(column)

    def _clean_form(self) -> None:
        super()._clean_form()  # type: ignore[misc]
        for name in [name for name in self.fields if self.names_people(name) and name in self.changed_data]:
            together = NAMES if name in NAMES else (name,)
            texts = {one: text for one in together if isinstance(text := self.cleaned_data.get(one), str)}
            if name in texts and (doubts := doubts_about_names(texts)):
                self.add_error(name, " ".join([*doubts, ON_A_PAGE]))
