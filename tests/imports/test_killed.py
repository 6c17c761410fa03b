"""The process that writes, takes back or reads an import is killed: everything is done, or nothing."""

import os
import random
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from imports.actions import commit_batch, read_batch, stage_import, store_file, undo_batch
from imports.enums import ImportKind, ImportStatus
from imports.models import ImportBatch, ImportedRecord
from imports.parsing import UnreadableFile
from registry.models import Mentor, Person
from tests.factories import OrganisationFactory, UserFactory
from tests.imports.import_files import csv_file
from tests.imports.killing import AFTER_COMMIT, BEFORE_COMMIT, Killer

pytestmark = pytest.mark.django_db(transaction=True)
ROWS = 600
MOMENTS = 20
#: some of the statements of a job, besides its random moments
STATEMENTS = 6
State = tuple[object, ...]


@pytest.fixture
def killer() -> Iterator[Killer]:
    with Killer.ready(str(connection.settings_dict["NAME"])) as killer:
        yield killer


@pytest.fixture
def school():
    return OrganisationFactory()


@pytest.fixture
def clerk():
    return UserFactory()


def names(count: int) -> list[str]:
    """People whom nobody takes for one another."""
    letters = random.Random(2026)
    syllables = [a + b for a in "бвгджзклмнпрст" for b in "аеиоу"]
    return [
        f"{''.join(letters.choice(syllables) for _ in range(5)).capitalize()}нова Мария Сергеевна" for _ in range(count)
    ]


def data_of(school, people: list[str], position: str) -> bytes:
    return csv_file(*((school.short_name, name, position) for name in people))


def stage(school, clerk, people: list[str], position: str) -> ImportBatch:
    return stage_import(
        data=data_of(school, people, position), filename="банк.csv", kind=ImportKind.MENTORS,
        municipality=school.municipality, by=clerk,
    )  # fmt: skip


def state_of(batch: ImportBatch) -> State:
    """What the job may have changed, once a killed process has let go of its locks."""
    with transaction.atomic():
        status = ImportBatch.objects.select_for_update().get(pk=batch.pk).status
        counts = (found.count() for found in (Person.objects, Mentor.objects, Person.history, Mentor.history))
        written = ImportedRecord.objects.filter(batch=batch).count()
        heads = Person.objects.filter(position="директор").count()
        return (status, *counts, written, heads, batch.rows.count())


def outcome_of(job: Callable[[], object], batch: ImportBatch) -> State:
    """The state after the whole job, which is then forgotten."""
    with transaction.atomic():
        job()
        state = state_of(batch)
        transaction.set_rollback(True)
    return state


class Trial:
    """A job killed again and again; once it came to its end, everything is prepared anew."""

    def __init__(self, killer: Killer, name: str, prepare: Callable[[], ImportBatch], clerk) -> None:
        self._killer, self._name, self._prepare, self._clerk = killer, name, prepare, clerk
        self.killed = self.done = 0
        self._begin()
        self.whole = killer.run(f"{name}-dry", self.batch, by=clerk)
        assert not self.whole.killed

    def _begin(self) -> None:
        self.batch = self._prepare()
        self.before = state_of(self.batch)
        self.after = outcome_of(self.finish, self.batch)
        assert self.before != self.after

    def finish(self) -> None:
        jobs = {"commit": commit_batch, "undo": undo_batch, "read": lambda *, batch, by: read_batch(batch=batch)}
        jobs[self._name](batch=self.batch, by=self._clerk)

    def kill(self, **when) -> State:
        run = self._killer.run(self._name, self.batch, by=self._clerk, **when)
        self.killed += run.killed
        state = state_of(self.batch)
        assert state in (self.before, self.after), when
        if state == self.after:
            self.done += 1
            self._begin()
            return "done"
        return "nothing"

    def kill_everywhere(self, moments: int) -> None:
        """At random moments, at some statements, and on both sides of the end of the transaction."""
        chance = random.Random(self._name)
        for _ in range(moments):
            self.kill(after=self.whole.seconds * chance.uniform(0, 1))
        last = self.whole.statements
        for number in range(1, last + 1, max(last // STATEMENTS, 1)):
            assert self.kill(point=number) == "nothing"
        assert self.kill(point=BEFORE_COMMIT) == "nothing"
        assert self.kill(point=AFTER_COMMIT) == "done"
        assert self.killed > STATEMENTS
        self.finish()
        assert state_of(self.batch) == self.after


def test_a_killed_commit_writes_everything_or_nothing(killer, school, clerk):
    people = names(ROWS)
    known = stage(school, clerk, people[: ROWS // 2], "учитель")
    commit_batch(batch=known, by=clerk)

    def prepare() -> ImportBatch:
        last = ImportBatch.objects.order_by("pk").last()
        if last.status == ImportStatus.COMMITTED and last != known:
            undo_batch(batch=last, by=clerk)
        return stage(school, clerk, people, "директор")

    Trial(killer, "commit", prepare, clerk).kill_everywhere(MOMENTS)


def test_a_killed_undo_takes_back_everything_or_nothing(killer, school, clerk):
    people = names(ROWS)
    commit_batch(batch=stage(school, clerk, people[: ROWS // 2], "учитель"), by=clerk)

    def prepare() -> ImportBatch:
        return commit_batch(batch=stage(school, clerk, people, "директор"), by=clerk)

    Trial(killer, "undo", prepare, clerk).kill_everywhere(MOMENTS // 4)


def test_a_killed_reading_leaves_the_file_to_be_read_again(killer, school, clerk):
    data = data_of(school, names(ROWS), "учитель")

    def prepare() -> ImportBatch:
        return store_file(
            data=data, filename="банк.csv", kind=ImportKind.MENTORS, municipality=school.municipality, by=clerk
        )

    Trial(killer, "read", prepare, clerk).kill_everywhere(MOMENTS // 4)


def test_a_file_that_a_killed_process_left_without_a_batch_is_removed(school, clerk, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    kept = store_file(
        data=data_of(school, names(1), "учитель"), filename="банк.csv", kind=ImportKind.MENTORS,
        municipality=school.municipality, by=clerk,
    )  # fmt: skip
    folder = tmp_path / "imports"
    left, young = folder / "left.csv", folder / "young.csv"
    for file in (left, young):
        file.write_bytes(b"")
    for file in (left, Path(kept.file.path)):
        os.utime(file, (0, 0))
    call_command("remove_orphan_files", stdout=StringIO())
    assert {file.name for file in folder.iterdir()} == {young.name, Path(kept.file.name).name}


def test_what_cannot_be_read_leaves_no_file(school, clerk, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with pytest.raises(UnreadableFile):
        stage_import(
            data=b"nothing", filename="f.csv", kind=ImportKind.MENTORS, municipality=school.municipality, by=clerk
        )
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
