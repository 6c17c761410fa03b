"""How rows spell people, for spellings that review decisions have taught (`PersonSpelling`)."""

import re
from collections.abc import Iterator

from imports.row_data import PersonRecord
from russian.search_key import fold

_BETWEEN_INITIALS = re.compile(r"(?<=\w\.)\s+(?=\w\.)")
_LONGEST = 300


def plain_spelling(text: str) -> str:
    """«Сидорова Е. А.» → «Сидорова Е.А.»"""
    return _BETWEEN_INITIALS.sub("", text.strip())


def spelling_key(text: str) -> str:
    """Equal for spellings that differ in case, ё, spaces between initials and punctuation only."""
    return fold(plain_spelling(text))[:_LONGEST]


def spelling_of(record: PersonRecord) -> str:
    """The person as the row's record names them: «Сидорова Е.А.», or the whole name; empty for nobody."""
    values = record.values
    names = [values.get(name) for name in ("last_name", "first_name", "middle_name")]
    if record.initials:
        return f"{names[0]} {record.initials}" if names[0] else ""
    return " ".join(name for name in names if name) if names[0] and names[1] else ""


def keys_of(record: PersonRecord) -> Iterator[str]:
    """Under which keys the spelling may have been remembered: as it was understood, and as it stood in the cell."""
    for text in (spelling_of(record), record.raw_name):
        if key := spelling_key(text):
            yield key
