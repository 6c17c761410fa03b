"""Who is refused a page is sent to somebody who may open it, never to oneself."""

import pytest
from django.test import Client

from registry.enums import Role
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

ADOPTING, IMPORT, RULES = "/settings/policy/adopt/", "/imports/new/", "/settings/"


def words(client, address) -> str:
    answer = client.get(address)
    assert answer.status_code == 403
    return answer.content.decode()


@pytest.mark.parametrize(
    ("role", "address", "advice"),
    [
        (Role.COORDINATOR, ADOPTING, "у администратора муниципалитета. Если это нужно для работы, обратитесь к нему."),
        (Role.CURATOR, ADOPTING, "у администратора муниципалитета. Если"),
        (Role.CURATOR, RULES, "у муниципального координатора и администратора муниципалитета. Если"),
        (Role.HEAD, IMPORT, "у куратора организации, муниципального координатора и администратора муниципалитета."),
    ],
)
def test_a_refusal_names_who_has_the_right(role, address, advice, as_role):
    assert advice in words(as_role(role), address)


def test_a_refusal_that_says_who_decides_sends_to_nobody_else(district, as_role):
    page = words(as_role(Role.COORDINATOR), "/settings/dictionaries/calendar/new/")
    assert "администратор всех муниципалитетов портала" in page
    assert "Право на это" not in page


def test_who_has_no_access_is_sent_to_those_who_give_it(district):
    client = Client()
    client.force_login(UserFactory())
    assert "Доступ выдают администратор муниципалитета" in words(client, ADOPTING)
