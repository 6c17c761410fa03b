"""Whoever comes to the address of a button by a link is led to the page where the button is pressed."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.addresses import ADDRESSES
from tests.every_thing import build_world
from tests.writing_views import methods_of, routes_by_name

pytestmark = pytest.mark.django_db
#: the page is no parent of the button's address
ON_CARDS = {"registry:candidate_propose": "mentor", "registry:curator_confirm": "curator"}


def buttons():
    routes = routes_by_name()
    return [one for one in ADDRESSES if one.name in routes and set(methods_of(routes[one.name])) == {"POST"}]


@pytest.fixture
def world():
    return build_world()


def visitor_of(world, one) -> Client:
    """The first of those who may press the button."""
    client = Client()
    client.force_login(world.users[next((who for who, gets in one.expected.items() if gets in (200, 302)), "admin")])
    return client


def test_every_address_of_a_button_leads_to_its_page(world):
    assert len(buttons()) > 25
    for one in buttons():
        address = reverse(one.name, kwargs={name: world.value_of(thing) for name, thing in one.things.items()})
        visitor = visitor_of(world, one)
        answer = visitor.get(address)
        assert answer.status_code == 302, one.name
        page = visitor.get(answer.url)
        assert page.status_code == 200, (one.name, answer.url)
        assert "Это делают кнопкой на странице" in page.content.decode(), one.name
        if one.name in ON_CARDS:
            assert answer.url == world.things[ON_CARDS[one.name]].person.get_absolute_url()
        else:
            assert address.startswith(answer.url), one.name
            assert answer.url.count("/") > 2, (one.name, answer.url)


def test_the_link_of_a_stale_form_leads_to_the_page_of_its_button(world):
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.users["curator"])
    pair = world.things["draft"]
    refused = client.post(reverse("mentoring:pair_agree", args=[pair.pk]))
    assert refused.status_code == 403
    link = reverse("mentoring:pair_agree", args=[pair.pk])
    assert f'href="{link}">Открыть форму снова' in refused.content.decode()
    assert client.get(link).url == pair.get_absolute_url()


def test_a_page_that_is_not_there_stays_not_there(world):
    visitor = Client()
    visitor.force_login(world.users["admin"])
    assert visitor.get("/pairs/0/agree/").status_code == 404
    assert "Это делают кнопкой" not in visitor.get(reverse("home")).content.decode()
