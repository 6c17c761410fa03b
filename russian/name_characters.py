"""Which characters a name of a person may hold: letters of Russian and of Latin script, hyphen, apostrophe, space and
the dot of initials; and what no text may hold: signs that nobody sees, tags."""

import re
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


#: letters, marks and signs by their category, though nobody sees them: they fill a place in Korean syllables, in
#: Khmer, in Braille, and between letters
FILLERS = frozenset("\u115f\u1160\u3164\uffa0\u034f\u17b4\u17b5\u2800")
#: which no text of the world uses: what a program has put there by mistake
_NO_CHARACTERS = frozenset(
    [
        *map(chr, range(0xFDD0, 0xFDF0)),
        *(chr(plane * 0x10000 + end) for plane in range(17) for end in (0xFFFE, 0xFFFF)),
    ]
)


def unseen_character(text: str) -> str:
    """The first sign of a line that nobody sees, in words: a line break, a mark of direction; empty if none."""
    if text.isprintable() and FILLERS.isdisjoint(text):
        return ""
    for character in text:
        is_unseen = unicodedata.category(character) in ("Cc", "Cf", "Co", "Cs", "Zl", "Zp")
        if is_unseen or character in FILLERS or character in _NO_CHARACTERS:
            return _describe(character)
    return ""


def angle_bracket(line: str) -> str:
    """The first angle bracket, in words; empty if none."""
    if "<" not in line and ">" not in line:  # texts of large files are asked, too
        return ""
    return next(f"знак «{sign}»" for sign in line if sign in "<>")


_TAG = re.compile(r"<[a-z/!?]", re.IGNORECASE)


def tag_in(text: str) -> str:
    """The beginning of the first tag, in words; empty if none. «<» before a number, a space or a Russian letter says
    «меньше»."""
    match = _TAG.search(text)
    return f"начало тега «{match[0]}»" if match else ""


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
