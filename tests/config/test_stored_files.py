"""A file that came with a form does not stay when what names it was not written."""

import errno
import os
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import OperationalError, transaction
from django.test import Client
from django.urls import reverse

from config.stored_files import delete_files_taken_back
from registry.enums import Role
from registry.models import Consent, KeptUpload
from tests.factories import ConsentFactory, OrganisationFactory, PersonFactory, member
from tests.scan_files import PDF
from tests.test_edit_versions import fields_of


@pytest.fixture
def media(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def files_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


@pytest.fixture
def sent(db):
    """A consent with its scan, as the curator sends it."""
    person = PersonFactory(organisation=OrganisationFactory())
    client = Client(raise_request_exception=False)
    client.force_login(member(Role.CURATOR, organisation=person.organisation))
    address = reverse("registry:consent_add", args=[person.pk])
    fields = fields_of(client.get(address))
    return lambda: client.post(
        address,
        {
            **fields,
            "participation-self": "on",
            "scan-participation-self": SimpleUploadedFile("скан.pdf", PDF),
            "signed_on": "2026-09-01",
        },
    )


@pytest.mark.django_db(transaction=True)
def test_a_scan_goes_when_the_database_refuses_its_row(media, sent, monkeypatch):
    save = Consent.save

    def refuse(self: Consent, *args: object, **named: object) -> None:
        save(self, *args, **named)  # the file is stored by now
        raise OperationalError("database is locked")

    monkeypatch.setattr(Consent, "save", refuse)
    assert sent().status_code == 503
    assert not Consent.objects.exists()
    # what the next attempt gets back waits for it, and nothing else
    assert [path.name for path in media.rglob("*") if path.is_file()] == [
        Path(one.file.name).name for one in KeptUpload.objects.all()
    ]


def test_a_scan_stays_with_its_row(media, sent):
    assert sent().status_code == 302
    assert len(files_in(media)) == 1
    assert default_storage.exists(Consent.objects.exclude(scan="").get().scan.name)


@pytest.mark.django_db(transaction=True)
def test_what_a_transaction_took_back_is_deleted_and_nothing_else(media):
    with delete_files_taken_back():
        default_storage.save("outside.txt", ContentFile(b"1"))
        with transaction.atomic():
            default_storage.save("written.txt", ContentFile(b"2"))
            with transaction.atomic():
                default_storage.save("inner.txt", ContentFile(b"3"))
                transaction.set_rollback(True)
    assert files_in(media) == ["outside.txt", "written.txt"]


def test_a_file_that_broke_off_on_a_full_disk_leaves_no_part_of_it(media, monkeypatch):
    def break_off(self: FileSystemStorage, name: str, content: object) -> str:
        (media / name).write_bytes(b"half")
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(FileSystemStorage, "_save", break_off)
    with pytest.raises(OSError, match="No space"):
        default_storage.save("scan.pdf", ContentFile(PDF))
    assert files_in(media) == []


def test_what_a_killed_process_left_is_removed_and_what_any_row_names_stays(db, media):
    consent = ConsentFactory(scan=ContentFile(PDF, "scan.pdf"))
    former = consent.scan.name
    consent.scan = ContentFile(PDF, "other.pdf")
    consent.save()
    left = default_storage.save("consents/left.pdf", ContentFile(PDF))
    for path in media.rglob("*.pdf"):
        os.utime(path, (0, 0))
    call_command("remove_orphan_files", verbosity=0)
    assert not default_storage.exists(left)
    assert default_storage.exists(consent.scan.name)
    assert default_storage.exists(former)  # history names it
