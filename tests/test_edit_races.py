"""Two people who save one thing at one moment: one of them is told, nothing is overwritten in silence."""

from threading import Barrier, Thread

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from registry.enums import Role
from registry.models import Organisation
from tests.factories import OrganisationFactory, PersonFactory, member
from tests.test_edit_versions import fields_of


@pytest.mark.django_db(transaction=True)
def test_of_two_saves_at_one_moment_one_is_told():
    school = OrganisationFactory()
    person = PersonFactory(organisation=school, position="учитель")
    answers = race(
        school, reverse("registry:person_edit", args=[person.pk]), "position", ["учитель химии", "учитель физики"]
    )
    assert sorted(answers) == [200, 302]
    person.refresh_from_db()
    assert person.position in ("учитель химии", "учитель физики")


@pytest.mark.django_db(transaction=True)
def test_of_two_saves_of_an_organisation_at_one_moment_one_is_told():
    school = OrganisationFactory(address="ул. Лесная")
    answers = race(
        school, reverse("registry:organisation_edit", args=[school.pk]), "address", ["ул. Речная", "ул. Луговая"]
    )
    assert sorted(answers) == [200, 302]
    assert Organisation.objects.get(pk=school.pk).address in ("ул. Речная", "ул. Луговая")


def race(school: Organisation, address: str, field: str, values: list[str]) -> list[int]:
    """Status codes of requests that begin together, each with the page as it was before all of them."""
    user, together, answers = member(Role.CURATOR, organisation=school), Barrier(len(values)), []
    clients = [Client() for _ in values]
    for client in clients:
        client.force_login(user)
    page = fields_of(clients[0].get(address))

    def send(client: Client, value: str) -> None:
        try:
            together.wait(timeout=30)
            answers.append(client.post(address, {**page, field: value}).status_code)
        finally:
            connection.close()

    threads = [Thread(target=send, args=pair) for pair in zip(clients, values, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers
