"""What a form has set right by itself, for the reader of the page that follows the save."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.core.exceptions import ValidationError
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

_messages: ContextVar[list[str] | None] = ContextVar("messages", default=None)


@contextmanager
def collect_messages() -> Iterator[list[str]]:
    """The list fills with what `tell_reader` is given inside, each sentence once."""
    messages: list[str] = []
    token = _messages.set(messages)
    try:
        yield messages
    finally:
        _messages.reset(token)


def tell_reader(sentence: str) -> None:
    """Does nothing where nobody collects, as in a worker."""
    messages = _messages.get()
    if messages is not None and sentence not in messages:
        messages.append(sentence)


def with_link(text: str, name: object, address: str) -> SafeString:
    """The text, whose «{}» becomes the name of a record that leads to it; the name alone without an address."""
    link = format_html('<a href="{}">{}</a>', address, name) if address else name
    return format_html(text, link)


def refusal_with_links(refusal: ValidationError) -> SafeString:
    """What an action has refused (LinkedRefusal), each sentence followed by the records that it speaks of."""
    links: dict[str, str] = getattr(refusal, "links", {})
    several: dict[str, list[tuple[str, str]]] = getattr(refusal, "several_links", {})
    records = {message: [("эту запись", address)] for message, address in links.items()} | several
    return format_html_join(" ", "{}{}", ((one, _records_behind(records.get(one, []))) for one in refusal.messages))


def _records_behind(records: list[tuple[str, str]]) -> SafeString:
    if not records:
        return SafeString("")
    names = format_html_join(", ", '<a href="{}">{}</a>', ((address, name) for name, address in records))
    return format_html(" Открыть: {}.", names)
