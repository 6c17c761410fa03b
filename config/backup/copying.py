"""A copy of the whole portal is made, and put back: database and files. The secret key is kept apart from it."""

import shutil
import sqlite3
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from types import ModuleType

import psycopg
from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection, models

from accounts.models import User
from config.backup import postgresql_rows, sqlite_file
from config.backup.archive import MEDIA, ArchiveReader, ArchiveWriter, new_archive, pieces_of
from config.backup.manifest import BackupRefused, Manifest, check_migrations, database_name, new_manifest
from registry import clock
from registry.guards import installation
from registry.models import Municipality

#: of the disk and of the database, also those of the drivers themselves, which COPY and SQLite's backup raise
FAILURES = (OSError, DatabaseError, sqlite3.Error, psycopg.Error)
#: how often a copy is begun anew because files went away while it was made
_ATTEMPTS = 3


def make_backup(target: Path) -> tuple[Path, Manifest]:
    """`target`: a folder, in which the copy is named after the moment, or a file that is not there yet.

    Returns the file and its manifest."""
    now = clock.now()
    path = target / _name_at(now) if target.is_dir() else target
    if path.exists():
        raise BackupRefused(f"Файл {path} уже есть. Назовите другой: копии не пишутся поверх копий.")
    if not path.parent.is_dir():
        raise BackupRefused(f"Папки {path.parent} нет. Создайте её или назовите другую.")
    if Path(settings.MEDIA_ROOT) in (path.parent, *path.parent.parents):
        raise BackupRefused("Копия не может лежать среди файлов портала. Назовите другую папку, лучше на другом диске.")
    for _ in range(_ATTEMPTS):
        manifest = new_manifest(now.isoformat(timespec="seconds"))
        if _is_whole(path, manifest):
            return path, manifest
        path.unlink()
    raise BackupRefused("Пока делалась копия, из портала удаляли файлы. Повторите, когда никто не работает.")


def restore_backup(path: Path, *, over: str = "") -> Manifest:
    """Puts a copy in the place of what the portal holds. `over`: the name of the database that may be replaced; without
    it the portal must be empty. Raises BackupRefused, and has changed nothing then."""
    reader = ArchiveReader(path)
    manifest = reader.manifest
    if manifest.engine != connection.vendor:
        raise BackupRefused(f"Копия снята с базы {manifest.engine}, а портал работает на {connection.vendor}.")
    check_migrations(manifest)
    _require_empty(over)
    media = Path(settings.MEDIA_ROOT)
    fresh, former = media.with_name(f"{media.name}.restored"), media.with_name(f"{media.name}.replaced")
    for leftover in (fresh, former):
        shutil.rmtree(leftover, ignore_errors=True)
    try:
        fresh.mkdir(parents=True, mode=0o700)
        for name in reader.names(MEDIA):
            reader.extract(name, fresh / name.removeprefix(MEDIA))
        _database().load(reader)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise
    if media.exists():
        media.rename(former)
    fresh.rename(media)
    shutil.rmtree(former, ignore_errors=True)
    if missing := installation.missing(connection):
        raise BackupRefused(
            f"После восстановления в базе нет защит: {', '.join(missing)}. Запустите manage.py migrate."
        )
    return manifest


def _name_at(moment: datetime) -> str:
    return f"portal-{moment.astimezone():%Y-%m-%d-%H%M%S}.zip"


def _database() -> ModuleType:
    return sqlite_file if connection.vendor == "sqlite" else postgresql_rows


def _is_whole(path: Path, manifest: Manifest) -> bool:
    """Rows first, files after: a file is stored before the row that names it, so each file of the snapshot is still
    there, or was taken away meanwhile."""
    with new_archive(path, manifest) as writer:
        named_files = _database().dump(writer, _file_columns()) - {"", None}
        _add_media(writer)
        absent = {name for name in named_files if f"{MEDIA}{name}" not in manifest.files}
        lost = absent & set(_files_named_now()) if absent else set()
        manifest.lost_files = sorted(lost)
    return absent == lost


def _add_media(writer: ArchiveWriter) -> None:
    media = Path(settings.MEDIA_ROOT)
    for path in sorted(media.rglob("*")):
        try:
            with path.open("rb") as file:
                writer.add(f"{MEDIA}{path.relative_to(media).as_posix()}", pieces_of(file), is_packed=False)
        except (FileNotFoundError, IsADirectoryError):  # taken away meanwhile
            continue


def _file_columns() -> list[tuple[str, str]]:
    return [
        (model._meta.db_table, str(field.column))
        for model in apps.get_models()
        for field in model._meta.fields
        if isinstance(field, models.FileField)
    ]


def _files_named_now() -> Iterator[str]:
    for model in apps.get_models():
        for field in model._meta.fields:
            if isinstance(field, models.FileField):
                yield from model._base_manager.values_list(field.name, flat=True)


def _require_empty(over: str) -> None:
    name = database_name()
    if over == name:
        return
    if over:
        raise BackupRefused(f"База этого портала называется {name}, а не {over}. Проверьте, тот ли это портал.")
    if _holds_anything():
        raise BackupRefused(
            "В этом портале уже есть данные: восстановление заменит их. Если так и надо, остановите портал и повторите "
            f"с ключом --over {name}."
        )


def _holds_anything() -> bool:
    media = Path(settings.MEDIA_ROOT)
    if media.is_dir() and any(path.is_file() for path in media.rglob("*")):
        return True
    try:
        return User.objects.exists() or Municipality.objects.exists()
    except DatabaseError:  # a new database has no tables yet
        return False
