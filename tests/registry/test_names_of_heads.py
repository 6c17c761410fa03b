"""Names that papers print beside those of the register: heads of organisations and municipalities, signatories."""

import pytest
from django.contrib import admin
from django.test import Client, RequestFactory
from django.urls import reverse

from accounts.models import User
from registry.enums import Role
from tests.every_thing import build_world
from tests.factories import MembershipFactory, UserFactory
from tests.test_edit_versions import fields_of


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "thing", "field", "text"),
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
def test_what_is_no_name_is_refused_with_words_that_tell_the_sign(address, thing, field, text):
    world = build_world()
    user, record = world.users["admin"], world.things[thing]
    MembershipFactory(user=user, role=Role.CURATOR, organisation=world.things["school"])
    client = Client()
    client.force_login(user)
    page = reverse(address, args=[record.pk])
    answer = client.post(page, {**fields_of(client.get(page)), field: text})
    assert "Здесь лишнее" in answer.context["form"].errors[field][0]
    good = {"signatory": "Иванова И. И., директор", "head_position": "и. о. директора"}.get(field, "Иванова-Юдина Анна")
    # whose certificate it is, is asked where the file of a signature names another person
    answer = client.post(page, {**fields_of(answer), field: good, "signer": "keep"})
    assert answer.status_code == 302
    record.refresh_from_db()
    assert getattr(record, field) == good


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "thing", "wrong", "other"),
    [
        ("registry:person_edit", "person", {"last_name": "Иванова 2", "first_name": "Анна;"}, "position"),
        ("registry:organisation_edit", "school", {"head_name": "Иванов (врио)"}, "address"),
    ],
)
def test_a_name_kept_with_other_signs_hinders_no_other_change(address, thing, wrong, other):
    world = build_world()
    user, record = world.users["admin"], world.things[thing]
    MembershipFactory(user=user, role=Role.CURATOR, organisation=world.things["school"])
    type(record).objects.filter(pk=record.pk).update(**wrong)
    client = Client()
    client.force_login(user)
    page = reverse(address, args=[record.pk])
    sent = fields_of(client.get(page))
    name = next(iter(wrong))
    assert "Здесь лишнее" in client.post(page, {**sent, name: f"{wrong[name]}3"}).context["form"].errors[name][0]
    assert client.post(page, {**sent, other: "новое"}).status_code == 302
    record.refresh_from_db()
    assert (getattr(record, other), getattr(record, name)) == ("новое", wrong[name])


@pytest.mark.django_db
def test_the_names_of_users_are_judged_by_the_same_letters():
    user = UserFactory(last_name="Иванова")
    form = admin.site.get_model_admin(User).get_form(RequestFactory().get("/"), user)

    def sent(**changed: str) -> dict:
        kept = {name: getattr(user, name) for name in ("email", "last_name", "first_name", "middle_name")}
        return form({**kept, "is_active": "on", **changed}, instance=user).errors

    assert "знак «<»" in sent(last_name="<b>Иванова")["last_name"][0]
    User.objects.filter(pk=user.pk).update(last_name="Иванова 2")
    user.refresh_from_db()
    assert "last_name" not in sent(first_name="Нина")
