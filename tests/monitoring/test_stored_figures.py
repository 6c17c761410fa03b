"""Figures that are stored: at every moment the same as if they were counted, whoever has written what."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult

from accounts.models import User
from mentoring.enums import ORDERED, Absentee, EndReason, PairStatus, PlanSection, ProgrammeStatus, RoadmapStatus
from mentoring.models import MoveDecision, Pair, PairChange, PairStage, PlanItem, Programme, Roadmap, Stage
from monitoring import refresh, stored_layout
from monitoring.figures.histories import History
from monitoring.figures.scope import FigureScope
from monitoring.guards import WATCHES
from monitoring.models import StaleFigures, StoredFigures
from monitoring.queries import to_be_stored
from monitoring.refresh import STORED, refresh_figures
from monitoring.tasks import store_figures
from registry.enums import Participant, Role
from registry.models import (
    Act,
    Affiliation,
    Category,
    Curator,
    Kind,
    Mentee,
    Mentor,
    Municipality,
    Organisation,
    Person,
    Policy,
)
from tests.factories import (
    CuratorFactory,
    MenteeFactory,
    MentorFactory,
    OrganisationFactory,
    PairFactory,
    PersonFactory,
    PlanItemFactory,
    PolicyFactory,
    ProgrammeFactory,
    member,
)
from tests.monitoring.conftest import TODAY, scope_of, working_pair
from worklist.page import worklist_of

pytestmark = pytest.mark.django_db

#: days that are looked at: today, the edges of what the writes below make, and 29 February
DAYS = (TODAY, date(2026, 9, 1), date(2026, 3, 1), date(2024, 2, 29))


def _counted(numbers: Any) -> dict[int, Any]:
    return {pk: list(each) if not isinstance(each, int) else each for pk, each in numbers.items() if _is_some(each)}


def _is_some(number: Any) -> bool:
    return bool(number) if isinstance(number, int) else any(number)


def _assert_true(organisations: list[Organisation], days: tuple[date, ...] = DAYS) -> None:
    """What the dashboards take is what is counted from the rows."""
    for on in days:
        for count in STORED:
            taken = _counted(count(scope_of(*organisations, on=on)))
            assert taken == _counted(count.on_day(scope_of(*organisations, on=on))), (count.code, on)


def _is_fresh(*organisations: Organisation) -> bool:
    return not to_be_stored(Organisation.objects.filter(pk__in=[each.pk for each in organisations])).exists()


class Writes:
    """Every sort of change that figures depend on, by the ORM, in bulk and in plain SQL, at random."""

    def __init__(self, municipality: Municipality, seed: int) -> None:
        self.random = Random(seed)
        self.municipality = municipality
        self.organisations = OrganisationFactory.create_batch(3, municipality=municipality)
        self.all: list[Callable[[], object]] = [
            self.mentor, self.mentee, self.mentees_in_bulk, self.pair, self.pair, self.order, self.order, self.end,
            self.move_on, self.stay_by_sql, self.leave_bank, self.move_person, self.join_cards, self.archive,
            self.work_since, self.category, self.personal_limit, self.policy, self.policy_by_sql, self.date_act,
            self.programme, self.submit, self.item, self.finish_items, self.await_act, self.roadmap, self.curator,
            self.confirm, self.kind, self.rehost, self.prolong, self.delete, self.stage_by_sql, self.entry_by_sql,
        ]  # fmt: skip

    def some(self) -> None:
        for _ in range(self.random.randint(1, 4)):
            self.random.choice(self.all)()

    def day(self) -> date:
        return TODAY - timedelta(days=self.random.randrange(-40, 1000))

    def any(self, rows: Any) -> Any:
        return self.random.choice(list(rows.order_by("pk")) or [None])

    def home(self) -> Organisation:
        return self.random.choice(self.organisations)

    def person(self) -> Person:
        since = self.random.choice([None, self.day(), date(2024, 2, 29), date(2023, 3, 1)])
        return PersonFactory(organisation=self.home(), municipality=self.municipality, working_since=since)

    # --- people -----------------------------------------------------------------------------------------------------
    def mentor(self) -> None:
        MentorFactory(person=self.person(), included_on=self.day())

    def mentee(self) -> None:
        participant = self.random.choice([Participant.TEACHER, Participant.TEACHER, Participant.PUPIL])
        MenteeFactory(person=self.person(), included_on=self.day(), participant=participant)

    def mentees_in_bulk(self) -> None:
        Mentee.objects.bulk_create(
            Mentee(person=self.person(), participant=Participant.TEACHER, included_on=self.day()) for _ in range(3)
        )

    def leave_bank(self) -> None:
        bank = self.random.choice([Mentor, Mentee])
        if entry := self.any(bank.objects.all()):
            left = None if entry.excluded_on else max(self.day(), entry.included_on)
            bank.objects.filter(pk=entry.pk).update(excluded_on=left)

    def entry_by_sql(self) -> None:
        with connection.cursor() as cursor:
            table = self.random.choice(["registry_mentor", "registry_mentee"])
            cursor.execute(
                f"UPDATE {table} SET included_on = %s WHERE excluded_on IS NULL AND id %% 3 = 0", [self.day()]
            )

    def move_person(self) -> None:
        people = Person.objects.filter(organisation__isnull=False)
        if person := self.any(people):
            people.filter(pk=person.pk).update(organisation=self.home())

    def transfer(self) -> None:
        """To another organisation from a day, with the rows of belonging written first."""
        if open_row := self.any(Affiliation.objects.filter(until__isnull=True)):
            until = max(self.day(), open_row.since or date(2023, 1, 1))
            Affiliation.objects.filter(pk=open_row.pk).update(until=until)
            Affiliation.objects.create(
                person=open_row.person, organisation=self.home(), since=until + timedelta(days=1)
            )

    def date_belonging(self) -> None:
        with connection.cursor() as cursor:
            since = TODAY - timedelta(days=1500)
            cursor.execute("UPDATE registry_affiliation SET since = %s WHERE since IS NULL AND id %% 2 = 0", [since])

    def decide(self) -> None:
        if pair := self.any(Pair.objects.filter(status=PairStatus.ACTIVE)):
            side = self.random.choice(list(Absentee))
            MoveDecision.objects.get_or_create(pair=pair, side=side, on=self.day())

    def join_cards(self) -> None:
        if person := self.any(Person.objects.filter(merged_into__isnull=True)):
            person.merged_into, person.archived_on = self.person(), TODAY
            person.save()

    def archive(self) -> None:
        if person := self.any(Person.objects.filter(merged_into__isnull=True)):
            person.archived_on = None if person.archived_on else TODAY
            person.save()

    def work_since(self) -> None:
        if person := self.any(Person.objects.all()):
            person.working_since = self.day()
            person.save()

    def category(self) -> None:
        if mentee := self.any(Mentee.objects.all()):
            young = Category.objects.get(code="teacher-young")
            mentee.categories.set([] if mentee.categories.exists() else [young])

    def personal_limit(self) -> None:
        if mentor := self.any(Mentor.objects.all()):
            mentor.personal_limit = self.random.choice([None, 1, 2])
            mentor.save()

    def policy(self) -> None:
        PolicyFactory(
            municipality=self.municipality,
            valid_from=TODAY - timedelta(days=Policy.objects.count() * 37 + 1),
            mentee_limit=self.random.randint(1, 3),
            young_specialist_years=self.random.randint(1, 4),
        )

    def policy_by_sql(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("UPDATE registry_policy SET mentee_limit = %s", [self.random.randint(1, 3)])

    # --- pairs ------------------------------------------------------------------------------------------------------
    def pair(self) -> None:
        busy = Pair.objects.exclude(status=PairStatus.CANCELLED).values("mentor")
        mentor = self.any(Mentor.objects.exclude(pk__in=busy)) or MentorFactory(person=self.person())
        mentee = self.any(Mentee.objects.all()) or MenteeFactory(person=self.person())
        status = self.random.choice([PairStatus.DRAFT, PairStatus.AGREED, PairStatus.AGREED])
        begins = self.day()
        pair = PairFactory(
            organisation=self.home(), mentor=mentor, mentee=mentee, status=status, starts_on=begins,
            ends_on=begins + timedelta(days=self.random.randint(20, 400)),
        )  # fmt: skip
        Pair.objects.filter(pk=pair.pk).update(created_on=self.day())
        if status == PairStatus.AGREED:
            PairChange.objects.create(pair=pair, from_status="draft", to_status="agreed", on=self.day())

    def order(self) -> None:
        if pair := self.any(Pair.objects.filter(status=PairStatus.AGREED)):
            pair.act = Act.objects.create(
                municipality=self.municipality, organisation=pair.organisation, number=str(pair.pk),
                dated=pair.starts_on + timedelta(days=self.random.randint(-5, 9)), title="О закреплении",
            )  # fmt: skip
            pair.status, pair.stage = PairStatus.ACTIVE, self.any(Stage.objects.all())
            pair.save()
            PairStage.objects.create(pair=pair, stage=pair.stage, entered_on=pair.starts_on)

    def end(self) -> None:
        if pair := self.any(Pair.objects.filter(status=PairStatus.ACTIVE)):
            pair.status = self.random.choice([PairStatus.COMPLETED, PairStatus.TERMINATED])
            pair.ended_on, pair.end_reason = min(pair.ends_on, max(pair.starts_on, self.day())), EndReason.REQUEST
            pair.save()

    def move_on(self) -> None:
        if pair := self.any(Pair.objects.filter(status=PairStatus.ACTIVE)):
            entered = self.day()
            pair.stages.filter(left_on__isnull=True, entered_on__lte=entered).update(left_on=entered)
            if not pair.stages.filter(left_on__isnull=True).exists():
                pair.stage = self.any(Stage.objects.all())
                pair.save()
                PairStage.objects.create(pair=pair, stage=pair.stage, entered_on=entered)

    def stay_by_sql(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE mentoring_pairstage SET entered_on = %s WHERE id %% 4 = 1 AND left_on IS NULL", [self.day()]
            )

    def stage_by_sql(self) -> None:
        with connection.cursor() as cursor:
            stage = self.any(Stage.objects.all()).pk
            cursor.execute(
                "UPDATE mentoring_pair SET stage_id = %s WHERE stage_id IS NOT NULL AND id %% 4 = 1", [stage]
            )

    def date_act(self) -> None:
        if act := self.any(Act.objects.all()):
            Act.objects.filter(pk=act.pk).update(dated=self.day())

    def rehost(self) -> None:
        if pair := self.any(Pair.objects.all()):
            Pair.objects.filter(pk=pair.pk).update(organisation=self.home())

    def prolong(self) -> None:
        if pair := self.any(Pair.objects.filter(status__in=[PairStatus.DRAFT, PairStatus.ACTIVE])):
            Pair.objects.filter(pk=pair.pk).update(ends_on=pair.ends_on + timedelta(days=50))

    def kind(self) -> None:
        if pair := self.any(Pair.objects.all()):
            kinds = list(Kind.objects.filter(one_meeting=True)[:1])
            pair.kinds.set([] if pair.kinds.exists() else kinds)

    def delete(self) -> None:
        if pair := self.any(Pair.objects.filter(status=PairStatus.DRAFT, programme__isnull=True)):
            pair.delete()

    # --- what is due ------------------------------------------------------------------------------------------------
    def programme(self) -> None:
        if pair := self.any(Pair.objects.filter(status__in=ORDERED, programme__isnull=True)):
            ProgrammeFactory(pair=pair)

    def submit(self) -> None:
        drafts = Programme.objects.filter(status=ProgrammeStatus.DRAFT)
        if programme := self.any(drafts):
            drafts.filter(pk=programme.pk).update(status=ProgrammeStatus.SUBMITTED, submitted_on=TODAY)

    def item(self) -> None:
        if programme := self.any(Programme.objects.all()):
            PlanItemFactory(programme=programme, section=PlanSection.PRACTICE, due_on=self.day())

    def finish_items(self) -> None:
        PlanItem.objects.filter(pk__in=[item.pk for item in PlanItem.objects.all() if item.pk % 3 == 0]).update(
            done_on=TODAY
        )

    def await_act(self) -> None:
        if pair := self.any(Pair.objects.filter(status=PairStatus.ACTIVE)):
            PairChange.objects.create(
                pair=pair, from_status="active", to_status="active", on=self.day(), act_awaited=True
            )

    def roadmap(self) -> None:
        status = self.random.choice([RoadmapStatus.APPROVAL, RoadmapStatus.SUBMITTED, RoadmapStatus.DRAFT])
        home = self.home()
        Roadmap.objects.create(
            municipality=self.municipality, organisation=home, title="Карта", status=status,
            starts_on=self.day(), ends_on=TODAY + timedelta(days=400), submitted_on=None,
        )  # fmt: skip

    def curator(self) -> None:
        CuratorFactory(organisation=self.home(), appointed_on=self.day())

    def confirm(self) -> None:
        if curator := self.any(Curator.objects.all()):
            Curator.objects.filter(pk=curator.pk).update(confirmed_on=max(curator.appointed_on, self.day()))


@pytest.mark.parametrize("seed", range(3))
def test_stored_figures_are_those_that_are_counted_after_any_writes(district: Municipality, seed: int) -> None:
    writes = Writes(district, seed)
    for write in writes.all:
        write()
    for _ in range(4):
        refresh_figures()
        assert _is_fresh(*writes.organisations)
        _assert_true(writes.organisations)
        writes.some()
        _assert_true(writes.organisations, DAYS[:2])


def test_every_table_that_is_read_to_count_is_watched(district: Municipality) -> None:
    writes = Writes(district, 1)
    for write in writes.all:
        write()
    with CaptureQueriesContext(connection) as queries:
        for count in STORED:
            list(count.history(History([each.pk for each in writes.organisations])))
            count.on_day(scope_of(*writes.organisations))
    read = {table for query in queries for table in re.findall(r'(?:FROM|JOIN) "(\w+)"', query["sql"])}
    # These only say whose numbers are asked for.
    assert read - {"registry_organisation", "registry_municipality"} <= {watch.table for watch in WATCHES}


def test_a_change_that_is_committed_while_figures_are_stored_is_not_lost(
    school: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers_of = refresh._numbers_of

    def slowly(organisation_ids: Any) -> Any:
        numbers = numbers_of(organisation_ids)
        MentorFactory(organisation=school)
        return numbers

    monkeypatch.setattr(refresh, "_numbers_of", slowly)
    refresh._store([school.pk])
    assert not _is_fresh(school)
    _assert_true([school])


def test_what_other_rules_have_stored_is_counted_anew(school: Organisation, monkeypatch: pytest.MonkeyPatch) -> None:
    refresh_figures()
    StoredFigures.objects.update(numbers=stored_layout.pack({("mentors", 0): 7}), rules=1)
    assert not _is_fresh(school)
    _assert_true([school])
    refresh_figures()
    assert _is_fresh(school)
    _assert_true([school])


def test_only_the_organisations_of_a_change_become_stale(district: Municipality, school: Organisation) -> None:
    other = OrganisationFactory(municipality=district)
    working_pair(school)
    working_pair(other)
    refresh_figures()
    Person.objects.filter(organisation=school).update(phone="+79210000000")
    assert _is_fresh(school, other)
    Person.objects.filter(organisation=school).update(working_since=date(2026, 9, 1))
    assert not _is_fresh(school)
    assert _is_fresh(other)


def test_a_statement_leaves_one_mark_however_many_rows_it_writes(school: Organisation) -> None:
    people = PersonFactory.create_batch(5, organisation=school)
    StaleFigures.objects.all().delete()
    Mentor.objects.bulk_create(Mentor(person=person) for person in people)
    assert StaleFigures.objects.count() == 1


def test_pages_store_nothing_and_a_fresh_district_is_read(
    client: Client, district: Municipality, school: Organisation
) -> None:
    coordinator = member(Role.COORDINATOR, municipality=district)
    client.force_login(coordinator)

    def tables_read(address: str) -> str:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return " ".join(query["sql"] for query in queries if "UPDATE" not in query["sql"])

    working_pair(school)
    for address in ("/monitoring/", "/worklist/"):
        assert "registry_mentee" in tables_read(address)
    assert not StoredFigures.objects.exists()
    refresh_figures()
    marks = StaleFigures.objects.count()
    assert "mentoring_pairstage" not in tables_read("/monitoring/")
    assert 'GROUP BY "mentoring_pair"."organisation_id"' not in tables_read("/worklist/")
    assert StaleFigures.objects.count() == marks == 0


@pytest.mark.parametrize("address", ["/monitoring/", "/monitoring/?on=2026-10-01", "/worklist/"])
def test_three_fresh_organisations_cost_as_many_queries_as_one(
    client: Client, district: Municipality, school: Organisation, address: str
) -> None:
    coordinator = member(Role.COORDINATOR, municipality=district)
    client.force_login(coordinator)

    def cost() -> int:
        refresh_figures()
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        return len(queries)

    working_pair(school)
    one = cost()
    for _ in range(2):
        working_pair(OrganisationFactory(municipality=district))
    assert cost() == one


@pytest.mark.parametrize("seed", range(2))
def test_the_first_page_of_a_district_says_the_same_stored_and_counted(district: Municipality, seed: int) -> None:
    writes = Writes(district, seed)
    coordinator = member(Role.COORDINATOR, municipality=district)
    # Hosted elsewhere with people of the district, and people who belong to no organisation.
    guest = MentorFactory(person=PersonFactory(organisation=writes.home(), municipality=district))
    PairFactory(mentor=guest)
    MentorFactory(person=PersonFactory(organisation=None, municipality=district))
    MenteeFactory(person=PersonFactory(organisation=None, municipality=district))
    for write in (*writes.all, *writes.all):
        write()

    def shown(user: User) -> tuple[Any, ...]:
        page = worklist_of(User.objects.get(pk=user.pk))
        return page.figures, *(
            [(group.organisation, group.count, group.deadlines) for group in section.groups]
            for section in (page.overdue, page.this_week, page.later)
        )

    counted = shown(coordinator)
    assert counted[0].free_places > 0
    refresh_figures()
    assert FigureScope(Organisation.objects.all(), TODAY).stale is None
    assert shown(coordinator) == counted


# --- when they are stored -------------------------------------------------------------------------------------------


@pytest.fixture
def worker(settings: Any) -> Any:
    settings.WORKER = True
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    return settings


def _waiting() -> int:
    return DBTaskResult.objects.ready().filter(task_path=store_figures.module_path).count()


def test_a_write_asks_the_worker_once_and_a_page_does_not(
    client: Client, district: Municipality, school: Organisation, worker: Any
) -> None:
    client.force_login(member(Role.COORDINATOR, municipality=district))
    MentorFactory(organisation=school)
    client.get("/monitoring/")
    assert _waiting() == 0
    for _ in range(2):
        client.post("/accounts/login/")
        assert _waiting() == 1
    DBTaskResult.objects.all().delete()
    store_figures.call()
    assert _is_fresh(school)
    client.post("/accounts/login/")
    assert _waiting() == 0


def test_a_command_stores_them(school: Organisation, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("refresh_figures")
    assert "пересчитано: 1" in capsys.readouterr().out
    assert _is_fresh(school)


def test_after_a_migration_nothing_that_was_stored_is_believed(school: Organisation) -> None:
    """It writes while the triggers stand aside."""
    refresh_figures()
    emit_post_migrate_signal(verbosity=0, interactive=False, db="default", apps=apps, plan=[])
    assert _is_fresh(school)
    emit_post_migrate_signal(verbosity=0, interactive=False, db="default", apps=apps, plan=[("monitoring.0004", False)])
    assert not _is_fresh(school)
