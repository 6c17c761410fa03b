"""The title of an act as it is typed: what the act is about, and nothing that stands in fields of its own."""

import re
from datetime import date
from typing import Any

from django import forms

from registry.names.text_checks import check_act_title, check_words

_QUOTED = re.compile(r"[«\"“„](?P<title>[^«»\"“”„]+)[»\"”“]")
_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")


class ActTitleField(forms.CharField):
    """Without the quotation marks and the full stop that pages and papers set themselves."""

    default_validators = [*forms.CharField.default_validators, check_words, check_act_title]

    def __init__(self, *, max_length: int = 400, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **{"label": "Заголовок", **kwargs})

    def to_python(self, value: Any) -> str:
        text = " ".join((super().to_python(value) or "").split())
        if quoted := _QUOTED.fullmatch(text.removesuffix(".")):
            text = quoted["title"].strip()
        return text[:-1] if text.endswith(".") and text[-3:-2] not in ("", " ", ".") else text


def repeats_number_and_date(title: str, number: str, dated: date | None) -> bool:
    """The title ends with the number and the date of its own act; those of another act may stand in it."""
    if dated is None or not number or not re.search(rf"№\s*{re.escape(number)}(?!\w)", title, re.IGNORECASE):
        return False
    days = ((int(day), int(month), int(year)) for day, month, year in _DAY.findall(title))
    return (dated.day, dated.month, dated.year) in days


OWN_NUMBER = "Номер и дату этого акта пишут в своих полях, в заголовке их не повторяют."
