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
                    f"{person.short_name}: {verb} по переводу классов, последний день — {left_on:%d.%m.%Y}"
                    + self._advice(left_on),
                )
        return cleaned

    def _advice(self, left_on: date) -> str:
        """No pair ends before its first day, whoever has left before it."""
        tick = f"отметьте «{self.fields[STAYED].label}»"
        if left_on >= self.pair.starts_on:
            return f". Укажите день не позже этого или {tick}."
        first = f"{self.pair.starts_on:%d.%m.%Y}"
        return (
            f", а пара началась позже, {first}. Раньше её не закончить: если день выбытия верен, закончите её "
            f"первым днём и {tick}, а если неверен, исправьте его в переводе классов."
        )


class EndMixin(LateRecordsMixin, DepartureMixin):
    """Both questions about a last day."""

    unversioned = (*LateRecordsMixin.unversioned, *DepartureMixin.unversioned)
