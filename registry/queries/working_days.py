"""Working days: Monday to Friday, with the exceptions that the production calendar names."""

from datetime import date, timedelta

from django.db.models import QuerySet

from registry.models import CalendarException

_SATURDAY = 5
#: no holidays last longer
_LONGEST_REST = 30


def days_entered_by_hand() -> QuerySet[CalendarException]:
    """Those of the reference data have a place in their file."""
    return CalendarException.objects.filter(position=0)


def calendar_has(day: int) -> bool:
    """Whether a day of the primary key stands in the calendar, whoever has entered it."""
    return CalendarException.objects.filter(pk=day).exists()


def working_day_after(day: date, number: int) -> date:
    """The `number`-th working day after `day`, which itself does not count."""
    until = day + timedelta(days=2 * number + _LONGEST_REST)
    exceptions = dict(
        CalendarException.objects.filter(in_use=True, day__gt=day, day__lte=until).values_list("day", "is_working")
    )
    current = day
    while number:
        current += timedelta(days=1)
        number -= exceptions.get(current, current.weekday() < _SATURDAY)
    return current
