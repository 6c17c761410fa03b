"""Archiving: rows leave the lists of choice and stay in history."""

from django.db import transaction

from accounts.models import User
from registry import clock
from registry.audit import with_audit
from registry.models import Organisation


@transaction.atomic
def archive_organisation(*, organisation: Organisation, by: User) -> Organisation:
    organisation.archived_on = organisation.archived_on or clock.today()
    with_audit(organisation, by=by, reason="Убрана в архив").save()
    return organisation


@transaction.atomic
def restore_organisation(*, organisation: Organisation, by: User) -> Organisation:
    organisation.archived_on = None
    with_audit(organisation, by=by, reason="Возвращена из архива").save()
    return organisation
