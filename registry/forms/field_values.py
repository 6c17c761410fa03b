"""The value of a form's field, wherever it comes from: compared, told to a reader, put back into what was sent."""

from collections.abc import Iterable, MutableMapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db.models import Model
from django.http import QueryDict

from registry.pages.raw_parameters import whole_number

NOTHING = "пусто"


def comparable(field: forms.Field, value: Any) -> Any:
    """The same text for the same value, whether it comes from the model, from a browser or from a list of choices."""
    if isinstance(field, forms.ModelMultipleChoiceField):
        return sorted(str(entry.pk) for entry in _entries(field, value))
    if isinstance(field, forms.BooleanField):
        return str(_is_set(value))
    if isinstance(value, File):
        return value.name or ""
    value = field.prepare_value(value)
    if not isinstance(field, forms.ModelChoiceField | forms.FileField):
        value = _as_python(field, value)
    if isinstance(value, list | tuple | set):
        return sorted(str(part) for part in value)
    return "" if value is None else _one_kind_of_lines(str(value))


def describe(field: forms.Field, value: Any) -> str:
    """As a reader sees it."""
    if isinstance(field, forms.BooleanField):
        return "да" if _is_set(value) else "нет"
    if value in (None, "") or (isinstance(value, list | tuple) and not value):
        return NOTHING
    if isinstance(field, forms.ModelMultipleChoiceField):
        return "; ".join(sorted(field.label_from_instance(entry) for entry in _entries(field, value))) or NOTHING
    if isinstance(field, forms.ModelChoiceField):
        return _describe_entry(field, value)
    if isinstance(field, forms.ChoiceField):
        labels = dict(_flat(field.choices))
        parts = value if isinstance(value, list | tuple) else [value]
        return "; ".join(str(labels.get(str(part), part)) for part in parts)
    if isinstance(value, File):
        return (value.name or "").rpartition("/")[2]
    return _plain(field, value)


def put(data: MutableMapping[str, Any], name: str, field: forms.Field, value: Any) -> None:
    """As a browser sends it. Files cannot be sent back: an empty field of a file changes nothing."""
    widget, prepared = field.widget, field.prepare_value(value)
    if isinstance(widget, forms.FileInput):
        return
    if isinstance(widget, forms.CheckboxInput):
        data.pop(name, None)
        if _is_set(prepared):
            data[name] = "on"
    elif getattr(widget, "allow_multiple_selected", False):
        values = [str(part) for part in prepared or ()]
        if isinstance(data, QueryDict):
            data.setlist(name, values)
        else:
            data[name] = values
    else:
        text: Any = widget.format_value(prepared)
        text = next(iter(text), "") if isinstance(text, list) else text
        data[name] = "" if text is None else text


def _is_set(value: Any) -> bool:
    return bool(value) and str(value) != "False"


def _as_python(field: forms.Field, value: Any) -> Any:
    """«04.03.2026» and the fourth of March are one day."""
    try:
        return field.to_python(value)
    except ValidationError:
        return value


def _one_kind_of_lines(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def _describe_entry(field: forms.ModelChoiceField, value: Any) -> str:
    try:
        entry = field.to_python(value)
    except ValidationError:
        return NOTHING
    return field.label_from_instance(entry) if entry else NOTHING


def _plain(field: forms.Field, value: Any) -> str:
    value = _as_python(field, value)
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, list):
        return "\n".join(map(str, value)) or NOTHING
    return _one_kind_of_lines(str(value)) or NOTHING


def _entries(field: forms.ModelMultipleChoiceField, values: Any) -> Iterable[Model]:
    """Of the entries that the form offers: what a reader may not see is neither compared nor told."""
    if not values or field.queryset is None:
        return ()
    return field.queryset.filter(pk__in=_keys(values))


def _keys(values: Iterable[Any]) -> list[int]:
    keys = (str(getattr(value, "pk", value)) for value in values)
    return [number for key in keys if (number := whole_number(key)) is not None]


def _flat(choices: Any) -> Iterable[tuple[str, Any]]:
    """Choices without their headings."""
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from _flat(label)
        else:
            yield str(value), label
