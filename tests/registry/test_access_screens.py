import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.html import escape

from registry import clock
from registry.actions.access import InvitationClosed, resend, revoke_invitation
from registry.enums import ORGANISATION_ROLES, ROLES_BY_KINDS, Role
from registry.models import Invitation, Membership
from registry.models.membership import hash_token, new_token
from tests.factories import MembershipFactory, MentorFactory, OrganisationFactory, UserFactory, member
from tests.posting import post_as_shown
from tests.registry.conftest import signed_in

LINK = re.compile(r"http://testserver/invitation/([\w-]+)/")
PAGES = ["/settings/access/", "/settings/invitations/", "/settings/invitations/new/"]


@pytest.fixture
def send(django_capture_on_commit_callbacks):
    """`send(browser, url, data)` posts and lets the letters go that wait for the commit."""

    def post(browser, url, data=None):
        with django_capture_on_commit_callbacks(execute=True):
            return browser.post(url, data or {})

    return post


def token_of(letter) -> str:
    return LINK.search(letter.body)[1]


def invitation(district, **changes) -> Invitation:
    fields = {
        "email": "new@zarechny.example",
        "role": Role.CURATOR,
        "municipality": district.municipality,
        "organisation": district.school,
        "invited_by": UserFactory(),
    }
    return Invitation.objects.create(**fields | changes)


@pytest.mark.parametrize("url", PAGES)
def test_access_is_managed_by_admin_and_coordinator(url, as_role, client):
    for role in (Role.ADMIN, Role.COORDINATOR):
        assert as_role(role).get(url).status_code == 200
    for role in (Role.CURATOR, Role.HEAD, Role.REGIONAL, Role.OPERATOR, Role.COUNCIL):
        assert as_role(role).get(url).status_code == 403
    assert client.get(url).status_code == 302


def test_foreign_members_and_invitations_do_not_exist(district, stranger):
    invited = invitation(district)
    membership = MembershipFactory(role=Role.CURATOR, organisation=district.school)
    for url in PAGES[:2]:
        page = stranger.get(url).content.decode()
        assert invited.email not in page
        assert membership.user.email not in page
    assert stranger.get(f"/settings/access/{membership.pk}/revoke/").status_code == 404
    assert stranger.post(f"/settings/access/{membership.pk}/revoke/").status_code == 404
    for action in ("resend", "revoke"):
        assert stranger.post(f"/settings/invitations/{invited.pk}/{action}/").status_code == 404
    offered = stranger.get("/settings/invitations/new/").context["form"].fields["organisation"].queryset
    assert list(offered) == [district.foreign_school]


def test_a_letter_with_the_personal_link_is_sent(district, as_role, send):
    data = {"email": "New@Zarechny.example", "role": "curator", "organisation": district.school.pk}
    send(as_role(Role.COORDINATOR), "/settings/invitations/new/", data)
    invited = Invitation.objects.get()
    (letter,) = mail.outbox
    assert letter.to == ["new@zarechny.example"]
    assert hash_token(token_of(letter)) == invited.token_hash
    assert invited.token_hash not in letter.body
    assert "Роль: куратор" in letter.body
    assert str(district.school) in letter.body


def test_a_coordinator_gives_and_takes_no_municipal_roles(district, as_role, send):
    coordinator = as_role(Role.COORDINATOR)
    response = send(coordinator, "/settings/invitations/new/", {"email": "a@b.example", "role": "admin"})
    assert "role" in response.context["form"].errors
    admin = MembershipFactory(role=Role.ADMIN, municipality=district.municipality)
    assert coordinator.post(f"/settings/access/{admin.pk}/revoke/").status_code == 403
    invited = invitation(district, role=Role.ADMIN, organisation=None)
    assert coordinator.post(f"/settings/invitations/{invited.pk}/resend/").status_code == 403
    send(as_role(Role.ADMIN), "/settings/invitations/new/", {"email": "a@b.example", "role": "admin"})
    assert Invitation.objects.filter(role=Role.ADMIN, email="a@b.example").exists()


def test_a_role_in_an_organisation_needs_one_and_a_municipal_role_takes_none(district, as_role, send):
    admin = as_role(Role.ADMIN)
    url = "/settings/invitations/new/"
    without = send(admin, url, {"email": "a@b.example", "role": "curator"}).context["form"]
    assert without.errors["organisation"] == ["Для этой роли укажите организацию."]
    needless = {"email": "a@b.example", "role": "admin", "organisation": district.school.pk}
    assert "organisation" in send(admin, url, needless).context["form"].errors


