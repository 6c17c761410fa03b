"""The days of reminders, for readers who have the organisations on the page."""

from collections.abc import Collection
from datetime import date, timedelta

from django.db.models import Max, QuerySet

from accounts.models import User
from registry import clock
from registry.access import Access, Right
from registry.models import Organisation
from registry.queries.deadlines import overdue_by_organisation
from worklist.models import Reminder
from worklist.queries.organisations import organisations_where, organisations_with_keys

#: who has been reminded is left alone for so many days, unless one by one
DAYS_BETWEEN = 7


def last_reminders(organisation_ids: Collection[int]) -> dict[int, date]:
    """The day of the last reminder of each organisation that has one."""
    rows = Reminder.objects.filter(organisation__in=organisation_ids).order_by().values_list("organisation")
    return dict(rows.annotate(last=Max("reminded_on")))


def late_and_not_reminded(user: User, most: int) -> list[tuple[Organisation, int]]:
    """Organisations with overdue deadlines whose curators have had no reminder for DAYS_BETWEEN days, each with the
    number of these deadlines; at most `most`, sorted by name. The user may remind all of them."""
    organisations = organisations_where(Access.of(user), Right.REMIND_CURATORS)
    late = overdue_by_organisation(organisations)
    lately = Reminder.objects.filter(reminded_on__gt=clock.today() - timedelta(days=DAYS_BETWEEN))
    rows = organisations_with_keys(late).exclude(pk__in=lately.values("organisation")).order_by("sort_key", "pk")
    return [(organisation, late[organisation.pk]) for organisation in rows[:most]]


def reminders_of(organisation: Organisation) -> QuerySet[Reminder]:
    return Reminder.objects.filter(organisation=organisation).select_related("reminded_by")
