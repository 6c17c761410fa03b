"""The act on which a pair works is cancelled, or a consent is withdrawn: all are told until somebody has decided."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from mentoring.actions.activation import activate
from mentoring.actions.corrections import reopen
from mentoring.actions.endings import complete, replace_mentor, terminate
from mentoring.actions.ground_change import change_ground
from mentoring.deadlines.pairs import overdue_pairs
from mentoring.enums import DeadlineKind, EndReason, PairStatus
from mentoring.models import Pair
from registry import clock
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
    assert str(canceller) in strip_tags(page)
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


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("pair_extend", {"why": "illness", "absentee": "mentee", "ends_on": "2027-08-31"}),
        ("pair_complete", {"on": TODAY, "reason": "Цель достигнута раньше"}),
        ("pair_terminate", {"on": TODAY, "end_reason": "mentee_failed"}),
    ],
)
def test_a_change_on_a_cancelled_act_asks_for_another_until_it_is_named(name, sent, client, school):
    pair = school.active_pair()
    client.force_login(school.curator)
    own = {"organisation": school.organisation, "dated": TODAY, "title": "О наставнической паре"}
    act = ActFactory(**own, number="91")
    client.post(reverse(f"mentoring:{name}", args=[pair.pk]), {**sent, "act_way": "known", "act": act.pk})
    change = pair.changes.filter(act=act).get()
    address = reverse("mentoring:change_act", args=[pair.pk, change.pk])
    assert "уже внесён" in client.get(address, follow=True).content.decode()
    assert due(school.curator, DeadlineKind.ACT) == []
    assert address not in shown(client, pair)
    canceller = ActFactory(**{**own, "title": "Об отмене приказа"}, number="92")
    cancel_act(act=act, by_act=canceller, by=school.curator)

    assert f"Приказ{str(act)[6:]}, на котором это держится, отменён: {canceller}" in shown(client, pair)
    assert address in shown(client, pair)
    [deadline] = due(school.curator, DeadlineKind.ACT)
    assert (deadline.link, f"{act} отменён: {canceller}" in deadline.why) == (address, True)
    with clock.as_at(TODAY + timedelta(days=8)):
        assert pair.pk in overdue_pairs(Pair.objects.filter(pk=pair.pk))

    new = ActFactory(**own, number="93")
    client.post(address, {"act_way": "known", "act": new.pk})
    change.refresh_from_db()
    assert (change.act, change.lacks_ground) == (new, False)
    assert f"взамен отменённого: {act}" in change.history.first().history_change_reason
    assert due(school.curator, DeadlineKind.ACT) == []
    assert address not in shown(client, pair)


@pytest.mark.parametrize("act_way", ["known", "later"])
def test_an_extension_asks_for_no_act_once_the_pair_has_ended_within_the_former_term(act_way, client, school):
    pair = school.active_pair()
    client.force_login(school.curator)
    own = {"organisation": school.organisation, "dated": TODAY, "title": "О продлении"}
    act = ActFactory(**own, number="91")
    extension = {"why": "illness", "absentee": "mentee", "ends_on": "2027-08-31", "act_way": act_way, "act": act.pk}
    client.post(reverse("mentoring:pair_extend", args=[pair.pk]), extension)
    change = pair.changes.get(ends_on_after__isnull=False)
    cancel_act(act=act, by_act=ActFactory(**{**own, "title": "Об отмене"}, number="92"), by=school.curator)
    later = {"on": TODAY, "end_reason": EndReason.REQUEST, "by": school.curator}
    with clock.as_at(TODAY + timedelta(days=30)):
        asked = [deadline.link for deadline in due(school.curator, DeadlineKind.ACT)]
        assert asked == [reverse("mentoring:change_act", args=[pair.pk, change.pk])]
        assert overdue_pairs(Pair.objects.filter(pk=pair.pk))
        end = ActFactory(organisation=school.organisation, dated=TODAY, title="О досрочном прекращении", number="93")
        terminate(pair=pair, act=end, **later)
        change.refresh_from_db()
        assert not change.asks_for_act
        assert due(school.curator, DeadlineKind.ACT) == []
        assert not overdue_pairs(Pair.objects.filter(pk=pair.pk))
        assert "об изменении пары" not in shown(client, pair)


def test_an_order_in_the_place_of_another_takes_the_replacement_along(school):
    pair = school.active_pair()
    successor = replace_mentor(
        pair=pair, mentor=school.mentor(), on=TODAY, end_reason="transfer", act_awaited=True, by=school.curator
    )
    own = {"organisation": school.organisation, "dated": TODAY}
    order, next_order = ActFactory(**own), ActFactory(**own)
    Pair.objects.filter(pk=successor.pk).update(status=PairStatus.AGREED)
    activate(pairs=[Pair.objects.get(pk=successor.pk)], act=order, by=school.curator)
    change = pair.changes.get(to_status=PairStatus.REPLACED)
    assert change.act == order

    change_ground(pairs=[successor], act=next_order, reason="Взамен", by=school.curator)
    cancel_act(act=order, by_act=next_order, by=school.curator)

    change.refresh_from_db()
    assert change.act == next_order
    assert due(school.curator, DeadlineKind.ACT) == []


def acts_offered(client, address: str) -> set:
    return set(client.get(address).context["form"].fields["act"].queryset.values_list("number", flat=True))


def test_an_act_of_another_matter_is_not_offered_or_asked_about(client, school):
    pair = school.active_pair()
    client.force_login(school.curator)
    own = {"organisation": school.organisation, "dated": TODAY}
    cancelled = ActFactory(**own, number="80")
    cancel_act(act=cancelled, by_act=ActFactory(**own, number="81", title="Об отмене"), by=school.curator)
    ActFactory(**own, number="82", title="О продлении срока наставничества")
    other = ActFactory(**own, number="83", title="О закреплении наставнических пар")
    address = reverse("mentoring:pair_terminate", args=[pair.pk])
    offered = acts_offered(client, address)
    assert offered >= {"82", "83"}
    assert "81" not in offered

    sent = {"on": TODAY, "end_reason": "mentee_failed", "act_way": "known", "act": other.pk}
    page = client.post(address, sent).content.decode()
    assert f"Заголовок акта говорит о другом: «{other.title}»" in page.replace("&quot;", '"')
    assert 'name="why_act"' in page
    assert Pair.objects.get(pk=pair.pk).status == PairStatus.ACTIVE
    client.post(address, {**sent, "why_act": "в пункте 3 прекращена эта пара"})
    change = pair.changes.get(act=other)
    assert change.reason.endswith(f"Почему {other}: в пункте 3 прекращена эта пара")


def test_why_an_unlikely_act_secures_a_pair_is_kept(client, school):
    pair = school.pair()
    client.force_login(school.curator)
    address = reverse("mentoring:pair_secure", args=[pair.pk])
    own = {"organisation": school.organisation, "dated": START}
    act = ActFactory(**own, number="84", title="О прекращении наставничества")
    sent = {"act_way": "known", "act": act.pk}
    assert "говорит о другом" in post_as_shown(client, address, sent).content.decode()
    post_as_shown(client, address, {**sent, "why_act": "в пункте 2 закреплена эта пара"})
    assert pair.changes.get(act=act).reason == f"Почему {act}: в пункте 2 закреплена эта пара"


def test_what_is_said_of_an_unlikely_act_does_not_excuse_the_gaps_of_a_completion(client, school):
    pair = school.active_pair()
    client.force_login(school.curator)
    act = ActFactory(organisation=school.organisation, dated=TODAY, title="О продлении срока наставничества")
    sent = {"on": TODAY, "reason": "", "act_way": "known", "act": act.pk, "why_act": "в пункте 2"}
    page = client.post(reverse("mentoring:pair_complete", args=[pair.pk]), sent).content.decode()
    assert "Напишите, почему пара завершается" in page
    assert Pair.objects.get(pk=pair.pk).status == PairStatus.ACTIVE


def test_a_corrected_change_asks_for_no_act(school):
    pair = school.active_pair()
    own = {"organisation": school.organisation, "dated": TODAY}
    act = ActFactory(**own)
    complete(pair=pair, on=TODAY, reason="Цель достигнута", act=act, by=school.curator)
    reopen(pair=pair, reason="Не та пара", by=member(Role.HEAD, organisation=school.organisation))
    cancel_act(act=act, by_act=ActFactory(**own), by=school.curator)
    assert due(school.curator, DeadlineKind.ACT) == []


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
