from django import forms

from mentoring.models import StageItem
from registry import clock
from registry.forms.portal_form import PortalForm
from registry.uploads import check_scan


class StageItemForm(PortalForm):
    """How a checklist item was done."""

    done_on = forms.DateField(label="Выполнено", initial=clock.today)
    evidence = forms.CharField(label="Чем подтверждается", max_length=300, required=False)
    scan = forms.FileField(
        label="Скан", required=False, validators=[check_scan], help_text="PDF, JPG или PNG, не больше 10 МБ"
    )

    @staticmethod
    def values_of(mark: StageItem) -> dict:
        return {"done_on": mark.done_on, "evidence": mark.evidence}
