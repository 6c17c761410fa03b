"""Forms that put right an end or a last day which was entered by mistake."""

from typing import Any

from django import forms

from mentoring.actions.late_records import TAKES_BACK
from mentoring.forms.departures import STAYED, DepartureMixin, EndMixin
from mentoring.models import Pair
from registry.forms.edit_version import EditVersionMixin
from registry.forms.portal_form import PortalForm


class ReopenForm(EditVersionMixin, PortalForm):
    """Only the reason; it carries what the page says of the pair."""

    reason = forms.CharField(
        label="В чём была ошибка",
        widget=forms.Textarea,
        max_length=1000,
        help_text="Причину увидят в событиях и в истории пары",
    )

    def __init__(self, *args: Any, pair: Pair, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pair = pair
        self.add_version()

    def beside_fields(self) -> dict[str, str]:
        return {
            "Состояние пары": self.pair.state_label,
            "Последний день": f"{self.pair.last_day:%d.%m.%Y}",
        }


class PeriodForm(DepartureMixin, ReopenForm):
    """The last day as it was in truth: of an ended pair, or of the period of an active one."""

    on = forms.DateField(label="На самом деле последний день")
    field_order = ["on", STAYED, "reason"]

    def __init__(self, *args: Any, pair: Pair, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {}).setdefault("on", pair.last_day)
        super().__init__(*args, pair=pair, **kwargs)

    def beside_fields(self) -> dict[str, str]:
        return {"Состояние пары": self.pair.state_label}


class LastDayForm(EndMixin, PeriodForm):
    """Of an ended pair."""

    field_order = ["on", STAYED, TAKES_BACK, "reason"]
