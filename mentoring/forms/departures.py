"""A last day after somebody of the pair has left with the transfer of the classes is saved only by whoever knows it."""

from datetime import date
from typing import Any

from django import forms

from mentoring.forms.late_records import LateRecordsMixin
from mentoring.models import Pair
from mentoring.queries.moves import departures_before
from russian.agreement import agreeing

#: the tick that the later last day is right
STAYED = "stayed"


class DepartureMixin(forms.BaseForm):
    """Asks beside the last day when it is later than the day on which one of the two has left. The tick is no data: it
    has no version and goes to no action."""

    unversioned: tuple[str, ...] = (STAYED,)
    pair: Pair
    #: the field with the last day
    last_day_field = "on"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[STAYED] = forms.BooleanField(
            label="Последний день верен: пара работает и после выбытия", required=False, widget=forms.HiddenInput
        )

    def last_day_of(self, cleaned: dict[str, Any]) -> date | None:
        """The last day that the page enters; None for none."""
        day: date | None = cleaned.get(self.last_day_field)
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        knows, day = cleaned.pop(STAYED, False), self.last_day_of(cleaned)
        if day is None or self.last_day_field in self.errors:
            return cleaned
        for person, left_on in departures_before(self.pair, day):
            self.fields[STAYED].widget = forms.CheckboxInput()
            if not knows:
                verb = agreeing("выбыл", "выбыла", "выбытие", sex=person.sex, patronymic=person.middle_name)
                self.add_error(
                    self.last_day_field,
                    f"{person.short_name}: {verb} по переводу классов, последний день — {left_on:%d.%m.%Y}. Укажите "
                    f"день не позже этого или отметьте «{self.fields[STAYED].label}».",
                )
        return cleaned


class EndMixin(LateRecordsMixin, DepartureMixin):
    """Both questions about a last day."""

    unversioned = (*LateRecordsMixin.unversioned, *DepartureMixin.unversioned)
