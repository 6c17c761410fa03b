"""Large imports are worked on outside the request: progress, a worker that is gone, failures, exactly once."""

from datetime import date, timedelta

import pytest
from django.core.cache import caches
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django_tasks import TaskContext
from django_tasks_db.models import DBTaskResult

from imports.actions import StaleDecision, background, begin_job, run_job, stage_import, store_file
from imports.background import heartbeat
from imports.background.heartbeat import beating, state_of
from imports.background.progress import SHARES, percent_of
from imports.enums import ImportJob, ImportStatus
from imports.models import ImportBatch
from imports.tasks import in_background, run_import_job
from registry import clock
from registry.enums import Role
from registry.models import Person
from tests.imports.import_files import csv_file

pytestmark = pytest.mark.django_db
NAME = "Сидорова Мария Сергеевна"
DATABASE = {
    "default": {"BACKEND": "django_tasks_db.DatabaseBackend"},
    "now": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
}


@pytest.fixture(autouse=True)
def in_november():
    with clock.as_at(date(2026, 11, 20)):
        yield


@pytest.fixture(autouse=True)
def everything_is_big(monkeypatch):
    monkeypatch.setattr("imports.actions.upload.READ_AT_ONCE", 10)
    monkeypatch.setattr("imports.views.batches.WRITTEN_AT_ONCE", 0)


@pytest.fixture
def nobody_at_work(settings):
    """Jobs wait in the database for a worker."""
    settings.TASKS = DATABASE


@pytest.fixture
def coordinator(as_role):
    return as_role(Role.COORDINATOR)


@pytest.fixture
def draft(district) -> ImportBatch:
    return stage_import(data=bank(district), filename="b.csv", kind="auto", municipality=district.municipality, by=None)


def bank(district) -> bytes:
    return csv_file((district.school.short_name, NAME))


def kept(district, data=None) -> ImportBatch:
    return store_file(
        data=data or bank(district), filename="b.csv", kind="auto", municipality=district.municipality, by=None
    )


def upload(client, data, **fields) -> ImportBatch:
    response = client.post("/imports/new/", {"file": SimpleUploadedFile("bank.csv", data), "kind": "auto"} | fields)
    assert response.status_code == 302, response.content.decode()
    return ImportBatch.objects.get(pk=int(response.url.rstrip("/").rpartition("/")[2]))


def work_off() -> None:
    """What the worker does with everything in the queue."""
    for waiting in DBTaskResult.objects.ready():
        waiting.task.call(
            TaskContext(task_result=waiting.task_result), *waiting.args_kwargs["args"], **waiting.args_kwargs["kwargs"]
        )
        waiting.set_successful(None)


def page_of(client, batch, path="", **headers) -> str:
    response = client.get(f"/imports/{batch.pk}/{path}", headers=headers)
    assert response.status_code == 200
    return response.content.decode()


def asked_long_ago(batch, seconds) -> ImportBatch:
    ImportBatch.objects.filter(pk=batch.pk).update(job_since=timezone.now() - timedelta(seconds=seconds))
    batch.refresh_from_db()
    return batch


def runner_died(batch, seconds=61) -> ImportBatch:
    """As it stands when the process was killed while it worked."""
    with beating(batch.pk, batch.job_since, batch.job) as progress:
        progress("читаем файл", 0.5)
        key = heartbeat._key(batch.pk, batch.job_since)
        told = caches["progress"].get(key)
    caches["progress"].set(key, told | {"at": timezone.now() - timedelta(seconds=seconds)})
    return batch


def test_a_big_file_waits_for_the_worker_and_is_then_read(district, coordinator, nobody_at_work):
    batch = upload(coordinator, bank(district))
    assert (batch.status, batch.job) == (ImportStatus.UPLOADED, ImportJob.READ)
    assert "Ждём очереди" in page_of(coordinator, batch)
    work_off()
    batch.refresh_from_db()
    assert (batch.status, batch.job, batch.rows.count()) == (ImportStatus.DRAFT, "", 1)


def test_without_a_worker_it_is_read_at_once(district, coordinator):
    batch = upload(coordinator, bank(district))
    assert (batch.status, batch.job) == (ImportStatus.DRAFT, "")


def test_the_page_tells_the_step_and_the_share_with_and_without_scripts(district, coordinator, nobody_at_work):
    batch = upload(coordinator, bank(district))
    with beating(batch.pk, batch.job_since, batch.job) as progress:
        progress("разбираем строки", 0.5)
        page = page_of(coordinator, batch)
        part = page_of(coordinator, batch, "progress/", HX_Request="true")
    for text in ("Разбираем строки…", 'value="35"', "35 %"):
        assert text in page
        assert text in part
    assert '<noscript><meta http-equiv="refresh" content="2"></noscript>' in page.partition("</head>")[0]
    assert 'hx-trigger="every 2s"' in part
    assert "<html" not in part


