"""A person with live pairs moves: each pair is asked about in the same step, and what is left open stays due."""

import html
import re
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from mentoring.actions.activation import activate
from mentoring.actions.endings import terminate
from mentoring.actions.moves import answer_move, go_on
from mentoring.actions.pairs import agree_pair
from mentoring.deadlines.pairs import overdue_pairs
from mentoring.enums import DeadlineKind, EndReason, MoveAnswer, PairSide, PairStatus
from mentoring.models import MoveDecision, Pair
from mentoring.queries.due_rows import DAYS_FOR_MOVE
from mentoring.queries.moves import pairs_left_behind, with_undecided_move
from mentoring.queries.pairs import pairs_visible_to
from registry import clock
from registry.actions.affiliations import correct_transfer, transfer_person
from registry.enums import Role
from registry.extension_points import Move
from registry.models import Act, Person
from tests.factories import ActFactory, OrganisationFactory, member
from tests.mentoring.conftest import END, TODAY, deadlines_for
from tests.posting import post_as_shown

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
    return post_as_shown(client, reverse("registry:person_transfer", args=[person.pk]), sent)


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


def test_the_records_after_the_last_day_lead_to_the_pair(client, school, other):
    pair = school.active_pair()
    pair.stages.update(entered_on=TODAY)
    ends = {"end_reason": EndReason.TRANSFER, "act_way": "later"}
    page = send(client, school.curator, pair.mentor.person, other, **answer(pair, "ends", **ends))
    assert f'<a href="{pair.get_absolute_url()}">Открыть</a>' in page.content.decode()


def test_a_pair_goes_on_where_it_is_led(client, school, other):
    pair = school.active_pair()
    assert send(client, school.curator, pair.mentor.person, other, **answer(pair, "goes_on")).status_code == 302
    assert lives(pair) == PairStatus.ACTIVE
    decision = MoveDecision.objects.get()
    assert (decision.pair, decision.side, decision.on, decision.decided_by) == (
        pair, PairSide.MENTOR, MOVED, school.curator,
    )  # fmt: skip
    assert due(school.curator) == []
    # Who leads a pair opens its cards.
    assert client.get(pair.mentor.person.get_absolute_url()).status_code == 200


def test_a_pair_without_anybody_at_its_host_does_not_go_on_there(client, school, other, coordinator):
    pair = school.active_pair()
    transfer_person(person=pair.mentee.person, organisation=other, on=MOVED, by=coordinator)
    client.force_login(school.curator)
    address = reverse("registry:person_transfer", args=[pair.mentor.person_id])
    assert "ведёт прежняя организация" not in client.get(address).content.decode()
    assert send(client, school.curator, pair.mentor.person, other, **answer(pair, "goes_on")).status_code == 200
    assert pair.mentor.person.affiliations.count() == 1
    transfer_person(person=pair.mentor.person, organisation=other, on=MOVED, by=coordinator)
    page = client.get(reverse("mentoring:pair_move", args=[pair.pk])).content.decode()
    assert "ведёт новая организация" in page
    assert "ведёт прежняя организация" not in page
    with pytest.raises(ValidationError, match="вести пару она не может"):
        go_on(pair=pair, side=PairSide.MENTOR, on=MOVED, by=coordinator)


def test_a_pair_goes_on_when_one_of_the_two_is_still_there(client, school, other, coordinator):
    pair = school.active_pair()
    client.force_login(school.curator)
    address = reverse("registry:person_transfer", args=[pair.mentor.person_id])
    assert "ведёт прежняя организация" in client.get(address).content.decode()
    transfer_person(person=pair.mentor.person, organisation=other, on=MOVED, by=coordinator)
    assert "ведёт прежняя организация" in client.get(reverse("mentoring:pair_move", args=[pair.pk])).content.decode()


def test_whoever_comes_back_to_the_host_may_go_on_there(client, school, other, coordinator):
    pair = school.active_pair()
    for person in (pair.mentor.person, pair.mentee.person):
        transfer_person(person=person, organisation=other, on=MOVED, by=coordinator)
    send(client, coordinator, pair.mentee.person, school.organisation, **answer(pair, "later"), on=TODAY.isoformat())
    client.force_login(school.curator)
    assert "ведёт прежняя организация" in client.get(reverse("mentoring:pair_move", args=[pair.pk])).content.decode()


