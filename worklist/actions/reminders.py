"""Reminding the curators of an organisation."""

from collections.abc import Iterable

from django.db import transaction

from accounts.models import User
from registry import clock
from registry.actions.refusals import explained_refusal
from registry.models import Organisation
from registry.queries.row_locks import hold_rows
from worklist.models import Reminder


@transaction.atomic
def keep_reminder(*, organisation: Organisation, recipients: str, overdue: int, by: User) -> Reminder:
    """Stores that the curators were reminded today. Raises ValidationError when somebody has reminded them today
    already."""
    hold_rows(Organisation.objects.filter(pk=organisation.pk))
    reminder = Reminder(organisation=organisation, recipients=recipients, overdue=overdue, reminded_by=by)
    with explained_refusal(reminder):
        reminder.full_clean()
        reminder.save()
    return reminder


@transaction.atomic
def keep_reminders(*, reminded: Iterable[tuple[Organisation, str, int]], by: User) -> int:
    """Stores a reminder for each (organisation, recipients, overdue) and returns their number. Organisations that
    somebody has reminded meanwhile are left out."""
    rows = [Reminder(organisation=one, recipients=who, overdue=late, reminded_by=by) for one, who, late in reminded]
    organisations = [row.organisation_id for row in rows]
    hold_rows(Organisation.objects.filter(pk__in=organisations))
    today = Reminder.objects.filter(organisation__in=organisations, reminded_on=clock.today())
    reminded_already = set(today.order_by().values_list("organisation", flat=True))
    return len(Reminder.objects.bulk_create(row for row in rows if row.organisation_id not in reminded_already))
