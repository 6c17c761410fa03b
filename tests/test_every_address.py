"""Every address of the portal, asked by every role and by outsiders.

The table in tests/addresses.py has a line for each address; one without a line fails the test. Outsiders are people
with full rights elsewhere: in another organisation of the municipality and in another municipality. What they are shown
may not contain a word of the school's people.
"""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.addresses import ADDRESSES, ELSEWHERE, Address
from tests.every_thing import World, build_world

pytestmark = pytest.mark.django_db

#: other people's code: the service section is for superusers, sign-in has tests of its own
FOREIGN = ("account_", "mfa_", "usersessions_", "admin:")
ROOMS = sorted({name.partition(":")[0] if ":" in name else "" for name in (address.name for address in ADDRESSES)})


def names_of(patterns: list[URLPattern | URLResolver], namespace: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from names_of(pattern.url_patterns, inner)
        elif pattern.name:
            yield f"{namespace}{pattern.name}"


def test_every_address_has_a_line_in_the_table():
    own = {name for name in names_of(get_resolver().url_patterns) if not name.startswith(FOREIGN)}

    assert own == {address.name for address in ADDRESSES}


@pytest.mark.parametrize("room", ROOMS)
def test_everybody_gets_what_the_table_says_and_outsiders_read_nothing(room: str):
    world = build_world()
    wrong, leaked = [], []
    for address in ADDRESSES:
        if (address.name.partition(":")[0] if ":" in address.name else "") != room:
            continue
        for who, expected in address.expected.items():
            status, shown = ask(address, who, world)
            if status != expected:
                wrong.append(f"{address.name}: {who} gets {status} instead of {expected}")
            if who in ELSEWHERE:
                leaked += [f"{address.name}: {who} reads «{word}»" for word in world.secrets if word in shown]

    assert not wrong + leaked, "\n".join(wrong + leaked)


#: things that belong to no organisation: rules and words of the whole municipality, and public pages by code
OF_NO_ORGANISATION = {
    "municipality",
    "municipal_membership",
    "proposal",
    "policy",
    "stage_set",
    "own_stage",
    "own_item",
    "assignment",
    "heading",
    "form",
    "token",
    "code",
    "forms",
    "mentors",
    "mentees-base",
}
#: what touches the whole municipality and is not done by a coordinator of some kinds of organisations
OF_WHOLE_MUNICIPALITY = {
    "imports:headings": 404,
    "imports:heading_delete": 404,
    "registry:membership_edit": 404,
    "registry:proposal_add": 403,
    "registry:proposal": 404,
    "registry:proposal_edit": 404,
    "registry:proposal_withdraw": 404,
    "mentoring:roadmap_add": 403,
}


@pytest.mark.requirement("D-4.8.3")
def test_a_coordinator_of_other_kinds_of_organisations_finds_nothing_of_the_school():
    world = build_world()
    wrong, leaked, tried = [], [], 0
    for address in ADDRESSES:
        status, shown = ask(address, "of_kindergartens", world)
        leaked += [f"{address.name} shows «{word}»" for word in world.secrets if word in shown]
        if set(address.things.values()) - OF_NO_ORGANISATION and address.expected["coordinator"] in (200, 302):
            tried += 1
            wrong += [f"{address.name}: {status}"] if status != 404 else []

    assert tried > 30
    assert not wrong + leaked, "\n".join(wrong + leaked)


def test_a_coordinator_of_this_kind_of_organisations_does_there_what_every_coordinator_does():
    world = build_world()
    wrong = []
    for address in ADDRESSES:
        expected = OF_WHOLE_MUNICIPALITY.get(address.name, address.expected["coordinator"])
        status, _ = ask(address, "of_schools", world)
        wrong += [f"{address.name}: {status} instead of {expected}"] if status != expected else []

    assert not wrong, "\n".join(wrong)


def ask(address: Address, who: str, world: World) -> tuple[int | str, str]:
    """The status («login» for a way to the sign-in page) and what is shown; whatever it wrote is taken back."""
    client = Client()
    if who != "anonymous":
        client.cookies[settings.SESSION_COOKIE_NAME] = session_of(who, world)
    url = reverse(address.name, kwargs={name: world.value_of(thing) for name, thing in address.things.items()})
    with transaction.atomic():
        response = client.post(url) if address.post else client.get(url)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        transaction.set_rollback(True)
    if who != "anonymous":
        assert response.headers["Cache-Control"] == "private, no-store", f"{address.name} may be kept by a browser"
    if response.status_code == 302 and response.url.startswith(reverse("account_login")):
        return "login", ""
    return response.status_code, body.decode(errors="replace")


def session_of(who: str, world: World) -> str:
    """The session of somebody who has signed in, once a test: to sign in takes a fifth of the time of a page."""
    if who not in world.sessions:
        client = Client()
        client.force_login(world.users[who])
        world.sessions[who] = client.cookies[settings.SESSION_COOKIE_NAME].value
    return world.sessions[who]


def test_the_service_section_is_for_superusers_only():
    world = build_world()

    assert {ask(Address("admin:index", False, {}, {}), who, world)[0] for who in world.users} == {302}
