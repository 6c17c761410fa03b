"""The number of a paper as it is written in a journal: papers and pages print «№» before it themselves."""

import re
from typing import Any

from django import forms

_SIGN = re.compile(r"^(?:№|N(?:[oо][.\s]|[°º]\s*)?(?=[\s.\d№])|[.\s])+", re.IGNORECASE)


def clean_number(typed: str) -> str:
    """«№ 12-ОД», «N 12-ОД», «No. 12-ОД» and « 12-ОД » are «12-ОД»; a sign without a number is an empty string."""
    return _SIGN.sub("", " ".join(typed.split())).strip()


class NumberField(forms.CharField):
    """A number of an act, an order, a contract: text, kept without the sign of a number."""

    def __init__(self, *, max_length: int = 60, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)

    def to_python(self, value: Any) -> str:
        return clean_number(super().to_python(value) or "")