def test_a_foreign_organisation_is_no_choice(district, stranger, send):
    data = {"email": "a@b.example", "role": "curator", "organisation": district.school.pk}
    assert "organisation" in send(stranger, "/settings/invitations/new/", data).context["form"].errors
    assert not mail.outbox


def test_a_curator_of_an_enterprise_is_not_invited_where_none_may_be_appointed(district, as_role, send):
    works = OrganisationFactory(municipality=district.municipality, kind="enterprise", short_name="АО «Завод»")
    data = {"email": "a@b.example", "role": "curator", "organisation": works.pk}
    admin, url = as_role(Role.ADMIN), "/settings/invitations/new/"
    refusal = send(admin, url, data).context["form"].errors["organisation"][0]
    assert "куратор — сотрудник образовательной организации, а не «АО «Завод»»" in refusal
    send(admin, url, {**data, "role": "operator"})
    assert Invitation.objects.get().role == Role.OPERATOR


def test_the_same_access_is_not_offered_twice(district, as_role, send):
    known = member(Role.CURATOR, organisation=district.school)
    invitation(district, email="waiting@zarechny.example")
    admin = as_role(Role.ADMIN)
    for email in (known.email, "waiting@zarechny.example"):
        data = {"email": email, "role": "curator", "organisation": district.school.pk}
        assert "email" in send(admin, "/settings/invitations/new/", data).context["form"].errors


def test_whoever_was_invited_and_uninvited_may_be_invited_anew(district, as_role, send):
    invitation(district, email="again@zarechny.example", revoked_at=timezone.now())
    data = {"email": "again@zarechny.example", "role": "curator", "organisation": district.school.pk}
    send(as_role(Role.ADMIN), "/settings/invitations/new/", data)
    assert Invitation.objects.filter(email="again@zarechny.example", revoked_at__isnull=True).count() == 1


def test_a_mentor_is_invited_from_the_card(district, as_role, send, stranger):
    mentor = MentorFactory(organisation=district.school)
    url = f"/settings/invitations/new/?person={mentor.person_id}"
    admin = as_role(Role.ADMIN)
    assert [value for value, _ in admin.get(url).context["form"].fields["role"].choices] == ["", "mentor"]
    send(admin, url, {"email": "mentor@zarechny.example", "role": "mentor"})
    assert Invitation.objects.get().person == mentor.person
    assert stranger.get(url).status_code == 404


def test_sending_again_makes_a_new_link_and_a_new_term(district, as_role, send):
    invited = invitation(district, expires_at=timezone.now() - timedelta(days=1))
    old_link = invited.token_hash
    send(as_role(Role.ADMIN), f"/settings/invitations/{invited.pk}/resend/")
    invited.refresh_from_db()
    assert invited.token_hash != old_link
    assert invited.is_open
    assert hash_token(token_of(mail.outbox[0])) == invited.token_hash


@pytest.mark.django_db(transaction=True)
def test_a_mail_server_that_is_down_loses_no_invitation(district, as_role, monkeypatch):
    def refuse(*args, **kwargs):
        raise ConnectionRefusedError

    monkeypatch.setattr("registry.actions.access.send_mail", refuse)
    data = {"email": "a@b.example", "role": "curator", "organisation": district.school.pk}
    page = as_role(Role.ADMIN).post("/settings/invitations/new/", data, follow=True).content.decode()
    assert "письмо не ушло" in page
    invited = Invitation.objects.get()
    page = as_role(Role.ADMIN).post(f"/settings/invitations/{invited.pk}/resend/", follow=True).content.decode()
    assert "письмо не ушло" in page


def test_access_is_taken_away_at_once(district, as_role):
    user = member(Role.CURATOR, organisation=district.school)
    browser = signed_in(user)
    assert browser.get("/mentors/").status_code == 200
    as_role(Role.COORDINATOR).post(f"/settings/access/{user.memberships.get().pk}/revoke/")
    assert user.memberships.get().until == clock.today() - timedelta(days=1)
    assert browser.get("/mentors/").status_code == 403


