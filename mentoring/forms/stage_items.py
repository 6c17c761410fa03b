"""The day, the note and the scan by which an item of a stage is marked as done."""

from typing import Any

from django import forms

from mentoring.models import StageItem
from registry import clock
from registry.forms.edit_version import SEEN, EditVersionMixin
from registry.forms.portal_form import PortalForm
from registry.papers.uploads import check_scan


class StageItemForm(EditVersionMixin, PortalForm):
    """How a checklist item was done."""

    done_on = forms.DateField(label="Выполнено", initial=clock.today)
    evidence = forms.CharField(label="Чем подтверждается", max_length=300, required=False)
    scan = forms.FileField(
        label="Скан", required=False, validators=[check_scan], help_text="PDF, JPG или PNG, не больше 10 МБ"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_version()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        cleaned.pop(SEEN, None)
        return cleaned

    def shows_what_is_stored(self) -> bool:
        """Whether the version that was sent is that of the mark as it is now."""
        return self.data.get(SEEN) == self.current_version()

    @staticmethod
    def values_of(mark: StageItem) -> dict[str, Any]:
        return {"done_on": mark.done_on, "evidence": mark.evidence}
