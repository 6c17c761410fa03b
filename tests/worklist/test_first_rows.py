"""The first page counts all that is due and reads only what it shows, however much there is."""

import re
from collections import Counter
from datetime import date

import pytest
from django.core.cache import caches
from django.urls import reverse

from mentoring.enums import PairStatus, RequestAuthor, RequestKind
from mentoring.models import Pair, PlanItem, Roadmap
from registry.access import MATRIX, Access, Right
from registry.deadlines import providers
from registry.enums import CandidateApproval, MentorReadiness, Role
from registry.models import Mentor
from registry.queries import deadlines
from tests.factories import OrganisationFactory, PairFactory, UserFactory, member
from tests.mentoring.pair_requests import asked
from tests.worklist.test_worklist import chips, late_event, rows
from worklist.due.groups import HEADINGS
from worklist.due.of_reader import Decisions
from worklist.first_page.page import worklist_of
from worklist.menu.number import own_count

LATE = date(2026, 10, 1)


@pytest.fixture
def pair(school) -> Pair:
    pair = late_event(school.organisation)
    Pair.objects.filter(pk=pair.pk).update(ends_on=date(2027, 5, 31))
    PlanItem.objects.all().delete()
    Mentor.objects.update(readiness=MentorReadiness.READY, approval=CandidateApproval.UNRECORDED)
    return pair


@pytest.fixture
def readers(school, pair):
    return {
        "curator": school.curator,
        "head": member(Role.HEAD, organisation=school.organisation),
        "council": member(Role.COUNCIL, organisation=school.organisation),
        "mentor": member(Role.MENTOR, person=pair.mentor.person),
        "coordinator": member(Role.COORDINATOR, municipality=school.organisation.municipality),
    }


@pytest.fixture
def built(monkeypatch) -> Counter:
    """How many rows and how many labels were made."""
    made = Counter()

    def counted(name: str):
        make = getattr(deadlines, name)

        def making(*arguments):
            made[name] += 1
            return make(*arguments)

        monkeypatch.setattr(deadlines, name, making)

    for name in ("_due_row", "_deadline"):
        counted(name)
    return made


def enter(pair: Pair, number: int) -> None:
    """So many events, roadmaps for the head and roadmaps for the coordinator, all late."""
    organisation = pair.organisation
    PlanItem.objects.bulk_create(PlanItem(programme=pair.programme, title="Урок", due_on=LATE) for _ in range(number))
    Roadmap.objects.bulk_create(
        Roadmap(
            municipality=organisation.municipality, organisation=organisation, title=f"Карта {status} {index}",
            starts_on=date(2026, 9, 1), ends_on=date(2027, 5, 31), status=status, submitted_on=LATE,
        )
        for status in ("approval", "submitted")
        for index in range(number)
    )  # fmt: skip


def test_five_times_as_much_is_counted_and_no_more_is_built(pair, readers, built):
    def page_of(reader) -> tuple[dict, int, int, int, dict]:
        built.clear()
        caches["process"].clear()
        seen = worklist_of(reader)
        return chips(reader), seen.awaiting_number, seen.of_others_number, own_count(reader, is_fresh=True), dict(built)

    enter(pair, 60)
    few = {name: page_of(reader) for name, reader in readers.items()}
    enter(pair, 240)
    many = {name: page_of(reader) for name, reader in readers.items()}
    for name in readers:
        assert many[name][-1] == few[name][-1], name
        assert 0 < many[name][-1]["_deadline"] <= 2 * 2 * 50, name
    late = {"this_week": 0}
    assert {name: told[:-1] for name, told in many.items()} == {
        "curator": (late | {"": 300, "overdue": 300, "others": 300}, 0, 300, 300),
        "head": (late | {"": 600, "overdue": 600}, 300, 0, 600),
        "council": (late | {"": 0, "overdue": 0, "others": 600}, 0, 600, 0),
        "mentor": (late | {"": 300, "overdue": 300}, 0, 0, 300),
        "coordinator": ({}, 300, 0, 300),
    }
    coordinator = worklist_of(readers["coordinator"])
    assert (coordinator.overdue.count, len(coordinator.awaiting)) == (600, 50)


def test_what_is_cut_says_so_and_leads_to_the_rest(pair, readers, client):
    enter(pair, 60)
    for name, shown in (("curator", "overdue"), ("curator", "others"), ("head", ""), ("coordinator", "")):
        client.force_login(readers[name])
        address = {"show": shown} if shown else {}
        first = client.get(reverse("home"), address)
        page = first.content.decode()
        assert "Показаны первые 50." in page
        assert "page=2" in page
        assert re.search(r'<span class="tag[^"]*">60</span>', page)
        rest = client.get(reverse("home"), address | {"page": 2})
        assert "Показаны 51–100" in rest.content.decode()
        assert "От вас сейчас ничего не ждут" not in rest.content.decode()
        written = [
            {d.row for d in (*w.awaiting, *w.of_others, *(d for task in w.tasks for d in task.deadlines))}
            for w in (first.context["worklist"], rest.context["worklist"])
        ]
        assert not written[0] & written[1]
        assert len(written[0] | written[1]) == (120 if name == "head" else 60)
    client.force_login(readers["curator"])
    assert "Показаны" not in client.get(reverse("home"), {"show": "this_week"}).content.decode()
    assert client.get(reverse("home"), {"page": "999999999999"}).status_code == 200


