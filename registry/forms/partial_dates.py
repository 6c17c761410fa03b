"""A day of which only the month or the year may be known: «15.09.2015», «09.2015», «сентябрь 2015» or «2015»."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from registry.enums import DatePrecision
from spreadsheets.cleaning.dates import DateResult, parse_date

HOW_TO_WRITE = "Напишите день (15.09.2015), месяц и год (09.2015 или «сентябрь 2015») или только год (2015)."


class PartialDateField(forms.DateField):
    """Its value is the first day of what is known; `precision_of` says how much that is."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"widget": forms.DateInput(format="%d.%m.%Y"), **kwargs})

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values or isinstance(value, date):
            return super().to_python(value)
        if (day := _read(value).day) is not None:
            return day
        try:
            return super().to_python(value)  # of an impossible year the validators tell
        except ValidationError as error:
            raise ValidationError(HOW_TO_WRITE, code="invalid") from error

    @staticmethod
    def precision_of(value: object) -> DatePrecision:
        """How much of the date is written in what was sent: a whole day, or less."""
        return DatePrecision(_read(value).precision)


def _read(value: object) -> DateResult:
    """What imports read, too."""
    return parse_date(str(value).strip())[0]
