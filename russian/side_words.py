"""Words for a side of mentoring in cases: «стажёр», «подшефный», «педагог-наставник»."""

from dataclasses import dataclass, fields
from functools import lru_cache

from russian.posts import STRESSED_POSTS, SUBSTANTIVES, decline_post
from russian.word_endings import (
    HUSHING,
    VELAR,
    VOWELS,
    Case,
    like_the_original,
    masculine_adjective,
    masculine_noun,
    noun_in_a,
)

#: vowels that are lost: «подростков»
_FLEETING_IN_PLURAL = {"подросток": "подростк", "новичок": "новичк"}
#: (after a hard consonant, after a soft one) of the plural
_NOUN_DATIVE = ("ам", "ям")
_ADJECTIVE_ENDINGS = {
    Case.NOMINATIVE: "е",
    Case.GENITIVE: "х",
    Case.DATIVE: "м",
    Case.INSTRUMENTAL: "ми",
    Case.PREPOSITIONAL: "х",
}
#: whose plural takes a stressed -а or -я
_STRESSED_IN_PLURAL = {"учитель": "учителя", "мастер": "мастера", "профессор": "профессора", "доктор": "доктора"}


@dataclass(frozen=True)
class SideWords:
    """What a side of mentoring is called: of one person, and of several in the cases that papers need."""

    nominative: str
    genitive: str
    dative: str
    instrumental: str
    plural_genitive: str
    plural_dative: str

    @classmethod
    def of(cls, term: str) -> "SideWords":
        """By the rules of declension."""
        return _declined(term)

    @property
    def accusative(self) -> str:
        """Of people: «стажёра», «няню»."""
        is_feminine = self.agreeing("", "feminine")
        return decline_term(self.nominative, Case.ACCUSATIVE) if is_feminine else self.genitive

    @property
    def prepositional(self) -> str:
        """«о стажёре»"""
        return decline_term(self.nominative, Case.PREPOSITIONAL)

    @property
    def plural_nominative(self) -> str:
        """«стажёры»; also the accusative of joining them: «кандидаты в стажёры»."""
        return _decline_plural(self.nominative, Case.NOMINATIVE)

    @property
    def plural_instrumental(self) -> str:
        return _decline_plural(self.nominative, Case.INSTRUMENTAL)

    @property
    def plural_prepositional(self) -> str:
        return _decline_plural(self.nominative, Case.PREPOSITIONAL)

    def agreeing(self, masculine: str, feminine: str) -> str:
        """The form of a word that agrees with the term in one person: «каждого стажёра», «каждой няни»."""
        return feminine if self.genitive.endswith(("ы", "и", "ой", "ей")) else masculine


@lru_cache(maxsize=256)
def _declined(term: str) -> SideWords:
    return SideWords(**{case: decline_term(term, case) for case in SIDE_CASES})


SIDE_CASES = tuple(field.name for field in fields(SideWords))


def decline_term(term: str, case: str) -> str:
    """`case` is one of SIDE_CASES. As a post is declined; a single word that no post knows is a masculine noun, or an
    adjective in its place."""
    if case == Case.NOMINATIVE:
        return term
    if case.startswith("plural_"):
        return _decline_plural(term, Case(case.removeprefix("plural_")))
    declined = decline_post(term, Case(case))
    if declined != term or " " in term or "-" in term:
        return declined
    if term.endswith(("ый", "ий", "ой")):
        return masculine_adjective(term, Case(case))
    if term.endswith(("а", "я")):
        return noun_in_a(term, Case(case))
    return masculine_noun(term, Case(case))


def _decline_plural(term: str, case: Case) -> str:
    """Adjectives, then the noun; what hangs on it stays: «молодых педагогов школы»."""
    words = term.split(" ")
    head = next((at for at, word in enumerate(words) if not _is_adjective(word)), len(words) - 1)
    declined = [_plural_word(word, case) for word in words[: head + 1]]
    return " ".join([*declined, *words[head + 1 :]])


def _plural_word(word: str, case: Case) -> str:
    if _is_adjective(word):
        return _plural_adjective(word, case)
    return "-".join(like_the_original(_plural_noun(part.lower(), case), part) for part in word.split("-"))


def _is_adjective(word: str) -> bool:
    plain = word.lower().removesuffix("ся")
    return word.lower() in SUBSTANTIVES or (plain.endswith(("ый", "ий", "ой", "ая", "яя")) and len(plain) > 3)


def _plural_adjective(word: str, case: Case) -> str:
    """«молодых», «обучающимся»"""
    reflexive = "ся" if word.endswith("ся") else ""
    stem, ending = word.removesuffix("ся")[:-2], word.removesuffix("ся")[-2:]
    soft = ending in ("ий", "яя") or stem[-1] in HUSHING + VELAR
    return f"{stem}{'и' if soft else 'ы'}{_ADJECTIVE_ENDINGS[case]}{reflexive}"


def _plural_noun(word: str, case: Case) -> str:
    if case in (Case.INSTRUMENTAL, Case.PREPOSITIONAL):
        return _plural_noun(word, Case.DATIVE).removesuffix("м") + ("ми" if case == Case.INSTRUMENTAL else "х")
    if case == Case.NOMINATIVE:
        return _plural_nominative(word)
    word = _FLEETING_IN_PLURAL.get(word, word)
    if word[-1] in "аяьй":
        return _plural_of_ending(word, case)
    if word.endswith("ец") and len(word) > 3:
        stem = word[:-2] + ("й" if word[-3] in VOWELS else "") + "ц"
        ending = "ов" if word in STRESSED_POSTS else "ев"
        return stem + (ending if case == Case.GENITIVE else _NOUN_DATIVE[0])
    if case == Case.DATIVE:
        return word + _NOUN_DATIVE[0]
    return word + ("ей" if word[-1] in HUSHING else "ев" if word[-1] == "ц" else "ов")


def _plural_nominative(word: str) -> str:
    if word in _STRESSED_IN_PLURAL:
        return _STRESSED_IN_PLURAL[word]
    dative = _plural_noun(word, Case.DATIVE)
    stem = dative[:-2]
    return stem + ("и" if dative.endswith("ям") or stem[-1] in HUSHING + VELAR else "ы")


def _plural_of_ending(word: str, case: Case) -> str:
    stem, last = word[:-1], word[-1]
    if case == Case.DATIVE:
        return stem + _NOUN_DATIVE[0 if last == "а" else 1]
    if last in "ьй":
        return stem + ("ей" if last == "ь" else "ев")
    if last == "я":
        return stem + "ь"
    if stem.endswith("к") and len(stem) > 2 and stem[-2] not in VOWELS:
        return stem[:-1] + ("ек" if stem[-2] in HUSHING else "ок")
    return stem
