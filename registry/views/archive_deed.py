"""Whether a page puts into the archive or brings back: sent twice, it does not undo itself."""

from accounts.requests import AuthenticatedRequest

ARCHIVE, RESTORE = "archive", "restore"


def asks_to_restore(request: AuthenticatedRequest, *, is_archived: bool) -> bool:
    """What the page that was sent offered (`deed`); a page that is only shown offers what the record lacks."""
    deed = request.POST.get("deed", "")
    return deed == RESTORE if deed in (ARCHIVE, RESTORE) else is_archived