@pytest.mark.parametrize("side", list(PairSide))
def test_the_page_of_the_pair_says_that_a_move_waits_for_a_decision(client, school, other, newcomer, coordinator, side):
    pair = school.active_pair()
    person = getattr(pair, side).person
    transfer_person(person=person, organisation=other, on=MOVED, by=coordinator)
    said = f"{side.label.capitalize()} {person.short_name} с 16.11.2026 в организации {other}, а о паре ещё не решено"
    address = reverse("mentoring:pair_move", args=[pair.pk])
    for user, decides in ((school.curator, True), (newcomer, False)):
        client.force_login(user)
        page = html.unescape(client.get(pair.get_absolute_url()).content.decode())
        assert said in page
        assert (address in page, f"Решает {school.organisation}" in page) == (decides, not decides)
    client.force_login(school.curator)
    client.post(address, {"answer": "goes_on"})
    assert "ещё не решено" not in client.get(pair.get_absolute_url()).content.decode()


def test_a_pair_ends_because_of_the_move_itself(client, school, other):
    pair = school.active_pair()
    fields = answer(pair, "ends", end_reason=EndReason.TRANSFER, act_way="later")
    assert send(client, school.curator, pair.mentor.person, other, **fields).status_code == 302
    assert Pair.objects.get(pk=pair.pk).end_reason_id == EndReason.TRANSFER


@pytest.mark.parametrize(
    ("change", "is_asked"),
    [
        ({"status": "draft", "act": None}, True),
        ({"status": "agreed", "act": None}, True),
        ({}, True),
        ({"status": "cancelled"}, False),
        ({"status": "completed", "ended_on": LAST}, False),
        ({"status": "terminated", "end_reason": "request", "ended_on": MOVED}, True),
        ({"status": "completed", "ended_on": TODAY + DAY}, True),
        ({"status": "replaced", "end_reason": "request", "ended_on": END}, True),
    ],
)
def test_whose_pairs_a_move_touches(school, other, coordinator, change, is_asked):
    pair, foreign = school.active_pair(), school.active_pair()
    Pair.objects.filter(pk=pair.pk).update(**change)
    assert (
        list(pairs_left_behind(pair.mentor.person, MOVED))
        == list(pairs_left_behind(pair.mentee.person, MOVED))
        == [pair] * is_asked
    )
    transfer_person(person=pair.mentor.person, organisation=other, on=MOVED, by=coordinator)
    assert list(with_undecided_move(Pair.objects.all(), PairSide.MENTOR)) == [pair] * is_asked
    assert list(with_undecided_move(Pair.objects.all(), PairSide.MENTEE)) == []
    assert list(pairs_left_behind(foreign.mentor.person, MOVED)) == [foreign]


@pytest.mark.parametrize(
    ("starts_on", "created_on", "waits"),
    [
        (LAST, TODAY, True),  # begun by then, though entered later
        (MOVED, LAST, True),  # entered by then, though it begins later
        (MOVED, MOVED, False),  # who entered it knew of the move
    ],
)
def test_a_move_waits_for_pairs_begun_or_entered_by_the_last_day_before_it(
    school, other, coordinator, starts_on, created_on, waits
):
    pair = school.active_pair()
    transfer_person(person=pair.mentee.person, organisation=other, on=MOVED, by=coordinator)
    Act.objects.filter(pk=pair.act_id).update(dated=date(2026, 8, 1))
    Pair.objects.filter(pk=pair.pk).update(starts_on=starts_on, created_on=created_on)
    assert list(with_undecided_move(Pair.objects.all(), PairSide.MENTEE)) == [pair] * waits


def _answered(pair, what, move, by, **fields):
    fields = {"end_reason": EndReason.TRANSFER, "act_awaited": True, **fields}
    return answer_move(pair=pair, side=PairSide.MENTOR, move=move, answer=MoveAnswer(what), by=by, **fields)


