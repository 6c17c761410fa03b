"""A person with live pairs moves: each pair is asked about in the same step, and what is left open stays due."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from mentoring.actions.activation import activate
from mentoring.actions.endings import terminate
from mentoring.actions.pairs import agree_pair
from mentoring.deadlines import DAYS_FOR_MOVE, overdue_pairs
from mentoring.enums import Absentee, DeadlineKind, EndReason, PairStatus
from mentoring.models import MoveDecision, Pair
from mentoring.queries.pairs import pairs_visible_to
from registry import clock
from registry.actions.affiliations import correct_transfer, transfer_person
from registry.enums import Role
from registry.models import Mentor, Person
from tests.factories import ActFactory, OrganisationFactory, member
from tests.mentoring.conftest import END, TODAY, deadlines_for

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
MOVED = date(2026, 11, 16)
LAST = MOVED - DAY


@pytest.fixture
def other(school):
    return OrganisationFactory(municipality=school.organisation.municipality)


@pytest.fixture
def coordinator(school):
    return member(Role.COORDINATOR, municipality=school.organisation.municipality)


@pytest.fixture
def newcomer(other):
    return member(Role.CURATOR, organisation=other)


def send(client, user, person, other, **answers):
    client.force_login(user)
    sent = {"where": "there", "organisation": other.pk, "on": MOVED.isoformat(), **answers}
    return client.post(reverse("registry:person_transfer", args=[person.pk]), sent)


def answer(pair, what, **fields):
    return {f"pair{pair.pk}-{name}": value for name, value in {"answer": what, **fields}.items()}


def due(user):
    return [(row.kind, row.due_on) for row in deadlines_for(user) if "moved" in row.kind or "came" in row.kind]


def lives(pair):
    return Pair.objects.get(pk=pair.pk).status


def test_nothing_is_decided_in_silence(client, school, other):
    pair = school.active_pair()
    page = send(client, school.curator, pair.mentor.person, other)
    text = page.content.decode()
    assert page.status_code == 200
    assert str(pair) in text
    assert not any("checked" in part.split(">")[0] for part in text.split(f'name="pair{pair.pk}-answer"')[1:])
    assert pair.mentor.person.affiliations.count() == 1


def test_a_pair_goes_on_where_it_is_led(client, school, other):
    pair = school.active_pair()
    assert send(client, school.curator, pair.mentor.person, other, **answer(pair, "goes_on")).status_code == 302
    assert lives(pair) == PairStatus.ACTIVE
    decision = MoveDecision.objects.get()
    assert (decision.pair, decision.side, decision.on, decision.decided_by) == (
        pair, Absentee.MENTOR, MOVED, school.curator,
    )  # fmt: skip
    assert due(school.curator) == []
    # Who leads a pair opens its cards.
    assert client.get(pair.mentor.person.get_absolute_url()).status_code == 200


def test_a_pair_without_anybody_at_its_host_does_not_go_on_there(client, school, other, coordinator):
    pair = school.active_pair()
    transfer_person(person=pair.mentee.person, organisation=other, on=MOVED, by=coordinator)
    page = send(client, school.curator, pair.mentor.person, other, **answer(pair, "goes_on"))
    assert "вести пару она не может" in page.content.decode()
    assert pair.mentor.person.affiliations.count() == 1


def test_a_pair_ends_with_the_move(client, school, other):
    pair = school.active_pair()
    page = send(client, school.curator, pair.mentor.person, other, **answer(pair, "ends"))
    assert "Выберите причину, по которой пара заканчивается" in page.content.decode()
    fields = answer(pair, "ends", end_reason=EndReason.CONTRACT_ENDED)
    assert send(client, school.curator, pair.mentor.person, other, **fields).status_code == 302
    ended = Pair.objects.get(pk=pair.pk)
    assert (ended.status, ended.ended_on, ended.end_reason) == (PairStatus.TERMINATED, LAST, EndReason.CONTRACT_ENDED)
    assert ended.changes.first().act_awaited
    assert [row.kind for row in deadlines_for(school.curator)].count(DeadlineKind.ACT) == 1


def test_a_pair_ends_by_an_act_of_the_register_on_a_day_of_its_own(client, school, other):
    pair = school.active_pair()
    act = ActFactory(organisation=school.organisation, dated=MOVED)
    fields = answer(pair, "ends", end_reason=EndReason.REQUEST, last_day=TODAY.isoformat(), act_way="known", act=act.pk)
    assert send(client, school.curator, pair.mentor.person, other, **fields).status_code == 302
    ended = Pair.objects.get(pk=pair.pk)
    assert (ended.ended_on, ended.changes.first().act) == (TODAY, act)


def test_a_pair_is_handed_over_to_the_new_school(client, school, other, newcomer):
    pair = school.active_pair()
    fields = answer(pair, "handed_over", end_reason=EndReason.CONTRACT_ENDED)
    assert send(client, school.curator, pair.mentor.person, other, **fields).status_code == 302
    assert lives(pair) == PairStatus.TERMINATED
    continued = Pair.objects.get(predecessor=pair)
    assert (continued.organisation, continued.starts_on, continued.ends_on) == (other, MOVED, END)
    assert continued.mentor == pair.mentor
    assert continued.status == PairStatus.DRAFT  # whatever papers are there, the new school agrees it
    continued = agree_pair(pair=continued, by=newcomer)
    act = ActFactory(organisation=other, dated=MOVED)
    [active] = activate(pairs=[continued], act=act, by=newcomer)
    assert active.stage == pair.stage


def test_a_pair_that_ended_before_the_move_stays_behind(client, school, other, newcomer):
    ended, lasting = school.active_pair(), school.active_pair()
    why = {"end_reason": EndReason.REQUEST, "reason": "Просит"}
    terminate(pair=ended, on=LAST - timedelta(days=20), act_awaited=True, by=school.curator, **why)
    for pair in (ended, lasting):
        send(client, school.curator, pair.mentee.person, other, **(answer(lasting, "later") if pair == lasting else {}))
    assert list(pairs_visible_to(newcomer)) == [lasting]


def test_a_move_is_not_dated_before_the_bank_entry_it_would_change(school, other):
    pair = school.active_pair()
    Mentor.objects.filter(pk=pair.mentor_id).update(included_on=MOVED)
    with pytest.raises(ValidationError, match="прежняя указана по ошибке"):
        transfer_person(person=pair.mentor.person, organisation=other, on=LAST, by=school.curator)


def test_a_pair_that_gets_another_mentor_leads_to_that_page_and_stays_due(client, school, other):
    pair = school.active_pair()
    page = send(client, school.curator, pair.mentor.person, other, **answer(pair, "replaced"))
    assert page.url == reverse("mentoring:pair_replace", args=[pair.pk])
    assert lives(pair) == PairStatus.ACTIVE
    assert due(school.curator) == [(DeadlineKind.MENTOR_MOVED, LAST + timedelta(days=DAYS_FOR_MOVE))]


def test_a_draft_and_an_agreed_pair_are_cancelled(client, school, other):
    mentor = school.mentor()
    agreed, draft = school.pair(mentor), school.pair(mentor, school.mentee(agreed=False))
    assert (agreed.status, draft.status) == (PairStatus.AGREED, PairStatus.DRAFT)
    fields = answer(agreed, "cancelled") | answer(draft, "cancelled")
    assert send(client, school.curator, mentor.person, other, **fields).status_code == 302
    assert lives(agreed) == lives(draft) == PairStatus.CANCELLED


def test_a_pair_left_open_is_due_in_both_schools_until_somebody_decides(client, school, other, newcomer):
    pair = school.active_pair()
    send(client, school.curator, pair.mentor.person, other, **answer(pair, "later"))
    day = LAST + timedelta(days=DAYS_FOR_MOVE)
    assert due(school.curator) == [(DeadlineKind.MENTOR_MOVED, day)]
    assert due(newcomer) == [(DeadlineKind.MENTOR_CAME, day)]
    with clock.as_at(day + DAY):
        assert list(overdue_pairs(Pair.objects.filter(pk=pair.pk)).values_list("pk", flat=True)).count(pair.pk) == 1
        assert {row.kind for row in deadlines_for(school.curator) if row.overdue} >= {DeadlineKind.MENTOR_MOVED}
    page = client.get(reverse("mentoring:pair_move", args=[pair.pk]))
    assert "Решить о паре" in page.content.decode()
    assert "Решим позже" not in page.content.decode()
    client.force_login(newcomer)
    assert client.post(reverse("mentoring:pair_move", args=[pair.pk]), {"answer": "goes_on"}).status_code == 403
    client.force_login(school.curator)
    assert client.post(reverse("mentoring:pair_move", args=[pair.pk]), {"answer": "goes_on"}).status_code == 302
    assert due(school.curator) == due(newcomer) == []


def test_a_mentee_who_moves_without_the_page_leaves_the_pair_due(school, other, newcomer):
    """As an import does."""
    pair = school.active_pair()
    Pair.objects.filter(pk=pair.pk).update(created_on=date(2026, 9, 1))
    Person.objects.filter(pk=pair.mentee.person_id).update(organisation=other)
    with clock.as_at(pair.mentee.person.affiliations.get(until=None).since):
        assert [kind for kind, _ in due(school.curator)] == [DeadlineKind.MENTEE_MOVED]
        assert [kind for kind, _ in due(newcomer)] == [DeadlineKind.MENTEE_CAME]


def test_a_later_move_asks_again(school, other, coordinator):
    pair = school.active_pair()
    third = OrganisationFactory(municipality=other.municipality)
    person = pair.mentor.person
    transfer_person(person=person, organisation=other, on=MOVED, by=coordinator)
    MoveDecision.objects.create(pair=pair, side=Absentee.MENTOR, on=MOVED)
    assert due(school.curator) == []
    transfer_person(person=person, organisation=third, on=TODAY, by=coordinator)
    assert due(school.curator) == [(DeadlineKind.MENTOR_MOVED, TODAY - DAY + timedelta(days=DAYS_FOR_MOVE))]


def test_whoever_does_not_lead_a_pair_leaves_it_to_those_who_do(client, school, other, coordinator):
    pair = school.active_pair()
    page = send(client, coordinator, pair.mentor.person, other, **answer(pair, "ends"))
    assert page.status_code == 200
    assert f"Решит {school.organisation}" in page.content.decode().replace("&quot;", '"')
    assert send(client, coordinator, pair.mentor.person, other, **answer(pair, "later")).status_code == 302
    assert lives(pair) == PairStatus.ACTIVE
    assert [kind for kind, _ in due(school.curator)] == [DeadlineKind.MENTOR_MOVED]


def test_a_move_on_which_a_pair_rests_is_not_corrected(school, other, newcomer, coordinator):
    mentor = school.mentor()
    transfer_person(person=mentor.person, organisation=other, on=MOVED, by=coordinator)
    school.pair(type(mentor).objects.get(pk=mentor.pk), organisation=other, starts_on=MOVED)
    with pytest.raises(ValidationError, match="ошибкой уже не назвать"):
        correct_transfer(
            person=mentor.person, organisation=school.organisation, since=None, reason="тёзка", by=coordinator
        )


def test_several_pairs_cost_no_more_queries_each(client, school, other, django_assert_max_num_queries):
    mentor = school.mentor()
    for _ in range(3):
        school.active_pair(mentor, school.mentee())
    client.force_login(school.curator)
    with django_assert_max_num_queries(60):
        assert client.get(reverse("registry:person_transfer", args=[mentor.person_id])).status_code == 200
