from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from mentoring.actions.activation import activate
from mentoring.actions.programmes import save_programme, submit_programme
from mentoring.deadlines.pairs import overdue_pairs
from mentoring.enums import DeadlineKind, PairStatus
from mentoring.models import Pair, Programme
from registry.deadline_providers.confirmation import CONFIRMATION
from registry.enums import Role
from registry.models import Organisation
from registry.queries.deadlines import overdue_by_organisation
from tests.factories import (
    ActFactory,
    CuratorFactory,
    OrganisationFactory,
    PairFactory,
    PlanItemFactory,
    ProgrammeFactory,
    member,
)
from tests.mentoring.conftest import TODAY, agree, deadlines_for


def kinds_due(user) -> list[tuple[DeadlineKind, date, bool]]:
    return [(deadline.kind, deadline.due_on, deadline.overdue) for deadline in deadlines_for(user)]


def entered(pair: Pair, day: date) -> Pair:
    Pair.objects.filter(pk=pair.pk).update(created_on=day)
    return pair


@pytest.mark.parametrize(("days_ago", "overdue"), [(15, True), (14, False), (8, False)])
def test_a_draft_without_consents_is_overdue_after_fourteen_days(school, days_ago, overdue):
    entered(school.pair(mentee=school.mentee(agreed=False)), TODAY - timedelta(days=days_ago))
    [deadline] = deadlines_for(school.curator)
    assert (deadline.kind, deadline.overdue) == (DeadlineKind.CONSENTS, overdue)
    assert deadline.due_on == TODAY + timedelta(days=14 - days_ago)
    assert "согласие наставляемого на участие" in deadline.why


def test_a_fresh_draft_is_not_spoken_of(school):
    entered(school.pair(mentee=school.mentee(agreed=False)), TODAY - timedelta(days=6))
    assert deadlines_for(school.curator) == []


def test_a_draft_whose_consents_have_come_asks_to_be_agreed(school):
    mentee = school.mentee(agreed=False)
    entered(school.pair(mentee=mentee), TODAY - timedelta(days=20))
    agree(mentee.person)
    [deadline] = deadlines_for(school.curator)
    assert deadline.title.startswith("Согласовать пару")


def test_an_agreed_pair_that_has_begun_waits_for_its_order(school):
    school.pair()  # agreed today, began on 1 September
    assert kinds_due(school.curator) == [(DeadlineKind.ORDER, TODAY, False)]


def test_an_agreed_pair_is_overdue_two_weeks_after_agreement_at_the_latest(school):
    pair = school.pair(starts_on=date(2027, 1, 11))
    assert kinds_due(school.curator) == []
    pair.changes.update(on=TODAY - timedelta(days=15))
    assert kinds_due(school.curator) == [(DeadlineKind.ORDER, TODAY - timedelta(days=1), True)]


def test_a_programme_is_due_thirty_days_after_the_beginning(school):
    pair = school.active_pair()
    [deadline] = deadlines_for(school.curator)
    assert (deadline.kind, deadline.due_on, deadline.overdue) == (DeadlineKind.PROGRAMME, date(2026, 10, 1), True)
    assert deadline.title.startswith("Составить программу")
    programme = save_programme(programme=pair.programme, goal="Цель", by=school.curator)
    PlanItemFactory(programme=programme, due_on=date(2027, 3, 1))
    submit_programme(programme=programme, by=school.curator)
    [deadline] = deadlines_for(school.curator)
    assert deadline.title.startswith("Утвердить программу")
    Programme.objects.update(status="approved", approved_by=school.curator, approved_on=TODAY)
    assert deadlines_for(school.curator) == []


@pytest.mark.requirement("U-6.2-2")
def test_a_plan_item_is_overdue_the_day_after_its_term(school):
    pair = school.active_pair()
    Programme.objects.update(status="approved", approved_by=school.curator, approved_on=TODAY)
    PlanItemFactory(programme=pair.programme, due_on=TODAY - timedelta(days=1), title="Просроченное")
    PlanItemFactory(programme=pair.programme, due_on=TODAY, title="Сегодня")
    PlanItemFactory(programme=pair.programme, due_on=TODAY + timedelta(days=8), title="Нескоро")
    PlanItemFactory(programme=pair.programme, due_on=TODAY - timedelta(days=9), done_on=TODAY, title="Сделано")
    assert [(deadline.why, deadline.overdue) for deadline in deadlines_for(school.curator)] == [
        ("Просроченное", True),
        ("Сегодня", False),
    ]


def test_a_programme_that_waits_for_the_head_is_listed_from_the_first_day(school):
    pair = school.pair(starts_on=date(2026, 11, 16))
    act = ActFactory(organisation=school.organisation, dated=date(2026, 11, 16))
    [pair] = activate(pairs=[pair], act=act, by=school.curator)
    assert deadlines_for(school.curator) == []
    PlanItemFactory(programme=pair.programme, due_on=date(2027, 3, 1))
    Programme.objects.update(goal="Цель")
    submit_programme(programme=pair.programme, by=school.curator)
    [deadline] = deadlines_for(member(Role.HEAD, organisation=school.organisation))
    assert (deadline.title, deadline.due_on, deadline.overdue) == (
        f"Утвердить программу: {pair}",
        date(2026, 12, 16),
        False,
    )


