"""The file of a copy: a ZIP whose last member is the manifest. A copy that broke off has none and is refused."""

import hashlib
import os
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO

from config.backup.manifest import BackupRefused, Manifest

MANIFEST = "manifest.json"
DATABASE, MEDIA = "database/", "media/"
_AT_ONCE = 1024 * 1024


class ArchiveWriter:
    def __init__(self, archive: zipfile.ZipFile, manifest: Manifest) -> None:
        self._archive = archive
        self.manifest = manifest

    def add(self, name: str, parts: Iterable[bytes], *, is_packed: bool) -> None:
        digest, size = hashlib.sha256(), 0
        member = name if is_packed else zipfile.ZipInfo(name)  # without a word of its own it is stored as it is
        with self._archive.open(member, "w", force_zip64=True) as target:
            for part in parts:
                target.write(part)
                digest.update(part)
                size += len(part)
        self.manifest.files[name] = (size, digest.hexdigest())

    def finish(self) -> None:
        self._archive.writestr(MANIFEST, self.manifest.as_json())


@contextmanager
def new_archive(path: Path, manifest: Manifest) -> Iterator[ArchiveWriter]:
    """Writes beside the path and takes its place when everything is on the disk; an error leaves nothing."""
    unfinished = path.with_name(f"{path.name}.part")
    # the data are about people: for the portal's own user only
    descriptor = os.open(unfinished, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "w+b") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
                writer = ArchiveWriter(archive, manifest)
                yield writer
                writer.finish()
            file.flush()
            os.fsync(file.fileno())
        os.replace(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)


def pieces_of(file: IO[bytes]) -> Iterator[bytes]:
    return iter(lambda: file.read(_AT_ONCE), b"")


class ArchiveReader:
    """A whole copy: every member is there and is what the manifest says. Raises BackupRefused for any other file."""

    def __init__(self, path: Path) -> None:
        try:
            self._archive = zipfile.ZipFile(path)
            self.manifest = Manifest.of_json(self._archive.read(MANIFEST))
        except FileNotFoundError as error:
            raise BackupRefused(f"Файла {path} нет. Проверьте имя.") from error
        except (OSError, zipfile.BadZipFile, KeyError, TypeError, ValueError) as error:
            raise BackupRefused(
                f"{path.name} — не копия портала или только часть её. Возьмите другую копию."
            ) from error
        self._check()

    def _check(self) -> None:
        present = set(self._archive.namelist()) - {MANIFEST}
        if present != set(self.manifest.files):
            raise BackupRefused("В копии не те файлы, что названы в её описи. Возьмите другую копию.")
        for name, (size, digest) in self.manifest.files.items():
            _check_name(name)
            if self._measured(name) != (size, digest):
                raise BackupRefused(f"В копии испорчен файл {name}. Возьмите другую копию.")

    def _measured(self, name: str) -> tuple[int, str]:
        digest, size = hashlib.sha256(), 0
        try:
            with self.open(name) as member:
                for part in pieces_of(member):
                    digest.update(part)
                    size += len(part)
        except (OSError, zipfile.BadZipFile, EOFError) as error:
            raise BackupRefused(f"В копии не читается файл {name}. Возьмите другую копию.") from error
        return size, digest.hexdigest()

    def names(self, folder: str) -> list[str]:
        return [name for name in self.manifest.files if name.startswith(folder)]

    def open(self, name: str) -> IO[bytes]:
        return self._archive.open(name)

    def extract(self, name: str, target: Path) -> None:
        target.parent.mkdir(parents=True, exist_ok=True)
        with self.open(name) as member, target.open("wb") as file:
            for part in pieces_of(member):
                file.write(part)


def _check_name(name: str) -> None:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or not name.startswith((DATABASE, MEDIA)):
        raise BackupRefused(f"В копии файл с недопустимым именем {name!r}. Такую копию портал не делает.")
