"""School classes: «5 «Б»», «7-В», «8 "А" кл.», «IX а» → «5Б», «7В», «8А», «9А»."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from registry.imports.cleaning.findings import Finding
from registry.imports.cleaning.text import as_text, clean_cell

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10, "xi": 11}
_CLASS = re.compile(r"(\d{1,2}|[ivx]{1,4})\s*[-–—«\"'(]*\s*([а-я]{0,2})\s*[»\"')]*(?:\s*(?:класс\w*|кл)\.?)?")
_WORD = re.compile(r"\s*(?:класс\w*|кл)\b\.?\s*")
_LATIN_LETTER = str.maketrans("abcehkmoptxyz", "авсенкмортхуз")
_HIGHEST = 11


def clean_class(value: Any) -> tuple[str | None, tuple[Finding, ...]]:
    """Number and letter without a space; other text stays with a warning."""
    text = clean_cell(as_text(value))
    return _clean(text) if text else (None, ())


@lru_cache(maxsize=4096)
def _clean(text: str) -> tuple[str | None, tuple[Finding, ...]]:
    words = _WORD.sub(" ", text.casefold().replace("«", " ").replace("»", " ")).strip(" .,()").removesuffix(".0")
    digits = re.match(r"\d+", words)
    if digits:
        words = digits[0] + words[digits.end() :].translate(_LATIN_LETTER)
    else:
        head, _, tail = words.partition(" ")
        words = f"{head} {tail.translate(_LATIN_LETTER)}".strip()
    match = _CLASS.fullmatch(words)
    number = 0
    if match:
        number = int(match[1]) if match[1].isdigit() else _ROMAN.get(match[1], 0)
    if match and 1 <= number <= _HIGHEST:
        return f"{number}{match[2].upper()}", ()
    return text, (Finding("class_unparsed", f"класс «{text}» не распознан; текст сохраняется", before=text),)


def class_number(text: str | None) -> int | None:
    """9 of «9А»; None when the class is unknown."""
    digits = re.match(r"\d+", text or "")
    return int(digits[0]) if digits else None