def test_side_conditions_of_the_answers(school, other):
    pair, by = school.active_pair(), school.curator
    person, home = pair.mentor.person, school.organisation
    for organisation in (None, home):
        with pytest.raises(ValidationError, match="Передать пару можно только новой организации"):
            _answered(pair, "handed_over", Move(person, home, organisation, MOVED), by)
    assert lives(pair) == PairStatus.ACTIVE
    with pytest.raises(ValidationError, match="не раньше перевода: укажите её последний день"):
        _answered(pair, "ends", Move(person, home, other, pair.starts_on), by)
    for _ in range(2):
        _answered(pair, "goes_on", Move(person, home, other, MOVED), by)
    assert MoveDecision.objects.count() == 1
    ended = _answered(pair, "ends", Move(person, home, other, END + 9 * DAY), by)
    assert ended.ended_on == END  # the period was over before the move


def test_a_pair_that_is_handed_over_after_a_gap_begins_with_the_move(school, other):
    pair, later, by = school.active_pair(), school.active_pair(), school.curator
    for moved in (pair, later):
        transfer_person(person=moved.mentor.person, organisation=other, on=MOVED, by=by)
    move = Move(pair.mentor.person, school.organisation, other, MOVED)
    continued = _answered(pair, "handed_over", move, by, last_day=LAST - 9 * DAY)
    assert (continued.starts_on, continued.organisation) == (MOVED, other)
    move = Move(later.mentor.person, school.organisation, other, MOVED)
    assert _answered(later, "handed_over", move, by, last_day=TODAY).starts_on == TODAY + DAY


def test_an_agreed_pair_is_cancelled_for_the_reason_of_the_move(school, other):
    for organisation, message in ((other, "Перевод в другую организацию"), (None, "Уход из организации")):
        pair = school.pair()
        _answered(pair, "cancelled", Move(pair.mentor.person, school.organisation, organisation, MOVED), school.curator)
        assert pair.changes.get(from_status="agreed").reason == message


def test_a_pair_ends_with_the_move(client, school, other):
    pair = school.active_pair()
    page = send(client, school.curator, pair.mentor.person, other, **answer(pair, "ends"))
    assert "Выберите причину, по которой пара заканчивается" in page.content.decode()
    text = page.content.decode()
    for label in ("Причина окончания", "Новая организация", "Название иного документа", "Кто рассматривал"):
        assert re.search(rf"{label}\s*<span class=\"asteriskField\">", text), label
    assert "Решите, что с документом" in text  # the act, as the reason, is nobody's guess
    summary = text.partition('id="error-summary"')[2].partition("</ul>")[0]
    fields = re.findall(r'href="#(\w+[\w-]*)">К полю', summary)
    assert len(fields) == 2
    assert all(f'id="{field}"' in text for field in fields)
    fields = answer(pair, "ends", end_reason=EndReason.CONTRACT_ENDED, act_way="later")
    assert send(client, school.curator, pair.mentor.person, other, **fields).status_code == 302
    ended = Pair.objects.get(pk=pair.pk)
    assert (ended.status, ended.ended_on, ended.end_reason_id) == (
        PairStatus.TERMINATED,
        LAST,
        EndReason.CONTRACT_ENDED,
    )
    assert ended.changes.first().act_awaited
    assert [row.kind for row in deadlines_for(school.curator)].count(DeadlineKind.ACT) == 1


def test_a_pair_ends_by_an_act_of_the_register_on_a_day_of_its_own(client, school, other):
    pair = school.active_pair()
    act = ActFactory(organisation=school.organisation, dated=MOVED, title="О прекращении наставничества")
    fields = answer(pair, "ends", end_reason=EndReason.REQUEST, last_day=TODAY.isoformat(), act_way="known", act=act.pk)
    assert send(client, school.curator, pair.mentor.person, other, **fields).status_code == 302
    ended = Pair.objects.get(pk=pair.pk)
    assert (ended.ended_on, ended.changes.first().act) == (TODAY, act)


def test_a_pair_is_handed_over_to_the_new_school(client, school, other, newcomer):
    pair = school.active_pair()
    fields = answer(pair, "handed_over", end_reason=EndReason.CONTRACT_ENDED, act_way="later")
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
    mentor = school.mentor(included_on=MOVED)
    with pytest.raises(ValidationError, match="прежняя указана по ошибке"):
        transfer_person(person=mentor.person, organisation=other, on=LAST, by=school.curator)


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
    MoveDecision.objects.create(pair=pair, side=PairSide.MENTOR, on=MOVED)
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
