"""Names that papers print beside those of the register: heads of organisations and municipalities, signatories."""

import pytest
from django.test import Client
from django.urls import reverse

from registry.enums import Role
from tests.every_thing import build_world
from tests.factories import MembershipFactory
from tests.test_edit_versions import fields_of


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "thing", "field", "typed"),
    [
        ("registry:organisation_edit", "school", "head_name", "Иванов <b>Пётр</b>"),
        ("registry:organisation_edit", "school", "head_name", "Иванов Пётр 2"),
        ("registry:organisation_edit", "school", "head_position", "дирек\u202eтор"),
        ("registry:organisation_edit", "school", "psychologist_name", "Ив\u200bанова Анна"),
        ("registry:municipality_edit", "municipality", "authorised_head", "Иванов № 1"),
        ("registry:municipality_edit", "municipality", "authorised_head_position", "началь\u200bник"),
        ("registry:act_edit", "paper_act", "signatory", "Иванова И. И.,\u202e директор"),
    ],
)
def test_what_is_no_name_is_refused_with_words_that_tell_the_sign(address, thing, field, typed):
    world = build_world()
    user, record = world.users["admin"], world.things[thing]
    MembershipFactory(user=user, role=Role.CURATOR, organisation=world.things["school"])
    client = Client()
    client.force_login(user)
    page = reverse(address, args=[record.pk])
    answer = client.post(page, {**fields_of(client.get(page)), field: typed})
    assert "Здесь лишнее" in answer.context["form"].errors[field][0]
    good = {"signatory": "Иванова И. И., директор", "head_position": "и. о. директора"}.get(field, "Иванова-Юдина Анна")
    answer = client.post(page, {**fields_of(answer), field: good})
    assert answer.status_code == 302
    record.refresh_from_db()
    assert getattr(record, field) == good
