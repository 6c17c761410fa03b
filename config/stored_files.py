"""Files that forms bring: none stays in the storage when the rows that name it were not written.

A file is stored before its row. Where the database then refuses, is busy, or the disk is full, the transaction is taken
back, and the file of it is deleted when the request ends (StoredFilesMiddleware). What a killed process leaves
is found by `manage.py remove_orphan_files`.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import IO, Any

from django.core.files import File
from django.core.files.storage import FileSystemStorage, Storage
from django.db import transaction
from django.http import HttpRequest, HttpResponse


@dataclass(eq=False)
class _SavedFile:
    """`commit` waits in the transaction; when that is taken back, it is neither called nor waiting any more."""

    storage: Storage
    name: str
    is_committed: bool = False

    def commit(self) -> None:
        self.is_committed = True

    @property
    def is_taken_back(self) -> bool:
        waiting = transaction.get_connection().run_on_commit
        return not self.is_committed and all(entry[1] != self.commit for entry in waiting)


_saved_files: ContextVar[list[_SavedFile] | None] = ContextVar("saved_files", default=None)


class StoredFiles(FileSystemStorage):
    """The files of DATA_DIR/media."""

    def _save(self, name: str, content: File[Any] | IO[Any]) -> str:
        was_there = self.exists(name)
        try:
            stored_name: str = super()._save(name, content)  # type: ignore[misc]  # how a storage saves, by Django's manual
        except OSError:
            if not was_there:
                self.delete(name)  # a part of it, when the disk is full
            raise
        if (saved_files := _saved_files.get()) is not None:
            saved_file = _SavedFile(self, stored_name)
            saved_files.append(saved_file)
            transaction.on_commit(saved_file.commit)
        return stored_name


@contextmanager
def delete_files_taken_back() -> Iterator[None]:
    """On the way out deletes the files that were stored within a transaction which was taken back."""
    token = _saved_files.set([])
    try:
        yield
    finally:
        saved_files = _saved_files.get() or []
        _saved_files.reset(token)
        for saved_file in saved_files:
            if saved_file.is_taken_back:
                saved_file.storage.delete(saved_file.name)


class StoredFilesMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with delete_files_taken_back():
            return self.get_response(request)
