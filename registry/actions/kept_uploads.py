"""Files of forms: stored for their author, attached again to a refused form, deleted after an accepted one."""

from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from secrets import token_urlsafe

from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from registry.extension_points import upload_checks
from registry.models import KeptUpload
from registry.papers.uploads import check_scan, check_signature

KEPT_FOR = timedelta(days=3)
#: how many files wait for one author at most; the oldest go first
MOST_OF_AUTHOR = 20
_LONGEST_NAME = 255
_LONGEST_ADDRESS, _LONGEST_FIELD = 500, 100


def keep_upload(*, field: str, upload: UploadedFile, address: str, room: str, by: User) -> KeptUpload | None:
    """Stores a copy of the file. Returns None for a file that its form refuses in any case, and for a name of a field
    or an address that is longer than any of the portal."""
    if len(field) > _LONGEST_FIELD or len(address) > _LONGEST_ADDRESS:
        return None
    check = upload_checks.get(room) or (check_signature if "signature" in field else check_scan)
    try:
        check(upload)
    except ValidationError:
        return None
    remove_stale_uploads()
    name = Path(upload.name or "").name[-_LONGEST_NAME:]
    stored_upload = KeptUpload(author=by, token=token_urlsafe(24), address=address, field=field, name=name)
    # a plain file is copied, an uploaded one would be moved away from the form
    with transaction.atomic():  # without its row the file goes as well (config.stored_files)
        stored_upload.file.save(name, File(upload, name=name), save=False)
        stored_upload.save()
    upload.seek(0)
    delete_uploads(KeptUpload.objects.filter(author=by)[MOST_OF_AUTHOR:])
    return stored_upload


def uploads_of(author: User, *, address: str, tokens: Iterable[str]) -> QuerySet[KeptUpload]:
    """The stored files that the page names, if this author has sent them to this page."""
    since = timezone.now() - KEPT_FOR
    return KeptUpload.objects.filter(author=author, address=address, token__in=list(tokens), kept_at__gte=since)


def given_back(stored_upload: KeptUpload) -> UploadedFile:
    """The stored file in the form of one that has just come with the form."""
    with stored_upload.file.open("rb") as file:
        return SimpleUploadedFile(stored_upload.name, file.read())


def delete_uploads(uploads: Iterable[KeptUpload]) -> int:
    rows = list(uploads)
    KeptUpload.objects.filter(pk__in=[upload.pk for upload in rows]).delete()
    for upload in rows:
        upload.file.storage.delete(str(upload.file.name))
    return len(rows)


def remove_stale_uploads() -> int:
    return delete_uploads(KeptUpload.objects.filter(kept_at__lt=timezone.now() - KEPT_FOR))
