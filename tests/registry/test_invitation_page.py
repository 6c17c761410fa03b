from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.utils import timezone

from accounts.models import User
from registry.actions.access import InvitationClosed, accept_as_newcomer, accept_as_user
from registry.enums import Role
from registry.models import Invitation, Membership
from registry.models.membership import hash_token
from tests.factories import MentorFactory, UserFactory
from tests.registry.conftest import signed_in

TOKEN = "what-the-letter-says"
NEWCOMER = {
    "last_name": "Лагунова",
    "first_name": "Ольга",
    "middle_name": "Викторовна",
    "password": "Берег-Реки-2026",
    "password_again": "Берег-Реки-2026",
}


@pytest.fixture
def invited(district) -> Invitation:
    return Invitation.objects.create(
        email="new@zarechny.example",
        role=Role.CURATOR,
        municipality=district.municipality,
        organisation=district.school,
        token_hash=hash_token(TOKEN),
        invited_by=UserFactory(last_name="Стародубцева", first_name="Инна", middle_name=""),
    )


def link(_: Invitation) -> str:
    return f"/invitation/{TOKEN}/"


def test_the_page_tells_who_invites_to_what_and_writes_nothing(invited, client, district):
    page = client.get(link(invited)).content.decode()
    for told in ("Стародубцева Инна", "куратор", str(district.school), "new@zarechny.example"):
        assert told in page
    assert not Membership.objects.exists()
    assert User.objects.count() == 1


def test_a_newcomer_gets_account_and_access_and_is_signed_in(invited, client):
    response = client.post(link(invited), NEWCOMER)
    assert response.headers["Location"] == "/worklist/"
    user = User.objects.get(email="new@zarechny.example")
    assert user.check_password("Берег-Реки-2026")
    assert user.get_full_name() == "Лагунова Ольга Викторовна"
    assert user.memberships.get().organisation == invited.organisation
    assert client.get("/mentors/").status_code == 200
    invited.refresh_from_db()
    assert invited.accepted_by == user


def test_a_mentor_s_name_is_taken_from_the_register(invited, client, district):
    mentor = MentorFactory(organisation=district.school)
    Invitation.objects.update(role=Role.MENTOR, organisation=None, person=mentor.person)
    assert f'value="{mentor.person.last_name}"' in client.get(link(invited)).content.decode()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"password": "12345678901", "password_again": "12345678901"}, "password"),
        ({"password": "короткий", "password_again": "короткий"}, "password"),
        ({"password": "new@zarechny.example", "password_again": "new@zarechny.example"}, "password"),
        ({"password_again": "Другой-Пароль-2026"}, "password_again"),
        ({"last_name": ""}, "last_name"),
    ],
)
def test_a_weak_or_mistyped_password_is_refused_beside_its_field(change, field, invited, client):
    response = client.post(link(invited), NEWCOMER | change)
    assert field in response.context["form"].errors
    assert 'value="Викторовна"' in response.content.decode()
    assert not User.objects.filter(email=invited.email).exists()


def test_whoever_has_an_account_is_asked_to_sign_in_and_accepts(invited, client):
    user = UserFactory(email="new@zarechny.example")
    question = client.get(link(invited)).content.decode()
    assert f"?next=/invitation/{TOKEN}/" in question
    refused = client.post(link(invited), NEWCOMER)
    assert "form" not in refused.context
    assert not user.memberships.exists()
    browser = signed_in(user)
    assert not user.memberships.exists()
    assert browser.get(link(invited)).status_code == 200
    browser.post(link(invited))
    assert user.memberships.get().role == Role.CURATOR


def test_a_letter_to_another_address_gives_nothing(invited):
    other = UserFactory()
    browser = signed_in(other)
    assert browser.get(link(invited)).status_code == 403
    assert browser.post(link(invited)).status_code == 403
    assert not other.memberships.exists()


@pytest.mark.parametrize(
    ("state", "message"),
    [
        ({"expires_at": timezone.now() - timedelta(minutes=1)}, "Приглашение просрочено"),
        ({"revoked_at": timezone.now()}, "Приглашение отозвано"),
    ],
)
def test_a_closed_invitation_says_why_and_opens_nothing(state, message, invited, client):
    Invitation.objects.update(**state)
    for response in (client.get(link(invited)), client.post(link(invited), NEWCOMER)):
        assert response.status_code == 410
        assert message in response.content.decode()
        assert str(invited.organisation) not in response.content.decode()
    assert not User.objects.filter(email=invited.email).exists()


def test_a_link_works_once(invited, client):
    client.post(link(invited), NEWCOMER)
    client.logout()
    response = client.post(link(invited), NEWCOMER)
    assert response.status_code == 410
    assert "уже принято" in response.content.decode()
    assert Membership.objects.count() == 1


def test_an_unknown_link_tells_nothing(client, db):
    response = client.get("/invitation/guessed/")
    assert response.status_code == 404
    assert "Приглашение не найдено" in response.content.decode()


def test_accepting_what_one_has_already_makes_no_second_access(invited, client):
    user = UserFactory(email="new@zarechny.example")
    Membership.objects.create(
        user=user, role=Role.CURATOR, municipality=invited.municipality, organisation=invited.organisation
    )
    assert signed_in(user).post(link(invited)).status_code == 302
    assert user.memberships.count() == 1


def test_an_invitation_closed_between_the_page_and_the_click_gives_nothing(invited):
    Invitation.objects.update(revoked_at=timezone.now())
    names = {"last_name": "Лагунова", "first_name": "Ольга", "middle_name": ""}
    with pytest.raises(InvitationClosed):
        accept_as_newcomer(token=TOKEN, names=names, password="Берег-Реки-2026")
    with pytest.raises(InvitationClosed):
        accept_as_user(token=TOKEN, user=UserFactory(email="new@zarechny.example"))
    assert not Membership.objects.exists()


def test_only_the_address_of_the_letter_may_accept(invited):
    with pytest.raises(InvitationClosed):
        accept_as_user(token=TOKEN, user=UserFactory())
    assert not Membership.objects.exists()


def test_a_link_sent_before_tokens_were_hashed_still_opens(invited, client):
    Invitation.objects.filter(pk=invited.pk).update(token_hash=TOKEN)
    import_module("registry.migrations.0043_hashes_of_links").hash_tokens(apps, None)
    assert client.get(link(invited)).status_code == 200
    assert TOKEN not in Invitation.objects.get().token_hash
