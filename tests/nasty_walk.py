"""The walk that fills forms and addresses at random with what no page expects, and what it has met."""

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from random import Random
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.signals import got_request_exception
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, reverse

from tests import nasty_values
from tests.addresses import PEOPLE, Address
from tests.every_thing import World
from tests.test_every_address import session_of

SEED = os.environ.get("SEED_OF_VALUES", "1")
#: parts of the walk, so that several processes share it
PARTS = 3
ALLOWED, REFUSED = 1, 1
FIELDS_AT_ONCE = 8
#: read by views, named by no form of their page
PARAMETERS = (
    "act", "basis", "choice", "curator", "direction", "export", "fingerprint", "format", "from", "from_stage",
    "instead_of", "kind",
    "kept-upload", "mark", "mentee", "mentor", "municipality", "next", "on", "organisation", "page", "pair", "part",
    "per_page", "person",
    "position_on_page", "q", "region", "request", "revision", "row", "seen", "sheet", "show", "sort", "wanted",
    "who", "why", "year",
)  # fmt: skip


class SentFields(HTMLParser):
    """The forms of a page that are posted: address, and of each field its values, or None for a file."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[tuple[str, dict[str, list[str] | None]]] = []
        self.inside: dict[str, list[str] | None] | None = None
        self.choice = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "form":
            self.inside = {}
            if (values.get("method") or "").lower() == "post":
                self.forms.append((values.get("action") or "", self.inside))
        elif self.inside is not None:
            self._add(tag, values)

    def _add(self, tag: str, values: dict[str, str | None]) -> None:
        name, kind = values.get("name") or "", values.get("type")
        if tag == "option" and self.choice and "selected" in values and self.inside is not None:
            self._value(self.choice, values.get("value") or "")
        if tag not in ("input", "select", "textarea", "button") or not name or name == "csrfmiddlewaretoken":
            return
        self.choice = name if tag == "select" else ""
        assert self.inside is not None
        if kind == "file":
            self.inside[name] = None
        elif tag == "select" or (kind in ("checkbox", "radio") and "checked" not in values):
            self.inside.setdefault(name, [])
        else:
            self._value(name, values.get("value") or "")

    def _value(self, name: str, text: str) -> None:
        assert self.inside is not None
        self.inside[name] = [*(self.inside.get(name) or []), text]

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = None


@dataclass
class Walk:
    tried: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    errors: list[BaseException | None] = field(default_factory=list)

    def ask(self, client: Client, who: str, method: str, url: str, data: Any, headers: dict[str, str]) -> Any:
        """The answer; None for an error of the server, which is noted."""
        self.tried[who] += 1
        self.errors.clear()
        try:
            answer = getattr(client, method)(url, data, headers=headers)
            if answer.streaming:
                b"".join(answer.streaming_content)
        except Exception as error:  # noqa: BLE001  # what goes past the handlers of errors is worse
            self.errors.append(error)
            answer = None
        if answer is None or answer.status_code >= 500:
            sent = f"{data!r:.1500} {headers or ''}"
            self.failures.append(f"{who}: {method} {url[:200]} {sent}\n    {self.errors[-1:]!r:.600}")
            return None
        return answer

    def told(self) -> str:
        return f"requests: {sum(self.tried.values())}, failed: {len(self.failures)}, by {len(self.tried)} people"


@pytest.fixture
def walk() -> Iterator[Walk]:
    walk = Walk()

    def note(**_: Any) -> None:
        import sys

        walk.errors.append(sys.exc_info()[1])

    got_request_exception.connect(note)
    yield walk
    got_request_exception.disconnect(note)
    print(walk.told())  # noqa: T201  # shown by -rP


@contextmanager
def taken_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def visitors(address: Address, chance: Random) -> list[str]:
    """Some who get there and some who do not; over all addresses everybody comes."""
    allowed = [who for who in PEOPLE if address.expected[who] in (200, 302)]
    refused = [who for who in PEOPLE if who not in allowed]
    return [
        *chance.sample(allowed, min(ALLOWED, len(allowed))),
        *chance.sample(refused, min(REFUSED, len(refused))),
    ]


def client_of(who: str, world: World) -> Client:
    client = Client(raise_request_exception=False)
    if who != "anonymous":
        client.cookies[settings.SESSION_COOKIE_NAME] = session_of(who, world)
    return client


def reversed_or_empty(name: str, arguments: dict[str, Any]) -> str:
    try:
        return reverse(name, kwargs=arguments)
    except (NoReverseMatch, AttributeError):  # of a converter that takes an object
        return ""


def visit(
    walk: Walk, client: Client, who: str, url: str, chance: Random, *, is_button: bool = False, is_refused: bool = False
) -> None:
    cache.clear()  # limits of attempts
    if is_button:
        for _ in range(3):
            names = chance.sample(PARAMETERS, 6)
            _send(walk, client, who, url, {name: nasty_values.value(chance) for name in names}, chance)
        return
    with taken_back():
        asked = {name: nasty_values.value(chance) for name in chance.sample(PARAMETERS, 6)}
        walk.ask(client, who, "get", url, asked, nasty_values.headers(chance))
    if is_refused:
        return
    with taken_back():
        page = walk.ask(client, who, "get", url, {}, {})
    if page is None or page.status_code != 200 or "html" not in page.headers["Content-Type"]:
        return
    forms = SentFields()
    forms.feed(page.content.decode())
    for action, fields in forms.forms:
        if "logout" not in action:
            for data in _filled(fields, chance):
                _send(walk, client, who, action.partition("#")[0] or url, data, chance)


def _filled(fields: dict[str, list[str] | None], chance: Random) -> Iterator[dict[str, Any]]:
    """The form as it came but for some fields, until every field has had its turn; then all of it at once."""
    valid = {name: values for name, values in fields.items() if values}
    names = list(fields)
    chance.shuffle(names)
    groups = [names[start : start + FIELDS_AT_ONCE] for start in range(0, len(names), FIELDS_AT_ONCE)]
    if names:
        yield {**valid, names[0]: "а\0б"}
    for group in (*groups[:10], names):
        data: dict[str, Any] = dict(valid)
        for name in group:
            if chance.random() < 0.1:
                data.pop(name, None)
            else:
                data[name] = nasty_values.file(chance) if fields[name] is None else nasty_values.value(chance)
        yield data


def _send(walk: Walk, client: Client, who: str, url: str, data: dict[str, Any], chance: Random) -> None:
    """What was taken is looked at on the page that follows; then it is taken back."""
    with taken_back():
        answer = walk.ask(client, who, "post", url, data, nasty_values.headers(chance))
        if answer is not None and answer.status_code == 302 and answer.url.startswith("/"):
            walk.ask(client, who, "get", answer.url, {}, {})
            walk.ask(client, who, "get", url, {}, {})
