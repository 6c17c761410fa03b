"""Signs that a name was typed otherwise than in a passport: not in the nominative, with a loose hyphen, in Latin
letters, or by one letter.

Names are free, so each is a question to whoever has typed it, never a refusal. Women's names of other peoples look like
the genitive of a man's («Рената»): those are asked about only where the patronymic speaks for the other case.
"""

import re
from functools import cache

from russian.declension import Case, decline_name
from russian.first_names import FIRST_NAMES
from russian.sex import Sex

_LOOSE_HYPHEN = re.compile(r"(?:^|\s)[-‐‑–—]|[-‐‑–—](?:\s|$|[-‐‑–—])")
_OBLIQUE_PATRONYMIC = re.compile(
    r"(?:[ое]в|[ькмнчт])ич(?:а|у|ем|ом|е)$|(?:[ое]вн|ичн|инишн)(?:у|ы|е|ой|ою)$", re.IGNORECASE
)
_WORD = re.compile(r"[^\W\d_]+")
_LATIN, _CYRILLIC = re.compile("[A-Za-zÀ-ɏ]"), re.compile("[\u0400-\u04ff]")
#: endings that no surname has in the nominative
_OBLIQUE_SURNAME = re.compile(r"[оеё]ву$|[сц]к(?:ую|ому|ого)$", re.IGNORECASE)
_MEN_IN_A = frozenset({"данила", "илья", "никита", "савва"})
#: men's names whose genitive women bear in the nominative
_ALSO_WOMEN = frozenset(
    [
        "богдан",
        "валентин",
        "валерий",
        "виталий",
        "владислав",
        "вячеслав",
        "евгений",
        "камиль",
        "леонид",
        "ренат",
        "станислав",
        "ярослав",
    ]
)
_CASES = (Case.GENITIVE, Case.DATIVE, Case.ACCUSATIVE, Case.INSTRUMENTAL, Case.PREPOSITIONAL)


def has_loose_hyphen(name: str) -> bool:
    """«Елохина-», «-Жук», «Анна - Мария», «Иванов--Жук»."""
    return _LOOSE_HYPHEN.search(name.strip()) is not None


def latin_word(name: str) -> str:
    """The first word without a Russian letter: «Ivanov» of «Ivanov Иван»; empty if none. Latin letters that look
    Russian are set right before."""
    return next((word for word in _WORD.findall(name) if _LATIN.search(word) and not _CYRILLIC.search(word)), "")


def is_one_letter(name: str) -> bool:
    """«И», «И.»: hardly a surname or a first name, though «О» is the surname of some."""
    return sum(map(str.isalpha, name)) == 1


def is_in_another_case(surname: str, first_name: str, patronymic: str = "") -> bool:
    """«Иванову Марию», «Иванова Ивана Ивановича»."""
    surname, first, patronymic = (part.strip().lower() for part in (surname, first_name, patronymic))
    if _OBLIQUE_PATRONYMIC.search(patronymic) or _OBLIQUE_SURNAME.search(surname):
        return True
    base = _oblique_forms().get(first)
    if base is None:
        return False
    if first.endswith(("а", "я")):
        return surname.endswith(("а", "я", "ого", "его")) and base not in _ALSO_WOMEN and not patronymic
    if first.endswith("е"):
        return surname.endswith(("ой", "ей", "е")) and not patronymic
    if first.endswith(("ы", "и")):
        return not surname.endswith(("а", "я"))
    return True


@cache
def _oblique_forms() -> dict[str, str]:
    """Form of a common first name that is none itself → the name."""
    names = {name.lower() for name in FIRST_NAMES}
    forms: dict[str, str] = {}
    for name in sorted(names):
        is_woman = name == "любовь" or (name[-1] in "ая" and name not in _MEN_IN_A)
        for case in _CASES:
            form = decline_name("", name, case=case, sex=Sex.FEMALE if is_woman else Sex.MALE).first_name
            if form not in names:
                forms.setdefault(form, name)
    return forms
