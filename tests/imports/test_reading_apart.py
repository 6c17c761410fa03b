"""A file is read before the portal writes anything of it, and one that is small only while it is packed is read by the
worker."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from imports.actions import upload
from imports.enums import ImportJob, ImportStatus
from imports.models import ImportBatch
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
