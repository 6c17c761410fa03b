"""A form knows what it was filled from: a page opened earlier never overwrites in silence what was saved since."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.crypto import salted_hmac
from django.utils.html import format_html

from registry.forms.field_values import NOTHING, comparable, describe, put
from registry.forms.name_question import NAMES_CONFIRMED

#: the hidden field that carries the version; its name in pages stays, since drafts in open tabs carry it
SEEN = "seen"
#: names of fields of any form that are none of the record
_NO_DATA = (SEEN, "DELETE", NAMES_CONFIRMED)
#: stands in the version for what the page shows beside the fields
_BESIDE = "*"
_DIGITS = 12
CHANGED_MEANWHILE = (
    "Пока вы писали, эти сведения изменил кто-то другой. Введённое вами не потеряно и ещё не сохранено. Чего вы не "
    "меняли, уже стоит так, как сохранил другой. Проверьте и сохраните ещё раз."
)
WITHOUT_VERSION = (
    "Форма пришла без отметки о том, что было на странице, когда её открыли. Введённое вами не потеряно и ещё не "
    "сохранено. Сравните его с тем, что сейчас в реестре, и сохраните ещё раз."
)


@dataclass(frozen=True)
class Newer:
    """What somebody else has changed and this user has not: the page shows it as it is now."""

    label: str
    stored: str


@dataclass(frozen=True)
class Conflict:
    """A field that both have changed."""

    name: str
    label: str
    stored: str
    sent_text: str


class FieldOvertaken(ValidationError):
    """Both values, beside the field; the summary of the page only names the field.

    `by_other`: somebody else has changed the field; otherwise it is not known what the sender has seen.
    """

    def __init__(self, conflict: Conflict, *, by_other: bool) -> None:
        changed = "изменили и вы, и кто-то другой" if by_other else "сейчас в реестре не то, что прислано"
        self.summary = f"{changed}. Оба значения показаны у самого поля."
        super().__init__(
            format_html(
                'Сейчас в реестре: «<span class="prewrap">{}</span>». Вы ввели: «<span class="prewrap">{}</span>», '
                "это и осталось в поле.",
                _quoted(conflict.stored),
                _quoted(conflict.sent_text),
            ),
            code="overtaken",
        )


class EditVersionMixin(forms.BaseForm):
    """Every form that changes what is kept. The version has a digest of each value that the form showed when its page
    was opened; it is compared with what is kept now and with what was sent.

    Without a version nothing has been shown, so every field that would change is told.

    A field that this user has left alone takes the value that is kept now; one that both have changed shows both.
    The form must be filled from rows that are held until the end of the transaction (`hold_row`), otherwise two
    requests at one moment would both find the version right.
    """

    conflicts: tuple[Conflict, ...] = ()
    newer: tuple[Newer, ...] = ()
    #: a row of a larger form, which says it for all its rows, is told nothing itself
    overtaken_message = CHANGED_MEANWHILE
    #: the version came with what was sent
    has_version = True
    #: fields that confirm something and change nothing that is kept
    unversioned: tuple[str, ...] = ()

    def add_version(self) -> None:
        """Called for forms that change what is kept already."""
        self.fields[SEEN] = forms.CharField(widget=forms.HiddenInput, required=False)
        self.initial[SEEN] = self.current_version

    def current_version(self) -> str:
        """Of the values that are kept now, as the form shows them: «position=3f… note=81… *=07…»."""
        versions = {name: digest(comparable(field, self._stored(name))) for name, field in self._own_fields()}
        versions[_BESIDE] = digest(self.beside_fields())
        return " ".join(f"{name}={version}" for name, version in versions.items())

    def beside_fields(self) -> dict[str, str]:
        """What else the page shows of the record and lets change: label → the text that is kept now."""
        return {}

    @property
    def is_overtaken(self) -> bool:
        return bool(self.conflicts or self.newer)

    def full_clean(self) -> None:
        if self.is_bound and SEEN in self.fields:
            self.compare_with_stored()
        super().full_clean()
        if self.is_overtaken:
            if self.overtaken_message:
                self.add_error(None, self.overtaken_message if self.has_version else WITHOUT_VERSION)
            for conflict in self.conflicts:
                self.add_error(conflict.name, FieldOvertaken(conflict, by_other=self.has_version))

    def compare_with_stored(self) -> None:
        """Before the form is checked: what is checked then is what the next attempt will send."""
        version, now = str(self[SEEN].data or ""), self.current_version()
        if version == now:
            return
        self.has_version = bool(version)
        versions, current = parts_of(version), parts_of(now)
        data: Any = self.data.copy() if isinstance(self.data, QueryDict) else dict(self.data)
        conflicts, newer = [], []
        for name, field in self._own_fields():
            if field.disabled or versions.get(name) == current[name]:
                continue
            stored, value = self._stored(name), self[name].data
            sent_digest = self._digest_of_value(name, field, value)
            if sent_digest == current[name]:
                continue
            label = label_of(field, name)
            if sent_digest == versions.get(name):
                newer.append(Newer(label, describe(field, stored)))
                put(data, self.add_prefix(name), field, stored)
            else:
                conflicts.append(Conflict(name, label, describe(field, stored), describe(field, value)))
        if versions.get(_BESIDE) != current[_BESIDE]:
            newer.extend(Newer(label, stored or NOTHING) for label, stored in self.beside_fields().items())
        data[self.add_prefix(SEEN)] = now
        self.conflicts, self.newer, self.data = tuple(conflicts), tuple(newer), data

    def is_as_shown(self) -> bool:
        """Whether what was sent is what the page showed; also of a record that is no more."""
        versions = parts_of(str(self.data.get(self.add_prefix(SEEN)) or ""))
        return all(
            versions.get(name) == self._digest_of_value(name, field, self[name].data)
            for name, field in self._own_fields()
        )

    def _digest_of_value(self, name: str, field: forms.Field, value: Any) -> str:
        if isinstance(field, forms.FileField) and not value:
            value = self._stored(name)  # no file is sent where none is chosen
        return digest(comparable(field, value))

    def _own_fields(self) -> Iterable[tuple[str, forms.Field]]:
        return ((name, field) for name, field in self.fields.items() if name not in (*_NO_DATA, *self.unversioned))

    def _stored(self, name: str) -> Any:
        return self.get_initial_for_field(self.fields[name], name)


def _quoted(text: str) -> str:
    """What stands in quotes has inner ones."""
    return text.replace("«", "„").replace("»", "“")


def parts_of(version: str) -> dict[str, str]:
    return dict(part.partition("=")[::2] for part in version.split())


def digest(value: Any) -> str:
    """Keyed: what a reader may not see cannot be guessed from it."""
    return salted_hmac("registry.edit_version", json.dumps(value, sort_keys=True)).hexdigest()[:_DIGITS]


def label_of(field: forms.Field, name: str) -> str:
    return str(field.label or name.replace("_", " ").capitalize()).split(" <span")[0]
