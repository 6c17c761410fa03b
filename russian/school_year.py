"""A school year is held as the year it begins in: 2026 is 2026/2027, from 1 September to 31 August."""

from datetime import date


def school_year_of(day: date) -> int:
    return day.year if day.month >= 9 else day.year - 1


def school_year_label(start: int) -> str:
    return f"{start}/{start + 1}"


def first_day(start: int) -> date:
    return date(start, 9, 1)


def last_day(start: int) -> date:
    return date(start + 1, 8, 31)