def test_the_page_leads_on_by_itself_when_the_work_is_done(district, coordinator, nobody_at_work):
    batch = upload(coordinator, bank(district))
    work_off()
    response = coordinator.get(f"/imports/{batch.pk}/progress/", headers={"HX-Request": "true"})
    assert response.headers["HX-Redirect"] == f"/imports/{batch.pk}/"
    assert coordinator.get(f"/imports/{batch.pk}/progress/").url == f"/imports/{batch.pk}/"


def test_many_rows_are_written_by_the_worker(district, coordinator, draft, nobody_at_work):
    coordinator.post(f"/imports/{draft.pk}/commit/")
    draft.refresh_from_db()
    assert (draft.status, draft.job, Person.objects.count()) == (ImportStatus.DRAFT, ImportJob.WRITE, 0)
    work_off()
    draft.refresh_from_db()
    assert (draft.status, draft.job, Person.objects.count()) == (ImportStatus.COMMITTED, "", 1)
    assert Person.history.get().history_user == draft.committed_by


def test_a_double_click_writes_once(district, coordinator, draft, nobody_at_work):
    for _ in range(2):
        response = coordinator.post(f"/imports/{draft.pk}/commit/", follow=True)
    assert "С этим файлом портал уже работает" in response.content.decode()
    assert DBTaskResult.objects.count() == 1
    work_off()
    assert Person.history.count() == 1


def test_one_opened_form_sent_twice_makes_one_batch(district, coordinator):
    token = coordinator.get("/imports/new/").context["form"]["token"].value()
    first, second = (upload(coordinator, bank(district), token=token) for _ in range(2))
    assert first == second
    assert upload(coordinator, bank(district) + b"\n", token=token) != first
    assert ImportBatch.objects.count() == 2


def test_the_same_file_on_another_day_is_told_and_taken(district, coordinator, stranger):
    first = upload(coordinator, bank(district))
    second = upload(coordinator, bank(district))
    assert first != second
    page = page_of(coordinator, second)
    assert "Точно такой же файл уже загружали" in page
    assert f'href="/imports/{first.pk}/"' in page
    assert "Точно такой же файл" not in page_of(coordinator, first)


def test_when_nobody_takes_the_job_it_can_be_done_now(district, coordinator, nobody_at_work):
    batch = upload(coordinator, bank(district))
    assert "Выполнить сейчас" not in page_of(coordinator, batch)
    asked_long_ago(batch, heartbeat.NOBODY_CAME_AFTER + 1)
    assert "Выполнить сейчас" in page_of(coordinator, batch)
    assert coordinator.post(f"/imports/{batch.pk}/run/").status_code == 302
    batch.refresh_from_db()
    assert batch.status == ImportStatus.DRAFT
    before = list(batch.rows.values_list("pk", flat=True))
    work_off()
    assert list(batch.rows.values_list("pk", flat=True)) == before, "the worker that came late must find nothing to do"


def test_nobody_does_at_once_what_somebody_is_doing(district, coordinator, nobody_at_work):
    batch = asked_long_ago(upload(coordinator, bank(district)), 100)
    with beating(batch.pk, batch.job_since, batch.job):
        response = coordinator.post(f"/imports/{batch.pk}/run/", follow=True)
    assert "С этим файлом портал уже работает" in response.content.decode()
    batch.refresh_from_db()
    assert batch.status == ImportStatus.UPLOADED


def test_the_work_of_a_killed_worker_is_taken_up_again(district, coordinator, draft, nobody_at_work):
    coordinator.post(f"/imports/{draft.pk}/commit/")
    draft.refresh_from_db()
    DBTaskResult.objects.update(status="RUNNING")
    runner_died(asked_long_ago(draft, 120))
    page = page_of(coordinator, draft)
    assert "Работа прервалась, ничего не внесено" in page
    assert "hx-trigger" not in page.partition('id="job"')[2]
    coordinator.post(f"/imports/{draft.pk}/run/")
    work_off()
    draft.refresh_from_db()
    assert (draft.status, Person.objects.count(), Person.history.count()) == (ImportStatus.COMMITTED, 1, 1)


