"""Whoever works for several organisations says of which a new row is, and sees in lists of which each row is."""

import pytest
from django.test import Client
from django.urls import reverse

from mentoring.models import StageSet
from registry.enums import PairColumn, Role
from registry.models import Policy
from tests.factories import MembershipFactory, OrganisationFactory, PairFactory, PolicyFactory, UserFactory, member

pytestmark = pytest.mark.django_db

#: forms that make a row of an organisation → the field that asks for it, and the value that means the organisation
FORMS = {
    "registry:mentor_add": ("organisation", "{}"),
    "registry:mentee_add": ("organisation", "{}"),
    "registry:curator_add": ("organisation", "{}"),
    "registry:act_add": ("issuer", "o{}"),
    "mentoring:pair_new": ("organisation", "{}"),
    "mentoring:roadmap_add": ("owner", "organisation-{}"),
    "monitoring:assessment_add": ("organisation", "{}"),
}
#: lists → the form to which «Добавить» leads
LISTS = {
    "registry:mentors": "registry:mentor_add",
    "registry:mentees": "registry:mentee_add",
    "registry:curators": "registry:curator_add",
    "registry:acts": "registry:act_add",
    "mentoring:pairs": "mentoring:pair_new",
}


@pytest.fixture
def schools():
    first = OrganisationFactory()
    PolicyFactory(municipality=first.municipality)
    return first, OrganisationFactory(municipality=first.municipality)


@pytest.fixture
def head(schools) -> Client:
    user = member(Role.HEAD, organisation=schools[0])
    MembershipFactory(user=user, role=Role.HEAD, organisation=schools[1])
    client = Client()
    client.force_login(user)
    return client


def chosen(client: Client, address: str, field: str) -> str:
    """What is chosen in the field before anybody has touched it; a list without an empty line chooses its first."""
    bound = client.get(address).context["form"][field]
    values = [str(value) for value, _ in bound.field.choices]
    value = str(bound.value() or "")
    return value if value in values else values[0]


@pytest.mark.parametrize("name", FORMS)
def test_a_form_asks_for_the_organisation_and_takes_that_of_the_page_one_comes_from(name, head, schools):
    field, pattern = FORMS[name]
    assert chosen(head, reverse(name), field) == ""
    second = schools[1]
    assert chosen(head, f"{reverse(name)}?organisation={second.pk}", field) == pattern.format(second.pk)
    assert chosen(head, f"{reverse(name)}?organisation={OrganisationFactory().pk}", field) == ""


@pytest.mark.parametrize("name", [name for name in FORMS if name != "registry:curator_add"])  # that one always asks
def test_who_works_for_one_organisation_is_asked_nothing(name, schools):
    client, (field, pattern) = Client(), FORMS[name]
    client.force_login(member(Role.HEAD, organisation=schools[0]))
    assert chosen(client, reverse(name), field) == pattern.format(schools[0].pk)


@pytest.mark.parametrize("name", LISTS)
def test_a_list_of_one_organisation_leads_to_its_form(name, head, schools):
    page = head.get(reverse(name), {"organisation": schools[1].pk})
    assert page.context["add_url"] == f"{reverse(LISTS[name])}?organisation={schools[1].pk}"
    assert head.get(reverse(name)).context["add_url"] == reverse(LISTS[name])


def test_who_administers_several_municipalities_says_of_which_a_set_of_stages_is(schools):
    OrganisationFactory()
    client = Client()
    client.force_login(UserFactory(is_superuser=True))
    for name in ("mentoring:stage_set_copy", "mentoring:stage_set_assign"):
        assert chosen(client, reverse(name, args=[StageSet.objects.of_portal().pk]), "municipality") == ""


def test_the_column_of_the_organisation_is_hidden_only_from_a_reader_of_one(head, schools):
    others = [code for code in PairColumn.values if code != PairColumn.ORGANISATION]
    Policy.objects.update(pair_columns=others)
    for school in schools:
        PairFactory(organisation=school)
    assert "Организация" in _headings(head)
    of_one = Client()
    of_one.force_login(member(Role.HEAD, organisation=schools[0]))
    assert "Организация" not in _headings(of_one)


def _headings(client: Client) -> list[str]:
    return [str(column.header) for column in client.get(reverse("mentoring:pairs")).context["table"].columns]
