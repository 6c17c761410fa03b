"""Archiving: rows leave the lists of choice and stay in history."""

from django.db import transaction

from accounts.models import User
from registry import clock
from registry.models import Organisation


@transaction.atomic
def archive_organisation(*, organisation: Organisation, by: User) -> Organisation:
    organisation.archived_on = organisation.archived_on or clock.today()
    organisation._history_user = by
    organisation._change_reason = "Убрана в архив"
    organisation.save()
    return organisation


@transaction.atomic
def restore_organisation(*, organisation: Organisation, by: User) -> Organisation:
    organisation.archived_on = None
    organisation._history_user = by
    organisation._change_reason = "Возвращена из архива"
    organisation.save()
    return organisation
