"""Writing a draft: what the database refuses is told by row, what races with it waits or is refused."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from imports.actions import (
    NotWritten,
    UndoRefused,
    commit,
    commit_batch,
    decide,
    discard_batch,
    read_batch,
    stage_import,
    undo_batch,
    upload,
)
from imports.enums import ImportJob, ImportStatus
from imports.models import ImportBatch
from imports.row_data import Decision
from imports.writing import refused_records
from registry.models import Mentor, Organisation, Person
from tests.factories import OrganisationFactory, UserFactory
from tests.imports.import_files import csv_file, rows_in_tables, workbook

LIST = ("Краткое наименование", "Полное наименование")
GARDENS = ("Ромашка", "Василёк", "Подснежник", "Колокольчик", "Берёзка")


@pytest.fixture
def school():
    return OrganisationFactory(short_name="МБОУ «Приреченская СОШ»")


@pytest.fixture
def clerk():
    return UserFactory()


@pytest.fixture
def stage(school, clerk):
    def stage(*rows, kind="mentors", headings=None, make=csv_file, name="банк.csv"):
        data = make(*rows, **({"headings": headings} if headings else {}))
        return stage_import(data=data, filename=name, kind=kind, municipality=school.municipality, by=clerk)

    return stage


def gardens(stage, **options):
    rows = ((f"МБДОУ «{name}»", f"Детский сад «{name}»") for name in GARDENS)
    return stage(*rows, kind="organisations", headings=LIST, **options)


@pytest.fixture
def founded_meanwhile(monkeypatch, school):
    """Somebody enters an organisation by hand after the rows were compared and before they are written."""
    write = commit.write

    def found(name: str) -> None:
        def write_after(*args, **options):
            Organisation.objects.create(
                municipality=school.municipality, short_name=name, full_name=name, kind="preschool"
            )
            return write(*args, **options)

        monkeypatch.setattr(commit, "write", write_after)

    return found


@pytest.mark.django_db
def test_the_row_that_the_database_refuses_is_named_and_nothing_is_written(stage, clerk, founded_meanwhile):
    batch = gardens(stage)
    founded_meanwhile("МБДОУ «Колокольчик»")
    counts = rows_in_tables()
    with pytest.raises(NotWritten) as refused:
        commit_batch(batch=batch, by=clerk)
    (message,) = refused.value.messages
    # two rules of the database are broken, and each engine names the one that it looks at first
    rules = ("Организация с таким кратким наименованием уже есть.", "Почти так же называется другая организация.")
    assert any(f"строка 5: {rule}" in message for rule in rules)
    assert "Внесите файл ещё раз" in message
    assert rows_in_tables() == counts
    batch.refresh_from_db()
    assert (batch.status, batch.committed_at) == (ImportStatus.DRAFT, None)


@pytest.mark.django_db
def test_the_sheet_of_the_refused_row_is_named_too(stage, clerk, founded_meanwhile):
    batch = gardens(stage, make=workbook, name="сады.xlsx")
    founded_meanwhile("МБДОУ «Ромашка»")
    with pytest.raises(NotWritten, match="лист «Банк», строка 2"):
        commit_batch(batch=batch, by=clerk)


@pytest.mark.django_db
def test_written_once_more_the_row_is_compared_with_what_came(stage, clerk, school):
    batch = gardens(stage)
    Organisation.objects.create(
        municipality=school.municipality, short_name="МБДОУ «Ромашка»", full_name="Сад", kind="preschool"
    )
    written = commit_batch(batch=batch, by=clerk)
    assert [row.status for row in written.rows.order_by("position")] == ["review", "new", "new", "new", "new"]
    assert Organisation.objects.filter(short_name="МБДОУ «Ромашка»").count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", range(5))
def test_halving_finds_whichever_record_it_is(school, wrong):
    names = [f"Сад {number}" for number in range(5)]
    Organisation.objects.create(
        municipality=school.municipality, short_name=names[wrong], full_name="Сад", kind="preschool"
    )
    records = [
        Organisation(municipality=school.municipality, short_name=name, full_name=name, kind="preschool")
        for name in names
    ]
    with pytest.raises(refused_records.RefusedRecord) as refused:
        refused_records.write_or_name(records, Organisation.objects.bulk_create)
    assert refused.value.record.short_name == names[wrong]
    assert Organisation.objects.filter(short_name__startswith="Сад").count() == 1


@pytest.mark.django_db
def test_a_written_batch_is_in_nobody_s_work_any_more(stage, school, clerk):
    batch = stage((school.short_name, "Ольхова Мария Сергеевна"))
    ImportBatch.objects.filter(pk=batch.pk).update(job=ImportJob.WRITE, failure="раньше не вышло")
    written = commit_batch(batch=batch, by=clerk)
    assert (written.job, written.job_since, written.error) == ("", None, "")


def race(*jobs) -> list[str]:
    """All at once; which of them were done."""
    start = Barrier(len(jobs))

    def run(job) -> str:
        start.wait()
        try:
            job()
        except ValidationError as refusal:
            return "refused" if isinstance(refusal, UndoRefused) else "late"
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


@pytest.mark.django_db(transaction=True)
def test_a_batch_is_either_written_or_put_aside(stage, school, clerk):
    batch = stage((school.short_name, "Ольхова Мария Сергеевна"))
    outcome = race(
        lambda: commit_batch(batch=batch, by=clerk), lambda: discard_batch(batch=batch, by=clerk),
        lambda: commit_batch(batch=batch, by=clerk), lambda: discard_batch(batch=batch, by=clerk),
    )  # fmt: skip
    assert Counter(outcome) == {"done": 1, "late": 3}
    batch.refresh_from_db()
    assert Mentor.objects.count() == (batch.status == ImportStatus.COMMITTED)


@pytest.mark.django_db(transaction=True)
def test_a_decision_counts_before_the_writing_or_not_at_all(stage, school, clerk):
    batch = stage((school.short_name, "Ольхова Мария Сергеевна"), (school.short_name, "Берестнева Анна Львовна"))
    row = batch.rows.get(row=3)
    written, decided = race(
        lambda: commit_batch(batch=batch, by=clerk),
        lambda: decide(batch=batch, row=row, revision=row.revision, decision=Decision(skip=True), by=clerk),
    )
    assert written == "done"
    row.refresh_from_db()
    assert bool(row.decision) == (decided == "done")
    assert Person.objects.filter(last_name="Берестнева").exists() == (decided == "late")


@pytest.mark.django_db(transaction=True)
def test_a_batch_read_anew_is_written_as_read_before_or_after(stage, school, clerk):
    batch = stage((school.short_name, "Ольхова Мария Сергеевна"))
    written, _ = race(lambda: commit_batch(batch=batch, by=clerk), lambda: read_batch(batch=batch))
    assert written == "done"
    assert [row.status for row in batch.rows.all()] == ["new"]
    assert batch.records.count() == 2


@pytest.mark.django_db(transaction=True)
def test_of_several_undoings_one_is_done(stage, school, clerk):
    batch = commit_batch(batch=stage((school.short_name, "Ольхова Мария Сергеевна")), by=clerk)
    outcome = race(*[lambda: undo_batch(batch=batch, by=clerk)] * 4)
    assert Counter(outcome) == {"done": 1, "late": 3}
    assert Person.history.filter(history_type="-").count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("attempt", range(3))
def test_an_undoing_and_a_later_file_never_lose_each_other(stage, school, clerk, attempt):
    first = commit_batch(batch=stage((school.short_name, "Ольхова Мария Сергеевна", "учитель")), by=clerk)
    second = stage((school.short_name, "Ольхова Мария Сергеевна", "директор"))
    undone, written = race(lambda: undo_batch(batch=first, by=clerk), lambda: commit_batch(batch=second, by=clerk))
    assert written == "done"
    positions = list(Person.objects.values_list("position", flat=True))
    if undone == "refused":
        assert positions == ["директор"]
    else:
        assert positions == []
        assert second.rows.get().status == "review"


@pytest.mark.django_db
@pytest.mark.parametrize("broken", ["the batch", "the rows"])
def test_what_cannot_be_kept_leaves_no_file_behind(stage, settings, tmp_path, monkeypatch, broken):
    settings.MEDIA_ROOT = tmp_path

    def refuse(*args, **kwargs):
        raise OSError("the disk of the database is full")

    if broken == "the batch":
        monkeypatch.setattr(ImportBatch, "save", refuse)
    else:
        monkeypatch.setattr(upload, "store_preview", refuse)
    with pytest.raises(OSError, match="full"):
        stage(("МБОУ «Приреченская СОШ»", "Ольхова Мария Сергеевна"))
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
