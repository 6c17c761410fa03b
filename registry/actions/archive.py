"""Archives rows: they leave the lists of choice and stay in history."""

from django.db import transaction

from accounts.models import User
from registry import clock
from registry.history.audit import with_audit
from registry.models import Organisation
from registry.pages.earlier_decision import decided_already
from registry.queries.row_locks import hold_row


@transaction.atomic
def archive_organisation(*, organisation: Organisation, by: User) -> Organisation:
    """Raises DecidedAlready when the organisation is in the archive."""
    hold_row(organisation)
    if day := organisation.archived_on:
        raise decided_already(organisation, "archived_on", f"{organisation}: организация уже в архиве с {day:%d.%m.%Y}")
    organisation.archived_on = clock.today()
    with_audit(organisation, by=by, reason="Убрана в архив").save()
    return organisation


@transaction.atomic
def restore_organisation(*, organisation: Organisation, by: User) -> Organisation:
    """Raises DecidedAlready when the organisation is not in the archive."""
    hold_row(organisation)
    if organisation.archived_on is None:
        raise decided_already(organisation, "archived_on", f"{organisation}: организация уже возвращена из архива")
    organisation.archived_on = None
    with_audit(organisation, by=by, reason="Возвращена из архива").save()
    return organisation
