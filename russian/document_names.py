"""Names of documents in cases: «программа», «индивидуальный план развития», «персонализированная траектория»."""

import re
from dataclasses import dataclass
from functools import lru_cache

from russian.word_endings import (
    HUSHING,
    OBLIQUE_CASES,
    Case,
    Paradigm,
    feminine_adjective,
    like_the_original,
    masculine_adjective,
    masculine_noun,
    noun_in_a,
)

_ABBREVIATION = re.compile(r"[А-ЯЁ]{2,}")
_MASCULINE, _FEMININE, _NEUTER = range(3)
#: endings of adjectives, by the gender of their noun
_ADJECTIVES = (("ый", "ий", "ой"), ("ая", "яя"), ("ое", "ее"))
_NEUTER_HARD: Paradigm = ("а", "у", "о", "ом", "е")
_NEUTER_SOFT: Paradigm = ("я", "ю", "е", "ем", "и")


@dataclass(frozen=True)
class DocumentName:
    """The name of a document in the cases of the singular, and what agrees with it."""

    nominative: str
    genitive: str
    dative: str
    accusative: str
    instrumental: str
    prepositional: str
    #: index of the word that `agreeing` chooses
    gender: int

    @classmethod
    def of(cls, term: str) -> "DocumentName":
        """Adjectives and the noun after them are declined, what hangs on the noun stays.

        A term of another build, such as a list or a noun of unclear gender, stands in quotation marks behind
        «документ», which is declined instead.
        """
        return _declined(term)

    def agreeing(self, masculine: str, feminine: str, neuter: str) -> str:
        """The one of the three words that goes with the name: «утверждён», «утверждена», «утверждено»."""
        return (masculine, feminine, neuter)[self.gender]


@lru_cache(maxsize=256)
def _declined(term: str) -> DocumentName:
    words = term.split(" ")
    head = next((at for at, word in enumerate(words) if _adjective_gender(word) is None), None)
    gender = None if head is None or "," in term else _noun_gender(words[head])
    adjectives = words[:head]
    if head is None or gender is None or any(_adjective_gender(word) != gender for word in adjectives):
        return _behind_document(term)
    cases = {
        case.value: " ".join(
            [
                *(_adjective(word, case, gender) for word in adjectives),
                _noun(words[head], case, gender),
                *words[head + 1 :],
            ]
        )
        for case in OBLIQUE_CASES
    }
    return DocumentName(nominative=term, gender=gender, **cases)


def _behind_document(term: str) -> DocumentName:
    cases = {case.value: f"{_noun('документ', case, _MASCULINE)} «{term}»" for case in OBLIQUE_CASES}
    return DocumentName(nominative=f"документ «{term}»", gender=_MASCULINE, **cases)


def _adjective_gender(word: str) -> int | None:
    lowered = word.lower()
    return next((gender for gender, endings in enumerate(_ADJECTIVES) if lowered.endswith(endings)), None)


def _noun_gender(word: str) -> int | None:
    """None for a noun whose ending does not tell it."""
    last = word[-1:].lower()
    if _ABBREVIATION.fullmatch(word) or last in "бвгджзйклмнпрстфхцчшщ":
        return _MASCULINE if last else None
    return {"а": _FEMININE, "я": _FEMININE, "о": _NEUTER, "е": _NEUTER}.get(last)


def _adjective(word: str, case: Case, gender: int) -> str:
    lowered = word.lower()
    if gender == _FEMININE:
        return like_the_original(feminine_adjective(lowered, case), word)
    if case == Case.ACCUSATIVE:
        return word
    masculine = {"ое": "ый", "ее": "ий"}.get(lowered[-2:], lowered[-2:])
    return like_the_original(masculine_adjective(lowered[:-2] + masculine, case), word)


def _noun(word: str, case: Case, gender: int) -> str:
    lowered = word.lower()
    if _ABBREVIATION.fullmatch(word) or (case == Case.ACCUSATIVE and gender != _FEMININE):
        return word
    if gender == _FEMININE:
        declined = noun_in_a(lowered, case)
    elif gender == _NEUTER:
        hard = lowered.endswith("о") or lowered[-2] in HUSHING
        declined = lowered[:-1] + (_NEUTER_HARD if hard else _NEUTER_SOFT)[OBLIQUE_CASES.index(case)]
    else:
        declined = masculine_noun(lowered, case)
    return like_the_original(declined, word)


#: what documents are, as people begin to name one
_KINDS_OF_DOCUMENTS = frozenset(
    [
        "положение",
        "распоряжение",
        "постановление",
        "соглашение",
        "решение",
        "письмо",
        "приказ",
        "порядок",
        "закон",
        "договор",
        "устав",
        "регламент",
        "протокол",
        "инструкция",
        "программа",
        "концепция",
    ]
)
_NOMINATIVE_ADJECTIVES = ("ый", "ий", "ое", "ее", "ая", "яя")


#: parts of documents, with which nothing but a number agrees
_PARTS_OF_DOCUMENTS = {
    "статья": "статьёй",
    "статьи": "статьями",
    "часть": "частью",
    "глава": "главой",
    "раздел": "разделом",
    "пункт": "пунктом",
    "пункты": "пунктами",
    "подпункт": "подпунктом",
    "абзац": "абзацем",
}
#: «со статьёй», «со стандартом»
_WITH_A_VOWEL = re.compile(r"[сзшж][бвгджзклмнпрстфхцчшщ]", re.IGNORECASE)
_INSTEAD_OF_INSTRUMENTAL = re.compile(
    rf"в соответствии со? ({'|'.join(sorted(_KINDS_OF_DOCUMENTS | {*_PARTS_OF_DOCUMENTS}))})\b", re.IGNORECASE
)
#: nouns and adjectives that are nominatives by their endings
_INSTEAD_OF_GENITIVE = re.compile(r"в целях (\w+(?:[нт]ие|ция|ость|ое|ее|ая|яя|ый))\b", re.IGNORECASE)


def in_accordance_with(document: str) -> str:
    """«в соответствии с Положением об оплате труда», «со статьёй 351.8»; another document that is typed in the
    nominative stands behind «документ», because not all that agrees with its noun can be found: «в соответствии с
    документом: Положение …, утверждённое …»."""
    word, space, rest = document.strip().partition(" ")
    first = word.lower().rstrip(",.:;")
    if part := _PARTS_OF_DOCUMENTS.get(first):
        document = f"{part}{word[len(first) :]}{space}{rest}"
    is_nominative = first in _KINDS_OF_DOCUMENTS or first.endswith(_NOMINATIVE_ADJECTIVES)
    preposition = "со" if not is_nominative and _WITH_A_VOWEL.match(document) else "с"
    return f"в соответствии {preposition} {'документом: ' if is_nominative else ''}{document}"


def nominative_instead_of_instrumental(sentence: str) -> str:
    """«статья» of «в соответствии с статья 351.8»; empty where the sentence has none."""
    match = _INSTEAD_OF_INSTRUMENTAL.search(sentence.replace("\u00a0", " "))
    return match[1] if match else ""


def nominative_instead_of_genitive(sentence: str) -> str:
    """«повышение» of «в целях повышение качества»; empty where the sentence has none."""
    match = _INSTEAD_OF_GENITIVE.search(sentence.replace("\u00a0", " "))
    return match[1] if match else ""
