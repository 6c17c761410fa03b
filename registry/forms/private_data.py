"""The forms that depersonalise a card, and that keep it longer."""

from datetime import date
from typing import Any

from dateutil.relativedelta import relativedelta
from django import forms
from django.core.exceptions import ValidationError

from registry import clock
from registry.forms.deed import DeedMixin
from registry.forms.portal_form import PortalForm
from registry.models import Person
from registry.names.text_checks import check_reason

LONGEST_YEARS = 5


class DepersonalisingForm(DeedMixin, PortalForm):
    reason = forms.CharField(
        label="Причина",
        max_length=300,
        validators=[check_reason],
        help_text="Останется на карточке: без имени человека. Например: согласие отозвано 12.11.2026",
    )
    irreversible = forms.BooleanField(label="Понимаю, что вернуть сведения будет нельзя", required=False)

    def __init__(self, *args: Any, words: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.show(words)

    def clean_irreversible(self) -> bool:
        if not self.cleaned_data["irreversible"]:
            raise ValidationError("Отметьте, что понимаете: вернуть сведения будет нельзя.")
        return True


class KeepingForm(DeedMixin, PortalForm):
    until = forms.DateField(label="Оставить до", help_text="Не дальше пяти лет. Потом портал спросит снова")
    reason = forms.CharField(
        label="Причина", max_length=300, validators=[check_reason], help_text="Останется в истории карточки"
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.show(person, person.keep_until or "")

    def clean_until(self) -> date:
        day, today = self.cleaned_data["until"], clock.today()
        if not today < day <= today + relativedelta(years=LONGEST_YEARS):
            raise ValidationError("Укажите будущий день, не дальше пяти лет.")
        return day
