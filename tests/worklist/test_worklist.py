"""What the first page says to each reader, and how it is put in order."""

from datetime import date, timedelta

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from mentoring.enums import DeadlineKind, PairStatus
from mentoring.models import Pair, Programme, Roadmap
from mentoring.queries.pairs import pairs_visible_to
from registry.deadline_providers.candidates import CANDIDATES
from registry.enums import CandidateApproval, OrganisationKind, Role
from registry.models import Organisation
from russian.numbers import plural_form
from tests.factories import (
    MembershipFactory,
    MentorFactory,
    OrganisationFactory,
    PairFactory,
    PersonFactory,
    PlanItemFactory,
    ProgrammeFactory,
    member,
)
from tests.mentoring.conftest import TODAY
from worklist.due.of_reader import Decisions
from worklist.first_page.numbers import FirstPageNumbers
from worklist.first_page.page import worklist_of
from worklist.first_page.parts import Worklist


def late_event(organisation: Organisation, title: str = "Посетить урок") -> Pair:
    pair = PairFactory(organisation=organisation, status=PairStatus.ACTIVE)
    programme = ProgrammeFactory(pair=pair)
    PlanItemFactory(programme=programme, due_on=date(2026, 11, 1), title=title)
    return pair


def waiting_roadmap(organisation: Organisation, since: date) -> Roadmap:
    return Roadmap.objects.create(
        municipality=organisation.municipality,
        organisation=organisation,
        title="Дорожная карта школы",
        starts_on=date(2026, 9, 1),
        ends_on=date(2027, 5, 31),
        status="submitted",
        submitted_on=since,
    )


def buttons(user: User) -> set[str]:
    return {deadline.action for deadline in worklist_of(user).overdue.deadlines}


@pytest.mark.parametrize(
    ("number", "pairs", "drafts", "alone"),
    [
        (0, "действующих пар", "черновиков пар", "наставляемых"),
        (1, "действующая пара", "черновик пары", "наставляемый"),
        (23, "действующие пары", "черновика пар", "наставляемых"),
        (47, "действующих пар", "черновиков пар", "наставляемых"),
    ],
)
def test_the_words_of_a_tile_agree_with_its_number(number, pairs, drafts, alone):
    nouns = FirstPageNumbers(number, number, number, 0, number).nouns
    assert (nouns["active_pairs"], nouns["drafts"], nouns["mentees_alone"]) == (pairs, drafts, alone)


def test_the_tiles_of_the_page_speak_so(school, client):
    school.active_pair()
    school.active_pair()
    PairFactory(organisation=school.organisation, status=PairStatus.DRAFT)
    coordinator = member(Role.COORDINATOR, municipality=school.organisation.municipality)
    for reader in (school.curator, coordinator):
        client.force_login(reader)
        page_text = client.get("/worklist/").content.decode()
        assert "<b>2</b><span>действующие пары</span>" in page_text
        assert "<b>1</b><span>черновик пары</span>" in page_text


def test_a_reader_of_several_organisations_sees_them_apart_the_most_laden_first(school, client):
    neighbour = OrganisationFactory(municipality=school.organisation.municipality)
    late_event(school.organisation)
    for _ in range(4):
        late_event(neighbour)
    coordinator = member(Role.COORDINATOR, municipality=school.organisation.municipality)
    groups = worklist_of(coordinator).overdue.groups
    assert [group.organisation for group in groups] == [neighbour, school.organisation]
    assert sum(group.count for group in groups) == worklist_of(coordinator).overdue.count
    client.force_login(coordinator)
    page_text = client.get(reverse("home")).content.decode()
    address = reverse("monitoring:organisation", args=[neighbour.pk])
    assert f'<a href="{address}">{neighbour}</a>' in page_text
    assert f'href="/worklist/?organisation={neighbour.pk}&amp;show=overdue">' in page_text
    [group] = worklist_of(school.curator).overdue.groups
    assert group.organisation is None


