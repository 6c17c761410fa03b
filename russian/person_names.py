"""Names of people as they are compared and as they are written."""

import re
import unicodedata
from functools import lru_cache

from russian.lookalikes import FOLDED_LOOKALIKES, cyrillic_lookalikes
from russian.search_key import fold

_WORD = re.compile(r"[^\W\d_]+")
_VOWEL = re.compile("[аеёиоуыэюяaeiouy]", re.IGNORECASE)
_TURKIC_ENDINGS = frozenset({"оглы", "оглу", "кызы", "кизи", "гызы", "угли", "улы"})


@lru_cache(maxsize=65536)
def person_name_key(name: str) -> str:
    """One key for one name, however it is typed: in small letters, «ё» as «е», Latin and Greek look-alikes as Russian
    letters, hyphens and spaces alike. «Иванова-Cидopова АННА» and «иванова сидорова анна» have one key."""
    return " ".join(fold(name).translate(FOLDED_LOOKALIKES).replace("-", " ").split()) if name else ""


@lru_cache(maxsize=4096)
def written_name(name: str) -> str:
    """The name with Russian letters for Latin ones that look alike, and without words in capitals: «Aннa» with Latin
    letters is «Анна», «ЕЛОХИНА-ЖУК» is «Елохина-Жук», «ОГЛЫ» is «оглы». Initials stay."""
    return _WORD.sub(lambda word: _in_usual_case(word[0]), cyrillic_lookalikes(name, whole_words=True))


def _in_usual_case(word: str) -> str:
    if len(word) < 2 or not word.isupper() or not _VOWEL.search(word):
        return word
    return word.lower() if word.casefold() in _TURKIC_ENDINGS else word[0] + word[1:].lower()


def word_of_two_alphabets(name: str) -> str:
    """The first word that holds Russian letters and others; empty if none."""
    return next((word for word in _WORD.findall(name) if len(set(map(_alphabet, word))) > 1), "")


def _alphabet(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]
