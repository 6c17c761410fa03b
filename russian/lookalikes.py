"""Latin and Greek letters that look like Russian ones, in names and texts that people type."""

import re

#: for comparing: of a text in small letters, whichever case looks alike
FOLDED_LOOKALIKES = str.maketrans("abcehkmoptxy" + "αβγεηκλμοπρτυφχ", "авсенкмортху" + "авгенклмопртуфх")

_LOOKALIKES = dict(zip("ABCEHKMOPTXYaceopxy", "АВСЕНКМОРТХУасеорху", strict=True))
_LOOKALIKE_TABLE = str.maketrans(_LOOKALIKES)
_LATIN = re.compile("[A-Za-z]")
_WORD = re.compile(r"[^\W\d_]+")
_CYRILLIC = re.compile("[\u0400-\u04ff]")


def cyrillic_lookalikes(text: str, *, whole_words: bool = False) -> str:
    """Latin letters that look Russian become Russian inside words that also hold Russian letters.

    With *whole_words* also in words that consist of look-alikes alone («COCHA» in a column of names).
    """
    if not _LATIN.search(text):
        return text
    return _WORD.sub(lambda match: _russian_word(match[0], whole_words), text)


def _russian_word(word: str, whole_words: bool) -> str:
    if not _LATIN.search(word):
        return word
    mixed = _CYRILLIC.search(word) is not None
    if mixed or (whole_words and len(word) > 1 and all(letter in _LOOKALIKES for letter in word)):
        return word.translate(_LOOKALIKE_TABLE)
    return word