def test_the_button_asks_to_do_only_what_the_reader_may_do(school):
    pair = late_event(school.organisation)
    Pair.objects.filter(pk=pair.pk).update(ends_on=date(2027, 5, 31))
    municipality = school.organisation.municipality
    assert "Отметить" in buttons(school.curator)
    assert "Отметить" in buttons(member(Role.MENTOR, person=pair.mentor.person))
    assert buttons(member(Role.MENTEE, person=pair.mentee.person)) == {"Открыть"}
    assert buttons(member(Role.COORDINATOR, municipality=municipality)) == {"Открыть"}


def test_more_organisations_cost_no_more_queries(school):
    coordinator = member(Role.COORDINATOR, municipality=school.organisation.municipality)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            worklist_of(User.objects.get(pk=coordinator.pk))
        return len(captured)

    late_event(school.organisation)
    alone = queries()
    for _ in range(3):
        late_event(OrganisationFactory(municipality=school.organisation.municipality))
    assert queries() == alone


def test_what_waits_for_the_head_comes_first_and_only_for_the_head(school, client):
    pair = school.active_pair()
    Programme.objects.filter(pair=pair).update(status="submitted", submitted_on=TODAY)
    head = member(Role.HEAD, organisation=school.organisation)
    [waiting] = worklist_of(head).awaiting
    assert waiting.title == f"Утвердить программу: {pair}"
    assert waiting not in worklist_of(head).overdue.deadlines
    client.force_login(head)
    page_text = client.get(reverse("home")).content.decode()
    assert page_text.index("Просрочено <b>") < page_text.index("Ждут вашего решения") < page_text.index(waiting.title)
    assert page_text.count(f'<div class="what">{waiting.title}</div>') == 1
    for other in (school.curator, member(Role.ADMIN, municipality=school.organisation.municipality)):
        assert worklist_of(other).awaiting == []
        assert waiting.title in [deadline.title for deadline in worklist_of(other).overdue.deadlines]


def test_a_mentee_is_not_told_that_an_order_is_due(school):
    pair = school.pair()
    assert [deadline.kind for deadline in worklist_of(school.curator).this_week.deadlines] == [DeadlineKind.ORDER]
    mentee = worklist_of(member(Role.MENTEE, person=pair.mentee.person))
    assert (mentee.own_pairs, mentee.this_week.count, mentee.this_week.deadlines) == ([pair], 0, [])


def test_many_organisations_are_leafed_through_ten_at_a_time(school, client):
    municipality = school.organisation.municipality
    organisations = [OrganisationFactory(municipality=municipality) for _ in range(21)]
    for organisation in organisations:
        late_event(organisation)
    coordinator = member(Role.COORDINATOR, municipality=municipality)
    first, second = worklist_of(coordinator).overdue, worklist_of(coordinator, {"overdue": "2"}).overdue
    assert (len(first.groups), len(second.groups)) == (10, 11)
    assert {group.organisation for group in first.groups + second.groups} == set(organisations)
    assert first.count == second.count == 21
    client.force_login(coordinator)
    page_text = client.get(reverse("home")).content.decode()
    assert "1–10 из 21\u00a0организации" in page_text
    assert 'href="?overdue=2#overdue"' in page_text
    page_text = client.get(reverse("home"), {"overdue": "2"}).content.decode()
    assert "11–21 из 21\u00a0организации" in page_text
    assert client.get(reverse("home"), {"overdue": "nonsense"}).status_code == 200


