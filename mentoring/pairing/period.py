"""How the period of a pair is set: by a day, in months, by a year, until an event (requirements A16-22)."""

from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from mentoring.enums import PairTerm
from mentoring.models import Pair
from registry.enums import TermKind
from russian.numbers import plural
from russian.school_year import last_day, school_year_label, school_year_of

#: the last month and day of a school year's work
_END_OF_WORK = (5, 31)


def end_of_school_year(starts_on: date) -> date:
    """31 May of the school year of the day; of a day after it, the last day of that school year."""
    work = date(school_year_of(starts_on) + 1, *_END_OF_WORK)
    return work if work > starts_on else last_day(school_year_of(starts_on))


def end_of_term(term: str, starts_on: date, months: int, *, least_months: int = 0) -> date:
    """The last day of a new pair; of a year of which less than `least_months` are left, the next one at which the pair
    is long enough. Raises ValueError for a term of which a person says the day."""
    if term == PairTerm.MONTHS:
        return starts_on + relativedelta(months=months) - timedelta(days=1)
    if term == PairTerm.SCHOOL_YEAR:
        year = school_year_of(starts_on)
        next_year = date(year + 2, *_END_OF_WORK)
        ends = (end_of_school_year(starts_on), last_day(year), next_year)
    elif term == PairTerm.CALENDAR_YEAR:
        year = starts_on.year
        ends = (date(year, 12, 31), date(year + 1, 12, 31), date(year + 2, 12, 31))
    else:
        raise ValueError(term)
    return next((end for end in ends if _is_long_enough(starts_on, end, least_months)), ends[-1])


def _is_long_enough(starts_on: date, ends_on: date, least_months: int) -> bool:
    return ends_on + timedelta(days=1) >= starts_on + relativedelta(months=least_months)


def end_of_extension(term: str, ends_on: date, months: int) -> date:
    """The new last day of a pair that would end on `ends_on`: so many months later, or the nearest end of a year after
    it. Raises ValueError for a term of which a person says the day."""
    next_day = ends_on + timedelta(days=1)
    if term == PairTerm.SCHOOL_YEAR:
        work = date(next_day.year, *_END_OF_WORK)
        return work if work >= next_day else work.replace(year=work.year + 1)
    return end_of_term(term, next_day, months)


def last_day_within(term_kind: str, starts_on: date, *, least_months: int = 0) -> date | None:
    """Until when the rules let a pair last: the end of the year in which it begins, of the next one where less than
    `least_months` are left; None where they name no year."""
    if term_kind == TermKind.SCHOOL_YEAR:
        year = school_year_of(starts_on)
        ends = (last_day(year), last_day(year + 1))
    elif term_kind == TermKind.CALENDAR_YEAR:
        ends = (date(starts_on.year, 12, 31), date(starts_on.year + 1, 12, 31))
    else:
        return None
    return ends[0] if _is_long_enough(starts_on, ends[0], least_months) else ends[1]


def term_of_year(term_kind: str) -> PairTerm | None:
    """The term of a pair where the rules name a year; None where they name none."""
    years = {
        TermKind.SCHOOL_YEAR.value: PairTerm.SCHOOL_YEAR,
        TermKind.CALENDAR_YEAR.value: PairTerm.CALENDAR_YEAR,
    }
    return years.get(term_kind)


def whole_months(starts_on: date, ends_on: date) -> int:
    """How many months the period has; 0 where it has days besides."""
    length = relativedelta(ends_on + timedelta(days=1), starts_on)
    return 0 if length.days else length.years * 12 + length.months


def term_in_words(term: str, starts_on: date, ends_on: date) -> str:
    """«на 6 месяцев», «на 2026/2027 учебный год», «на 2027 год»; «по …» where it goes over to another year. Empty for
    a term that its days alone tell."""
    if term == PairTerm.MONTHS and (months := whole_months(starts_on, ends_on)):
        return f"на {plural(months, 'месяц,месяца,месяцев')}"
    if term == PairTerm.SCHOOL_YEAR:
        first, last = school_year_of(starts_on), school_year_of(ends_on)
        return f"{'на' if first == last else 'по'} {school_year_label(last)} учебный год"
    if term == PairTerm.CALENDAR_YEAR:
        return f"{'на' if starts_on.year == ends_on.year else 'по'} {ends_on.year} год"
    return ""


def whole_term_in_words(pair: Pair) -> str:
    """What a pair says of its period beside the two days; empty where its days alone tell."""
    return term_in_words(pair.term, pair.starts_on, pair.ends_on) or event_in_words(pair.term_event)


def event_in_words(event: str) -> str:
    """«или до события: окончание испытательного срока, если оно наступит раньше»; follows the period."""
    return f"или до события: {event}, если оно наступит раньше" if event else ""
