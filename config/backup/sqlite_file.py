"""The database of SQLite in a copy: one file, taken and given back by SQLite's own backup, other users or not."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.db import connection

from config.backup.archive import DATABASE, ArchiveReader, ArchiveWriter, pieces_of
from config.backup.manifest import BackupRefused

MEMBER = f"{DATABASE}portal.sqlite3"


def dump(writer: ArchiveWriter, file_columns: Iterable[tuple[str, str]]) -> set[str]:
    """Returns the names of files that rows of the snapshot bear."""
    with _folder() as folder:
        path = folder / "snapshot.sqlite3"
        with closing(_connect(_live())) as source, closing(sqlite3.connect(path)) as snapshot:
            source.backup(snapshot)  # one read transaction, however long others write
            snapshot.execute("PRAGMA journal_mode = DELETE")
            writer.manifest.tables = _counts(snapshot)
            named_files = {
                name
                for table, column in file_columns
                for (name,) in snapshot.execute(f'SELECT DISTINCT "{column}" FROM "{table}"')  # noqa: S608
            }
        with path.open("rb") as file:
            writer.add(MEMBER, pieces_of(file), is_packed=True)
    return named_files


def load(reader: ArchiveReader) -> None:
    """Puts the database in the place of the present one, at once or not at all."""
    with _folder() as folder:
        path = folder / "copy.sqlite3"
        reader.extract(MEMBER, path)
        with closing(sqlite3.connect(path)) as copy:
            if (
                copy.execute("PRAGMA integrity_check").fetchall() != [("ok",)]
                or _counts(copy) != reader.manifest.tables
            ):
                raise BackupRefused("База данных в копии повреждена. Возьмите другую копию.")
            connection.close()
            with closing(_connect(_live())) as target:
                copy.backup(target)


def _live() -> str:
    return str(settings.DATABASES["default"]["NAME"])


def _connect(name: str) -> sqlite3.Connection:
    return sqlite3.connect(name, uri=name.startswith("file:"), timeout=settings.DB_WAIT_SECONDS)


def _counts(database: sqlite3.Connection) -> dict[str, int]:
    tables = database.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    ).fetchall()
    return {
        table: database.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]  # noqa: S608  # of the database itself
        for (table,) in sorted(tables)
    }


@contextmanager
def _folder() -> Iterator[Path]:
    """On the disk of the data, which has room for the database; /tmp may be small and is everybody's."""
    with TemporaryDirectory(dir=settings.DATA_DIR, prefix="backup-") as folder:
        yield Path(folder)
