"""Phone numbers to E.164, with extension and second number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import phonenumbers

from spreadsheets.cleaning.cell_issues import CellIssue
from spreadsheets.cleaning.text import as_text, clean_cell

_EXTENSION = re.compile(r"[,;(]?\s*(?:доб(?:авочный)?|вн(?:утр)?|ext)\.?\s*:?\s*(\d{1,6})\)?", re.IGNORECASE)
_FLOAT_TAIL = re.compile(r"^(\d{9,15})[.,]0+$")
#: «9,123456789E+09»: what a spreadsheet makes of a phone typed as a number.
_SCIENTIFIC = re.compile(r"^([1-9])[.,](\d{7,10})[eе]\+?0?(9|10)$", re.IGNORECASE)
_SEPARATORS = re.compile(r"[,;\n/|]|\bили\b|\bи\b", re.IGNORECASE)
_NOT_DIGIT = re.compile(r"\D")
_NEXT_NUMBER = re.compile(r"(?<=\d)\s+(?=(?:\+7|8)[\s(-]*\d{3})")
_LETTERS = re.compile(r"[^\W\d_]+\.?:?")
#: A whole number inside other words: «8 912 345 67 89 д. 5».
_WHOLE_NUMBER = re.compile(r"(?<![\d+])(?:\+?7|8)(?:[\s().–—-]*\d){10}(?![\d-])")
#: Two numbers typed without anything between them.
_GLUED = re.compile(r"(?<!\d)([78]\d{10})([78]\d{10})(?!\d)")
_LETTER_AS_DIGIT = re.compile(r"(?<=\d)[OoОоЗзlIІ|](?=[\d\s)-]*\d)|(?<=\d)[OoОоЗзlIІ|](?![^\W\d_])")
_DIGIT_MEANT = str.maketrans("OoОоЗзlIІ|", "0000331111")
_SHORT_NUMBER = re.compile(r"(?<![\d.])\d(?:[\s-]?\d){3,6}(?!\d)|^\s*[/,;]\s*\d{2}\s*$")
_NO_PHONE = frozenset({"б/т", "нет телефона", "нет тел", "без телефона", "не имеется", "телефона нет"})
_AREA_CODES = "3489"


@dataclass(frozen=True, slots=True)
class Phone:
    """``number`` and ``second`` are E.164; ``raw`` is kept when there was a text that is no full number."""

    number: str | None = None
    extension: str | None = None
    second: str | None = None
    raw: str | None = None


NO_PHONE = Phone()


def parse_phone(value: Any) -> tuple[Phone, tuple[CellIssue, ...]]:
    text = as_text(value)
    return _parse(text) if text else (NO_PHONE, ())


@lru_cache(maxsize=32768)
def _parse(text: str) -> tuple[Phone, tuple[CellIssue, ...]]:
    cell_text = clean_cell(text)
    whole = _SCIENTIFIC.sub(_all_digits, cell_text)
    if not whole or whole.casefold().strip(" .") in _NO_PHONE:
        return NO_PHONE, ()
    simple = russian_number(_NOT_DIGIT.sub("", _FLOAT_TAIL.sub(r"\1", whole)))
    if simple and not _LETTERS.search(whole):
        return Phone(number=simple), ()
    repaired = _LETTER_AS_DIGIT.sub(lambda match: match[0].translate(_DIGIT_MEANT), whole)
    issues: tuple[CellIssue, ...] = ()
    if repaired != whole:
        issues = (CellIssue("phone_repaired", "буквы вместо цифр в телефоне", before=cell_text, after=repaired),)
        text = whole = repaired
    extension = _EXTENSION.search(whole)
    if extension:
        whole = whole[: extension.start()] + whole[extension.end() :]
    numbers = _numbers(text if not extension else whole)
    if not numbers:
        message = f"«{cell_text}» — неполный номер; текст сохраняется"
        return Phone(raw=cell_text), (*issues, CellIssue("phone_unparsed", message, before=cell_text))
    second, raw, issues_of_second = _second(numbers, whole, cell_text)
    return Phone(numbers[0], extension[1] if extension else None, second, raw), (*issues, *issues_of_second)


def _second(numbers: list[str], whole: str, cell_text: str) -> tuple[str | None, str | None, tuple[CellIssue, ...]]:
    """The second number, or the text when it is too short to be called."""
    if len(numbers) > 1:
        message = f"два номера в одной ячейке: второй, {numbers[1]}, сохраняется отдельно"
        return numbers[1], None, (CellIssue("phone_second_number", message, before=cell_text, after=numbers[0]),)
    rest = _WHOLE_NUMBER.sub(" ", whole)
    if rest != whole and _SHORT_NUMBER.search(rest):
        message = "второй номер записан не полностью; текст сохраняется"
        return None, cell_text, (CellIssue("phone_second_number", message, before=cell_text, after=numbers[0]),)
    return None, None, ()


def _all_digits(match: re.Match[str]) -> str:
    """All digits, when none were lost."""
    digits = match[1] + match[2]
    length = int(match[3]) + 1
    return digits.ljust(length, "0") if length - 1 <= len(digits) <= length else match[0]


def _numbers(text: str) -> list[str]:
    """All full numbers, each once, in the order they stand."""
    numbers: dict[str, None] = {}
    for part in _SEPARATORS.split(_GLUED.sub(r"\1;\2", text)):
        pieces = [part] if e164(part) else _NEXT_NUMBER.split(part)
        for piece in pieces:
            whole = _WHOLE_NUMBER.search(piece)
            number = e164(piece) or (e164(whole[0]) if whole else None)
            if number:
                numbers[number] = None
    return list(numbers)


def e164(text: str) -> str | None:
    """The full number in *text*, or None."""
    cleaned = _LETTERS.sub("", clean_cell(text)).strip()
    digits = _NOT_DIGIT.sub("", _FLOAT_TAIL.sub(r"\1", cleaned))
    if cleaned.startswith("+") and not digits.startswith("7"):
        return _foreign(cleaned)
    return russian_number(digits)


def russian_number(digits: str) -> str | None:
    """No area code begins with 89: such ten digits are a mobile number that lost one."""
    if not digits.isascii():
        digits = "".join(str(int(digit)) for digit in digits if digit.isdecimal())
    own = digits[1:] if len(digits) == 11 and digits[0] in "78" else digits
    if len(own) == 10 and own[0] in _AREA_CODES and not own.startswith("89"):
        return "+7" + own
    return None


def _foreign(text: str) -> str | None:
    try:
        number = phonenumbers.parse(text, None)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
