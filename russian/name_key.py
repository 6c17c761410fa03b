"""Which names look alike: «МБОУ «Школа № 2»» and «мбоу "школа №2"» have one key, whatever signs stand between.

Numbers of papers are told apart by their signs: «12-ОД» and «12 - OД» have one key, «12/ОД» has another."""

import re
import unicodedata

from russian.lookalikes import FOLDED_LOOKALIKES
from russian.name_characters import FILLERS

#: between two numbers something has to stand: «№ 1/2» is not «№ 12»
_BETWEEN_NUMBERS = re.compile(r"(?<=\d)\D+(?=\d)")
#: «N 2», «No. 2» and «Nº 2» stand for «№ 2»
_NUMBER_SIGN = re.compile(r"№|(?<![^\W\d_])n[oº°]?[.\s]*(?=\d)", re.IGNORECASE)
_SIGN_BEFORE = re.compile(rf"^(?:\s|#|{_NUMBER_SIGN.pattern})+", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
#: a digit between two letters («МБ0У») is the letter, a letter that stands as a number («№ 1О», «№ З») is the digit
_DIGIT_IN_WORD = re.compile(r"(?<=[^\W\d_])[03](?=[^\W\d_])")
_LETTER_IN_NUMBER = re.compile(r"(?<!\w)(?:[\dоз]*\d[\dоз]*|з)(?!\w)")
#: in the number of a paper: «0Д» is «ОД» where no digit stands beside it, «1О5» is «105»
_ZERO_AS_LETTER = re.compile(r"(?<!\d)0(?=[^\W\d_])|(?<=[^\W\d_])0(?!\d)")
_LETTER_AS_ZERO = re.compile(r"(?<=\d)о(?=\d)")
_AS_LETTERS, _AS_DIGITS = str.maketrans("03", "оз"), str.maketrans("оз", "03")
#: hyphens, dashes and the minus sign
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"))
#: put after the key of a name that looked like another before names were told apart; no key has it
MARK = "#"


def name_key(name: str, *, longest: int = 300) -> str:
    """Letters and digits alone, in one case, «ё» as «е», Latin and Greek look-alikes as Russian letters; «0» and «О»,
    «3» and «З» as what stands beside them."""
    plain = "".join(sign for sign in _NUMBER_SIGN.sub(" ", _TAG.sub("", name)) if unicodedata.category(sign) != "Cf")
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", plain).casefold())
    folded = folded.replace("ё", "е").translate(FOLDED_LOOKALIKES)
    folded = _DIGIT_IN_WORD.sub(lambda digit: digit[0].translate(_AS_LETTERS), folded)
    spaced = "".join(sign if _counts(sign) else " " for sign in folded)
    spaced = _LETTER_IN_NUMBER.sub(lambda number: number[0].translate(_AS_DIGITS), spaced)
    return _BETWEEN_NUMBERS.sub(_join, spaced).replace(" ", "")[:longest]


def number_key(number: str, *, longest: int = 300) -> str:
    """The number of a paper without spaces and the sign before it, in one case, Latin and Greek look-alikes as Russian
    letters, every dash as a hyphen, «\\» as «/», «0Д» as «ОД». Other signs count: «12/1» is not «121»."""
    bare = _SIGN_BEFORE.sub("", "".join(sign for sign in number if unicodedata.category(sign) != "Cf"))
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", bare).casefold())
    folded = folded.replace("ё", "е").replace(MARK, "").translate(FOLDED_LOOKALIKES).translate(_DASHES)
    signs = "".join(folded.split()).replace("\\", "/")
    return _LETTER_AS_ZERO.sub("0", _ZERO_AS_LETTER.sub("о", signs))[:longest]


def _counts(sign: str) -> bool:
    return unicodedata.category(sign)[0] in "LN" and sign not in FILLERS


def _join(between: re.Match[str]) -> str:
    return between[0] if between[0].strip() else "-"
