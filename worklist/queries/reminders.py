"""When curators were reminded, for readers who have the organisations on the page."""

from collections.abc import Collection
from datetime import date

from django.db.models import Max, QuerySet

from registry.models import Organisation
from worklist.models import Reminder


def last_reminders(organisation_ids: Collection[int]) -> dict[int, date]:
    """The last day for each organisation that was ever reminded."""
    rows = Reminder.objects.filter(organisation__in=organisation_ids).order_by().values_list("organisation")
    return dict(rows.annotate(last=Max("reminded_on")))


def reminders_of(organisation: Organisation) -> QuerySet[Reminder]:
    return Reminder.objects.filter(organisation=organisation).select_related("reminded_by")
