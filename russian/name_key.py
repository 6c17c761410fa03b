"""Which names look alike: «МБОУ «Школа № 2»» and «мбоу "школа №2"» have one key, whatever signs stand between."""

import re
import unicodedata

from russian.name_characters import FILLERS

#: between two numbers something has to stand: «№ 1/2» is not «№ 12»
_BETWEEN_NUMBERS = re.compile(r"(?<=\d)\D+(?=\d)")
#: «N 2», «No. 2» and «Nº 2» stand for «№ 2»
_NUMBER_SIGN = re.compile(r"№|(?<![^\W\d_])n[oº°]?[.\s]*(?=\d)", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
#: Latin letters that look Russian in one case or the other
_LOOKALIKES = str.maketrans("abcehkmoptxy", "авсенкмортху")
#: put after the key of a name that looked like another before names were told apart; no key has it
MARK = "#"


def name_key(name: str, *, longest: int = 300) -> str:
    """Letters and digits alone, in one case, «ё» as «е», Latin look-alikes as Russian letters."""
    plain = "".join(sign for sign in _NUMBER_SIGN.sub(" ", _TAG.sub("", name)) if unicodedata.category(sign) != "Cf")
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", plain).casefold())
    folded = folded.replace("ё", "е").translate(_LOOKALIKES)
    spaced = "".join(sign if _counts(sign) else " " for sign in folded)
    return _BETWEEN_NUMBERS.sub(_join, spaced).replace(" ", "")[:longest]


def _counts(sign: str) -> bool:
    return unicodedata.category(sign)[0] in "LN" and sign not in FILLERS


def _join(between: re.Match[str]) -> str:
    return between[0] if between[0].strip() else "-"
