"""What somebody has typed into a form that has no page any more."""

import re
from dataclasses import dataclass

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.http import QueryDict

#: what the page showed, beside what was typed; the first is the version of its form
_OF_PAGE = {"seen", "shown_text"}
#: numbers of records, codes of choices, ticks, versions and tokens: nobody has typed them
_CODE = re.compile(r"[A-Za-z0-9_:=.\s-]*")
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")


@dataclass(frozen=True)
class SentText:
    #: empty where the record has no field of this name
    label: str
    text: str


def sent_texts(data: QueryDict, model: type[models.Model]) -> list[SentText]:
    """Texts and days of the form, each under the name of its field in `model`; numbers of other records are none."""
    texts: list[SentText] = []
    for name, values in data.lists():
        field = name.rpartition("-")[2]
        if field in _OF_PAGE:
            continue
        label, is_plain = _about(model, field)
        texts.extend(SentText(label, text) for value in values if (text := _readable(value.strip(), is_plain)))
    return texts


def _about(model: type[models.Model], name: str) -> tuple[str, bool]:
    """Label, and whether whatever is sent for the field has been typed."""
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return "", False
    if not isinstance(field, models.Field):
        return "", False
    is_plain = isinstance(field, models.CharField | models.TextField | models.IntegerField) and not field.choices
    label = str(field.verbose_name)
    return f"{label[:1].upper()}{label[1:]}", is_plain


def _readable(value: str, is_plain: bool) -> str:
    if day := _DAY.fullmatch(value):
        return ".".join(reversed(day.groups()))
    return "" if not is_plain and _CODE.fullmatch(value) else value
