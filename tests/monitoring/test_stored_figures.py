"""Figures that are stored: at every moment the same as if they were counted, whoever has written what."""

import re
from dataclasses import replace
from datetime import date
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
from monitoring import refresh, stored_layout
from monitoring.figures.histories import History
from monitoring.figures.scope import FigureScope
from monitoring.guards import WATCHED_TABLES
from monitoring.models import StaleFigures, StoredFigures
from monitoring.queries import to_be_stored
from monitoring.refresh import STORED, refresh_figures
from monitoring.tasks import store_figures
from registry import deadlines
from registry.deadline_providers.confirmation import CONFIRMATION
from registry.enums import Role
from registry.models import (
    Mentor,
    Municipality,
    Organisation,
    Person,
)
from tests.factories import (
    MenteeFactory,
    MentorFactory,
    OrganisationFactory,
    PairFactory,
    PersonFactory,
    member,
)
from tests.monitoring.conftest import TODAY, scope_of, working_pair
from tests.monitoring.writes import Writes
from worklist.first_page.page import worklist_of

pytestmark = pytest.mark.django_db

DAYS = (TODAY, date(2026, 9, 1))
#: of the writes; each engine draws its own
SEEDS = range(2) if connection.vendor == "sqlite" else range(2, 4)


def _counted(numbers: Any) -> dict[int, Any]:
    return {pk: each if isinstance(each, int) else dict(each) for pk, each in numbers.items() if each}


def _assert_true(organisations: list[Organisation], days: tuple[date, ...] = DAYS) -> None:
    """What the dashboards take is what is counted from the rows."""
    for on in days:
        for count in STORED:
            taken = _counted(count(scope_of(*organisations, on=on)))
            assert taken == _counted(count.on_day(scope_of(*organisations, on=on))), (count.code, on)


def _is_fresh(*organisations: Organisation) -> bool:
    return not to_be_stored(Organisation.objects.filter(pk__in=[each.pk for each in organisations])).exists()


def test_every_count_has_its_place_in_the_stored_row() -> None:
    """A count without a place is lost, a place without a count says zero."""
    assert sorted(count.code for count in STORED) == sorted(stored_layout.SINGLE + stored_layout.BY_PART)


@pytest.mark.parametrize("seed", SEEDS)
def test_stored_figures_are_those_that_are_counted_after_any_writes(district: Municipality, seed: int) -> None:
    writes = Writes(district, seed)
    for write in writes.all:
        write()
    for _ in range(4):
        refresh_figures()
        assert _is_fresh(*writes.organisations)
        _assert_true(writes.organisations, writes.days())
        writes.some()
        _assert_true(writes.organisations, writes.days())


def test_every_table_that_is_read_to_count_is_watched(district: Municipality) -> None:
    writes = Writes(district, 1)
    for write in writes.all:
        write()
    with CaptureQueriesContext(connection) as queries:
        for count in STORED:
            list(count.history(History([each.pk for each in writes.organisations])))
            count.on_day(scope_of(*writes.organisations))
    read = {table for query in queries for table in re.findall(r'(?:FROM|JOIN) "(\w+)"', query["sql"])}
    # The first two only say whose numbers are asked for; the third is what one statement unites.
    assert read - {"registry_organisation", "registry_municipality", "due"} <= {watch.table for watch in WATCHED_TABLES}


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
    StoredFigures.objects.update(numbers=stored_layout.pack({("mentors", 0): 7}), checksum=1)
    assert not _is_fresh(school)
    _assert_true([school])
    refresh_figures()
    assert _is_fresh(school)
    _assert_true([school])


def test_a_new_kind_of_stored_deadlines_is_counted_at_once(
    school: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    refresh_figures()
    assert _is_fresh(school)
    [confirmation] = [provider for provider in deadlines.providers if CONFIRMATION in provider.kinds]
    another = replace(confirmation, kinds=frozenset(["confirmation_of_summer"]))
    monkeypatch.setattr(deadlines, "providers", [*deadlines.providers, another])
    monkeypatch.setattr("registry.queries.deadlines.providers", deadlines.providers)
    assert not _is_fresh(school)


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


@pytest.mark.parametrize("seed", SEEDS)
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
    MentorFactory(
        person=PersonFactory(organisation=writes.home(), municipality=district)
    )  # whom nothing has taken away

    def shown(user: User) -> tuple[Any, ...]:
        page = worklist_of(User.objects.get(pk=user.pk))
        return page.numbers, *(
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
