"""Every page that ends, withdraws or confirms something, sent twice: the first stands, the second reads what was
decided, by whom and when, and is led to where it can be seen. At one moment and from a page of yesterday alike."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from accounts.models import User
from registry import clock
from registry.enums import Role
from registry.models import Invitation, Organisation
from tests.factories import (
    ConsentFactory,
    CuratorFactory,
    MembershipFactory,
    MenteeFactory,
    MentorFactory,
    OrganisationFactory,
    PersonFactory,
    PolicyFactory,
    member,
)
from tests.test_doubles import at_once


@dataclass(frozen=True)
class Ending:
    """`prepare` gives who decides and what about; `fields` what each of the two types; `field` what it sets."""

    prepare: Callable[[Organisation], tuple[User, Model]]
    field: str
    fields: Callable[[str], dict[str, Any]] = lambda _reason: {}


def _curator(school: Organisation) -> User:
    return member(Role.CURATOR, organisation=school)


def _dated(reason: str) -> dict[str, Any]:
    return {"on": clock.today(), "reason": reason}


def _of_bank(factory: Any, **values: Any) -> Callable[[Organisation], tuple[User, Model]]:
    return lambda school: (_curator(school), factory(organisation=school, **values))


def _consent(school: Organisation) -> tuple[User, Model]:
    return _curator(school), ConsentFactory(person=PersonFactory(organisation=school))


def _appointed(school: Organisation) -> tuple[User, Model]:
    return member(Role.HEAD, organisation=school), CuratorFactory(organisation=school)


def _person(school: Organisation) -> tuple[User, Model]:
    return _curator(school), PersonFactory(organisation=school)


def _archived(school: Organisation) -> tuple[User, Model]:
    return _curator(school), PersonFactory(organisation=school, archived_on=clock.today())


def _organisation(school: Organisation) -> tuple[User, Model]:
    return member(Role.ADMIN, municipality=school.municipality), OrganisationFactory(municipality=school.municipality)


def _access(since: Any = None) -> Callable[[Organisation], tuple[User, Model]]:
    def prepare(school: Organisation) -> tuple[User, Model]:
        kept = MembershipFactory(role=Role.CURATOR, organisation=school, **({"since": since} if since else {}))
        return member(Role.ADMIN, municipality=school.municipality), kept

    return prepare


def _invitation(school: Organisation) -> tuple[User, Model]:
    admin = member(Role.ADMIN, municipality=school.municipality)
    invitation = Invitation(email="new@school.example", role=Role.CURATOR, municipality=school.municipality)
    invitation.organisation, invitation.invited_by = school, admin
    invitation.save()
    return admin, invitation


ENDINGS = {
    "registry:consent_withdraw": Ending(_consent, "withdrawn_on", _dated),
    "registry:mentor_exclude": Ending(_of_bank(MentorFactory), "excluded_on", _dated),
    "registry:mentee_exclude": Ending(_of_bank(MenteeFactory), "excluded_on", _dated),
    "registry:mentor_return": Ending(
        _of_bank(MentorFactory, excluded_on=clock.today(), exclusion_reason="отпуск"), "excluded_on"
    ),
    "registry:curator_dismiss": Ending(_appointed, "dismissed_on", _dated),
    "registry:curator_confirm": Ending(_appointed, "confirmed_on"),
    "registry:person_archive": Ending(_person, "archived_on", lambda _: {"deed": "archive"}),
    "registry:organisation_archive": Ending(_organisation, "archived_on", lambda _: {"deed": "archive"}),
    "registry:membership_revoke": Ending(_access(), "until"),
    "registry:invitation_revoke": Ending(_invitation, "revoked_at"),
}


@pytest.fixture
def school(transactional_db) -> Organisation:
    school = OrganisationFactory()
    PolicyFactory(municipality=school.municipality)
    return school


def _client(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _said(answer: Any) -> str:
    return " ".join(str(message) for message in get_messages(answer.wsgi_request))


@pytest.mark.parametrize("name", ENDINGS)
def test_of_two_at_one_moment_the_first_stands_and_the_second_is_told(school, name):
    ending = ENDINGS[name]
    user, record = ending.prepare(school)
    address, waiting = reverse(name, args=[record.pk]), [(_client(user), "первая"), (_client(user), "вторая")]

    def send() -> Any:
        client, reason = waiting.pop()
        return client.post(address, ending.fields(reason))

    answers = at_once(send)
    assert [answer.status_code for answer in answers] == [302, 302]
    told = [_said(answer) for answer in answers]
    assert sum("уже" in text for text in told) == 1, told
    if hasattr(record, "history"):
        values = [getattr(version, ending.field) for version in record.history.order_by("history_id")]
        assert len([1 for before, after in pairwise(values) if before != after]) == 1
        assert len(values) == 2


@pytest.mark.parametrize("name", ENDINGS)
def test_a_page_of_before_leads_on_and_says_what_was_decided_and_by_whom(school, name):
    ending = ENDINGS[name]
    user, record = ending.prepare(school)
    client, address = _client(user), reverse(name, args=[record.pk])
    first = client.post(address, ending.fields("первая"))
    assert first.status_code == 302
    type(record)._default_manager.get(pk=record.pk)

    second = client.post(address, ending.fields("вторая"), follow=True)

    assert second.redirect_chain[-1] == (first.headers["Location"], 302)
    page_text = second.content.decode()
    assert "уже" in page_text
    assert user.get_full_name() in page_text[page_text.index("уже") :]


def test_access_revoked_on_its_first_day_is_not_a_lost_page(school):
    admin, kept = _access(clock.today())(school)
    client, address = _client(admin), reverse("registry:membership_revoke", args=[kept.pk])
    assert client.post(address).status_code == 302
    again = client.post(address, follow=True)
    assert "Этот доступ уже снят" in again.content.decode()


def test_the_reason_of_the_first_stays(school):
    user, consent = _consent(school)
    client, address = _client(user), reverse("registry:consent_withdraw", args=[consent.pk])
    client.post(address, _dated("по заявлению матери"))
    client.post(address, _dated("другая"))
    consent.refresh_from_db()
    assert consent.withdrawal_reason == "по заявлению матери"
