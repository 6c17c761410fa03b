"""Records of the days after a last day are taken back only by whoever has read them."""

from typing import Any

from django import forms

from mentoring.actions.late_records import TAKES_BACK


class LateRecordsMixin(forms.BaseForm):
    """A tick that is hidden until the action names what stands in the way. It is no data: it has no version."""

    unversioned: tuple[str, ...] = (TAKES_BACK,)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[TAKES_BACK] = forms.BooleanField(
            label="Снять записи, сделанные после последнего дня",
            required=False,
            widget=forms.HiddenInput,
            help_text="Они останутся в истории",
        )

    def add_error(self, field: Any, error: Any) -> None:
        if field == TAKES_BACK:
            self.ask_to_take_back()
        super().add_error(field, error)

    def ask_to_take_back(self) -> None:
        self.fields[TAKES_BACK].widget = forms.CheckboxInput()
