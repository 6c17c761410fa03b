"""Words for a side of mentoring in cases: «стажёр», «подшефный», «педагог-наставник»."""

import re

from russian.posts import decline_post
from russian.word_endings import HUSHING, VOWELS, Case, masculine_adjective, masculine_noun

_PARTS = re.compile(r"([\s-]+)")
#: the genitive of one → of many; adjectives and what stands in their place
_ADJECTIVES = {"ого": "ых", "его": "их", "егося": "ихся"}
_STEMS_WITH_I = "гкхжчшщ"


def decline_term(term: str, case: Case) -> str:
    """As a post is declined; a single word that no post knows is a masculine noun, or an adjective in its place."""
    declined = decline_post(term, case)
    if declined != term or " " in term or "-" in term:
        return declined
    if term.endswith(("ый", "ий", "ой")):
        return masculine_adjective(term, case)
    return masculine_noun(term, case)


def plural_of_term(term: str, genitive: str, case: Case) -> str:
    """Of many, in the genitive or the dative: «стажёров», «стажёрам». `genitive`: of one, as it may have been corrected
    by hand. Empty where no rule knows it."""
    ones, whose = _PARTS.split(term), _PARTS.split(genitive)
    if len(ones) != len(whose):
        return ""
    parts = [one if one == of_one else _plural(one, of_one, case) for one, of_one in zip(ones, whose, strict=True)]
    return "".join(parts) if all(parts) and parts != ones else ""


def _plural(one: str, of_one: str, case: Case) -> str:
    for ending, of_many in _ADJECTIVES.items():
        if of_one.endswith(ending) and one.endswith(("ый", "ий", "ой", "йся", "ое", "ее")):
            stem = of_one.removesuffix(ending)
            many = f"{stem}{'их' if of_many == 'ых' and stem.endswith(tuple(_STEMS_WITH_I)) else of_many}"
            return many if case == Case.GENITIVE else re.sub(r"х(ся)?$", r"м\1", many)
    if of_one.endswith(("а", "я")):
        return _masculine(one, of_one, case)
    if one.endswith(("ица", "ница")) or re.search(rf"[^ь{VOWELS}]ка$", one):
        stem = one[:-1]
        return f"{stem}ам" if case == Case.DATIVE else (stem if one.endswith("ица") else f"{one[:-2]}ок")
    return ""


def _masculine(one: str, of_one: str, case: Case) -> str:
    stem, is_soft = of_one[:-1], of_one.endswith("я")
    if case == Case.DATIVE:
        return f"{stem}{'ям' if is_soft else 'ам'}"
    if one.endswith("ь") or stem.endswith(tuple(HUSHING)):
        return f"{stem}ей"
    if stem.endswith(("ц", "анин")):
        return ""
    return f"{stem}{'ев' if is_soft else 'ов'}"
