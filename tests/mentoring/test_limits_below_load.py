"""A limit below the present load is saved only by whoever has read whom it meets."""

from datetime import date

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from imports.fields import FIELDS
from registry.actions.policy_proposals import proposal_of, propose_policy
from registry.enums import Role
from registry.models import Mentor, PolicyPreset
from tests.factories import OrganisationFactory, PolicyFactory, member
from tests.mentoring.conftest import School
from tests.test_edit_versions import fields_of


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def mentor(school) -> Mentor:
    """Two mentees in their own school, a third elsewhere, later."""
    mentor = school.mentor(open_to_others=True)
    for _ in range(2):
        school.active_pair(mentor)
    elsewhere = OrganisationFactory(municipality=school.organisation.municipality, short_name="МБОУ «Речная СОШ»")
    other = School(elsewhere, member(Role.CURATOR, organisation=elsewhere))
    other.pair(mentor, other.mentee(), starts_on=date(2026, 12, 1))
    return mentor


def test_a_personal_limit_below_the_load_names_the_mentees_and_asks(school, mentor):
    client, address = client_of(school.curator), reverse("registry:mentor_edit", args=[mentor.pk])
    page = client.get(address)
    assert 'type="hidden" name="anyway"' in page.content.decode()
    sent = {**fields_of(page), "personal_limit": "2"}

    answer = client.post(address, sent)

    mentor.refresh_from_db()
    assert (answer.status_code, mentor.personal_limit) == (200, None)
    [message] = answer.context["form"].errors["personal_limit"]
    names = [pair.mentee.person.short_name for pair in mentor.pairs.order_by("pk")]
    assert f"{names[0]} (до 31.05.2027), {names[1]} (до 31.05.2027), {names[2]} (до 31.05.2027)" in message
    assert answer.context["form"].conflicts == ()
    addresses = [pair.get_absolute_url() for pair in mentor.pairs.order_by("pk")]
    assert [address for _, address in answer.context["form"].several_links[message]] == addresses
    assert all(f'href="{address}"' in answer.content.decode() for address in addresses)
    assert 'type="checkbox" name="anyway"' in answer.content.decode()

    assert client.post(address, {**fields_of(answer), "anyway": "on"}).status_code == 302
    mentor.refresh_from_db()
    assert mentor.personal_limit == 2


@pytest.mark.parametrize(("before", "limit"), [(None, "3"), (1, "1"), (1, ""), (1, "2")])
def test_a_limit_that_is_not_lowered_is_not_asked_about(before, limit, school, mentor):
    Mentor.objects.filter(pk=mentor.pk).update(personal_limit=before)
    client, address = client_of(school.curator), reverse("registry:mentor_edit", args=[mentor.pk])
    sent = {**fields_of(client.get(address)), "personal_limit": limit}
    assert client.post(address, sent).status_code == 302


@pytest.mark.parametrize("limit", ["-1", "0", "4", "1,5", "9" * 5000])
def test_every_limit_beside_the_bounds_is_answered_alike(limit, school):
    mentor = school.mentor()
    client, address = client_of(school.curator), reverse("registry:mentor_edit", args=[mentor.pk])
    form = client.post(address, {**fields_of(client.get(address)), "personal_limit": limit}).context["form"]
    assert form.errors["personal_limit"] == ["Введите целое число от 1 до 3."]


def test_a_limit_of_the_policy_says_how_many_mentors_it_meets(school, mentor):
    municipality = school.organisation.municipality
    client = client_of(member(Role.ADMIN, municipality=municipality))
    policy = municipality.policies.get()
    address = reverse("registry:policy_edit", args=[policy.pk])
    second = school.mentor()
    school.active_pair(second)
    for limit, number in (("2", "у 1 наставника"), ("1", "у 1 наставника")):
        answer = client.post(address, {**fields_of(client.get(address)), "mentee_limit": limit})
        [message] = answer.context["form"].errors["mentee_limit"]
        assert number in message.replace("\u00a0", " ")
    school.active_pair(second)
    answer = client.post(address, {**fields_of(client.get(address)), "mentee_limit": "1"})
    assert "у 2 наставников" in answer.context["form"].errors["mentee_limit"][0].replace("\u00a0", " ")
    asked = client.post(address, {**fields_of(answer), "anyway": "on"})
    assert client.post(address, {**fields_of(asked), "reason": "меньше нагрузка"}).status_code == 302
    policy.refresh_from_db()
    assert policy.mentee_limit == 1


def test_a_preset_with_a_lower_limit_is_asked_about_too(school, mentor):
    municipality = school.organisation.municipality
    PolicyFactory()  # another district is not counted
    preset = PolicyPreset.objects.first()
    PolicyPreset.objects.filter(pk=preset.pk).update(mentee_limit=1)
    client, address = client_of(member(Role.ADMIN, municipality=municipality)), reverse("registry:policy_adopt")
    sent = {"municipality": municipality.pk, "preset": preset.pk, "valid_from": "2026-12-01", "act_way": "later"}

    answer = client.post(address, sent)

    assert f"у 1 наставника: {mentor}." in answer.context["form"].errors["preset"][0].replace("\u00a0", " ")
    assert f'href="{mentor.get_absolute_url()}">{mentor}</a>' in answer.content.decode()
    assert municipality.policies.count() == 1
    assert client.post(address, {**sent, "anyway": "on"}).status_code == 302
    assert municipality.policies.count() == 2


@pytest.mark.parametrize(("limit", "asked"), [(2, True), (3, False)])
def test_accepting_a_proposal_asks_as_editing_does(limit, asked, school, mentor):
    municipality = school.organisation.municipality
    proposal = proposal_of(municipality.policies.get())
    proposal.valid_from, proposal.reason, proposal.mentee_limit = date(2027, 1, 1), "Меньше нагрузка", limit
    propose_policy(proposal=proposal, entries={}, by=member(Role.COORDINATOR, municipality=municipality))
    client, address = client_of(member(Role.ADMIN, municipality=municipality)), proposal.get_absolute_url()

    answer = client.post(address, fields_of(client.get(address)) | {"decision": "accepted"})

    if asked:
        [message] = answer.context["form"].errors["decision"]
        assert "у 1 наставника" in message.replace("\u00a0", " ")
        assert "отклоните предложение" in message
        assert municipality.policies.count() == 1
        answer = client.post(address, fields_of(answer) | {"decision": "accepted", "anyway": "on"})
    assert answer.status_code == 302
    assert municipality.policies.count() == 2


def test_the_service_section_warns_as_well(school, mentor):
    client = client_of(get_user_model().objects.create_superuser("boss@example.test", "Лампа-в-окне-42"))
    address = reverse("admin:registry_mentor_change", args=[mentor.pk])
    form = client.get(address).context["adminform"].form
    sent = {name: form.get_initial_for_field(field, name) or "" for name, field in form.fields.items()}
    sent = {**sent, "personal_limit": "2", "proposed_on": "2026-09-01"}

    answer = client.post(address, sent)

    [message] = answer.context["adminform"].form.errors["personal_limit"]
    assert mentor.pairs.first().mentee.person.short_name in message
    assert client.post(address, {**sent, "anyway": "on"}).status_code == 302
    mentor.refresh_from_db()
    assert mentor.personal_limit == 2


def test_a_file_lowers_no_limit():
    """An exported bank shows it; nothing that is read back writes it."""
    assert not [field.code for field in FIELDS if "limit" in field.code or field.exported_as == "personal_limit"]
