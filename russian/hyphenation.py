"""Where a long word may be broken in a narrow column: soft hyphens between syllables."""

import re

SOFT_HYPHEN = "\u00ad"
#: letters that stay together at either end of a word
LEAST_LEFT = 4
_VOWELS = "аеёиоуыэюя"
_SIGNS = "ьъй"


def soften(text: str, *, longer_than: int) -> str:
    """Soft hyphens in words of more than so many letters: «самоорганизующееся» may become «самоор-гани-зующееся»."""
    return re.sub(rf"[А-Яа-яЁё]{{{longer_than + 1},}}", lambda word: _softened(word[0]), text)


def _softened(word: str) -> str:
    parts, begins = [], 0
    for index in range(LEAST_LEFT, len(word) - LEAST_LEFT + 1):
        if index - begins >= LEAST_LEFT and _may_break(word.lower(), index):
            parts.append(word[begins:index])
            begins = index
    return SOFT_HYPHEN.join([*parts, word[begins:]])


def _may_break(word: str, index: int) -> bool:
    """Before a consonant with its vowel, after a vowel, a consonant or a sign; each side has a vowel."""
    before, after = word[:index], word[index:]
    opens = after[0] not in _VOWELS + _SIGNS and after[1] in _VOWELS
    return opens and any(letter in _VOWELS for letter in before) and any(letter in _VOWELS for letter in after)
