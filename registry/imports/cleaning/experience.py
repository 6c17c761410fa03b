"""Length of service in all its spellings → months, or the year it began."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from registry.imports.cleaning.findings import Finding
from registry.imports.cleaning.text import as_text, clean_text

_MOST_YEARS = 75
_EARLIEST_YEAR, _LATEST_YEAR = 1940, 2100
_NUMBER = r"(\d{1,3}(?:[.,]\d{1,2})?)"
_YEARS = r"(?:лет|год[ау]?|г|л|y)\.?"
_MONTHS = r"(?:месяц(?:а|ев)?|мес|м)\.?"
_PREFIX = re.compile(
    r"^(?:(?:общий|педагогический|пед|трудовой|рабочий)\.?\s*)*(?:стаж(?:\s+работы)?|опыт(?:\s+работы)?)?\s*[-–—:]?\s*"
)
_ONLY_NUMBER = re.compile(_NUMBER)
_LENGTH = re.compile(rf"{_NUMBER}\s*{_YEARS}(?:\s*(?:,|и)?\s*(\d{{1,2}})\s*{_MONTHS})?")
_ONLY_MONTHS = re.compile(rf"(\d{{1,3}})\s*{_MONTHS}")
_TOTAL_AND_TEACHING = re.compile(rf"{_NUMBER}\s*(?:{_YEARS})?\s*/\s*{_NUMBER}\s*(?:{_YEARS})?")
_SINCE = re.compile(
    r"(?:с|со)\s+(?:\d{1,2}\.\d{1,2}\.|\d{1,2}\s+[а-я]+\s+|[а-я]+\s+)?(\d{4})\s*(?:года?|г)?\.?(?:\s*(?:по\s+)?н\.?\s*в\.?)?"
)
_UNDER_A_YEAR = re.compile(r"(?:менее|меньше|до|не более)\s*(?:1|одного)?\s*(?:-?го)?\s*(?:года|г\.?)|неполный год")
_APPROXIMATE = re.compile(rf"(?:более|больше|свыше|около|>|~)\s*{_NUMBER}\s*(?:{_YEARS})?")
_NONE_YET = frozenset({"без стажа", "стажа нет", "нет стажа", "без опыта", "0 лет", "0"})
_EMPTY = frozenset({"", "-", "–", "—", "нет", "н/д", "нд", "нет данных", "#н/д", "#n/a", "#ссылка!", "#ref!"})


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


def parse_experience(value: Any) -> tuple[Experience, tuple[Finding, ...]]:
    if isinstance(value, (dt.date, dt.datetime)):
        return _unparsed(as_text(value))
    return _parse_text(clean_text(as_text(value)))


@lru_cache(maxsize=8192)
def _parse_text(text: str) -> tuple[Experience, tuple[Finding, ...]]:
    words = text.casefold().replace("ё", "е").strip(" .;")
    if words in _EMPTY:
        return NOTHING, ()
    words = _PREFIX.sub("", words, count=1).strip()
    if words in _NONE_YET:
        return Experience(months=0), ()
    experience = _measured(words)
    if experience is None:
        return _unparsed(text)
    if max(experience.months or 0, experience.total_months or 0) > _MOST_YEARS * 12:
        return _unparsed(text)
    approximate = _APPROXIMATE.fullmatch(words)
    if approximate:
        message = f"стаж указан примерно: «{text}»"
        return Experience(months=experience.months, raw=text), (Finding("experience_approximate", message, text),)
    return experience, ()


def _measured(words: str) -> Experience | None:
    if match := _ONLY_NUMBER.fullmatch(words):
        number = _decimal(match[1])
        if _EARLIEST_YEAR <= number <= _LATEST_YEAR:
            return Experience(since=int(number))
        return Experience(months=_months(match[1]))
    if _EARLIEST_YEAR <= (int(words) if words.isdecimal() and len(words) == 4 else 0) <= _LATEST_YEAR:
        return Experience(since=int(words))
    if match := _LENGTH.fullmatch(words):
        return Experience(months=_months(match[1]) + int(match[2] or 0))
    if match := _ONLY_MONTHS.fullmatch(words):
        return Experience(months=int(match[1]))
    if match := _TOTAL_AND_TEACHING.fullmatch(words):
        return Experience(months=_months(match[2]), total_months=_months(match[1]))
    if match := _SINCE.fullmatch(words):
        year = int(match[1])
        return Experience(since=year) if _EARLIEST_YEAR <= year <= _LATEST_YEAR else None
    if _UNDER_A_YEAR.fullmatch(words):
        return Experience(months=0, months_max=11)
    if words in ("полгода", "пол года"):
        return Experience(months=6)
    if words in ("год", "один год"):
        return Experience(months=12)
    if match := _APPROXIMATE.fullmatch(words):
        return Experience(months=_months(match[1]))
    return None


def _decimal(number: str) -> float:
    return float(number.replace(",", "."))


def _months(years: str) -> int:
    return round(_decimal(years) * 12)


def _unparsed(text: str) -> tuple[Experience, tuple[Finding, ...]]:
    raw = None if set(text) <= set("?. ") or text.casefold().rstrip(" ?.") == "стаж" else text
    message = f"«{text}» не переводится в месяцы; текст сохраняется"
    return Experience(raw=raw), (Finding("experience_unparsed", message, before=text),)


def months_of_service(experience: Experience, today: dt.date) -> int | None:
    """Months known or counted from the year it began (from its September)."""
    if experience.months is not None:
        return experience.months
    if experience.since is not None:
        return max(0, (today.year - experience.since) * 12 + today.month - 9)
    return None