@pytest.mark.parametrize(("ends_in", "expected"), [(-1, True), (0, False), (30, False), (31, None)])
def test_a_pair_whose_period_is_over_is_to_be_closed(school, ends_in, expected):
    pair = school.active_pair()
    Programme.objects.update(status="approved", approved_by=school.curator, approved_on=TODAY)
    Pair.objects.filter(pk=pair.pk).update(ends_on=TODAY + timedelta(days=ends_in))
    overdue = [deadline.overdue for deadline in deadlines_for(school.curator)]
    assert overdue == ([] if expected is None else [expected])


@pytest.mark.requirement("D-4.6.2-3")
def test_a_curator_confirms_the_data_once_a_year(school):
    curator = CuratorFactory(organisation=school.organisation, appointed_on=date(2025, 11, 19))
    assert kinds_due(school.curator) == [(CONFIRMATION, date(2026, 11, 19), True)]
    [deadline] = deadlines_for(school.curator)
    assert deadline.title == f"Подтвердить сведения об участниках: {school.organisation}"
    curator.confirmed_on = TODAY
    curator.save()
    assert deadlines_for(school.curator) == []


def test_another_schools_deadlines_are_not_seen_but_ones_own_pair_is(school):
    pair = school.active_pair()
    outsider = member(Role.CURATOR, organisation=OrganisationFactory(municipality=school.organisation.municipality))
    mentor = member(Role.MENTOR, person=pair.mentor.person)
    assert deadlines_for(outsider) == []
    assert len(deadlines_for(mentor)) == 1


def test_the_count_by_organisation_is_the_list(school):
    neighbour = OrganisationFactory(municipality=school.organisation.municipality)
    school.active_pair()
    CuratorFactory(organisation=school.organisation, appointed_on=date(2025, 11, 1))
    PairFactory(organisation=neighbour, status=PairStatus.ACTIVE, starts_on=date(2025, 9, 1), ends_on=date(2026, 6, 1))
    coordinator = member(Role.COORDINATOR, municipality=school.organisation.municipality)
    listed = [deadline.organisation_id for deadline in deadlines_for(coordinator) if deadline.overdue]
    counts = overdue_by_organisation([school.organisation.pk, neighbour.pk])
    assert counts == {school.organisation.pk: 2, neighbour.pk: 2}
    assert sorted(listed) == sorted([school.organisation.pk] * 2 + [neighbour.pk] * 2)
    assert overdue_by_organisation([OrganisationFactory().pk]) == {}


def test_the_count_takes_a_queryset_of_organisations_and_costs_few_queries(school):
    school.active_pair()
    PairFactory(organisation=OrganisationFactory(), status=PairStatus.ACTIVE, starts_on=date(2025, 9, 1))
    organisations = Organisation.objects.filter(municipality=school.organisation.municipality)
    with CaptureQueriesContext(connection) as captured:
        assert overdue_by_organisation(organisations) == {school.organisation.pk: 1}
    assert len(captured) <= 5  # the rows in one, the withdrawn consents in one, the months of monitoring in three


def test_a_past_day_is_judged_by_that_day(school):
    school.active_pair()
    organisation = school.organisation.pk
    days = (date(2026, 10, 1), date(2026, 10, 2))
    on_day, next_day = (overdue_by_organisation([organisation], day)[organisation] for day in days)
    assert (on_day, next_day) == (1, 2)  # the assessment of September, then the programme too


def test_a_pair_agreed_anew_waits_for_its_order_from_the_last_agreement(school):
    pair = school.pair(starts_on=date(2027, 1, 11))
    pair.changes.update(on=TODAY - timedelta(days=30))
    for day in (TODAY - timedelta(days=10), TODAY - timedelta(days=10)):
        pair.changes.create(from_status=PairStatus.DRAFT, to_status=PairStatus.AGREED, on=day)
    [deadline] = deadlines_for(school.curator)
    assert (deadline.kind, deadline.due_on) == (DeadlineKind.ORDER, TODAY + timedelta(days=4))
    assert "Согласована 10.11.2026" in deadline.why


def test_the_pairs_with_something_overdue_are_those_of_the_list(school):
    late, waiting = school.active_pair(), school.active_pair()
    Programme.objects.update(status="approved", approved_by=school.curator, approved_on=TODAY)
    ending = school.active_pair()
    Programme.objects.filter(pair=ending).update(status="approved", approved_by=school.curator, approved_on=TODAY)
    Pair.objects.filter(pk=ending.pk).update(ends_on=TODAY - timedelta(days=1))
    PlanItemFactory(programme=late.programme, due_on=TODAY - timedelta(days=1))
    PlanItemFactory(programme=late.programme, due_on=TODAY - timedelta(days=2))
    PlanItemFactory(programme=waiting.programme, due_on=TODAY)
    assert sorted(overdue_pairs(Pair.objects.all())) == sorted([late.pk, ending.pk])
    assert set(Pair.objects.filter(pk__in=overdue_pairs(Pair.objects.all()))) == {late, ending}
    assert list(overdue_pairs(Pair.objects.filter(pk=waiting.pk))) == []


def test_the_list_costs_the_same_number_of_queries_for_one_row_and_for_three(school):
    def one_of_each() -> None:
        entered(school.pair(mentee=school.mentee(agreed=False)), TODAY - timedelta(days=20))
        school.pair()
        PlanItemFactory(
            programme=ProgrammeFactory(pair=PairFactory(organisation=school.organisation, status=PairStatus.ACTIVE)),
            due_on=TODAY,
        )
        school.active_pair()
        CuratorFactory(organisation=school.organisation, appointed_on=date(2025, 1, 1))

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert deadlines_for(User.objects.get(pk=school.curator.pk))
        return len(captured)

    one_of_each()
    alone = queries()
    one_of_each()
    one_of_each()
    assert queries() == alone
