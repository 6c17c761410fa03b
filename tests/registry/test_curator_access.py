"""The card of a curator says whether the curator can sign in, and leads to an invitation that is filled in."""

from django.urls import reverse

from registry.enums import Role
from registry.models import Invitation, Membership
from tests.factories import CuratorFactory, MembershipFactory, PersonFactory, UserFactory


def curator_of(school):
    person = PersonFactory(organisation=school, last_name="Ясная", email="yasnaya@school.example")
    return CuratorFactory(organisation=school, person=person)


def card(client, curator) -> str:
    return client.get(curator.get_absolute_url()).content.decode()


def test_the_card_leads_to_an_invitation_and_knows_of_it_until_it_is_accepted(district, as_role):
    curator = curator_of(district.school)
    admin = as_role(Role.ADMIN)
    address = f"{reverse('registry:invite')}?curator={curator.pk}"
    assert "войти в портал не может" in card(admin, curator)
    assert f'href="{address}"' in card(admin, curator)

    form = admin.get(address).context["form"]
    assert form["email"].value() == "yasnaya@school.example"
    assert form["role"].value() == Role.CURATOR
    admin.post(
        address,
        {
            "email": "yasnaya@school.example",
            "role": "curator",
            "municipality": district.school.municipality_id,
            "organisation": district.school.pk,
        },
    )
    assert Invitation.objects.filter(organisation=district.school, role=Role.CURATOR).count() == 1
    assert "приглашение отправлено" in card(admin, curator)

    user = UserFactory(email="yasnaya@school.example")
    MembershipFactory(user=user, role=Role.CURATOR, organisation=district.school)
    assert "yasnaya@school.example, с" in card(admin, curator)


def test_a_namesake_of_another_school_is_not_taken_for_the_curator(district, as_role):
    curator = curator_of(district.school)
    user = UserFactory(email="yasnaya@school.example")
    MembershipFactory(user=user, role=Role.CURATOR, organisation=district.other_school)
    assert Membership.objects.filter(user=user).exists()
    assert "войти в портал не может" in card(as_role(Role.ADMIN), curator)


def test_an_invitation_for_a_foreign_curator_is_not_offered(district, as_role, stranger):
    curator = curator_of(district.school)
    assert stranger.get(f"{reverse('registry:invite')}?curator={curator.pk}").status_code == 404
    assert as_role(Role.CURATOR).get(f"{reverse('registry:invite')}?curator={curator.pk}").status_code == 403
