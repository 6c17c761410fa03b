"""Conditions in the address of a list that the list does not understand: it says so and is shown without them."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, QueryDict
from django.utils.encoding import force_str

#: of a value that is repeated on the page; whoever has made the address writes what they like in it
LONGEST_VALUE = 40
#: what every list takes beside its conditions; of a page that is not there the list shows the last one
_OF_EVERY_LIST = ("page", "per_page")
_LABELS = {"sort": "порядок", "export": "файл"}


@dataclass(frozen=True)
class UnreadConditions:
    """`texts`: what was left out, as the page calls it; `without`: the address of the page without it."""

    texts: tuple[str, ...]
    without: str


def unread_conditions(
    request: HttpRequest,
    form: forms.BaseForm | None = None,
    *,
    offered: Mapping[str, Collection[str] | None] | None = None,
    labels: Mapping[str, Any] | None = None,
) -> UnreadConditions | None:
    """None where all of the address is understood.

    `form`: bound to the address; `offered`: further names, and the values that they take, None for any; `labels`: what
    names are called that the form does not have here.
    """
    known: dict[str, Collection[str] | None] = {**dict.fromkeys(_OF_EVERY_LIST), **(offered or {})}
    fields = dict(form.fields) if form is not None else {}
    errors = form.errors if form is not None else {}
    names = {**_LABELS, **(labels or {}), **{name: field.label for name, field in fields.items()}}
    texts, rest = [], QueryDict(mutable=True)
    for name, values in request.GET.lists():
        is_understood = name in known or (name in fields and name not in errors)
        takes = known.get(name)
        unread: list[str] = []
        understood: list[str] = []
        for at, value in enumerate(values):
            is_last = at == len(values) - 1 or isinstance(fields.get(name), forms.MultipleChoiceField)
            fits = is_understood and (takes is None or value in takes) and (is_last or value == values[-1])
            (understood if fits or not value.strip() else unread).append(value)
        rest.setlist(name, understood)
        texts += [_text(names.get(name) or name, value) for value in unread]
    return UnreadConditions(tuple(texts), _address(request.path, rest)) if texts else None


def orders_by(columns: Iterable[str]) -> frozenset[str]:
    """What `sort` takes of a list with these columns."""
    return frozenset(f"{sign}{name}" for name in columns for sign in ("", "-"))


def _text(name: Any, value: str) -> str:
    words = " ".join(value.split())
    return f"{force_str(name)}: {words[:LONGEST_VALUE]}{'…' if len(words) > LONGEST_VALUE else ''}"


def _address(path: str, query: QueryDict) -> str:
    """From the first page, since the rows are counted anew."""
    query = query.copy()
    query.pop("page", None)
    for name in [name for name, values in query.lists() if not any(values)]:
        query.pop(name)
    return f"{path}?{query.urlencode()}" if query else path
