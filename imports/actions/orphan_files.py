"""Files of imports without a batch: their process was killed between storing the file and writing the batch."""

from datetime import timedelta

from django.core.files.storage import default_storage
from django.utils import timezone

from imports.models import ImportBatch
from registry.papers.uploads import IMPORTS


def remove_orphan_files(*, older_than: timedelta = timedelta(days=1)) -> list[str]:
    """Deletes stored files without a batch; recent ones may still get theirs. Returns their names."""
    if not default_storage.exists(IMPORTS):
        return []
    _, names = default_storage.listdir(IMPORTS)
    batch_files = set(ImportBatch.objects.values_list("file", flat=True))
    before = timezone.now() - older_than
    orphans = [
        path
        for path in (f"{IMPORTS}/{name}" for name in sorted(names))
        if path not in batch_files and default_storage.get_modified_time(path) < before
    ]
    for path in orphans:
        default_storage.delete(path)
    return orphans
