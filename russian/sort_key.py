"""The order of Russian names, the same in every database: «Ё» after «Е», either case alike, «№ 2» before «№ 10».

Databases order text by their own rules: SQLite puts «Ё» before «А», PostgreSQL goes by the locale of its installation.
Rows store a key of digits instead, and digits stand in one order everywhere.
"""

import re
import unicodedata
from itertools import count

#: between the parts of a name («Иванов Пётр» before «Иванов-Белов Андрей»), and between words
_PART, _WORD = "00", "01"
_NUMBER = "02"
_LATIN = "abcdefghijklmnopqrstuvwxyz"
CYRILLIC = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
_CODES = {letter: f"{code:02d}" for letter, code in zip(_LATIN + CYRILLIC, count(10), strict=False)}
_OTHER = "9"
_TOKENS = re.compile(r"(?P<number>\d+)|(?P<between>[\s\-–—]+)|(?P<letter>\w)|.", re.DOTALL)


def sort_key(*parts: str, longest: int = 240) -> str:
    """The key of a text, or of a name from its parts. Only letters, digits, spaces and hyphens count."""
    return _PART.join(map(_key_of, parts))[:longest]


def _key_of(text: str) -> str:
    text = unicodedata.normalize("NFC", text).casefold().strip(" -–—\u00a0")
    return re.sub(f"^(?:{_WORD})+", "", "".join(map(_code, _TOKENS.finditer(text))))


def _code(token: re.Match[str]) -> str:
    if token["number"]:
        digits = "".join(str(unicodedata.digit(digit, 0)) for digit in token["number"]).lstrip("0")
        return f"{_NUMBER}{len(digits):02d}{digits}"
    if token["between"]:
        return _WORD
    if token["letter"]:
        return _CODES.get(token["letter"]) or f"{_OTHER}{ord(token['letter']):07d}"
    return ""


def lettered(text: str) -> str:
    """The text with characters for letters that stand, among all characters, as the letters do in the alphabet."""
    return text.translate(_TABLE)


#: letters of both cases, and what stands for them: `lettered` in SQL is TRANSLATE(text, LETTERS, POSITIONS)
LETTERS = _LATIN + CYRILLIC + _LATIN.upper() + CYRILLIC.upper()
POSITIONS = "".join(chr(0x3041 + position) for position in range(len(_LATIN + CYRILLIC))) * 2
_TABLE = str.maketrans(LETTERS, POSITIONS)
