"""A form knows what it was filled from: a page opened earlier never overwrites in silence what was saved since."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db.models import Model
from django.http import QueryDict
from django.utils.crypto import salted_hmac

from registry.raw_parameters import whole_number

#: the hidden field that carries the version
SEEN = "seen"
NOTHING = "пусто"
CHANGED_MEANWHILE = (
    "Пока вы писали, эти сведения изменил кто-то другой. Введённое вами не потеряно и ещё не сохранено: сравните "
    "значения ниже, поправьте, что нужно, и сохраните ещё раз."
)


@dataclass(frozen=True)
class Conflict:
    """A field whose value of the page is not the one that is kept now."""

    label: str
    stored: str
    typed: str


class EditVersionMixin(forms.BaseForm):
    """The version is a digest of what the form would show now; it is judged when the form is checked.

    The form must be filled from rows that are held until the end of the transaction (`hold_row`), otherwise two
    requests at one moment would both find the version right.
    """

    conflicts: tuple[Conflict, ...] = ()
    #: fields that confirm something and change nothing that is kept
    unversioned: tuple[str, ...] = ()

    def add_version(self) -> None:
        """Called for forms that change what is kept already."""
        self.fields[SEEN] = forms.CharField(widget=forms.HiddenInput, required=False)
        self.initial[SEEN] = self.current_version

    def current_version(self) -> str:
        """Of the values that are kept now, as the form shows them."""
        values = {name: _comparable(field, self._stored(name)) for name, field in self._own_fields()}
        return f"{_digest(values)}-{_digest(self.beside_fields())}"

    def beside_fields(self) -> dict[str, str]:
        """What else the page shows of the record and lets change: label → the text that is kept now."""
        return {}

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_bound and SEEN in self.fields:
            self._refuse_what_was_overtaken()

    def _refuse_what_was_overtaken(self) -> None:
        seen, now = str(self[SEEN].data or ""), self.current_version()
        if not seen or seen == now:
            return
        self.conflicts = (*self._conflicts(), *self._conflicts_beside(seen, now))
        if self.conflicts:
            self.add_error(None, CHANGED_MEANWHILE)
            self.data = self._data_with(now)

    def _data_with(self, version: str) -> Mapping[str, Any]:
        """What was sent, with the version that the sender now knows of."""
        data = self.data.copy() if isinstance(self.data, QueryDict) else dict(self.data)
        data[self.add_prefix(SEEN)] = version
        return data

    def _conflicts(self) -> Iterable[Conflict]:
        for name, field in self._own_fields():
            if field.disabled:
                continue
            stored, typed = _describe(field, self._stored(name)), _describe(field, self[name].data)
            if stored != typed:
                yield Conflict(label_of(field, name), stored, typed)

    def _conflicts_beside(self, seen: str, now: str) -> Iterable[Conflict]:
        if seen.rpartition("-")[2] != now.rpartition("-")[2]:
            for label, stored in self.beside_fields().items():
                yield Conflict(label, stored or NOTHING, "как на этой странице")

    def _own_fields(self) -> Iterable[tuple[str, forms.Field]]:
        return ((name, field) for name, field in self.fields.items() if name not in (SEEN, "DELETE", *self.unversioned))

    def _stored(self, name: str) -> Any:
        return self.get_initial_for_field(self.fields[name], name)


def _digest(values: dict[str, Any]) -> str:
    """Keyed: what a reader may not see cannot be guessed from it."""
    return salted_hmac("registry.edit_version", json.dumps(values, sort_keys=True)).hexdigest()


def label_of(field: forms.Field, name: str) -> str:
    return str(field.label or name.replace("_", " ").capitalize()).split(" <span")[0]


def _comparable(field: forms.Field, value: Any) -> Any:
    """The same text for the same value, whether it comes from the model, from a file or from a list of choices."""
    if isinstance(field, forms.ModelMultipleChoiceField):
        return sorted(str(entry.pk) for entry in _chosen(field, value))
    if isinstance(value, list | tuple | set):
        return sorted(str(part) for part in value)
    if isinstance(value, File):
        return value.name or ""
    value = field.prepare_value(value)
    return "" if value is None else str(value)


def _describe(field: forms.Field, value: Any) -> str:
    """As a reader sees it."""
    if isinstance(field, forms.BooleanField):
        return "да" if value and str(value) != "False" else "нет"
    if value in (None, "") or (isinstance(value, list | tuple) and not value):
        return NOTHING
    if isinstance(field, forms.ModelMultipleChoiceField):
        return "; ".join(sorted(field.label_from_instance(entry) for entry in _chosen(field, value))) or NOTHING
    if isinstance(field, forms.ModelChoiceField):
        return _describe_entry(field, value)
    if isinstance(field, forms.ChoiceField):
        labels = dict(_flat(field.choices))
        parts = value if isinstance(value, list | tuple) else [value]
        return "; ".join(str(labels.get(str(part), part)) for part in parts)
    if isinstance(value, File):
        return (value.name or "").rpartition("/")[2]
    return _plain(field, value)


def _describe_entry(field: forms.ModelChoiceField, value: Any) -> str:
    try:
        entry = field.to_python(value)
    except ValidationError:
        return NOTHING
    return field.label_from_instance(entry) if entry else NOTHING


def _plain(field: forms.Field, value: Any) -> str:
    try:
        value = field.to_python(value)
    except ValidationError:
        value = str(value)
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    return str(value).replace("\r\n", "\n").strip() or NOTHING


def _chosen(field: forms.ModelMultipleChoiceField, values: Any) -> Iterable[Model]:
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