def test_a_runner_thought_dead_that_comes_back_does_nothing_twice(district, draft):
    lost = begin_job(batch=draft, job=ImportJob.WRITE)
    runner_died(lost)
    again = begin_job(batch=draft, job=ImportJob.WRITE)
    for run in (again, lost, again):
        run_job(batch_pk=run.pk, since=run.job_since, by=None)
    draft.refresh_from_db()
    assert (draft.status, draft.failure, Person.history.count()) == (ImportStatus.COMMITTED, "", 1)


def test_an_unreadable_file_is_told_in_words_and_never_waited_for(district, coordinator, nobody_at_work):
    batch = kept(district, b"PK\x03\x04 cut off")
    in_background(batch=batch, job=ImportJob.READ, by=None)
    work_off()
    batch.refresh_from_db()
    assert (batch.status, batch.job) == (ImportStatus.UPLOADED, "")
    page = page_of(coordinator, batch)
    assert "Файл повреждён" in page
    assert "Прочитать ещё раз" in page


def test_a_file_without_known_headings_asks_for_columns(district, coordinator):
    batch = upload(coordinator, csv_file((NAME, "учитель"), headings=("Ответственный", "Кем")))
    assert batch.status == ImportStatus.MAPPING
    assert coordinator.get(f"/imports/{batch.pk}/").url == f"/imports/{batch.pk}/columns/"


def test_an_unforeseen_failure_leaves_nothing_and_is_told(district, coordinator, draft, monkeypatch):
    def fail(batch, by, progress):
        raise RuntimeError("the disk is full")

    monkeypatch.setitem(background._WORK, ImportJob.WRITE, fail)
    response = coordinator.post(f"/imports/{draft.pk}/commit/", follow=True)
    draft.refresh_from_db()
    assert (draft.status, draft.job) == (ImportStatus.DRAFT, "")
    assert "В реестр ничего не внесено" in draft.failure
    assert "the disk is full" not in response.content.decode()


def test_a_batch_that_was_put_aside_is_not_worked_on(district, coordinator, nobody_at_work):
    batch = upload(coordinator, bank(district))
    coordinator.post(f"/imports/{batch.pk}/discard/")
    work_off()
    batch.refresh_from_db()
    assert (batch.status, batch.job, batch.rows.count()) == (ImportStatus.DISCARDED, "", 0)


def test_a_job_must_suit_the_state_of_the_batch(district, draft):
    with pytest.raises(StaleDecision):
        begin_job(batch=kept(district), job=ImportJob.WRITE)


def test_who_may_not_see_the_batch_sees_and_runs_no_work(district, coordinator, stranger, neighbour, nobody_at_work):
    batch = asked_long_ago(upload(coordinator, bank(district)), 100)
    for browser in (stranger, neighbour):
        assert browser.get(f"/imports/{batch.pk}/progress/").status_code == 404
        assert browser.post(f"/imports/{batch.pk}/run/").status_code == 404
        assert browser.post(f"/imports/{batch.pk}/read/").status_code == 404


def test_a_beat_leaves_no_trace_when_the_work_ends(district, draft):
    batch = begin_job(batch=draft, job=ImportJob.WRITE)
    with beating(batch.pk, batch.job_since, batch.job):
        state = state_of(batch.pk, batch.job_since)
        assert (state.waiting, state.dead) == (False, False)
    assert state_of(batch.pk, batch.job_since).waiting


@pytest.mark.parametrize("job", SHARES)
def test_steps_follow_each_other_up_to_the_whole(job):
    shares = list(SHARES[job].values())
    assert [end for _, end in shares[:-1]] == [begin for begin, _ in shares[1:]]
    assert (percent_of(job, next(iter(SHARES[job])), 0), percent_of(job, list(SHARES[job])[-1], 1)) == (0, 100)


def test_reading_and_writing_tell_of_every_step(district, monkeypatch):
    told = []

    class Heard(heartbeat._HeartbeatThread):
        def tell(self, step, done):
            told.append(step)
            super().tell(step, done)

    monkeypatch.setattr(heartbeat, "_HeartbeatThread", Heard)
    batch = kept(district)
    in_background(batch=batch, job=ImportJob.READ, by=None)
    assert list(dict.fromkeys(told)) == list(SHARES["read"])
    told.clear()
    in_background(batch=batch, job=ImportJob.WRITE, by=None)
    assert list(dict.fromkeys(told)) == list(SHARES["write"])


def test_the_task_carries_plain_values(district, nobody_at_work):
    batch = in_background(batch=kept(district), job=ImportJob.READ, by=None)
    waiting = DBTaskResult.objects.get()
    assert waiting.args_kwargs["args"] == [batch.pk, batch.job_since.isoformat(), None]
    assert waiting.task.func is run_import_job.func
