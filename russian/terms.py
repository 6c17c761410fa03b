"""Words for a side of mentoring in cases: «стажёр», «подшефный», «педагог-наставник»."""

from russian.posts import decline_post
from russian.word_endings import Case, masculine_adjective, masculine_noun


def decline_term(term: str, case: Case) -> str:
    """As a post is declined; a single word that no post knows is a masculine noun, or an adjective in its place."""
    declined = decline_post(term, case)
    if declined != term or " " in term or "-" in term:
        return declined
    if term.endswith(("ый", "ий", "ой")):
        return masculine_adjective(term, case)
    return masculine_noun(term, case)