def test_a_reminder_counts_by_deed_and_puts_nothing_into_words(pair, readers, client, built):
    enter(pair, 60)
    client.force_login(readers["coordinator"])
    letter = client.get(reverse("worklist:remind", args=[pair.organisation.pk])).context["letter"]
    assert "Отметить мероприятия планов: 60, дольше всего 50" in letter.text
    assert "Утвердить и согласовать дорожные карты: 60, дольше" in letter.text
    assert not built


def test_a_curator_decides_some_requests_and_waits_for_the_head_with_others(school, pair, readers):
    asked(pair, RequestKind.CONDITIONS, RequestAuthor.MENTOR)
    asked(pair, RequestKind.REPLACE, RequestAuthor.MENTOR)
    curator, head = worklist_of(readers["curator"]), worklist_of(readers["head"])
    [own] = [deadline for task in curator.tasks for deadline in task.deadlines]
    [waited] = curator.of_others
    assert (own.action, waited.action) == ("Рассмотреть", "Открыть")
    assert ("Создать условия" in own.title, "Заменить" in waited.title) == (True, True)
    assert [deadline.action for deadline in head.awaiting] == ["Рассмотреть"] * 2
    assert rows(worklist_of(readers["council"])) == 0


def test_a_pair_near_its_end_waits_for_those_who_run_it(school, pair, readers):
    Pair.objects.filter(pk=pair.pk).update(ends_on=date(2026, 12, 10))
    assert chips(readers["curator"]) == {"": 1, "overdue": 0, "this_week": 0, "later": 1}
    for reader in (readers["council"], readers["mentor"]):
        assert chips(reader) == {"": 0, "overdue": 0, "this_week": 0, "others": 1}


def test_who_is_given_the_right_of_a_decision_decides_it(school, readers, monkeypatch):
    monkeypatch.setitem(MATRIX, Right.APPROVE_CANDIDATES, frozenset({Role.CURATOR}))
    organisations = frozenset({school.organisation.pk})
    assert Decisions.of(Access.of(readers["curator"])).of_kinds == {"candidates": organisations}
    assert set(Decisions.of(Access.of(readers["head"])).of_kinds) == {"approval", "roadmap", "request"}


def test_a_kind_of_deadline_belongs_to_one_room():
    """The codes of two rooms would be counted together, and the labels of the first of them shown."""
    kinds_of_rooms: dict[str, set[str]] = {}
    for provider in providers:
        rows = getattr(provider.rows, "func", provider.rows)
        kinds_of_rooms.setdefault(rows.__module__.partition(".")[0], set()).update(map(str, provider.kinds))
    assert len(kinds_of_rooms) > 1
    kinds = [kind for kinds in kinds_of_rooms.values() for kind in kinds]
    assert sorted(kinds) == sorted(set(kinds))


def test_every_kind_of_deadline_has_its_heading():
    kinds = {str(kind) for provider in providers for kind in provider.kinds}
    assert kinds == {str(kind) for under in HEADINGS for kind in under}


def test_the_numbers_of_a_district_have_the_pairs_that_others_lead_with_its_people(school):
    mentor = school.mentor()
    abroad, foreign = OrganisationFactory(), OrganisationFactory()
    ready = {"starts_on": date(2026, 9, 1), "ends_on": date(2027, 5, 31)}
    PairFactory(organisation=abroad, mentor=mentor, status=PairStatus.ACTIVE, **ready)
    PairFactory(organisation=abroad, mentor=mentor, status=PairStatus.DRAFT, **ready)
    PairFactory(organisation=foreign, status=PairStatus.ACTIVE, **ready)
    school.active_pair()
    coordinator = member(Role.COORDINATOR, municipality=school.organisation.municipality)
    for reader, expected in ((coordinator, (2, 1)), (UserFactory(is_superuser=True), (3, 1))):
        numbers = worklist_of(reader).numbers
        assert (numbers.active_pairs, numbers.drafts) == expected


def test_the_menu_of_the_first_page_tells_what_the_page_tells(pair, readers, client):
    curator = readers["curator"]
    client.force_login(curator)
    stored = client.get("/worklist/count/").content
    enter(pair, 1)
    assert client.get("/worklist/count/").content == stored, "another page may tell an older number"
    page = client.get("/worklist/").content.decode()
    assert 'hx-get="/worklist/count/?fresh=1"' in page
    assert 'hx-get="/worklist/count/"' in client.get("/pairs/").content.decode()
    fresh = client.get("/worklist/count/?fresh=1").content
    assert fresh != stored
    assert client.get("/worklist/count/").content == fresh
