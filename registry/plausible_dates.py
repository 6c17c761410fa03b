"""Bounds that no real date crosses.

The constant ones are CHECK constraints of the database too (`since`). Those that ask what day it is stand in forms and
actions alone.
"""

from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from django.core.exceptions import ValidationError
from django.db.models import BaseConstraint, CheckConstraint, Q

from registry import clock

#: nobody born before is in the register
OLDEST_BIRTH = date(1920, 1, 1)
#: no experience is older
OLDEST_WORK = date(1940, 1, 1)
#: acts, consents, pairs, entries in a bank
OLDEST_RECORD = date(1990, 1, 1)
#: what comes later is a slip of the pen
LATEST = date(2099, 12, 31)
#: no year has more days; the database reckons so where a form reckons by the calendar
LEAP_YEAR = 366
#: work is allowed from this age (ст. 63 ТК РФ)
YOUNGEST_WORKER = 14
#: an act may bear a day so far ahead: it is prepared before it is signed
ACT_DAYS_AHEAD = 7
#: rules are adopted for a day at most so far ahead
RULES_YEARS_AHEAD = 3
#: an act, a pair or a policy of longer ago is hardly meant
YEARS_BACK = 10


def since(name: str, earliest: date = OLDEST_RECORD) -> Q:
    """A condition for a CHECK: the field is empty, or neither before `earliest` nor after LATEST."""
    return Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__gte": earliest, f"{name}__lte": LATEST})


def plausible_days(model: str, *fields: str) -> list[BaseConstraint]:
    """The same as constraints of a model («mentoring_pairstage»), one a field: a form judges what it asks for."""
    return [
        CheckConstraint(
            condition=since(field),
            name=f"{model}_{field}_plausible",
            violation_error_message=f"Проверьте год: здесь бывают даты с {OLDEST_RECORD.year} по {LATEST.year} год.",
        )
        for field in fields
    ]


def check_day(day: date, earliest: date = OLDEST_RECORD) -> None:
    """Raises ValidationError for a day that cannot be meant."""
    if day < earliest:
        raise ValidationError(f"Проверьте год: даты раньше {earliest:%d.%m.%Y} здесь не бывает.")
    if day > LATEST:
        raise ValidationError(f"Проверьте год: {day.year} ещё не скоро.")


def check_first_day_of_rules(day: date) -> None:
    """Raises ValidationError for rules that are to begin more than RULES_YEARS_AHEAD years ahead."""
    latest = clock.today() + relativedelta(years=RULES_YEARS_AHEAD)
    if day > latest:
        raise ValidationError(
            f"Проверьте год: правила начинают действовать не позже {latest:%d.%m.%Y}, вперёд больше чем на "
            f"{RULES_YEARS_AHEAD} года их не вводят."
        )


def is_far_from_today(day: date) -> bool:
    """So far that the year is a slip of the pen: nobody adopts a policy to suit it."""
    today = clock.today()
    return not today - relativedelta(years=YEARS_BACK) <= day <= today + relativedelta(years=RULES_YEARS_AHEAD)


def check_act_day(day: date) -> None:
    """Raises ValidationError for an act dated more than ACT_DAYS_AHEAD days ahead."""
    latest = clock.today() + timedelta(days=ACT_DAYS_AHEAD)
    if day > latest:
        raise ValidationError(
            f"Дата акта — не позже {latest:%d.%m.%Y}: вперёд больше чем на {ACT_DAYS_AHEAD} дней акты не датируют. "
            "Проверьте дату."
        )
