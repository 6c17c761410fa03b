"""Forms of papers in general; a paper's own forms stand beside it in `documents/`."""

from dataclasses import replace
from typing import Any

from django import forms
from django.db.models import Model
from django.http import QueryDict

from registry.forms.deed import DeedMixin
from registry.forms.edit_version import SEEN, EditVersionMixin
from registry.forms.portal_form import PortalForm
from registry.papers.act_texts import act_text
from reports.models import IssuedDocument
from reports.paper import Preparation
from reports.paper_details import PaperDetails


class PaperForm(EditVersionMixin, PortalForm):
    """What a person decides about a paper: each field is named after a field of the paper's details.

    The form of a kept draft carries its version (`add_version`): one person may have it open in two windows.
    """

    page_template = "components/form_page.html"
    submit_label = "Дальше: проверить"

    def __init__(self, data: QueryDict | None, preparation: Preparation[Any, Any]) -> None:
        self.preparation = preparation
        super().__init__(data, initial=self.initial_values())

    def initial_values(self) -> dict[str, Any]:
        return {name: getattr(self.preparation.details, name) for name in self.base_fields}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        cleaned.pop(SEEN, None)
        return cleaned

    def new_details(self) -> PaperDetails:
        values = {name: value.pk if isinstance(value, Model) else value for name, value in self.cleaned_data.items()}
        return replace(self.preparation.details, **values)

    def page_context(self) -> dict[str, Any]:
        return {
            "heading": act_text(self.preparation.paper.title).capitalize(),
            "intro": str(self.preparation.source),
            "submit_label": self.submit_label,
        }


class CancelForm(DeedMixin, PortalForm):
    reason = forms.CharField(
        label="Причина отмены",
        max_length=300,
        help_text="Она останется в карточке документа",
        widget=forms.Textarea,
    )

    def __init__(self, *args: Any, document: IssuedDocument, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.show(document)
