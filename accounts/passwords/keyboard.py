"""The keyboard: what a password is in the other layout, and whether it is only a walk over neighbouring keys."""

from itertools import pairwise

#: the keys in their places, as each layout writes them
_LATIN = ("`1234567890-=", "qwertyuiop[]\\", "asdfghjkl;'", "zxcvbnm,./")
_RUSSIAN = ("ё1234567890-=", "йцукенгшщзхъ\\", "фывапролджэ", "ячсмитьбю.")
#: with Shift
_LATIN_SHIFTED = ("~!@#$%^&*()_+", "QWERTYUIOP{}|", 'ASDFGHJKL:"', "ZXCVBNM<>?")
_RUSSIAN_SHIFTED = ('Ё!"№;%:?*()_+', "ЙЦУКЕНГШЩЗХЪ/", "ФЫВАПРОЛДЖЭ", "ЯЧСМИТЬБЮ,")

_TO_RUSSIAN = str.maketrans("".join(_LATIN + _LATIN_SHIFTED), "".join(_RUSSIAN + _RUSSIAN_SHIFTED))
_TO_LATIN = str.maketrans("".join(_RUSSIAN[1:] + _RUSSIAN_SHIFTED[1:]), "".join(_LATIN[1:] + _LATIN_SHIFTED[1:]))
#: sign → row and column of its key; the later layouts win where they differ, which is at points and commas only
_KEYS = {
    sign: (row, column)
    for layout in (_RUSSIAN_SHIFTED, _LATIN_SHIFTED, _RUSSIAN, _LATIN)
    for row, signs in enumerate(layout)
    for column, sign in enumerate(signs)
}
#: share of the steps that lead to a neighbour, from which on a password is a walk: words have about one in five
WALK = 0.75


def in_russian_layout(text: str) -> str:
    """«ghbdtn» → «привет»."""
    return text.translate(_TO_RUSSIAN)


def in_latin_layout(text: str) -> str:
    """«зфыыцщкв» → «password»."""
    return text.translate(_TO_LATIN)


def is_walk(text: str) -> bool:
    """Whether keys, or letters in their alphabet, stand beside each other: «йцукенгшщз», «1qaz2wsx», «абвгдежзик»."""
    steps = list(pairwise(text))
    return bool(steps) and sum(_is_beside(*step) for step in steps) >= WALK * len(steps)


def _is_beside(one: str, other: str) -> bool:
    if abs(ord(one.lower()) - ord(other.lower())) <= 1:
        return True
    first, second = (_KEYS.get(sign) or _KEYS.get(sign.lower()) for sign in (one, other))
    return first is not None and second is not None and max(abs(a - b) for a, b in zip(first, second, strict=True)) <= 1
