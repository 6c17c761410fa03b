"""Extension, replacement and end of a pair ask for their act; what is to come later the worklist asks for."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mentoring.actions.activation import activate
from mentoring.actions.endings import complete, give_act, terminate
from mentoring.deadlines.pairs import overdue_pairs
from mentoring.enums import DeadlineKind, PairStatus
from mentoring.models import Pair, PairChange
from registry import clock
from registry.enums import Role
from registry.models import Act
from tests.factories import ActFactory, member
from tests.mentoring.conftest import TODAY, deadlines_for

NEW = {"act_way": "new", "new_kind": "order", "new_number": "№ 90", "new_dated": "2026-11-20", "new_title": "О паре"}
LATER = {"act_way": "later"}
EXTENSION = {"why": "illness", "absentee": "mentee", "ends_on": "2027-08-31"}
COMPLETION = {"on": "2026-11-20", "reason": "Цель достигнута раньше"}
TERMINATION = {"on": "2026-11-20", "end_reason": "mentee_failed"}


@pytest.fixture
def curator(school) -> Client:
    client = Client()
    client.force_login(school.curator)
    return client


def url(name: str, pair: Pair) -> str:
    return reverse(f"mentoring:{name}", args=[pair.pk])


def last_change(pair: Pair) -> PairChange:
    return pair.changes.filter(to_stage=None).first()


def acts_due(user) -> list:
    return [found for found in deadlines_for(user) if found.kind == DeadlineKind.ACT]


@pytest.mark.requirement("U-3.8")
@pytest.mark.parametrize("why", ["illness", "business_trip", "other_absence"])
@pytest.mark.parametrize("absentee", ["mentor", "mentee"])
def test_an_extension_says_whose_absence_prolongs_the_pair(why, absentee, school, curator):
    pair = school.active_pair()

    curator.post(url("pair_extend", pair), {**EXTENSION, **NEW, "why": why, "absentee": absentee})

    change = last_change(pair)
    assert (change.listed_reason_id, change.ends_on_after) == (why, date(2027, 8, 31))
    assert (Pair.objects.get(pk=pair.pk).ends_on, change.act.number) == (date(2027, 8, 31), "90")


@pytest.mark.parametrize("way", ["known", "new"])
def test_an_extension_keeps_its_act(way, school, curator):
    pair = school.active_pair()
    act = ActFactory(organisation=school.organisation, number="77", dated=TODAY, title="О продлении срока")
    how = NEW if way == "new" else {"act_way": "known", "act": act.pk}

    curator.post(url("pair_extend", pair), {**EXTENSION, **how})

    change = last_change(pair)
    assert change.act.number == ("90" if way == "new" else "77")
    assert (change.act.organisation, change.act_awaited) == (school.organisation, False)
    assert acts_due(school.curator) == []
    assert f"№\u00a0{change.act.number} от 20.11.2026" in curator.get(pair.get_absolute_url()).content.decode()
    page_of_act = curator.get(change.act.get_absolute_url()).content.decode()
    assert str(pair) in page_of_act
    assert page_of_act.count("Срок продлён") == 1
    assert "Срок продлён с 31.05.2027 до 31.08.2027" in page_of_act


@pytest.mark.requirement("U-3.9")
def test_an_early_end_keeps_its_act(school, curator):
    pair = school.active_pair()

    curator.post(url("pair_terminate", pair), {**TERMINATION, **NEW})

    pair.refresh_from_db()
    assert (pair.status, last_change(pair).act.number) == (PairStatus.TERMINATED, "90")
    assert pair.end_reason_id == "mentee_failed"


def test_a_refused_change_enters_no_act(school, curator):
    pair = school.active_pair()

    response = curator.post(url("pair_extend", pair), {**EXTENSION, **NEW, "ends_on": "2026-10-01"})

    assert "позже прежнего" in response.content.decode()
    assert not Act.objects.filter(number="90").exists()


@pytest.mark.parametrize(
    ("name", "sent"),
    [("pair_extend", EXTENSION), ("pair_complete", COMPLETION), ("pair_terminate", TERMINATION)],
)
def test_the_worklist_asks_for_the_act_until_it_comes(name, sent, school, curator):
    pair = school.active_pair()
    curator.post(url(name, pair), {**sent, **LATER})

    [found] = acts_due(school.curator)
    assert found.title == f"Внести приказ: {pair}"
    assert (found.due_on, found.overdue) == (TODAY + timedelta(days=7), False)
    page = curator.get(pair.get_absolute_url()).content.decode()
    assert "В портале ещё нет приказа об этом" in page
    change = last_change(pair)
    address = reverse("mentoring:change_act", args=[pair.pk, change.pk])
    assert address in page

    curator.post(address, NEW)

    change.refresh_from_db()
    assert (change.act.number, change.act_awaited) == ("90", False)
    assert acts_due(school.curator) == []
    again = curator.post(address, NEW, follow=True)  # from a page of before
    assert f"уже внесён: {change.act}" in again.content.decode()


def ticked(page, name: str) -> list[str]:
    return [radio.data["value"] for radio in page.context["form"][name] if radio.data["attrs"].get("checked")]


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("pair_extend", EXTENSION),
        ("pair_complete", COMPLETION),
        ("pair_terminate", TERMINATION),
        ("pair_replace", {"on": "2026-11-20", "end_reason": "transfer", "ends_on": "2027-05-31"}),
    ],
)
def test_that_the_act_comes_later_is_said_by_a_person(name, sent, school, curator):
    pair = school.active_pair()
    ActFactory(organisation=school.organisation, dated=TODAY)
    sent = sent | ({"mentor": school.mentor().pk} if name == "pair_replace" else {})
    assert ticked(curator.get(url(name, pair)), "act_way") == []

    page = curator.post(url(name, pair), sent)
    question = "выберите документ из реестра, внесите новый или отметьте «Приказ будет позже»"
    assert question in page.content.decode()
    assert ticked(page, "act_way") == []
    assert not pair.changes.filter(act_awaited=True).exists()

    page = curator.post(url(name, pair), {**sent, **LATER, **dict.fromkeys({"on", "why"} & sent.keys(), "")})
    assert ticked(page, "act_way") == ["later"]
    assert curator.post(url(name, pair), {**sent, **LATER}).status_code == 302


@pytest.mark.parametrize(("days", "overdue"), [(6, False), (7, False), (8, True)])
def test_an_awaited_act_is_overdue_after_a_week(days, overdue, school):
    pair = school.active_pair()
    terminate(pair=pair, on=TODAY, end_reason="mentee_failed", act_awaited=True, by=school.curator)

    with clock.as_at(TODAY + timedelta(days=days)):
        [found] = acts_due(school.curator)
        assert found.overdue == overdue
        assert (pair.pk in overdue_pairs(Pair.objects.filter(pk=pair.pk))) == overdue


def test_nobody_is_asked_for_the_act_of_another_organisation_or_of_an_own_pair(school):
    mentor = school.mentor()
    pair = school.active_pair(mentor)
    terminate(pair=pair, on=TODAY, end_reason="mentee_failed", act_awaited=True, by=school.curator)

    assert acts_due(member(Role.MENTOR, person=mentor.person)) == []
    assert acts_due(member(Role.CURATOR, organisation=ActFactory().organisation)) == []
    operator = member(Role.OPERATOR, organisation=school.organisation)
    assert [found.title for found in acts_due(operator)] == [f"Внести приказ: {pair}"]


def test_the_words_of_awaited_acts_cost_the_same_for_one_and_for_three(school):
    acts_due(school.curator)  # reads the memberships, once
    counts = []
    for number in (1, 2):
        for _ in range(number):
            terminate(
                pair=school.active_pair(), on=TODAY, end_reason="mentee_failed", act_awaited=True, by=school.curator
            )
        with CaptureQueriesContext(connection) as queries:
            acts_due(school.curator)
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.requirement("U-3.7")
@pytest.mark.parametrize("why", ["contract_ended", "transfer", "request", "mentor_failed", "other_obstacle"])
def test_the_order_that_secures_the_new_mentor_is_the_act_of_the_replacement(why, school, curator):
    pair, other = school.active_pair(), school.mentor()
    sent = {
        "on": "2026-11-20",
        "end_reason": why,
        "reason": "так сложилось",
        "mentor": other.pk,
        "ends_on": "2027-05-31",
    }
    curator.post(url("pair_replace", pair), {**sent, **LATER})
    assert len(acts_due(school.curator)) == 1
    order = ActFactory(organisation=school.organisation, dated=TODAY)

    activate(pairs=[Pair.objects.get(predecessor=pair)], act=order, by=school.curator)

    assert last_change(pair).act == order
    assert Pair.objects.get(pk=pair.pk).end_reason_id == why
    assert acts_due(school.curator) == []


def test_who_leads_no_pairs_enters_no_act_of_their_changes(school):
    pair = school.active_pair()
    terminate(pair=pair, on=TODAY, end_reason="mentee_failed", act_awaited=True, by=school.curator)
    operator = Client()
    operator.force_login(member(Role.OPERATOR, organisation=school.organisation))
    address = reverse("mentoring:change_act", args=[pair.pk, last_change(pair).pk])

    assert operator.post(address, NEW).status_code == 403
    assert address not in operator.get(pair.get_absolute_url()).content.decode()


def test_a_change_gets_one_act(school):
    pair = school.active_pair()
    complete(pair=pair, on=TODAY, reason="Цель достигнута", act_awaited=True, by=school.curator)
    change = last_change(pair)
    foreign = ActFactory()
    with pytest.raises(ValidationError, match="действующий акт организации"):
        give_act(change=change, act=foreign, by=school.curator)

    give_act(change=change, act=ActFactory(organisation=school.organisation), by=school.curator)

    with pytest.raises(ValidationError, match="уже внесён"):
        give_act(change=change, act=ActFactory(organisation=school.organisation), by=school.curator)
    with pytest.raises(IntegrityError), transaction.atomic():
        PairChange.objects.filter(pk=change.pk).update(act_awaited=True)


def test_a_change_of_long_ago_is_not_asked_about(school):
    """Pairs that ended before the portal asked for acts."""
    pair = school.active_pair()
    terminate(pair=pair, on=date(2026, 10, 1), end_reason="mentee_failed", by=school.curator)

    assert acts_due(school.curator) == []
