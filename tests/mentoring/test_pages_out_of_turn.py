"""A page of what can no longer be done says why and what can be done instead."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from mentoring.actions.endings import complete
from mentoring.actions.states import change_state
from mentoring.enums import PairStatus
from registry.enums import ClassOutcome, Role
from registry.models import ClassMove, ClassTransfer
from tests.factories import CuratorFactory, MembershipFactory, OrganisationFactory, member
from tests.mentoring.conftest import START, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(school) -> Client:
    client = Client()
    client.force_login(school.curator)
    return client


def told(client, address: str, leads_to: str) -> str:
    response = client.get(address, follow=True)
    assert [leads_to] == [where for where, _ in response.redirect_chain]
    return " ".join(str(message) for message in response.context["messages"])


def new_pair(mentee) -> str:
    return reverse("mentoring:pair_new_for", args=[mentee.pk])


def test_a_pair_for_who_has_left_says_since_when_and_where_to_correct_it(school, client):
    mentee = school.mentee()
    person = mentee.person
    transfer = ClassTransfer.objects.create(organisation=person.organisation, school_year=2026, day=START)
    move = ClassMove.objects.create(
        transfer=transfer, person=person, school_year=2026, outcome=ClassOutcome.LEFT, on=TODAY, grade=9
    )
    message = told(client, new_pair(mentee), person.get_absolute_url())
    assert "по переводу классов, последний день — 20.11.2026" in message
    assert "исправьте перевод классов" in message
    ClassMove.objects.filter(pk=move.pk).update(on=TODAY + timedelta(days=1))
    assert client.get(new_pair(mentee)).status_code == 200


def test_a_pair_for_who_is_out_of_the_bank_or_archived_says_so(school, client):
    excluded, archived = school.mentee(excluded_on=date(2026, 11, 2)), school.mentee()
    archived.person.archived_on = date(2026, 11, 3)
    archived.person.save()
    assert "по 02.11.2026" in told(client, new_pair(excluded), excluded.person.get_absolute_url())
    assert "в архиве с 03.11.2026" in told(client, new_pair(archived), archived.person.get_absolute_url())


def test_a_stranger_hears_nothing_of_it(school):
    stranger = Client()
    stranger.force_login(member(Role.CURATOR, organisation=OrganisationFactory()))
    assert stranger.get(new_pair(school.mentee(excluded_on=date(2026, 11, 2)))).status_code == 404


def test_cancelling_what_is_no_draft_says_what_can_be_done(school, client):
    agreed, active = school.pair(), school.active_pair()
    draft = school.pair(mentee=school.mentee(agreed=False))
    ended = complete(pair=school.active_pair(), on=date(2026, 11, 1), reason="Дело сделано", by=school.curator)
    change_state(pair=draft, to=PairStatus.CANCELLED, on=TODAY, by=school.curator)
    for pair, advice in (
        (agreed, "верните её в черновики"),
        (active, "завершают, прекращают досрочно или заменяют наставника"),
        (ended, "её окончание уже внесено"),
        (draft, "уже отменена"),
    ):
        address = reverse("mentoring:pair_cancel", args=[pair.pk])
        assert advice in told(client, address, pair.get_absolute_url())
        pair.refresh_from_db()
        status = pair.status
        client.post(address)
        pair.refresh_from_db()
        assert pair.status == status


def test_an_invitation_of_who_is_no_curator_any_more_says_so(school, admin):
    curator = CuratorFactory(
        organisation=school.organisation, appointed_on=date(2026, 1, 9), dismissed_on=date(2026, 10, 9)
    )
    browser = Client()
    browser.force_login(admin)
    address = f"{reverse('registry:invite')}?curator={curator.pk}"
    assert "уже не куратор с 09.10.2026" in told(browser, address, curator.get_absolute_url())


def test_a_role_of_one_school_is_not_limited_to_kinds_and_the_page_says_so(school, admin):
    membership = MembershipFactory(role=Role.CURATOR, organisation=school.organisation)
    browser = Client()
    browser.force_login(admin)
    address = reverse("registry:membership_edit", args=[membership.pk])
    assert "роли на муниципалитет" in told(browser, address, reverse("registry:access"))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("pair_last_day", "Пара не заканчивалась"),
        ("pair_reopen", "Пара не заканчивалась"),
        ("pair_extension", "Срок пары не продлевали"),
    ],
)
def test_of_what_never_was_nobody_is_told_that_another_has_corrected_it(name, said, school, admin):
    pair, client = school.active_pair(), Client()
    client.force_login(admin)
    assert said in told(client, reverse(f"mentoring:{name}", args=[pair.pk]), pair.get_absolute_url())
