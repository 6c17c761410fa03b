"""Which characters a name of a person may hold: letters of Russian and of Latin script, hyphen, apostrophe, space and
the dot of initials."""

import unicodedata

_SIGNS = frozenset("-' .’ʼ`")
_WORDS = {
    "\n": "перенос строки",
    "\r": "перенос строки",
    "\t": "табуляция",
    "\u00a0": "неразрывный пробел",
    "\u00ad": "мягкий перенос",
}


def wrong_character(name: str) -> str:
    """The first character that no name has, in words: «цифра 1», «знак «<»», «невидимый знак U+200B»; empty if none."""
    for character in unicodedata.normalize("NFC", name):
        if not (character in _SIGNS or _is_letter(character)):
            return _describe(character)
    return ""


def _is_letter(character: str) -> bool:
    """Cyrillic or Latin, large or small: no filler, no ordinal sign and no letter that is written from the right."""
    alphabet = unicodedata.name(character, "").partition(" ")[0]
    return unicodedata.category(character) in ("Lu", "Ll", "Lt") and alphabet in ("CYRILLIC", "LATIN")


#: letters by their category, though nobody sees them: they fill a place in Korean syllables
FILLERS = frozenset("\u115f\u1160\u3164\uffa0")


def unseen_character(text: str) -> str:
    """The first sign of a line that nobody sees, in words: a line break, a mark of direction; empty if none."""
    for character in text:
        if unicodedata.category(character) in ("Cc", "Cf", "Co", "Zl", "Zp") or character in FILLERS:
            return _describe(character)
    return ""


def has_letter(name: str) -> bool:
    return any(character.isalpha() for character in name)


def _describe(character: str) -> str:
    if character in _WORDS:
        return _WORDS[character]
    category = unicodedata.category(character)
    if category == "Nd":
        return f"цифра {character}"
    if category[0] in "CZM" or character in FILLERS:
        return f"невидимый знак U+{ord(character):04X}"
    return f"знак «{character}»"
