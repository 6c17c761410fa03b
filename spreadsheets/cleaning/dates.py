"""Dates and periods in all their spellings."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from russian.school_year import first_day, last_day
from spreadsheets.cleaning.cell_issues import CellIssue
from spreadsheets.cleaning.text import as_text, clean_cell

_MONTHS = {
    "янв": 1, "фев": 2, "мар": 3, "апр": 4, "мая": 5, "май": 5, "мае": 5, "июн": 6, "июл": 7, "авг": 8, "сен": 9,
    "окт": 10, "ноя": 11, "дек": 12,
}  # fmt: skip
_YEAR_WORD = r"(?:\s*(?:г(?:ода?)?\.?\s*р(?:ожд\w*)?|г(?:ода?)?)\.?)?"
_NUMERIC = re.compile(rf"(\d{{1,2}})\s*[./,\- ]\s*(\d{{1,2}})\s*[./,\- ]\s*(\d{{4}}|\d{{2}}){_YEAR_WORD}")
_ISO = re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?:[ t]\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?)?")
_WORDS = re.compile(
    rf"[«\"]?(\d{{1,2}})[»\"]?\s*[-.]?\s*(?:-?го\s+)?([а-я]{{3,9}})\.?,?\s*[-.]?\s*(\d{{4}}|\d{{2}}){_YEAR_WORD}"
)
_ROMAN_MONTH = re.compile(rf"(?:(\d{{1,2}})[./\s-]\s*)?([ivxх]{{1,4}})[./\s-]\s*(\d{{4}}|\d{{2}}){_YEAR_WORD}")
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_MONTH_YEAR = re.compile(rf"(?:в\s+|с\s+)?([а-я]{{3,9}})\.?[\s-]*(\d{{4}}|(?<=[.\s-])\d{{2}}){_YEAR_WORD}")
_SOLID = re.compile(r"(\d{1,2})(\d{2})((?:19|20)\d{2})")
_WEEKDAY = re.compile(
    r"^(?:пн|вт|ср|чт|пт|сб|вс|понедельник|вторник|среда|четверг|пятница|суббота|воскресенье)\.?,?\s+(?=\d)|"
    r"\s*\(?\b(?:пн|вт|ср|чт|пт|сб|вс|понедельник|вторник|среда|четверг|пятница|суббота|воскресенье)\.?\)?$"
)
_DOUBLED_POINT = re.compile(r"(?<=\d)\s*(?:[.,]\s*){2,}(?=\d)|^[.,]+(?=\d)")
_MONTH_NUMBER_YEAR = re.compile(rf"(\d{{1,2}})[./](\d{{4}}){_YEAR_WORD}")
_YEAR_ONLY = re.compile(r"((?:19|20)\d{2})(?:\s*(?:г(?:ода?)?)\.?)?(?:\s*р(?:ожд\w*)?\.?)?")
_TIME_TAIL = re.compile(r"\s+0{1,2}:00(?::00)?$")
#: Letters that stand where digits belong: O for zero, l and I for one, З for three.
_LETTER_AS_DIGIT = re.compile(
    r"(?<=[\d.,/\- ])[oоlз|](?=[\d.,/\- ]|$)|(?<![^\W\d_])[oоlз|](?=\d)|(?<=\d)[oоlз|](?![^\W\d_])"
)
_DIGIT_MEANT = str.maketrans({"o": "0", "о": "0", "l": "1", "|": "1", "з": "3"})
_SERIAL = re.compile(r"\d{5}(?:[.,]\d+)?")
_FIRST_SERIAL, _LAST_SERIAL = 7_306, 73_050  # 1920 … 2099
_ORIGIN = dt.date(1899, 12, 30)
_YEAR_OF_SCHOOL = r"(?:уч(?:ебн\w*)?\.?\s*/?\s*г(?:од\w*)?\.?|уч\.?\s*год\w*|учебн\w*\s*год\w*)"
_SCHOOL_YEAR = re.compile(rf"(?<!\d)(20)?(\d{{2}})\s*[-–—/]\s*(20)?(\d{{2}})\s*{_YEAR_OF_SCHOOL}")
_BARE_SCHOOL_YEAR = re.compile(r"(20)(\d{2})\s*[-–—/]\s*(20)?(\d{2})\s*(?:г\.?\s*г\.?|г\.?|год\w*)?")
_YEARS_APART = re.compile(r"20\d{2}\s*[-–—/]\s*20\d{2}\s*(?:г\.?\s*г\.?|год\w*)?")
_PART_OF_YEAR = re.compile(r"полугод|четверт|триместр|семестр")
_FROM_DATE = re.compile(r"\bс\s+(\d{1,2}[./]\d{1,2}[./]\d{2,4})")
_OPEN_ENDED = re.compile(r"бессрочн\w*|постоянн\w*|неопредел\w*|н\.?\s*в\.?|настоящ\w*(?:\s+время)?|по\s*н\.?\s*в\.?")
_SPLIT = re.compile(r"\s*(?:\s-{1,3}\s|[–—]|\bпо\b|\bдо\b)\s*")
#: A dash (a slash, a space) with a date before and after it parts the two.
_CLOSE_DASH = re.compile(
    r"(?<=\d{2})\s*(?:г\.?)?\s*(?:-{1,3}\s*|/\s*|\s)(?=\d{1,2}[./]\d{1,2}[./]\d{2})|"
    r"(?<=[./]\d{4})\s*(?:г\.?)?\s*-\s*(?=\d{1,2}[./]\d{4})|(?<=\d)\s*(?:г\.?)?\s*-\s*(?=[а-я]{3})|"
    r"(?<=[а-я]{3})\s*-\s*(?=[а-я]{3,8}\.?\s*\d)|(?<=\d)\s*-\s*(?=н\.\s*в)"
)
_TWO_SERIALS = re.compile(r"(\d{5})\s*[-–—]\s*(\d{5})")
_LENGTH = re.compile(r"(?:на\s+)?\d{1,2}\s*(?:лет|год\w*|мес\w*\.?|уч\w*\.?\s*год\w*)")
_MONTHS_OF_SCHOOL_YEAR = re.compile(
    r"(?:с\s+)?([а-я]{3,9})\s*(?:[-–—]|по)\s*([а-я]{3,9})\s+20(\d{2})\s*[-–—/]\s*(?:20)?(\d{2}).*"
)
_AFTER_WORDS = re.compile(r"\s*(?:г\.?\s*г\.?|гг\.?)$")
_LEAD = re.compile(r"^(?:с|со|от|период\s*:?\s*с?)\s+")
_OLDEST_YEAR = 1920
#: «69» is 2069, «70» is 1970, as spreadsheet programs read them.
_LAST_SHORT_YEAR = 2069


@dataclass(frozen=True, slots=True)
class DateResult:
    """``precision`` is day, month or year; ``day`` is then the first of the month or year."""

    day: dt.date | None = None
    precision: str = "day"


@dataclass(frozen=True, slots=True)
class WrittenPeriod:
    """``ends_on`` is None for «бессрочно» (``open_ended``) and when there is only a beginning. ``precision`` is that of
    the beginning, or of the only date; ``end_precision`` that of the end."""

    starts_on: dt.date | None = None
    ends_on: dt.date | None = None
    open_ended: bool = False
    precision: str = "day"
    end_precision: str = "day"


NO_DATE = DateResult()
NO_PERIOD = WrittenPeriod()


def parse_date(
    value: Any, *, born: bool = False, today: dt.date | None = None
) -> tuple[DateResult, tuple[CellIssue, ...]]:
    """*born*: two-digit years that lie ahead of *today* belong to the last century, and a later date is wrong."""
    century_turn = today.year if born and today else _LAST_SHORT_YEAR
    if type(value) is str:
        result, issues = _parse_text(value, century_turn)
    elif isinstance(value, dt.datetime):
        result, issues = DateResult(value.date()), ()
    elif isinstance(value, dt.date):
        result, issues = DateResult(value), ()
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        result, issues = _from_number(value)
    else:
        result, issues = _parse_text(as_text(value), century_turn)
    if result.day and result.day.year < _OLDEST_YEAR:
        return NO_DATE, (*issues, _bad(as_text(value), "слишком давняя дата"))
    if born and today and result.day and result.day > today:
        return NO_DATE, (*issues, CellIssue("bad_date", f"дата рождения {as_text(result.day)} ещё не наступила"))
    return result, issues


def _from_number(value: float) -> tuple[DateResult, tuple[CellIssue, ...]]:
    if 1900 <= value <= 2100 and float(value).is_integer():
        return DateResult(dt.date(int(value), 1, 1), "year"), ()
    if _FIRST_SERIAL <= value <= _LAST_SERIAL:
        return DateResult(_ORIGIN + dt.timedelta(days=int(value))), ()
    if not value:
        return NO_DATE, ()
    if _SOLID.fullmatch(as_text(value)):
        return _parse_text(as_text(value), _LAST_SHORT_YEAR)
    return NO_DATE, (_bad(as_text(value), "это не дата"),)


@lru_cache(maxsize=32768)
def _parse_text(text: str, century_turn: int) -> tuple[DateResult, tuple[CellIssue, ...]]:
    cell_text = clean_cell(text)
    if not cell_text:
        return NO_DATE, ()
    text = _TIME_TAIL.sub("", cell_text.casefold().replace("ё", "е")).replace("–", "-").replace("—", "-").strip(" ,;")
    text, issues = _repaired(_WEEKDAY.sub("", text), cell_text)
    try:
        result = _match(text, century_turn)
    except ValueError:
        return NO_DATE, (*issues, _bad(cell_text, "такого дня не бывает"))
    if result is None or result.day is None:
        return NO_DATE, (*issues, _bad(cell_text, "не похоже на дату"))
    return result, issues


def _repaired(text: str, cell_text: str) -> tuple[str, tuple[CellIssue, ...]]:
    """Letters instead of digits, doubled points, a date without points: corrected and reported."""
    repaired = _LETTER_AS_DIGIT.sub(lambda match: match[0].translate(_DIGIT_MEANT), text)
    if repaired != text:
        return repaired, (CellIssue("date_repaired", "буквы вместо цифр в дате", before=cell_text, after=repaired),)
    repaired = _DOUBLED_POINT.sub(lambda match: "." if match.start() else "", text)
    if solid := _SOLID.fullmatch(repaired):
        repaired = f"{int(solid[1]):02}.{solid[2]}.{solid[3]}"
    if repaired != text:
        return repaired, (CellIssue("date_repaired", "точки в дате исправлены", before=cell_text, after=repaired),)
    return text, ()


def _bad(cell_text: str, why: str) -> CellIssue:
    return CellIssue("bad_date", f"«{cell_text}»: {why}", before=cell_text)


def _match(text: str, century_turn: int) -> DateResult | None:
    """Raises ValueError for a day that does not exist."""
    if match := _NUMERIC.fullmatch(text):
        return DateResult(dt.date(_year(match[3], century_turn), int(match[2]), int(match[1])))
    if match := _ISO.fullmatch(text):
        return DateResult(dt.date(int(match[1]), int(match[2]), int(match[3])))
    if (match := _WORDS.fullmatch(text)) and (month := _MONTHS.get(match[2][:3])):
        return DateResult(dt.date(_year(match[3], century_turn), month, int(match[1])))
    if (match := _ROMAN_MONTH.fullmatch(text)) and (roman := match[2].replace("х", "x")) in _ROMAN:
        day = dt.date(_year(match[3], century_turn), _ROMAN.index(roman) + 1, int(match[1] or 1))
        return DateResult(day, "day" if match[1] else "month")
    if (match := _MONTH_YEAR.fullmatch(text)) and (month := _MONTHS.get(match[1][:3])):
        return DateResult(dt.date(_year(match[2], century_turn), month, 1), "month")
    if match := _MONTH_NUMBER_YEAR.fullmatch(text):
        return DateResult(dt.date(int(match[2]), int(match[1]), 1), "month")
    if match := _YEAR_ONLY.fullmatch(text):
        return DateResult(dt.date(int(match[1]), 1, 1), "year")
    if _SERIAL.fullmatch(text):
        return _from_number(float(text.replace(",", ".")))[0]
    return None


def _year(digits: str, century_turn: int) -> int:
    if len(digits) == 4:
        return int(digits)
    year = 2000 + int(digits)
    return year - 100 if year > century_turn else year


def parse_period(value: Any) -> tuple[WrittenPeriod, tuple[CellIssue, ...]]:
    """A term: two dates, a school year, «бессрочно», or a beginning alone."""
    if not isinstance(value, str):
        result, issues = parse_date(value)
        return WrittenPeriod(result.day, None, precision=result.precision), issues
    return _parse_period_text(value)


def parse_period_end(value: Any) -> tuple[WrittenPeriod, tuple[CellIssue, ...]]:
    """A column of ends: a lone date ends the term, a month or year ends it with its last day."""
    period, issues = parse_period(value)
    if period.starts_on and not period.ends_on and not period.open_ended:
        ends_on, precision = _end_of(DateResult(period.starts_on, period.precision)), period.precision
        return WrittenPeriod(None, ends_on, precision=precision, end_precision=precision), issues
    return period, issues


@lru_cache(maxsize=8192)
def _parse_period_text(text: str) -> tuple[WrittenPeriod, tuple[CellIssue, ...]]:
    cell_text = clean_cell(text)
    if not cell_text:
        return NO_PERIOD, ()
    text = _AFTER_WORDS.sub("", cell_text.casefold().replace("ё", "е").strip(" .;"))
    text, repaired = _repaired(text, cell_text) if not _SCHOOL_YEAR.search(text) else (text, ())
    special = _of_school_year(text, cell_text) or _unusual(text, cell_text)
    if special is not None:
        return special
    open_ended = text.endswith("бессрочно")
    text = _LEAD.sub("", text.removesuffix("бессрочно")).strip(" ,")
    parts = [part for part in _SPLIT.split(_CLOSE_DASH.sub(" - ", text)) if part]
    if len(parts) == 2:
        period, issues = _two_dates(parts, cell_text)
        return period, (*repaired, *issues)
    only_end = re.fullmatch(r"(?:до|по)\s+(.+)", text)
    result, issues = _parse_text(only_end[1] if only_end else text, _LAST_SHORT_YEAR)
    issues = (*repaired, *_about_period(issues, cell_text))
    if only_end:
        precision = result.precision
        return WrittenPeriod(None, _end_of(result), precision=precision, end_precision=precision), issues
    return WrittenPeriod(result.day, None, open_ended=open_ended, precision=result.precision), issues


def _of_school_year(text: str, cell_text: str) -> tuple[WrittenPeriod, tuple[CellIssue, ...]] | None:
    """«2026-2027 уч. год», alone or with the day it begins; half a year is not a whole one."""
    if months := _MONTHS_OF_SCHOOL_YEAR.fullmatch(text):
        opening, closing = _MONTHS.get(months[1][:3]), _MONTHS.get(months[2][:3])
        if opening and closing and int(months[4]) == int(months[3]) + 1:
            start, end = (dt.date(2000 + int(y), m, 1) for y, m in ((months[3], opening), (months[4], closing)))
            return WrittenPeriod(start, _end_of(DateResult(end, "month")), precision="month"), ()
    match = _SCHOOL_YEAR.search(text) or _BARE_SCHOOL_YEAR.fullmatch(text)
    year = _consecutive(match) if match else None
    if match is None or year is None:
        return None
    rest = text[: match.start()] + text[match.end() :]
    if _PART_OF_YEAR.search(rest):
        return NO_PERIOD, (_no_days(cell_text),)
    begun = _FROM_DATE.search(rest)
    first = _parse_text(begun[1], _LAST_SHORT_YEAR)[0].day if begun else None
    return WrittenPeriod(first or first_day(year), last_day(year)), ()


def _unusual(text: str, cell_text: str) -> tuple[WrittenPeriod, tuple[CellIssue, ...]] | None:
    """Terms without two plain dates: open ended, in words only, two serial numbers, years far apart."""
    if _OPEN_ENDED.fullmatch(text):
        return WrittenPeriod(open_ended=True), ()
    no_digits = not any(letter.isdigit() for letter in text)
    if _PART_OF_YEAR.search(text) or _YEARS_APART.fullmatch(text):
        return NO_PERIOD, (_no_days(cell_text),)
    if no_digits or _LENGTH.fullmatch(text):
        return NO_PERIOD, (_no_period(cell_text),)
    if serials := _TWO_SERIALS.fullmatch(text):
        return _two_dates([serials[1], serials[2]], cell_text)
    return None


def _no_period(cell_text: str) -> CellIssue:
    return CellIssue("period_unparsed", f"«{cell_text}»: даты начала и окончания не указаны", before=cell_text)


def _no_days(cell_text: str) -> CellIssue:
    """Of a term that is known to differ from a school year."""
    message = f"«{cell_text}»: дни начала и окончания не указаны"
    return CellIssue("period_incomplete", message, before=cell_text)


def _two_dates(parts: list[str], cell_text: str) -> tuple[WrittenPeriod, tuple[CellIssue, ...]]:
    start, issues_of_start = _parse_text(_with_year_of(parts[0], parts[1]), _LAST_SHORT_YEAR)
    if _OPEN_ENDED.fullmatch(parts[1]):
        return WrittenPeriod(start.day, open_ended=True, precision=start.precision), _about_period(
            issues_of_start, cell_text
        )
    end, issues_of_end = _parse_text(parts[1], _LAST_SHORT_YEAR)
    ends_on = _end_of(end)
    issues = _about_period((*issues_of_start, *issues_of_end), cell_text)
    if start.day and ends_on and ends_on < start.day:
        issues += (CellIssue("period_reversed", f"«{cell_text}»: конец раньше начала", before=cell_text),)
    return WrittenPeriod(start.day, ends_on, precision=start.precision, end_precision=end.precision), issues


def _with_year_of(first: str, second: str) -> str:
    """«1 сентября – 31 октября 2026»: the year stands only once."""
    year = re.search(r"(\d{4})", second)
    if (
        year
        and not re.search(r"\d{4}", first)
        and re.fullmatch(r"(?:\d{1,2}\s+)?[а-я]{3,9}\.?|\d{1,2}\.\d{1,2}\.?", first)
    ):
        joint = "." if re.fullmatch(r"[\d.]+", first) else " "
        return f"{first.rstrip('.')}{joint}{year[1]}"
    return first


def _end_of(result: DateResult) -> dt.date | None:
    """The last day of a month or year that ends a term."""
    if result.day is None or result.precision == "day":
        return result.day
    if result.precision == "year":
        return dt.date(result.day.year, 12, 31)
    following = result.day.replace(day=28) + dt.timedelta(days=4)
    return following - dt.timedelta(days=following.day)


def _about_period(issues: tuple[CellIssue, ...], cell_text: str) -> tuple[CellIssue, ...]:
    return tuple(CellIssue(f.code, f.message, before=cell_text, after=f.after) for f in issues)


def find_school_year(text: str) -> int | None:
    """The year in which the school year named in *text* starts: «на 2026-2027 уч. год» → 2026."""
    match = _SCHOOL_YEAR.search(text.casefold().replace("ё", "е"))
    return _consecutive(match) if match else None


def _consecutive(match: re.Match[str]) -> int | None:
    start = int(match[2])
    return 2000 + start if int(match[4]) == (start + 1) % 100 else None


def months_between(start: dt.date, end: dt.date) -> float:
    """Calendar months from *start* to the end of the day *end*: 01.09–31.10 is 2, 01.09–31.08 is 12."""
    after = end + dt.timedelta(days=1)
    return (after.year - start.year) * 12 + after.month - start.month + (after.day - start.day) / 31


def age_on(born: dt.date, day: dt.date) -> int:
    """Full years on *day*."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
