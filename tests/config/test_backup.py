"""The drill: a copy is made while the portal works, the portal is lost, and the copy brings everything back."""

import json
import os
import shutil
import threading
import zipfile
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from config.backup import copying
from config.backup.manifest import database_name
from registry.guards import installation
from registry.models import Consent, Municipality, OrganisationAlias, Person
from reports.models import IssuedDocument
from tests.every_thing import build_world
from tests.factories import OrganisationFactory, PersonFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def media(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.DATA_DIR = tmp_path
    return tmp_path / "media"


@pytest.fixture
def folder(tmp_path) -> Path:
    (tmp_path / "copies").mkdir()
    return tmp_path / "copies"


def _plain(cell):
    return bytes(cell) if isinstance(cell, memoryview) else cell


def rows_of_every_table() -> dict[str, list]:
    names = connection.introspection.django_table_names(only_existing=True, include_views=False)
    rows = {}
    with connection.cursor() as cursor:
        for table in (*names, "django_migrations"):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            order = sorted(range(len(cursor.description)), key=lambda place: cursor.description[place][0])
            cells = [tuple(_plain(row[place]) for place in order) for row in cursor.fetchall()]
            rows[table] = sorted(cells, key=repr)
    return rows


def files_of(media: Path) -> dict[str, bytes]:
    return {str(path.relative_to(media)): path.read_bytes() for path in media.rglob("*") if path.is_file()}


def backup(target: Path, **options) -> Path:
    call_command("backup", target, stdout=StringIO(), stderr=StringIO(), **options)
    return max(target.glob("*.zip")) if target.is_dir() else target


def restore(path: Path, **options) -> None:
    call_command("restore", path, stdout=StringIO(), stderr=StringIO(), **options)


def test_a_drill_brings_back_every_row_and_every_byte_with_the_guards(media, folder):
    document = build_world().things["document"]
    before, files, pdf = rows_of_every_table(), files_of(media), bytes(document.pdf)
    assert len(files) > 5
    path = backup(folder)
    assert os.stat(path).st_mode & 0o077 == 0

    # the portal is lost
    installation.drop(connection)
    IssuedDocument.objects.all().delete()
    Consent.objects.all().delete()
    Municipality.objects.update(name="Не тот муниципалитет")
    newest = PersonFactory().pk
    shutil.rmtree(media / "consents")
    default_storage.save("stray.txt", ContentFile(b"1"))
    restore(path, over=database_name())

    assert rows_of_every_table() == before
    assert files_of(media) == files
    assert bytes(IssuedDocument.objects.get(pk=document.pk).pdf) == pdf
    assert installation.missing(connection) == []
    with pytest.raises(IntegrityError), transaction.atomic():
        IssuedDocument.objects.filter(pk=document.pk).delete()
    assert [entry.name for entry in media.parent.iterdir() if "media" in entry.name] == ["media"]
    # numbers go on where they had come to when the copy was made
    assert PersonFactory().pk <= newest


def test_a_copy_made_while_others_write_holds_whole_transactions(media, folder):
    school = OrganisationFactory()
    default_storage.save("scan.txt", ContentFile(b"1" * 5_000_000))
    stop = threading.Event()

    def write() -> None:
        number = 0
        try:
            while not stop.is_set():
                number += 1
                with transaction.atomic():
                    for half in "аб":
                        name = f"{number}{half}"
                        OrganisationAlias.objects.create(
                            organisation=school, municipality=school.municipality, name=name
                        )
        finally:
            connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        paths = [backup(folder / f"{number}.zip") for number in range(3)]
    finally:
        stop.set()
        writer.join()
    assert OrganisationAlias.objects.count() > 2
    for path in paths:
        restore(path, over=database_name())
        names = list(OrganisationAlias.objects.values_list("name", flat=True))
        assert sorted(name for name in names if name.endswith("б")) == sorted(
            f"{name[:-1]}б" for name in names if name.endswith("а")
        )


def test_a_portal_that_holds_anything_is_not_replaced_unless_named(media, folder):
    person = PersonFactory(organisation=OrganisationFactory())
    path = backup(folder)
    Person.objects.filter(pk=person.pk).update(position="завуч")
    with pytest.raises(CommandError, match=f"--over {database_name()}"):
        restore(path)
    with pytest.raises(CommandError, match="а не другая"):
        restore(path, over="другая")
    person.refresh_from_db()
    assert person.position == "завуч"


def _damaged(path: Path, kind: str) -> Path:
    """The copy cut short, without a member, or with another byte in one."""
    damaged = path.with_name(f"{kind}.zip")
    if kind == "half":
        data = path.read_bytes()
        damaged.write_bytes(data[: len(data) // 2])
        return damaged
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(damaged, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if (kind, name) in (("no-manifest", "manifest.json"), ("member-lost", "media/scan.txt")):
                continue
            if kind == "climbing" and name == "manifest.json":
                manifest = json.loads(data)
                manifest["files"]["media/../../x"] = manifest["files"].pop("media/scan.txt")
                data = json.dumps(manifest)
            if kind == "newer" and name == "manifest.json":
                manifest = json.loads(data)
                manifest["migrations"].append("reports.9999_later")
                data = json.dumps(manifest)
            if kind == "older" and name == "manifest.json":
                manifest = json.loads(data)
                manifest["migrations"] = [one for one in manifest["migrations"] if not one.startswith("reports.0004")]
                data = json.dumps(manifest)
            is_climbing = kind == "climbing" and name == "media/scan.txt"
            target.writestr(
                "media/../../x" if is_climbing else name, b"2" if kind == "byte" and name.startswith("media/") else data
            )
    return damaged


@pytest.mark.parametrize("kind", ["half", "no-manifest", "member-lost", "byte", "climbing", "newer", "older"])
def test_half_a_copy_or_a_strange_one_is_refused_and_changes_nothing(media, folder, kind):
    PersonFactory(organisation=OrganisationFactory())
    default_storage.save("scan.txt", ContentFile(b"1"))
    before, path = rows_of_every_table(), _damaged(backup(folder), kind)
    with pytest.raises(CommandError):
        restore(path, over=database_name())
    assert rows_of_every_table() == before
    assert files_of(media) == {"scan.txt": b"1"}


@pytest.mark.parametrize(
    "error", [OSError(28, "No space left on device"), connection.Database.OperationalError("full")]
)
def test_a_copy_that_breaks_off_leaves_nothing_and_none_is_written_over(media, folder, monkeypatch, error):
    def break_off(*_: object) -> None:
        raise error

    path = backup(folder / "first.zip")
    first = path.read_bytes()
    with pytest.raises(CommandError, match="уже есть"):
        backup(path)
    assert path.read_bytes() == first
    monkeypatch.setattr(copying, "_add_media", break_off)
    with pytest.raises(CommandError, match="место на диске"):
        backup(folder / "second.zip")
    assert [entry.name for entry in folder.iterdir()] == ["first.zip"]


def test_the_key_stands_apart_and_another_one_is_noticed(media, folder, settings):
    path = backup(folder / "copy.zip", key=folder / "key")
    assert (folder / "key").read_text().strip() == settings.SECRET_KEY
    assert os.stat(folder / "key").st_mode & 0o077 == 0
    with zipfile.ZipFile(path) as archive:
        assert not any(settings.SECRET_KEY.encode() in archive.read(name) for name in archive.namelist())
    settings.SECRET_KEY = "another" * 10
    said = StringIO()
    call_command("restore", path, over=database_name(), stdout=StringIO(), stderr=said)
    assert "ключ здесь другой" in said.getvalue()
