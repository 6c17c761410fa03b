"""Every page that makes something new, sent twice at one moment: one thing is made, and the second reader reads why.

The table is held complete by what views do (tests/writing_views.py): an address whose view makes a row of anything has
a race here, or says where its race is, or why it needs none.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from accounts.models import User
from registry import clock
from registry.enums import Role
from registry.models import (
    LocalRules,
    Organisation,
    PolicyProposal,
)
from tests.addresses import ADDRESSES
from tests.factories import (
    OrganisationFactory,
    PolicyFactory,
    member,
)
from tests.raced_elsewhere import ELSEWHERE
from tests.races_of_pages import RACES
from tests.test_doubles import at_once
from tests.test_edit_versions import fields_of
from tests.writing_views import made_by, routes_by_name, takes_post


def test_every_page_that_makes_something_is_raced_or_says_why_not():
    routes = routes_by_name()
    making = {a.name for a in ADDRESSES if takes_post(routes[a.name]) and made_by(routes[a.name])}
    assert len(making) > 80, "the reader of views finds nothing"
    assert making <= set(RACES) | set(ELSEWHERE), making - set(RACES) - set(ELSEWHERE)
    assert not set(RACES) & set(ELSEWHERE)
    assert set(ELSEWHERE) <= making, set(ELSEWHERE) - making


@pytest.fixture
def school(transactional_db) -> Organisation:
    school = OrganisationFactory()
    PolicyFactory(municipality=school.municipality)
    return school


@pytest.mark.parametrize("name", RACES)
def test_sent_twice_at_one_moment_it_makes_one(school, name):
    race = RACES[name]
    user, args, typed = race.prepare(school)
    made = [model for model in (race.made, race.with_it) if model is not None]
    before, address = [model._default_manager.count() for model in made], reverse(name, args=args)
    clients = [_client(user) for _ in range(2)]
    shown = clients[0].get(address)
    typed = {key: value(shown.context["form"]) if callable(value) else value for key, value in typed.items()}
    has_form = shown.status_code == 200 and "form" in shown.context  # a button alone sends nothing typed
    page = {**(fields_of(shown) if has_form else {}), **typed}
    answers = _posted(clients, address, page)
    if any(_asks(answer) for answer in answers):  # rules are shown before they are saved
        asked = next(answer for answer in answers if _asks(answer))
        answers = _posted(clients, address, {**fields_of(asked), "reason": "решение педсовета"})
    added = [model._default_manager.count() - number for model, number in zip(made, before, strict=True)]
    assert added == [1] * len(made), [_errors(answer) for answer in answers]
    codes = sorted(answer.status_code for answer in answers)
    # An invitation that has been accepted is gone: the page says so.
    assert codes == [200, 302] or (race.both_led_on and codes in ([302, 302], [302, 410])), codes
    for answer in answers:
        assert answer.status_code in (302, 410) or _errors(answer), "the second is told nothing"
    if race.told:
        told = [_errors(answer) or _said(answer) for answer in answers]
        assert sum(race.told in text for text in told) == 1, told


def _client(user: User | None) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


def _said(answer: Any) -> str:
    return " ".join(str(message) for message in get_messages(answer.wsgi_request))


def _posted(clients: list[Client], address: str, fields: Mapping[str, Any]) -> list:
    waiting = list(clients)
    return at_once(lambda: waiting.pop().post(address, fields))


def _asks(answer: Any) -> bool:
    return answer.status_code == 200 and getattr(answer.context["form"], "is_asking", False)


def _errors(answer: Any) -> str:
    return answer.context["form"].errors.as_text() if answer.status_code == 200 and answer.context else ""


def test_own_rules_are_set_once(school):
    head = member(Role.HEAD, organisation=school)
    address = reverse("registry:own_rules_add", args=[school.pk]) + "?rule=mentee_limit"
    clients = [_client(head) for _ in range(2)]
    page = clients[0].get(address)
    asked = clients[0].post(address, {**fields_of(page), "mentee_limit": 2})
    sent = {**fields_of(asked), "reason": "Решение педсовета", "mentee_limit": 2}
    answers = _posted(clients, address, sent)
    assert LocalRules.objects.count() == 1
    assert sorted(answer.status_code for answer in answers) == [200, 302]


def test_of_two_proposals_from_pages_one_waits(school):
    user = member(Role.COORDINATOR, municipality=school.municipality)
    address = reverse("registry:proposal_add")
    clients = [_client(user) for _ in range(2)]
    typed = {"valid_from": clock.today() + timedelta(days=30), "reason": "Меньше нагрузка"}
    answers = _posted(clients, address, {**fields_of(clients[0].get(address)), **typed})
    assert PolicyProposal.objects.count() == 1
    assert sorted(answer.status_code for answer in answers) == [200, 302]


#: pages on which two people name one thing in two ways, and the field in which they do
NAMED_TWICE = {
    "registry:organisation_add": "short_name",
    "registry:own_entry_add": "title",
    "registry:municipality_add": "name",
    "mentoring:stage_set_copy": "title",
    "mentoring:set_stage_add": "title",
}


@pytest.mark.parametrize("name", NAMED_TWICE)
def test_of_two_names_that_look_alike_sent_at_one_moment_one_is_kept(school, name):
    race, field = RACES[name], NAMED_TWICE[name]
    user, args, typed = race.prepare(school)
    before, address = race.made._default_manager.count(), reverse(name, args=args)
    clients = [_client(user) for _ in range(2)]
    page = {**fields_of(clients[0].get(address)), **typed}
    waiting = [(clients[0], page), (clients[1], {**page, field: f"«{page[field].upper()}»".replace(" ", "  ")})]

    def post() -> Any:
        client, sent = waiting.pop()
        return client.post(address, sent)

    answers = at_once(post)
    assert race.made._default_manager.count() == before + 1
    assert sorted(answer.status_code for answer in answers) == [200, 302]
    assert all(answer.status_code == 302 or _errors(answer) for answer in answers)
