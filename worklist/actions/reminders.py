"""Reminding the curators of an organisation."""

from django.db import transaction

from accounts.models import User
from registry.actions.refusals import explained_refusal
from registry.models import Organisation
from worklist.models import Reminder


@transaction.atomic
def keep_reminder(*, organisation: Organisation, recipients: str, overdue: int, by: User) -> Reminder:
    """Keeps that the curators were reminded today. Raises ValidationError when somebody has done so already."""
    reminder = Reminder(organisation=organisation, recipients=recipients, overdue=overdue, reminded_by=by)
    with explained_refusal(reminder):
        reminder.full_clean()
        reminder.save()
    return reminder
