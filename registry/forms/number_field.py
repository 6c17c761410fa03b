"""The number of a paper as it is written in a journal: papers and pages print «№» before it themselves."""

from typing import Any

from django import forms

from registry.names.text_checks import check_number
from registry.papers.numbers import clean_number


class NumberField(forms.CharField):
    """A number of an act, an order, a contract: text, kept without the sign of a number, tags and hidden signs."""

    default_validators = [*forms.CharField.default_validators, check_number]

    def __init__(self, *, max_length: int = 60, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)

    def to_python(self, value: Any) -> str:
        return clean_number(super().to_python(value) or "")
