"""The days of reminders, for readers who have the organisations on the page."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta

from django.db.models import Max, QuerySet

from registry import clock
from registry.models import Organisation
from worklist.models import Reminder
from worklist.queries.organisations import organisations_with_keys

#: who has been reminded is left alone for so many days, unless one by one
DAYS_BETWEEN = 7


def last_reminders(organisation_ids: Collection[int]) -> dict[int, date]:
    """The day of the last reminder of each organisation that has one."""
    rows = Reminder.objects.filter(organisation__in=organisation_ids).order_by().values_list("organisation")
    return dict(rows.annotate(last=Max("reminded_on")))


def late_and_not_reminded(late: Mapping[int, int], most: int) -> list[tuple[Organisation, int]]:
    """`late`: the number of overdue deadlines by the primary key of the organisation. Those whose curators have had no
    reminder for DAYS_BETWEEN days, each with its number; at most `most`, sorted by name."""
    lately = Reminder.objects.filter(reminded_on__gt=clock.today() - timedelta(days=DAYS_BETWEEN))
    rows = organisations_with_keys(late).exclude(pk__in=lately.values("organisation")).order_by("sort_key", "pk")
    return [(organisation, late[organisation.pk]) for organisation in rows[:most]]


def reminders_of(organisation: Organisation) -> QuerySet[Reminder]:
    return Reminder.objects.filter(organisation=organisation).select_related("reminded_by")
