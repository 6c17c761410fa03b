"""Length of service in all its spellings → months, or the year it began."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from russian.lookalikes import cyrillic_lookalikes
from spreadsheets.cleaning.cell_issues import CellIssue
from spreadsheets.cleaning.text import as_text, clean_text

_MOST_YEARS = 75
_EARLIEST_YEAR, _LATEST_YEAR = 1940, 2100
_NUMBER = r"(\d{1,3}(?:[.,]\d{1,2})?)"
_YEARS = r"(?:(?:полных\s+)?(?:лет|год[ау]?)|г|л|y)\.?"
_MONTHS = r"(?:месяц(?:а|ев)?|мес|м)\.?"
_DAYS = r"(?:\s*(?:,|и)?\s*\d{1,2}\s*(?:дн(?:ей|я)?|день|д)\.?)?"
_KIND = r"(?:общ(?:ий|его)?|педагогич\w*|пед|труд(?:овой)?|рабочий)\.?"
_PREFIX = re.compile(rf"^(?:{_KIND}\s*)*(?:стаж(?:\s+работы)?|ст\.|опыт(?:\s+работы)?)?\s*(?:{_KIND}\s*)?[-–—:]?\s*")
_SUFFIX = re.compile(rf"(?<=[\s.])(?:работы|(?:{_KIND}\s*)?стажа?|{_KIND})$")
_ONLY_NUMBER = re.compile(_NUMBER)
_LENGTH = re.compile(rf"{_NUMBER}\s*{_YEARS}(?:\s*(?:,|и)?\s*(\d{{1,2}})\s*{_MONTHS}{_DAYS})?")
_ONLY_MONTHS = re.compile(rf"(\d{{1,3}})\s*{_MONTHS}{_DAYS}")
_TOTAL_AND_TEACHING = re.compile(
    rf"{_NUMBER}\s*(?:{_YEARS})?\s*(?:/|\()\s*(?:{_KIND}\s*(?:стаж)?\s*[-–—:]?\s*)?{_NUMBER}\s*(?:{_YEARS})?"
    rf"(?:\s*{_KIND})?\s*\)?"
)
#: «общий 12, пед. 8», «12 — общий, 8 — пед.»: which number is whose is written beside it.
_NAMED_PART = re.compile(
    rf"(?:(общ|труд|пед)\w*\.?\s*(?:стаж)?\s*[-–—:]?\s*{_NUMBER}\s*(?:{_YEARS})?"
    rf"|{_NUMBER}\s*(?:{_YEARS})?\s*[-–—(]?\s*(общ|труд|пед)\w*\.?\)?)"
)
_SINCE = re.compile(
    r"(?:с|со)\s+(?:\d{1,2}\.\d{1,2}\.|\d{1,2}\s+[а-я]+\s+|[а-я]+\s+)?(\d{4})\s*(?:года?|г)?\.?"
    r"(?:\s*[-–—]?\s*(?:по\s+)?н\.?\s*в\.?)?"
)
_YEAR_ALONE = re.compile(r"(\d{4})\s*(?:года?|г)\.?")
_BEGUN_AND_LENGTH = re.compile(
    rf"(?:с\s+)?(?:\d{{1,2}}\.\d{{1,2}}\.)?(\d{{4}})\s*(?:года?|г)?\.?\s*[(,;]\s*{_NUMBER}\s*{_YEARS}\s*\)?"
)
_LENGTH_AND_BEGUN = re.compile(
    rf"{_NUMBER}\s*{_YEARS}\s*[(,;]\s*с\s+(?:\d{{1,2}}\.\d{{1,2}}\.)?(\d{{4}})\s*(?:года?|г)?\.?\s*\)?"
)
_UNDER_A_YEAR = re.compile(
    r"(?:менее|меньше|до|не более|<)\s*(?:1|одного)?\s*(?:-?го)?\s*(?:года|г\.?)|неполный год|"
    r"(?:первый|1(?:\s*-?\s*й)?)\s*год\s*(?:работы)|(?:первый|1\s*-?\s*й)\s*год"
)
_APPROXIMATE = re.compile(
    rf"(?:(?:более|больше|свыше|около|примерно|почти|не менее|от|>=?|≥|~)\s*{_NUMBER}\s*(?:-?х\s*)?(?:{_YEARS})?"
    rf"|{_NUMBER}\s*\+\s*(?:{_YEARS})?|{_NUMBER}\s*(?:{_YEARS})\s*\+)"
)
_BETWEEN = re.compile(rf"(?:от\s+)?{_NUMBER}\s*(?:[-–—]|до)\s*{_NUMBER}\s*(?:{_YEARS})?")
_NONE_YET = frozenset({"без стажа", "стажа нет", "нет стажа", "без опыта", "опыта нет", "б/с", "0 лет", "0"})
_EMPTY = frozenset({"", "-", "–", "—", "нет", "н/д", "нд", "нет данных", "#н/д", "#n/a", "#ссылка!", "#ref!"})
_ONES = [
    "один", "два", "три", "четыре", "пять", "шесть", "семь", "восемь", "девять", "десять", "одиннадцать", "двенадцать",
    "тринадцать", "четырнадцать", "пятнадцать", "шестнадцать", "семнадцать", "восемнадцать", "девятнадцать",
]  # fmt: skip
_IN_WORDS = {word: number for number, word in enumerate(_ONES, start=1)} | {
    "двадцать": 20, "тридцать": 30, "сорок": 40, "пятьдесят": 50,
}  # fmt: skip
_WORDS_OF_NUMBER = re.compile(rf"\b(?:{'|'.join(sorted(_IN_WORDS, key=len, reverse=True))})\b")
_LETTER_AS_DIGIT = re.compile(r"(?<![^\W\d_])[oоlі|](?=\d)|(?<=\d)[oоі|](?![^\W\d_])")
_DIGIT_MEANT = str.maketrans({"o": "0", "о": "0", "l": "1", "і": "1", "|": "1"})


@dataclass(frozen=True, slots=True)
class Experience:
    """``months`` is None when unknown; ``months_max`` bounds «менее года»; ``since`` is the year of «с 2010 года».

    ``total_months`` is the first number of «12/8» (all service / teaching). ``raw`` is kept when there was a text
    that gave no months.
    """

    months: int | None = None
    months_max: int | None = None
    since: int | None = None
    total_months: int | None = None
    raw: str | None = None


NOTHING = Experience()


def parse_experience(value: Any) -> tuple[Experience, tuple[CellIssue, ...]]:
    if isinstance(value, (dt.date, dt.datetime)):
        return _unparsed(as_text(value))
    return _parse_text(clean_text(as_text(value)))


@lru_cache(maxsize=8192)
def _parse_text(text: str) -> tuple[Experience, tuple[CellIssue, ...]]:
    phrase = text.casefold().replace("ё", "е").strip(" .;")
    if phrase in _EMPTY:
        return NOTHING, ()
    phrase, issues = _repaired(phrase, text)
    two_measures = _measured_twice(phrase)
    phrase = _PREFIX.sub("", phrase, count=1).strip()
    if phrase in _NONE_YET:
        return Experience(months=0), issues
    phrase = phrase if two_measures or _measured(phrase) else _SUFFIX.sub("", phrase).strip(" .,")
    experience = two_measures or _measured(phrase)
    if experience is None or max(experience.months or 0, experience.total_months or 0) > _MOST_YEARS * 12:
        return _unparsed(text)
    if _APPROXIMATE.fullmatch(phrase) or _BETWEEN.fullmatch(phrase):
        message = f"стаж указан примерно: «{text}»"
        issue = CellIssue("experience_approximate", message, text, f"{experience.months} мес.")
        return Experience(months=experience.months, raw=text), (*issues, issue)
    return experience, issues


def _repaired(phrase: str, text: str) -> tuple[str, tuple[CellIssue, ...]]:
    """Look-alike letters put right («c 2010», «12 лeт», «l2»), numbers written in words put into digits."""
    russian = re.sub(r"^c(?=\s*\d)", "с", cyrillic_lookalikes(phrase))
    russian = _LETTER_AS_DIGIT.sub(lambda match: match[0].translate(_DIGIT_MEANT), russian)
    issues: tuple[CellIssue, ...] = ()
    if russian != phrase:
        message = "похожие буквы в стаже заменены"
        issues = (CellIssue("latin_lookalike", message, before=text, after=russian),)
    if not any(letter.isdigit() for letter in russian):
        russian = _in_digits(russian)
    return russian, issues


def _in_digits(phrase: str) -> str:
    """«двадцать пять лет» → «25 лет»."""
    numbers = _WORDS_OF_NUMBER.findall(phrase)
    if not numbers:
        return phrase
    rest = " ".join(_WORDS_OF_NUMBER.sub(" ", phrase).split())
    return f"{sum(_IN_WORDS[number] for number in numbers)} {rest}".strip()


def _measured(phrase: str) -> Experience | None:
    if match := _ONLY_NUMBER.fullmatch(phrase):
        return Experience(months=_months(match[1]))
    if match := _LENGTH.fullmatch(phrase):
        return Experience(months=_months(match[1]) + int(match[2] or 0))
    if match := _ONLY_MONTHS.fullmatch(phrase):
        return Experience(months=int(match[1]))
    if match := _TOTAL_AND_TEACHING.fullmatch(phrase):
        return Experience(months=_months(match[2]), total_months=_months(match[1]))
    if match := (re.fullmatch(r"\d{4}", phrase) or _YEAR_ALONE.fullmatch(phrase) or _SINCE.fullmatch(phrase)):
        return _begun(match[match.lastindex or 0])
    if _UNDER_A_YEAR.fullmatch(phrase):
        return Experience(months=0, months_max=11)
    if phrase in ("полгода", "пол года"):
        return Experience(months=6)
    if phrase in ("год", "один год"):
        return Experience(months=12)
    if phrase in ("полтора года", "полтора"):
        return Experience(months=18)
    return _measured_roughly(phrase)


def _measured_roughly(phrase: str) -> Experience | None:
    if match := _APPROXIMATE.fullmatch(phrase):
        return Experience(months=_months(match[1] or match[2] or match[3]))
    match = _BETWEEN.fullmatch(phrase)
    if match and _decimal(match[1]) < _decimal(match[2]):
        return Experience(months=_months(match[1]))
    return None


def _measured_twice(phrase: str) -> Experience | None:
    """«30.06.2015 (9 лет)», «20 лет (с 2004 года)», «общий 12, пед. 8»."""
    if match := _BEGUN_AND_LENGTH.fullmatch(phrase):
        return _begun(match[1], _months(match[2]))
    if match := _LENGTH_AND_BEGUN.fullmatch(phrase):
        return _begun(match[2], _months(match[1]))
    parts = [
        match for part in re.split(r"[,;]\s+|\s+/\s+|\n", phrase) if (match := _NAMED_PART.fullmatch(part.strip(" .")))
    ]
    months_by_kind = {(match[1] or match[4])[:3]: _months(match[2] or match[3]) for match in parts}
    if "пед" in months_by_kind and len(months_by_kind) == 2:
        return Experience(
            months=months_by_kind["пед"], total_months=months_by_kind.get("общ", months_by_kind.get("тру"))
        )
    return None


def _begun(year: str, months: int | None = None) -> Experience | None:
    return Experience(months=months, since=int(year)) if _EARLIEST_YEAR <= int(year) <= _LATEST_YEAR else None


def _decimal(number: str) -> float:
    return float(number.replace(",", "."))


def _months(years: str) -> int:
    return round(_decimal(years) * 12)


def _unparsed(text: str) -> tuple[Experience, tuple[CellIssue, ...]]:
    raw = None if set(text) <= set("?. ") or text.casefold().rstrip(" ?.") == "стаж" else text
    message = f"«{text}» не переводится в месяцы; текст сохраняется"
    return Experience(raw=raw), (CellIssue("experience_unparsed", message, before=text),)


def months_of_service(experience: Experience, today: dt.date) -> int | None:
    """Months known or counted from the year it began (from its September)."""
    if experience.months is not None:
        return experience.months
    if experience.since is not None:
        return max(0, (today.year - experience.since) * 12 + today.month - 9)
    return None
