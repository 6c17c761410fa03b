"""The days that a term of several months names: «Декабрь 2021, май 2022» is to be done twice (ADR 53)."""

import re
from collections.abc import Iterator
from datetime import date

from dateutil.relativedelta import relativedelta

from russian.typography import MONTHS

_MONTH = rf"(?:{'|'.join(MONTHS)})(?: 20\d\d(?: ?г\.| года)?)?"
_SEVERAL = re.compile(rf"{_MONTH}(?:(?:,| и|, и) {_MONTH})+\.?", re.IGNORECASE)
_YEAR = re.compile(r"20\d\d")
_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
MOST_DAYS = 12


def days_in_term(term: str, starts_on: date, ends_on: date) -> list[date]:
    """The last day of each month that the term lists, when it lists several and nothing else. A month without a year is
    the first one of the period after the month before it. Nothing where that is no order of days."""
    words = " ".join(term.split())
    if not _SEVERAL.fullmatch(words):
        return []
    days = list(_last_days(words, starts_on, ends_on))
    return days if days == sorted(set(days)) else []


def _last_days(words: str, starts_on: date, ends_on: date) -> Iterator[date]:
    earliest = starts_on.replace(day=1)
    for part in re.findall(_MONTH, words, re.IGNORECASE):
        month = MONTHS.index(part.split()[0].lower()) + 1
        if year := _YEAR.search(part):
            first = date(int(year[0]), month, 1)
        else:
            first = earliest.replace(month=month)
            first += relativedelta(years=first < earliest)
        earliest = first + relativedelta(months=1)
        yield first + relativedelta(day=31)


def days_from_text(text: str) -> list[date]:
    """The days typed one after another. Raises ValueError when something else stands there."""
    days = []
    for part in filter(None, (part.strip() for part in re.split(r"[,;\n]", text))):
        if not (match := _DAY.fullmatch(part)):
            raise ValueError(part)
        days.append(date(int(match[3]), int(match[2]), int(match[1])))
    return sorted(set(days))


def days_as_text(days: list[date]) -> str:
    return ", ".join(f"{day:%d.%m.%Y}" for day in days)