def test_twenty_organisations_are_on_one_page_with_all_that_is_due_in_them(school, client):
    municipality = school.organisation.municipality
    for organisation in [OrganisationFactory(municipality=municipality) for _ in range(19)]:
        late_event(organisation)
    pair = late_event(school.organisation)
    for _ in range(11):
        PlanItemFactory(programme=pair.programme, due_on=date(2026, 11, 5))
    coordinator = member(Role.COORDINATOR, municipality=municipality)
    assert sorted(group.count for group in worklist_of(coordinator).overdue.groups) == [1] * 19 + [12]
    late_event(OrganisationFactory(municipality=municipality))
    assert sorted(group.count for group in worklist_of(coordinator).overdue.groups) == [1] * 9 + [12]
    assert all(len(group.deadlines) == 1 for group in worklist_of(coordinator).overdue.groups)
    client.force_login(coordinator)
    page = client.get("/worklist/").content.decode()
    assert 'show=overdue">12\u00a0дел</a>' in page


def test_of_many_deadlines_those_due_first_are_written_out_and_all_are_counted(school, client):
    pair = late_event(school.organisation, "Первое")
    Pair.objects.filter(pk=pair.pk).update(ends_on=date(2027, 5, 31))
    for _ in range(54):
        PlanItemFactory(programme=pair.programme, due_on=date(2026, 11, 5), title="Позднее")
    coordinator = member(Role.COORDINATOR, municipality=school.organisation.municipality)
    for reader, query in ((school.curator, ""), (coordinator, f"?organisation={school.organisation.pk}")):
        overdue = worklist_of(reader, organisation=school.organisation if query else None).overdue
        [group] = overdue.groups
        assert (overdue.count, group.count, len(group.deadlines)) == (55, 55, 50)
        assert [deadline.why for deadline in group.deadlines[:2]] == ["Первое", "Позднее"]
        client.force_login(reader)
        assert "Показаны первые 50." in client.get(reverse("home") + query).content.decode()


def test_a_curator_who_mentors_elsewhere_sees_both(school):
    elsewhere = OrganisationFactory(municipality=school.organisation.municipality)
    pair = late_event(elsewhere, "Чужая школа")
    late_event(school.organisation, "Своя школа")
    member_of_both = member(Role.CURATOR, organisation=school.organisation)
    MembershipFactory(user=member_of_both, role=Role.MENTOR, person=pair.mentor.person)
    events = [deadline.why for deadline in worklist_of(member_of_both).overdue.deadlines]
    assert sorted(events) == ["Своя школа", "Чужая школа"]
    assert worklist_of(member_of_both).own_pairs == [pair]
    assert pairs_visible_to(member_of_both).count() == 2


def test_a_coordinator_who_mentors_in_another_district_sees_both(school):
    pair = late_event(OrganisationFactory(), "Чужой район")
    late_event(school.organisation, "Свой район")
    coordinator = member(Role.COORDINATOR, municipality=school.organisation.municipality)
    MembershipFactory(user=coordinator, role=Role.MENTOR, person=pair.mentor.person)
    overdue = worklist_of(coordinator).overdue
    assert overdue.count == 2
    assert sorted(deadline.why for deadline in overdue.deadlines) == ["Свой район", "Чужой район"]


def test_a_coordinator_of_one_district_and_of_the_nurseries_of_another_sees_both(school):
    nursery = OrganisationFactory(kind=OrganisationKind.PRESCHOOL)
    school_there = OrganisationFactory(municipality=nursery.municipality)
    for organisation in (nursery, school_there, school.organisation):
        late_event(organisation, str(organisation))
    coordinator = member(Role.COORDINATOR, municipality=school.organisation.municipality)
    MembershipFactory(
        user=coordinator,
        role=Role.COORDINATOR,
        municipality=nursery.municipality,
        organisation_kinds=[OrganisationKind.PRESCHOOL],
    )
    overdue = worklist_of(coordinator).overdue
    assert overdue.count == 2
    assert {deadline.why for deadline in overdue.deadlines} == {str(nursery), str(school.organisation)}


def test_a_right_in_one_school_is_none_in_the_next(school):
    """The curator of a school who only reads another does nothing there."""
    neighbour = OrganisationFactory(municipality=school.organisation.municipality)
    MembershipFactory(user=school.curator, role=Role.COUNCIL, organisation=neighbour)
    late_event(neighbour)
    assert buttons(school.curator) == {"Открыть"}


