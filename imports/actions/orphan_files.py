"""Files without a row: their process was killed between storing the file and writing what names it."""

from collections.abc import Iterator
from datetime import timedelta

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import models
from django.utils import timezone


def remove_orphan_files(*, older_than: timedelta = timedelta(days=1)) -> list[str]:
    """Deletes stored files that no row names, of today or in its history; recent ones may still get their row. Returns
    their names."""
    named_files = set(_named_files())
    before = timezone.now() - older_than
    orphans = [
        path
        for path in _stored_files("")
        if path not in named_files and default_storage.get_modified_time(path) < before
    ]
    for path in orphans:
        default_storage.delete(path)
    return orphans


def _named_files() -> Iterator[str]:
    for model in apps.get_models():
        columns = [field.name for field in model._meta.fields if isinstance(field, models.FileField)]
        history = getattr(model, "history", None)
        for name in columns:
            for owner in (model, *((history.model,) if history is not None else ())):
                if any(field.name == name for field in owner._meta.fields):
                    yield from owner._base_manager.values_list(name, flat=True).distinct()


def _stored_files(folder: str) -> Iterator[str]:
    if not default_storage.exists(folder or "."):
        return
    folders, names = default_storage.listdir(folder)
    for name in sorted(names):
        yield f"{folder}/{name}" if folder else name
    for name in sorted(folders):
        yield from _stored_files(f"{folder}/{name}" if folder else name)
