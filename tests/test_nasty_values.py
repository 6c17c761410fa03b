"""Every address of the portal and every field of its forms, filled at random with what no page expects.

No answer is an error of the server. People, fields and values are drawn by a seed (SEED_OF_VALUES, another number draws
others), so that a failure of today is one of tomorrow. `-rP` shows how many requests were made.
"""

from random import Random

import pytest
from django.urls import get_resolver, reverse

from tests import nasty_values
from tests.addresses import ADDRESSES
from tests.every_thing import build_world
from tests.nasty_walk import PARTS, SEED, Walk, client_of, reversed_or_empty, taken_back, visit, visitors
from tests.test_every_address import names_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("part", range(PARTS))
def test_no_address_answers_nasty_values_by_an_error(part: int, walk: Walk):
    world = build_world()
    for address in ADDRESSES[part::PARTS]:
        chance = Random(f"{SEED} {address.name}")
        for who in visitors(address, chance):
            client = client_of(who, world)
            arguments = {name: world.value_of(thing) for name, thing in address.things.items()}
            visit(
                walk,
                client,
                who,
                reverse(address.name, kwargs=arguments),
                chance,
                is_button=address.post,
                is_refused=address.expected[who] not in (200, 302),
            )
            for name in arguments:
                drawn = nasty_values.value(chance)
                nasty = {**arguments, name: drawn if isinstance(drawn, str) else 10**19}
                with taken_back():
                    if url := reversed_or_empty(address.name, nasty):
                        walk.ask(client, who, "post" if address.post else "get", url, {}, {})
    assert not walk.failures, "\n".join([walk.told(), *walk.failures])


def test_no_page_of_the_account_answers_nasty_values_by_an_error(walk: Walk):
    world = build_world()
    for name in sorted(set(names_of(get_resolver().url_patterns))):
        if not name.startswith(("account_", "mfa_")) or not (url := reversed_or_empty(name, {})):
            continue
        for who in ("anonymous", "curator"):
            visit(walk, client_of(who, world), who, url, Random(f"{SEED} {name} {who}"))
    assert sum(walk.tried.values()) > 50
    assert not walk.failures, "\n".join([walk.told(), *walk.failures])
