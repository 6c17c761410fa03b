"""A pair past its last day that nobody has closed holds its mentor's place until it is closed (Устюжна, п. 3.4)."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from mentoring.actions.activation import activate
from mentoring.actions.endings import complete, extend_period
from mentoring.actions.pairs import agree_pair
from mentoring.enums import PairStatus
from mentoring.guards import cap
from mentoring.models import Pair
from mentoring.queries.capacity import count_free, load_of, with_capacity
from mentoring.queries.suitable import suitable_mentors
from mentoring.refusals.capacity import check_beginning
from registry import clock
from registry.guards import installation
from registry.models import Mentor
from registry.queries.rules import rules_in_force
from tests.factories import ActFactory, MenteeFactory, MentorFactory, OrganisationFactory, PairFactory
from tests.mentoring.conftest import END, START, TODAY, School, agree

#: the last day of an overdue pair
OVER = date(2026, 10, 31)
TOMORROW = TODAY + timedelta(days=1)
JANUARY = date(2027, 1, 11)


def active(mentor: Mentor, **fields) -> Pair:
    """Written past the actions, with an order of its own."""
    fields = {"status": PairStatus.ACTIVE, "starts_on": START, "ends_on": OVER, **fields}
    return PairFactory(mentor=mentor, organisation=fields.pop("organisation", mentor.person.organisation), **fields)


@pytest.fixture
def full(school) -> Mentor:
    """Three overdue pairs."""
    mentor = school.mentor()
    for _ in range(3):
        active(mentor)
    return mentor


def refusal(school: School, mentor: Mentor, **fields) -> str:
    with pytest.raises(ValidationError) as refused:
        school.pair(mentor, **fields)
    return " ".join(refused.value.messages)


def order_for(school: School, *pairs: Pair, dated: date = TODAY) -> list[Pair]:
    return activate(pairs=pairs, act=ActFactory(organisation=school.organisation, dated=dated), by=school.curator)


# --- what the user is told ---------------------------------------------------------------------------------------


@pytest.mark.requirement("U-3.4")
@pytest.mark.parametrize("starts_on", [OVER + timedelta(days=1), TODAY, TOMORROW, JANUARY])
def test_a_fourth_mentee_is_refused_while_nobody_closes_an_overdue_pair(school, starts_on):
    mentor = school.mentor()
    late = active(mentor).mentee.person.short_name
    names = [school.pair(mentor).mentee.person.short_name for _ in range(2)]
    assert refusal(school, mentor, starts_on=starts_on) == (
        "Одновременно не больше трёх (Устюжна, п.\u00a03.4). Места заняты: "
        f"{names[0]} (до 31.05.2027), {names[1]} (до 31.05.2027), {late} (срок истёк 31.10.2026, пара не закрыта). "
        "Завершите незакрытую пару или продлите её, если работа идёт: пока она не закрыта, место занято. "
        "Свободное место — с 01.06.2027."
    )


def test_no_day_is_promised_when_all_places_are_held_by_overdue_pairs(school, full):
    message = refusal(school, full, starts_on=TODAY)
    assert message.count("срок истёк 31.10.2026, пара не закрыта") == 3
    assert message.endswith(
        "Завершите незакрытые пары или продлите их, если работа идёт: пока они не закрыты, места заняты."
    )


def test_a_draft_is_not_agreed_while_overdue_pairs_hold_the_places(school):
    mentor, late = school.mentor(), school.mentee(agreed=False)
    draft = school.pair(mentor, late, starts_on=TODAY)
    for _ in range(3):
        active(mentor)
    agree(late.person)
    with pytest.raises(ValidationError, match="пара не закрыта"):
        agree_pair(pair=draft, by=school.curator)


def test_people_of_a_foreign_organisation_stay_unnamed(school):
    neighbour = OrganisationFactory(municipality=school.organisation.municipality)
    guest = MentorFactory(organisation=neighbour, open_to_others=True)
    agree(guest.person)
    for _ in range(3):
        active(guest)
    message = refusal(school, guest, starts_on=TODAY)
    assert message.count(f"наставляемый из {neighbour} (срок истёк 31.10.2026, пара не закрыта)") == 3


def test_closing_an_overdue_pair_frees_its_place(school, full):
    complete(pair=full.pairs.first(), on=OVER, reason="Срок истёк", by=school.curator)
    assert school.pair(full, starts_on=OVER + timedelta(days=1)).status == PairStatus.AGREED


def test_an_overdue_pair_is_extended_in_its_own_place(school, full):
    late = full.pairs.first()
    extended = extend_period(pair=late, ends_on=END, why="illness", absentee="mentee", by=school.curator)
    assert extended.ends_on == END


def test_whoever_secures_an_overdue_pair_once_more_is_told_that_it_is_at_work(client, school):
    pair = active(school.mentor())
    client.force_login(school.curator)
    page = client.post(reverse("mentoring:pair_secure", args=[pair.pk]), follow=True)
    assert [str(message) for message in page.context["messages"]] == [
        f"Пара «{pair}» уже действует. Возможно, это сделал кто-то другой: обновите страницу."
    ]


# --- pairs planned ahead -------------------------------------------------------------------------------------------


def test_what_begins_after_the_last_day_is_planned_ahead_and_begins_once_the_former_pair_is_closed(school):
    mentor, december = school.mentor(), date(2026, 12, 31)
    former = [active(mentor, ends_on=december) for _ in range(3)]
    planned = school.pair(mentor, starts_on=JANUARY)
    assert planned.status == PairStatus.AGREED
    with pytest.raises(ValidationError) as refused:
        order_for(school, planned)
    assert "(до 31.12.2026, пара не закрыта)" in str(refused.value)
    assert "Завершите незакрытые пары" in str(refused.value)
    complete(pair=former[0], on=december, reason="Программа выполнена", by=school.curator)
    assert order_for(school, planned)[0].status == PairStatus.ACTIVE


def test_a_planned_pair_does_not_begin_beside_overdue_ones(school):
    mentor = school.mentor()
    for _ in range(3):
        active(mentor, ends_on=date(2026, 12, 31))
    planned = school.pair(mentor, starts_on=JANUARY)
    with clock.as_at(JANUARY), pytest.raises(ValidationError, match=r"срок истёк 31\.12\.2026, пара не закрыта"):
        order_for(school, planned, dated=JANUARY)


def test_a_past_pair_of_a_full_mentor_is_not_ordered(school):
    """From its order on it would be a fourth that nobody has closed."""
    mentor = school.mentor()
    for _ in range(3):
        school.active_pair(mentor)
    past = school.pair(mentor, starts_on=date(2025, 9, 1), ends_on=date(2026, 5, 31))
    with pytest.raises(ValidationError, match="пока её не завершат, даже если её срок прошёл"):
        order_for(school, past, dated=date(2025, 9, 1))


def test_a_lowered_limit_keeps_what_was_promised_but_overdue_pairs_stand_in_the_way(school):
    mentor = school.mentor()
    promised = [school.pair(mentor) for _ in range(3)]
    mentor.personal_limit = 1
    mentor.save()
    assert {pair.status for pair in order_for(school, *promised)} == {PairStatus.ACTIVE}
    limited = school.mentor()
    active(limited)
    later = school.pair(limited, starts_on=TODAY)
    limited.personal_limit = 1
    limited.save()
    with pytest.raises(ValidationError, match="Личный предел"):
        order_for(school, later)


def test_the_portal_itself_looks_before_the_database_does(school):
    """What keeps a pair from beginning is told by names, not by the refusal of a write."""
    mentor = school.mentor()
    for _ in range(3):
        active(mentor, ends_on=date(2026, 12, 31))
    planned = school.pair(mentor, starts_on=JANUARY)
    planned.status = PairStatus.ACTIVE  # as it is about to be saved
    policy = rules_in_force(school.organisation, JANUARY)
    with pytest.raises(ValidationError, match=r"до 31\.12\.2026, пара не закрыта"):
        check_beginning(planned, policy, by=school.curator)
    Pair.objects.filter(mentor=mentor, status=PairStatus.ACTIVE).first().delete()
    check_beginning(planned, policy, by=school.curator)
    # What was promised when it was agreed is kept, though the limit has been lowered since.
    Mentor.objects.filter(pk=mentor.pk).update(personal_limit=2)
    other = school.pair(Mentor.objects.get(pk=mentor.pk), starts_on=JANUARY)
    Mentor.objects.filter(pk=mentor.pk).update(personal_limit=1)
    lowered = Pair.objects.with_shown_relations().get(pk=other.pk)
    lowered.status = PairStatus.ACTIVE
    with pytest.raises(ValidationError, match="Личный предел"):
        check_beginning(lowered, policy, by=school.curator)
    Pair.objects.filter(mentor=mentor, status=PairStatus.ACTIVE).delete()
    check_beginning(lowered, policy, by=school.curator)


# --- the database alone --------------------------------------------------------------------------------------------


def refused_by_the_database():
    return pytest.raises(IntegrityError, match=cap.CAP)


def fourth(mentor: Mentor, **fields) -> Pair:
    organisation = mentor.person.organisation
    return PairFactory.build(
        mentor=mentor,
        mentee=MenteeFactory(organisation=organisation),
        organisation=organisation,
        form=mentor.pairs.first().form,
        act=ActFactory(organisation=organisation),
        **{"starts_on": TODAY, "ends_on": END, "status": PairStatus.ACTIVE, **fields},
    )


def test_an_active_pair_is_refused_beside_overdue_ones_on_any_way(full):
    with refused_by_the_database(), transaction.atomic():
        fourth(full).save()
    with refused_by_the_database(), transaction.atomic():
        Pair.objects.bulk_create([fourth(full)])
    planned = fourth(full, status=PairStatus.AGREED)
    planned.save()
    with refused_by_the_database(), transaction.atomic():
        Pair.objects.filter(pk=planned.pk).update(status=PairStatus.ACTIVE)
    planned.status = PairStatus.ACTIVE
    with refused_by_the_database(), transaction.atomic():
        Pair.objects.bulk_update([planned], ["status"])
    with refused_by_the_database(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE mentoring_pair SET status = 'active' WHERE id = %s", [planned.pk])


def test_many_active_pairs_one_after_another_are_refused_as_a_whole(school):
    mentor = school.mentor()
    active(mentor, ends_on=START)
    spans = [(START + timedelta(days=30 * n), START + timedelta(days=30 * n + 29)) for n in range(3)]
    with refused_by_the_database(), transaction.atomic():
        Pair.objects.bulk_create([fourth(mentor, starts_on=begins, ends_on=ends) for begins, ends in spans])
    assert mentor.pairs.count() == 1


def test_an_ended_pair_is_not_brought_back_beside_those_that_took_its_place(school):
    mentor = school.mentor()
    ended = active(mentor)
    Pair.objects.filter(pk=ended.pk).update(status=PairStatus.COMPLETED, ended_on=OVER)
    for _ in range(3):
        active(mentor, starts_on=TODAY, ends_on=END)
    with refused_by_the_database(), transaction.atomic():
        Pair.objects.filter(pk=ended.pk).update(status=PairStatus.ACTIVE, ended_on=None)


def test_pairs_are_closed_and_extended_where_too_many_hold_places_already(school):
    """As in a register that was kept before the rule."""
    mentor, act = school.mentor(), ActFactory(organisation=school.organisation)
    old = [active(mentor, status=PairStatus.AGREED) for _ in range(3)]
    new = [active(mentor, status=PairStatus.AGREED, starts_on=TODAY, ends_on=END) for _ in range(2)]
    installation.drop(connection)
    Pair.objects.update(status=PairStatus.ACTIVE, act=act)
    installation.install(connection)
    assert Pair.objects.filter(pk=new[0].pk).update(ends_on=END + timedelta(days=1)) == 1
    closed = {"status": PairStatus.COMPLETED, "ended_on": OVER}
    assert Pair.objects.filter(pk__in=[pair.pk for pair in old]).update(**closed) == 3


# --- lists and figures ---------------------------------------------------------------------------------------------


def test_lists_figures_and_cards_count_an_overdue_pair_alike(school, full):
    for on, until in ((TODAY, TODAY), (TODAY, END), (JANUARY, END)):
        [row] = with_capacity(Mentor.objects.filter(pk=full.pk), on, until)
        load = load_of(full, on, until)
        assert (row.busy, row.free) == (load.busy, load.free) == (3, 0)
        assert load.free_from is None
    assert count_free(Mentor.objects.filter(pk=full.pk), TODAY).free == 0


def test_an_agreed_pair_whose_period_is_over_holds_nothing(school):
    """It was never ordered."""
    mentor = school.mentor()
    active(mentor, status=PairStatus.AGREED)
    assert count_free(Mentor.objects.filter(pk=mentor.pk), TODAY).free == 3
    assert with_capacity(Mentor.objects.filter(pk=mentor.pk), TODAY, END).get().busy == 0


def test_a_mentor_of_overdue_pairs_is_offered_last(school, full):
    mentee, free = school.mentee(), school.mentor()
    policy = rules_in_force(school.organisation, TODAY)
    offered = suitable_mentors(school.curator, mentee, TODAY, END, policy=policy)
    assert [(one.mentor, one.free) for one in offered] == [(free, 3), (full, 0)]


def test_a_mentee_of_an_overdue_pair_is_not_called_without_a_mentor(school, full):
    client = Client()
    client.force_login(school.curator)
    assert "<b>0</b><span>наставляемых без наставника</span>" in client.get("/worklist/").content.decode()
