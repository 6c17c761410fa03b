"""Where a long word may be broken in a narrow column: soft hyphens between syllables."""

import re

SOFT_HYPHEN = "\u00ad"
#: letters that stay together at either end of a word
LEAST_LEFT = 4
_VOWELS = "аеёиоуыэюя"
_SIGNS = "ьъй"
_LIQUIDS, _BEFORE_LIQUIDS = "рл", "бвгдкпстфх"


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
    """Before a consonant with its vowel, after a vowel, a consonant or a sign; each side has a vowel. «Пр» and the like
    stay together: «пред-приятий»."""
    before, after = word[:index], word[index:]
    in_cluster = after[0] in _LIQUIDS and before[-1] in _BEFORE_LIQUIDS
    opens_with_cluster = after[0] in _BEFORE_LIQUIDS and after[1] in _LIQUIDS and after[2] in _VOWELS
    opens = (after[0] not in _VOWELS + _SIGNS and after[1] in _VOWELS and not in_cluster) or opens_with_cluster
    return opens and any(letter in _VOWELS for letter in before) and any(letter in _VOWELS for letter in after)
