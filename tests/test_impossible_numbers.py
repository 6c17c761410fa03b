"""Numbers that no record can have, wherever a page takes one: in its address, in a field, in a hidden field."""

from collections.abc import Iterator
from copy import deepcopy
from html.parser import HTMLParser
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse

from registry.enums import Role
from registry.forms.portal_form import PortalFormMixin
from registry.models import Person
from tests.addresses import ADDRESSES, Address
from tests.every_thing import World, build_world
from tests.factories import MembershipFactory, PersonFactory

pytestmark = pytest.mark.django_db
ROOMS = sorted({address.name.rpartition(":")[0] for address in ADDRESSES})

#: more than a column holds, and more than Python reads
NUMBERS = ("9" * 20, "9" * 5000)
#: parameters that views read and no form of their page names
PARAMETERS = {
    "act", "basis", "curator", "from", "kind", "mentee", "mentor", "municipality", "next", "on", "organisation", "page",
    "pair", "person", "q", "region", "request", "show", "sort", "who", "why", "year",
}  # fmt: skip


SENT_TO_BUTTONS = {
    "choice", "direction", "fingerprint", "from_stage", "instead_of", "mark", "part", "position_on_page", "revision",
    "row", "sheet", "wanted",
}  # fmt: skip
SENT = ("input", "select", "textarea", "button")
#: a view reads hidden fields itself, each by its own line; a form cleans all that are chosen together
HIDDEN, CHOICE, TEXT = "hidden", "choice", "text"


class Forms(HTMLParser):
    """The forms of a page: method, action and the names of what is sent, with the values."""

    def __init__(self) -> None:
        super().__init__()
        #: method, address, and of each field the value and its kind: HIDDEN, CHOICE or TEXT
        self.found: list[tuple[str, str, dict[str, tuple[str, str]]]] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list) -> None:
        values = dict(attrs)
        if tag == "form":
            self.inside = True
            self.found.append((values.get("method", "get"), values.get("action", ""), {}))
        elif self.inside and tag in SENT and values.get("name") and values.get("type") != "file":
            is_choice = tag == "select" or values.get("type") in ("checkbox", "radio")
            kind = HIDDEN if values.get("type") == "hidden" else CHOICE if is_choice else TEXT
            self.found[-1][2].setdefault(values["name"], (values.get("value") or "", kind))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False


@pytest.fixture
def world() -> World:
    return build_world()


@pytest.fixture
def visitors(world) -> list[Client]:
    """Somebody of each kind who gets everywhere where one of them gets."""
    for role in (Role.CURATOR, Role.HEAD):
        MembershipFactory(user=world.users["admin"], role=role, organisation=world.things["school"])
    clients = []
    for who in ("admin", "coordinator", "mentor", "council"):
        client = Client(raise_request_exception=True)
        client.force_login(world.users[who])
        clients.append(client)
    return clients


@pytest.mark.parametrize("room", ROOMS)
def test_impossible_numbers_find_nothing_and_break_nothing(world, visitors, room):
    broken: list[str] = []
    for address in ADDRESSES:
        if address.name.rpartition(":")[0] != room:
            continue
        url = reverse(address.name, kwargs={name: world.value_of(thing) for name, thing in address.things.items()})
        for client in visitors:
            if (page := _ask(client.post if address.post else client.get, url)) and page.status_code in (200, 302):
                broken += list(_broken_by(client, url, address, page))
                break
    assert not broken, "\n".join([*broken, *FAULTS])


FAULTS: list[str] = []


def _broken_by(client: Client, url: str, address: Address, page: Any) -> Iterator[str]:
    if address.post:
        yield from _tried(client, url, dict.fromkeys(PARAMETERS | SENT_TO_BUTTONS, ("", TEXT)), f"POST {address.name}")
        return
    parser = Forms()
    if page.status_code == 200 and "html" in page["Content-Type"]:
        parser.feed(page.content.decode())
    for method, action, fields in parser.found:
        if method.lower() != "get" and not action.startswith("/account"):
            yield from _tried(client, action or url, fields, f"POST {action or url}")
    asked = {name for method, _, fields in parser.found if method.lower() == "get" for name in fields}
    for number in NUMBERS:
        if _ask(client.get, url, dict.fromkeys(asked | PARAMETERS, number)) is None:
            yield f"GET {address.name}: {len(number)} digits"


def _tried(client: Client, url: str, fields: dict[str, tuple[str, str]], section: str) -> Iterator[str]:
    values = {name: value for name, (value, _) in fields.items() if name != "csrfmiddlewaretoken"}
    if _ask(client.post, url, dict.fromkeys(values, NUMBERS[1])) is None:
        yield f"{section}: every field of {len(NUMBERS[1])} digits"
    of_kind = {kind: [name for name in values if fields[name][1] == kind] for kind in (HIDDEN, CHOICE)}
    for names in (*([name] for name in of_kind[HIDDEN]), of_kind[CHOICE]):
        if names and _ask(client.post, url, {**values, **dict.fromkeys(names, NUMBERS[0])}) is None:
            yield f"{section}: {', '.join(names)} of {len(NUMBERS[0])} digits"


def _ask(ask, url: str, data: dict | None = None):
    """The answer, or None where there is none; whatever was written is taken back."""
    try:
        with transaction.atomic():
            answer = ask(url, data or {})
            if answer.streaming:
                b"".join(answer.streaming_content)
            transaction.set_rollback(True)
    except Exception as fault:  # noqa: BLE001  # any fault is one that a visitor would get
        FAULTS.append(f"{url}: {fault!r}"[:300])
        return None
    return answer


def test_no_field_of_any_form_breaks_by_them(db):
    assert get_resolver().url_patterns  # every view, and so every form, is read by now
    ours = set(_ours(PortalFormMixin))
    assert len(ours) > 80
    for form in ours:
        for name, field in form.base_fields.items():
            field = deepcopy(field)
            if getattr(field, "queryset", None) is not None:
                field.queryset = field.queryset.model._base_manager.all()
            for number in NUMBERS:
                many = isinstance(field, forms.MultipleChoiceField | forms.ModelMultipleChoiceField)
                try:
                    field.clean([number] if many else number)
                except (ValidationError, AttributeError):  # a field that its form has not told yet whom it serves
                    continue
                except Exception as fault:
                    raise AssertionError(f"{form.__name__}.{name}: {fault!r}"[:300]) from fault


@pytest.mark.parametrize("number", [10**19, -(10**19), 10**20])
def test_a_number_that_no_column_holds_is_found_by_no_lookup(db, number):
    person = PersonFactory()
    assert not Person.objects.filter(pk__in=[number]).exists()
    assert not Person.objects.filter(organisation=number).exists()
    assert not Person.objects.filter(organisation__in=[number]).exists()
    assert Person.objects.filter(pk__in=[number, person.pk]).get() == person
    assert Person.objects.exclude(pk__in=[number]).get() == person
    assert Person.objects.exclude(organisation_id=number).get() == person


def _ours(form: type) -> Iterator[type]:
    for child in form.__subclasses__():
        if not child.__module__.startswith("tests"):
            yield child
        yield from _ours(child)
