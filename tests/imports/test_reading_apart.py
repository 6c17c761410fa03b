"""A file is read before the portal writes anything of it, and one that is small only while it is packed is read by the
worker."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from imports.actions import StaleDecision, forget_columns, map_columns, upload
from imports.enums import ImportJob, ImportStatus
from imports.models import ColumnMapping, ImportBatch
from registry.enums import Role
from tests.factories import OrganisationFactory, PolicyFactory, member
from tests.imports.import_files import csv_file
from tests.spreadsheets import making_files as make

DATABASE = {
    "default": {"BACKEND": "django_tasks_db.DatabaseBackend"},
    "now": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
}


def _brought(data: bytes, name: str) -> ImportBatch:
    organisation = OrganisationFactory()
    PolicyFactory(municipality=organisation.municipality)
    browser = Client()
    browser.force_login(member(Role.COORDINATOR, municipality=organisation.municipality))
    typed = {"kind": "mentors", "municipality": organisation.municipality_id, "token": "1"}
    answer = browser.post("/imports/new/", {**typed, "file": SimpleUploadedFile(name, data)})
    assert answer.status_code == 302
    return ImportBatch.objects.get()


@pytest.mark.django_db(transaction=True)
def test_a_file_is_read_while_others_may_write(monkeypatch):
    read, seen = upload.read_preview, []

    def look(*args, **kwargs):
        seen.append(connection.in_atomic_block)
        return read(*args, **kwargs)

    monkeypatch.setattr(upload, "read_preview", look)
    batch = _brought(csv_file(("МБОУ «Заречная СОШ № 1»", "Сидорова Мария Сергеевна")), "банк.csv")
    assert seen == [False]
    assert (batch.status, batch.rows.count()) == (ImportStatus.DRAFT, 1)


@pytest.mark.django_db
def test_a_small_archive_of_a_big_table_is_left_to_the_worker(settings):
    settings.TASKS = DATABASE
    padding = b" " * upload.READ_AT_ONCE_UNPACKED  # as small as it gets when packed
    data = make.with_part(make.xlsx([("ФИО", "Организация"), ("Сидорова Мария", "СОШ № 1")]), "xl/notes.txt", padding)
    assert len(data) < upload.READ_AT_ONCE
    batch = _brought(data, "банк.xlsx")
    assert (batch.status, batch.job) == (ImportStatus.UPLOADED, ImportJob.READ)


HEADINGS = ("Кто", "Где", "Кем")
ROW = ("Сидорова Мария Сергеевна", "МБОУ «Заречная СОШ № 1»", "учитель")
ANSWER = {"Кто": "full_name", "Где": "organisation", "Кем": "position"}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("action", [map_columns, forget_columns])
def test_columns_put_right_by_hand_are_read_while_others_may_write(monkeypatch, action):
    batch = _brought(csv_file(ROW, headings=HEADINGS), "банк.csv")
    answer = {"headings": HEADINGS, "mapping": ANSWER, "kind": "mentors", "by": batch.uploaded_by}
    if action is forget_columns:
        map_columns(batch=batch, **answer)
    read, seen = upload.read_preview, []

    def look(*args, **kwargs):
        seen.append(connection.in_atomic_block)
        _brought_by(batch, csv_file(("МБОУ «Заречная СОШ № 1»", "Липина Яна Юрьевна")), "ещё.csv", read)
        return read(*args, **kwargs)

    monkeypatch.setattr(upload, "read_preview", look)
    action(batch=batch, **(answer if action is map_columns else {"by": batch.uploaded_by}))
    assert seen == [False]
    assert ImportBatch.objects.count() == 2, "the other preview was stored while this file was read"
    batch.refresh_from_db()
    assert batch.status == (ImportStatus.DRAFT if action is map_columns else ImportStatus.MAPPING)


def _brought_by(batch: ImportBatch, data: bytes, name: str, read) -> None:
    """Another file of the same municipality, read as it always is."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(upload, "read_preview", read)
        upload.stage_import(
            data=data, filename=name, kind="mentors", municipality=batch.municipality, by=batch.uploaded_by
        )


@pytest.mark.django_db(transaction=True)
def test_an_answer_that_came_while_the_columns_were_read_is_not_overwritten(monkeypatch):
    batch = _brought(csv_file(ROW, headings=HEADINGS), "банк.csv")
    read = upload.read_preview

    def look(*args, **kwargs):
        ImportBatch.objects.filter(pk=batch.pk).update(mapping={"Кто": "full_name"}, kind_choice="mentees")
        return read(*args, **kwargs)

    monkeypatch.setattr(upload, "read_preview", look)
    with pytest.raises(StaleDecision, match="только что указал кто-то другой"):
        map_columns(batch=batch, headings=HEADINGS, mapping=ANSWER, kind="mentors", by=batch.uploaded_by)
    assert not ColumnMapping.objects.exists()
    batch.refresh_from_db()
    assert (batch.mapping, batch.kind_choice) == ({"Кто": "full_name"}, "mentees")