def test_an_event_of_an_ended_pair_is_due_nowhere(school):
    pair = late_event(school.organisation)
    assert "Отметить" in buttons(school.curator)
    Pair.objects.filter(pk=pair.pk).update(status=PairStatus.COMPLETED, ended_on=date(2026, 11, 10))
    assert not buttons(school.curator)


def test_roadmaps_that_wait_for_the_coordinator_come_first_and_are_counted_once(school, client):
    organisation = school.organisation
    roadmap = waiting_roadmap(organisation, date(2026, 11, 1))
    late_event(organisation)
    coordinator = member(Role.COORDINATOR, municipality=organisation.municipality)
    seen = worklist_of(coordinator)
    assert [deadline.title for deadline in seen.awaiting] == [f"Согласовать дорожную карту: {roadmap}"]
    assert [deadline.action for deadline in seen.awaiting] == ["Рассмотреть"]
    assert seen.overdue.count == 1
    client.force_login(coordinator)
    page_text = client.get(reverse("home")).content.decode()
    assert (
        page_text.index("Ждут вашего решения")
        < page_text.index(str(roadmap))
        < page_text.index("Просрочено в организациях")
    )


def test_a_decision_that_is_counted_anew_each_time_is_left_out_once_as_well(school, monkeypatch):
    """Candidates are not among the stored figures of the district."""
    person = PersonFactory(organisation=school.organisation, municipality=school.organisation.municipality)
    MentorFactory(person=person, approval=CandidateApproval.WAITING, proposed_on=date(2026, 10, 1))
    late_event(school.organisation)
    coordinator = member(Role.COORDINATOR, municipality=school.organisation.municipality)
    before = worklist_of(coordinator).overdue.count
    monkeypatch.setattr(Decisions, "of", lambda access: Decisions({CANDIDATES: None}))
    seen = worklist_of(coordinator)
    assert len(seen.awaiting) == 1
    assert seen.overdue.count == before - 1


def test_one_of_many_organisations_is_looked_at_alone_and_no_foreign_one(school, client):
    neighbour = OrganisationFactory(municipality=school.organisation.municipality)
    late_event(school.organisation, "Своё")
    late_event(neighbour, "Чужое")
    client.force_login(member(Role.COORDINATOR, municipality=school.organisation.municipality))
    page_text = client.get(reverse("home"), {"organisation": neighbour.pk, "show": "overdue"}).content.decode()
    assert "Чужое" in page_text
    assert "Своё" not in page_text
    assert client.get(reverse("home"), {"organisation": OrganisationFactory().pk}).status_code == 404
    client.force_login(school.curator)
    assert client.get(reverse("home"), {"organisation": neighbour.pk}).status_code == 404


def test_a_curator_finds_the_work_by_deed_with_the_rule_on_demand_and_what_others_do_apart(school, client):
    pair = school.active_pair()
    Programme.objects.filter(pair=pair).update(status="submitted", submitted_on=TODAY)
    late_event(school.organisation)
    school.active_pair()
    school.pair()
    seen = worklist_of(school.curator)
    titles = [group.title for group in seen.tasks if group.title != "Завершить или продлить пары"]
    assert titles == ["Издать приказ о закреплении", "Составить программы", "Отметить мероприятия планов"]
    assert [deadline.title for deadline in seen.of_others] == [f"Утвердить программу: {pair}"]
    order = seen.tasks[0]
    [plan] = [group for group in seen.tasks if group.title == "Отметить мероприятия планов"]
    assert order.deadlines[0].action == "Издать приказ"
    assert plan.reasons == ["Мероприятия плана выполняются в установленные сроки (Устюжна, п.\u00a06.2)."]
    assert "Устюжна" not in plan.deadlines[0].why
    client.force_login(school.curator)
    assert client.get(order.deadlines[0].link, follow=True).status_code == 200
    assert client.get(plan.deadlines[0].link).status_code == 200
    only_late = worklist_of(school.curator, {"show": "overdue"})
    assert all(deadline.overdue for group in only_late.tasks for deadline in group.deadlines)


