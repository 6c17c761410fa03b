"""School classes: «5 «Б»», «7-В», «8 "А" кл.», «IX а» → «5Б», «7В», «8А», «9А»."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from spreadsheets.cleaning.cell_issues import CellIssue
from spreadsheets.cleaning.text import as_text, clean_cell

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10, "xi": 11}
_CLASS = re.compile(
    r"(\d{1,2}|[ivx]{1,4})(?:\s*-?\s*(?:й|ый|ой|е)(?=[\s\"«(]|$))?\s*[-–—«\"'(/._,]*\s*([а-я]{0,2})\s*[»\"')]*"
    r"(?:\s*(?:класс\w*|кл)\.?)?"
)
_WORD = re.compile(r"\s*(?:класс\w*|кл)\b\.?\s*")
_LETTER_FIRST = re.compile(r"([а-я])\s*[-–—]?\s*(\d{1,2})")
_REMARK = re.compile(r"(?<=\S)\s*\([^()]{2,}\)$")
_LATIN_LETTER = str.maketrans("abcehkmoptxyz", "авсенкмортхуз")
_LATIN = re.compile("[a-z]")
_CYRILLIC_ROMAN = re.compile(r"^[хvіi]+(?![а-я])")
_HIGHEST = 11
_LONGEST = 60


def clean_class(value: Any) -> tuple[str | None, tuple[CellIssue, ...]]:
    """Number and letter without a space; other text stays with a warning."""
    text = clean_cell(as_text(value))
    if len(text) > _LONGEST:
        return text, (CellIssue("class_unparsed", "класс не распознан; текст сохраняется", before=text),)
    return _clean(text) if text else (None, ())


@lru_cache(maxsize=4096)
def _clean(text: str) -> tuple[str | None, tuple[CellIssue, ...]]:
    class_text = _REMARK.sub("", text.casefold())
    class_text = _WORD.sub(" ", class_text.replace("«", " ").replace("»", " ")).strip(" .,()").removesuffix(".0")
    class_text, issues = _in_russian(class_text, text)
    if reversed_order := _LETTER_FIRST.fullmatch(class_text):
        class_text = reversed_order[2] + reversed_order[1]
        issues = (CellIssue("class_repaired", "буква стояла перед цифрой", before=text, after=class_text),)
    match = _CLASS.fullmatch(class_text)
    number = 0
    if match:
        number = int(match[1]) if match[1].isdigit() else _ROMAN.get(match[1], 0)
    if match and 1 <= number <= _HIGHEST:
        label = f"{number}{match[2].upper()}"
        return label, tuple(CellIssue(f.code, f.message, before=text, after=label) for f in issues)
    return text, (CellIssue("class_unparsed", f"класс «{text}» не распознан; текст сохраняется", before=text),)


def _in_russian(class_text: str, text: str) -> tuple[str, tuple[CellIssue, ...]]:
    """The letter of the class in Russian, a number of the class («Х», «ХI») in Latin."""
    class_text = _CYRILLIC_ROMAN.sub(lambda match: match[0].replace("х", "x").replace("і", "i"), class_text)
    digits = re.match(r"\d+", class_text)
    if not digits and (head := re.match(r"[ivx]+(?![a-z])", class_text)):
        digits = head
    start = digits.end() if digits else 0
    russian = class_text[:start] + class_text[start:].translate(_LATIN_LETTER)
    if russian == class_text or not _LATIN.search(class_text[start:]):
        return russian, ()
    message = "латинская буква класса заменена русской"
    return russian, (CellIssue("latin_lookalike", message, before=text, after=russian),)


def class_number(text: str | None) -> int | None:
    """9 of «9А»; None when the class is unknown."""
    digits = re.match(r"\d+", text or "")
    return int(digits[0]) if digits else None
