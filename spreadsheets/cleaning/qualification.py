"""The qualification category of a teacher."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from russian.lookalikes import cyrillic_lookalikes
from spreadsheets.cleaning.cell_issues import CellIssue
from spreadsheets.cleaning.text import clean_cell

HIGHEST = "высшая"
FIRST = "первая"
FITNESS = "соответствие занимаемой должности"

_NONE = re.compile(
    r"б\s*/?\s*к\.?|без\s*(?:кв\.?\s*)?(?:категории|кат\.?|к)|не\s*аттест\w*|не\s*имеет\w*|н/?а|категории нет|"
    r"нет категории|0"
)
_LEAD = re.compile(r"^(?:(?:кв|квалиф\w*)\.?\s*)?(?:категория|кат\.?)\s*[-–—:]?\s*|^аттестован\w*\s+(?=на )")
_HIGHEST = re.compile(r"в\.?\s*/?\s*к\.?\s*к?|выс\w*.*|в\s*кат\.?|на высш\w*.*")
_FIRST = re.compile(
    r"(?:на\s+)?(?:1|i|l)(?:\s*-?\s*(?:я|ая|ой|ю|ую))?(?:\s*(?:кв|кат|к)\.?.*)?|(?:на\s+)?перв\w*.*|пкк|"
    r"п\.?\s*/?\s*к\.?(?:\s*к\.?)?"
)
_FITNESS = re.compile(r"с\.?\s*з\.?\s*д\.?|(?:на\s+)?соотв\w*\.?.*|аттест\w*\s+на\s+соотв\w*.*|сзд.*")


def clean_qualification(value: Any) -> tuple[str | None, tuple[CellIssue, ...]]:
    """высшая, первая, соответствие занимаемой должности or None; other text is reported and dropped."""
    text = clean_cell(value)
    return _clean(text) if text else (None, ())


@lru_cache(maxsize=4096)
def _clean(text: str) -> tuple[str | None, tuple[CellIssue, ...]]:
    folded = cyrillic_lookalikes(text, whole_words=True).casefold().replace("ё", "е").strip(" .,;()")
    if _NONE.fullmatch(folded):
        return None, ()
    folded = _LEAD.sub("", folded) or folded
    for pattern, category in ((_HIGHEST, HIGHEST), (_FITNESS, FITNESS), (_FIRST, FIRST)):
        if pattern.fullmatch(folded):
            return category, ()
    return None, (CellIssue("category_unparsed", f"категория «{text}» не распознана", before=text),)
