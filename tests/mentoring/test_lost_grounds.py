"""The act on which a pair works is cancelled, or a consent is withdrawn: all are told until somebody has decided."""

import pytest
from django.urls import reverse

from mentoring.enums import DeadlineKind, PairStatus
from mentoring.models import Pair
from registry.actions.acts import cancel_act
from registry.enums import ConsentKind, Role
from tests.factories import ActFactory, ConsentFactory, member
from tests.mentoring.conftest import START, TODAY, deadlines_for
from tests.posting import post_as_shown

pytestmark = pytest.mark.django_db


def due(user, kind) -> list:
    return [deadline for deadline in deadlines_for(user) if deadline.kind == kind]


def shown(client, pair) -> str:
    return client.get(pair.get_absolute_url()).content.decode()


@pytest.mark.requirement("U-3.6")
def test_a_pair_on_a_cancelled_act_asks_for_another_until_it_is_named(client, school):
    pair = school.active_pair()
    client.force_login(school.curator)
    assert "отменён" not in shown(client, pair)
    assert due(school.curator, DeadlineKind.GROUND) == []
    canceller = ActFactory(organisation=school.organisation, number="9-О", dated=TODAY, title="Об отмене приказа")
    cancel_act(act=pair.act, by_act=canceller, by=school.curator)

    page = shown(client, pair)
    assert "на котором держится пара, отменён" in page
    assert str(canceller) in page
    assert "новый акт ещё не назван" in page
    [deadline] = due(school.curator, DeadlineKind.GROUND)
    address = reverse("mentoring:pair_secure", args=[pair.pk])
    assert (deadline.link, str(canceller) in deadline.why) == (address, True)
    assert due(member(Role.HEAD, organisation=school.organisation), DeadlineKind.GROUND)

    new = ActFactory(organisation=school.organisation, number="10-О", dated=TODAY)
    assert client.get(address).status_code == 200
    post_as_shown(client, address, {"act_way": "known", "act": new.pk})
    pair = Pair.objects.get(pk=pair.pk)
    assert (pair.act, pair.status) == (new, PairStatus.ACTIVE)
    assert due(school.curator, DeadlineKind.GROUND) == []
    assert "на котором держится пара" not in shown(client, pair)


def test_an_act_that_was_cancelled_after_the_last_day_asks_for_nothing(client, school):
    pair = school.active_pair()
    Pair.objects.filter(pk=pair.pk).update(status=PairStatus.COMPLETED, ended_on=START)
    canceller = ActFactory(organisation=school.organisation, dated=TODAY)
    cancel_act(act=pair.act, by_act=canceller, by=school.curator)
    client.force_login(school.curator)
    assert due(school.curator, DeadlineKind.GROUND) == []
    assert "новый акт ещё не назван" not in shown(client, pair)


def test_a_withdrawn_consent_is_asked_about_until_it_is_decided(client, school):
    pair = school.active_pair()
    paper = pair.mentee.person.consents.get(kind=ConsentKind.PARTICIPATION)
    ConsentFactory(person=pair.mentee.person, kind=ConsentKind.PUBLICATION, signed_on=START, withdrawn_on=TODAY)
    assert due(school.curator, DeadlineKind.WITHDRAWAL) == []
    paper.withdrawn_on = TODAY
    paper.save()
    client.force_login(school.curator)
    page = shown(client, pair)
    assert "отозвано: 1" in page
    assert "все получены" not in page
    assert f"{reverse('registry:consent_add', args=[pair.mentee.person_id])}?kind=participation" in page
    for reader in (school.curator, member(Role.HEAD, organisation=school.organisation)):
        [deadline] = due(reader, DeadlineKind.WITHDRAWAL)
        assert "согласие наставляемого на участие" in deadline.why
    ConsentFactory(person=pair.mentee.person, kind=ConsentKind.PARTICIPATION, signed_on=TODAY)
    assert due(school.curator, DeadlineKind.WITHDRAWAL) == []
    assert "все получены" in shown(client, pair)


def test_the_last_day_is_the_decision_about_a_withdrawn_consent(school):
    pair = school.active_pair()
    pair.mentor.person.consents.filter(kind=ConsentKind.PERSONAL_DATA).update(withdrawn_on=TODAY)
    assert due(school.curator, DeadlineKind.WITHDRAWAL)
    Pair.objects.filter(pk=pair.pk).update(status=PairStatus.COMPLETED, ended_on=TODAY)
    assert due(school.curator, DeadlineKind.WITHDRAWAL) == []