def test_access_given_today_can_be_taken_away_today(district, as_role):
    membership = MembershipFactory(role=Role.CURATOR, organisation=district.school, since=clock.today())
    as_role(Role.ADMIN).post(f"/settings/access/{membership.pk}/revoke/")
    assert not Membership.objects.filter(pk=membership.pk).exists()
    assert Membership.history.filter(id=membership.pk, history_type="-").exists()


def test_nobody_takes_away_the_own_last_access_of_an_admin(district):
    user = member(Role.ADMIN, municipality=district.municipality)
    own = user.memberships.get()
    response = signed_in(user).post(f"/settings/access/{own.pk}/revoke/", follow=True)
    assert "последний доступ администратора" in response.content.decode()
    own.refresh_from_db()
    assert own.until is None


def test_the_repeated_token_is_never_the_same():
    assert len({new_token() for _ in range(50)}) == 50


@pytest.mark.parametrize("act", [resend, revoke_invitation])
def test_an_invitation_accepted_meanwhile_is_neither_sent_again_nor_revoked(act, district):
    stale = invitation(district)
    admin = district.member(Role.ADMIN)
    Invitation.objects.update(accepted_at=timezone.now(), accepted_by=admin)
    arguments = {"portal": "http://testserver/"} if act is resend else {}
    with pytest.raises(InvitationClosed):
        act(invitation=stale, by=admin, **arguments)
    assert Invitation.objects.get().revoked_at is None


def test_who_invited_and_who_revoked_are_two(district, as_role):
    author, admin = UserFactory(last_name="Лагунова", first_name="Ольга"), district.member(Role.ADMIN)
    invited = invitation(district, invited_by=author)
    address = f"/settings/invitations/{invited.pk}/revoke/"
    signed_in(admin).post(address)
    invited.refresh_from_db()
    assert (invited.invited_by, invited.revoked_by) == (author, admin)

    page = as_role(Role.COORDINATOR).post(address, follow=True)
    [told] = [str(message) for message in page.context["messages"]]
    at = f"{timezone.localtime(invited.revoked_at):%d.%m.%Y в %H:%M}"
    assert told == f"Приглашение уже отозвано {at}, {admin.get_full_name()}: {invited.email}."
    assert author.get_full_name() in page.content.decode()

    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.update(revoked_at=None)


def test_an_invitation_that_nobody_revoked_by_hand_names_nobody(district, as_role):
    invited = invitation(district, revoked_at=timezone.now())
    page = as_role(Role.ADMIN).post(f"/settings/invitations/{invited.pk}/revoke/", follow=True)
    at = f"{timezone.localtime(invited.revoked_at):%d.%m.%Y в %H:%M}"
    assert f"Приглашение уже отозвано {at}: {invited.email}." in page.content.decode()


def test_what_was_done_about_access_is_told_with_a_link_to_the_place(district, as_role, send):
    admin, school = as_role(Role.ADMIN), district.school
    invited = invitation(district)
    held = MembershipFactory(role=Role.CURATOR, organisation=school)
    link = f'<a href="{school.get_absolute_url()}">'
    for address in (f"/settings/invitations/{invited.pk}/resend/", f"/settings/invitations/{invited.pk}/revoke/"):
        send(admin, address)
        assert f"{link}{escape(str(invited))}</a>" in admin.get("/settings/invitations/").content.decode()
    post_as_shown(admin, f"/settings/access/{held.pk}/revoke/")
    assert f"Доступ снят: {link}{held.user}, " in admin.get("/settings/access/").content.decode()


def test_the_role_is_asked_first_and_decides_what_else_is_asked(as_role):
    """What a role has not is hidden by rules of the style sheet, which name the roles."""
    page = as_role(Role.ADMIN).get("/settings/invitations/new/").content.decode()
    places = [page.index(f'id="div_id_{name}"') for name in ("role", "organisation", "organisation_kinds", "email")]
    assert places == sorted(places)
    style = (settings.BASE_DIR / "static/css/portal.css").read_text()
    for name, roles in {"of-organisation": ORGANISATION_ROLES, "of-kinds": ROLES_BY_KINDS}.items():
        assert f'<div class="{name}"' in page or f'class="{name}"' in page
        line = next(line for line in style.splitlines() if f".{name}:not(" in line)
        assert re.findall(r'value="(\w+)"', line) == [role.value for role in roles]