def chips(user: User, **asked: str) -> dict[str, int]:
    return {chip.name: chip.count for chip in worklist_of(user, asked).chips}


def rows(worklist: Worklist) -> int:
    return sum(len(part) for part in (worklist.awaiting, *(task.deadlines for task in worklist.tasks)))


def test_a_chip_and_the_menu_tell_the_rows_that_the_reader_does(school, client):
    caches["process"].clear()
    pair = school.active_pair()
    Programme.objects.filter(pair=pair).update(status="submitted", submitted_on=date(2026, 10, 1))
    late_event(school.organisation)
    school.pair()
    head = member(Role.HEAD, organisation=school.organisation)
    coordinator = member(Role.COORDINATOR, municipality=school.organisation.municipality)
    waiting_roadmap(school.organisation, TODAY)
    for reader in (head, school.curator):
        for name, number in chips(reader).items():
            seen = worklist_of(reader, {"show": name})
            assert number == (len(seen.of_others) if name == "others" else rows(seen)), name
    assert worklist_of(head).awaiting  # and it is in the number
    assert chips(head)[""] == rows(worklist_of(head))
    assert chips(school.curator)["others"] == 1
    numbers = {head: chips(head)[""], school.curator: chips(school.curator)[""], coordinator: 1}
    for reader, expected in numbers.items():
        client.force_login(reader)
        noun = plural_form(expected, "дело ждёт вас,дела ждут вас,дел ждут вас")
        page_text = client.get(reverse("worklist:count")).content.decode()
        assert page_text == f'{expected}<span class="visually-hidden"> {noun}</span>'
    client.force_login(member(Role.REGIONAL, municipality=school.organisation.municipality))
    assert client.get(reverse("worklist:count")).content == b""


def test_an_organisation_opens_with_all_that_is_due_there_by_deed(school, client):
    """Nothing is folded: its line has counted all of it, whoever does it."""
    pair = school.active_pair()
    Programme.objects.filter(pair=pair).update(status="submitted", submitted_on=date(2026, 9, 1))
    for _ in range(2):
        late_event(school.organisation)
    waiting_roadmap(school.organisation, TODAY - timedelta(days=60))
    coordinator = member(Role.COORDINATOR, municipality=school.organisation.municipality)
    [line] = worklist_of(coordinator).overdue.groups
    seen = worklist_of(coordinator, {"show": "overdue"}, school.organisation)
    assert (rows(seen), seen.of_others, seen.awaiting) == (line.count, [], [])
    titles = [deadline.title for task in seen.tasks for deadline in task.deadlines]
    assert all("→" in title for title in titles)


def test_a_mentor_finds_first_what_to_do_then_the_own_pairs(school, client):
    pair = late_event(school.organisation)
    Pair.objects.filter(pk=pair.pk).update(ends_on=date(2027, 5, 31))
    client.force_login(member(Role.MENTOR, person=pair.mentor.person))
    page_text = client.get("/worklist/").content.decode()
    assert (
        page_text.index("Просрочено <b>1</b>")
        < page_text.index("Отметить мероприятия планов")
        < page_text.index("Мои пары")
    )


@pytest.mark.parametrize("role", [Role.PSYCHOLOGICAL, Role.REGIONAL])
def test_who_sees_no_deadlines_is_not_told_that_nothing_is_overdue(school, client, role):
    late_event(school.organisation)
    client.force_login(member(role, municipality=school.organisation.municipality))
    page = client.get("/worklist/").content.decode()
    assert "Ничего не просрочено" not in page
    assert "сроков нет" not in page
    assert "Сроки пар и организаций вам не показываются" in page
