"""Agreements with partners, orders, consents: words of a cell → status, number, date, yes or no."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from spreadsheets.cleaning.cell_issues import CellIssue
from spreadsheets.cleaning.dates import parse_date
from spreadsheets.cleaning.text import as_text, clean_cell, clean_text

PLANNED, SIGNED, FINISHED = "планируется", "заключено", "завершено"

_NUMBER = re.compile(
    r"(?:№|\bN[oо]?\b|\bН(?=\s*\d)|\bномер\b)\s*([^\s,;]+(?:\s*[-–]\s*[^\W\d_]{1,4}\b)?)", re.IGNORECASE
)
#: «приказ 56-од от …», «56-ОД от …»: a number that stands without its sign before the date.
_BARE_NUMBER = re.compile(
    r"^(?:(?:приказ\w*|пр|распоряжени\w*|расп|дог(?:овор)?\w*|соглашени\w*)\b\.?\s*)?"
    r"(\d[\w/-]*|[^\W\d_]{1,3}-\d[\w/-]*)\s+(?=от\s+[«\"\d])",
    re.IGNORECASE,
)
#: «пр. 82-ОД», «приказ 82»: a number alone after the word.
_NAMED_NUMBER = re.compile(r"^(?:приказ\w*|пр|распоряжени\w*|расп)\b\.?\s*(\d[\w/-]*)(?=[\s.,;]*$)", re.IGNORECASE)
_DATE = re.compile(
    r"\bот\s+((?:\d{1,2}\s?[./-]\s?\d{1,2}\s?[./-]\s?(?:\d{4}|\d{2})(?!\d)|\S.*?\d{4})(?:\s*(?:г(?:ода?)?)\b\.?)?)(?=[\s,;.)№]|$)",
    re.IGNORECASE,
)
#: A date without «от»: alone, or before the number.
_BARE_DATE = re.compile(r"^(\d{1,2}[./]\d{1,2}[./](?:\d{4}|\d{2}))(?:\s*г(?:ода)?\b\.?)?,?(?=\s*(?:№|$))")
_FINISHED = re.compile(r"ист[её]к|заверш|расторг|прекра|оконч|закрыт", re.IGNORECASE)
_PLANNED = re.compile(r"план|подготов|на подписан|согласов|в работе|проект|будет|оформля|заключа[ею]тся", re.IGNORECASE)
_SIGNED = re.compile(r"заключ[её]н|подписан|действу|есть|имеется|^да$|продл|бессрочн|^(?:с|до|по)\s+\d", re.IGNORECASE)
_NOT = re.compile(
    r"^не\s?(?:заключ|подпис|име|треб|нуж|предус|оформл)\w*|^нет\b|^отсутств|^без\s+(?:договора|соглашения)",
    re.IGNORECASE,
)
_ORDER = re.compile(r"\b(?:приказ\w*|пр|распоряжени\w*|расп|постановлени\w*)\b\.?", re.IGNORECASE)
_YES = re.compile(r"да|д|есть|имеется|получено|\+|yes|v|✓|✔|\+.*|согласен|согласна|1", re.IGNORECASE)
_YES_AND_MORE = re.compile(
    r"(?:да|есть|име[ею]тся|получен\w*|в наличии|согласие (?:есть|получено|име\w+))\b.*", re.IGNORECASE
)
_NO = re.compile(r"нет\b.*|н|не\s.*|отказ\w*|отсутствует|no|согласия нет", re.IGNORECASE)
_DOUBT = re.compile(r"\bне\b|\bнет\b|\bно\b|устн|\?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Agreement:
    status: str | None = None
    number: str | None = None
    day: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """``note`` is what is left of the cell."""

    number: str | None = None
    day: dt.date | None = None
    note: str | None = None


def parse_agreement(value: Any) -> tuple[Agreement, tuple[CellIssue, ...]]:
    text = clean_cell(as_text(value))
    return _agreement(text) if text else (Agreement(), ())


@lru_cache(maxsize=4096)
def _agreement(text: str) -> tuple[Agreement, tuple[CellIssue, ...]]:
    if _NOT.search(text):
        return Agreement(), ()
    number, day, issues = _requisites(text)
    if _FINISHED.search(text):
        status = FINISHED
    elif _PLANNED.search(text) and not number:
        status = PLANNED
    elif number or day or _SIGNED.search(text):
        status = SIGNED
    else:
        return Agreement(), (CellIssue("agreement_unparsed", f"договор «{text}» не распознан", before=text),)
    return Agreement(status, number, day), issues


def _requisites(text: str) -> tuple[str | None, dt.date | None, tuple[CellIssue, ...]]:
    number, date_match = _number_in(text), _DATE.search(text) or _BARE_DATE.search(text)
    day: dt.date | None = None
    issues: tuple[CellIssue, ...] = ()
    if date_match:
        result, issues = parse_date(date_match[1].strip(" .,"))
        day = result.day
    return (number[1].strip(".,;«»").replace(" ", "") or None) if number else None, day, issues


def _number_in(text: str) -> re.Match[str] | None:
    return _NUMBER.search(text) or _BARE_NUMBER.search(text) or _NAMED_NUMBER.search(text)


def parse_order(value: Any, *, is_order: bool = False) -> tuple[Order, tuple[CellIssue, ...]]:
    """«пр. № 56-ОД от 02.09.2026», «приказ от 04.09.2026 № 57-ОД»; a cell that names no order is a note.

    *is_order*: the column holds orders, so that «№ 14-о» is a number of one.
    """
    text = clean_cell(as_text(value))
    return _order(text, is_order) if text else (Order(), ())


@lru_cache(maxsize=8192)
def _order(text: str, is_order: bool) -> tuple[Order, tuple[CellIssue, ...]]:
    names_order = is_order or _ORDER.search(text)
    number = _number_in(text)
    if not number or not (names_order or _DATE.search(text) or _BARE_DATE.search(text)):
        return Order(note=text), ()
    order_number, day, issues = _requisites(text)
    rest = text
    for pattern in (number.re, _DATE, _BARE_DATE, _ORDER):
        rest = pattern.sub(" ", rest, count=1)
    return Order(order_number, day, clean_text(rest).strip(" .,;:-–()") or None), issues


def parse_yes_no(value: Any) -> bool | None:
    """True, False, or None when empty or when both answers still stand («да/нет»)."""
    text = clean_text(as_text(value)).strip(" .").casefold()
    if "/" in text and "да" in text and "нет" in text:
        return None
    if _YES.fullmatch(text) or (_YES_AND_MORE.fullmatch(text) and not _DOUBT.search(text)):
        return True
    return False if _NO.fullmatch(text) else None
