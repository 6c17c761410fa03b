"""Russian case endings: the paradigms from which names and posts are declined.

A paradigm is five endings — genitive, dative, accusative, instrumental, prepositional — put after a stem.
Only living beings stand here, so a masculine accusative equals the genitive.
"""

from enum import StrEnum


class Case(StrEnum):
    NOMINATIVE = "nominative"
    GENITIVE = "genitive"
    DATIVE = "dative"
    ACCUSATIVE = "accusative"
    INSTRUMENTAL = "instrumental"
    PREPOSITIONAL = "prepositional"


OBLIQUE_CASES = tuple(Case)[1:]

Paradigm = tuple[str, str, str, str, str]

VOWELS = "аеёиоуыэюя"
HUSHING = "жчшщ"
VELAR = "гкх"

MASCULINE_HARD: Paradigm = ("а", "у", "а", "ом", "е")
#: After ж, ч, ш, щ, ц without stress: «Абрамовичем», «Зайцем».
MASCULINE_HUSHING: Paradigm = ("а", "у", "а", "ем", "е")
MASCULINE_SOFT: Paradigm = ("я", "ю", "я", "ем", "е")
#: «Дмитрий» → «о Дмитрии».
MASCULINE_IY: Paradigm = ("я", "ю", "я", "ем", "и")
FEMININE_HARD: Paradigm = ("ы", "е", "у", "ой", "е")
FEMININE_VELAR: Paradigm = ("и", "е", "у", "ой", "е")
FEMININE_HUSHING: Paradigm = ("и", "е", "у", "ей", "е")
FEMININE_TS: Paradigm = ("ы", "е", "у", "ей", "е")
FEMININE_SOFT: Paradigm = ("и", "е", "ю", "ей", "е")
#: «Мария» → «Марии, Марии».
FEMININE_IYA: Paradigm = ("и", "и", "ю", "ей", "и")
#: «Любовь» → «Любови, Любовью».
FEMININE_THIRD: Paradigm = ("и", "и", "ь", "ью", "и")
ADJECTIVE_MASCULINE: Paradigm = ("ого", "ому", "ого", "ым", "ом")
ADJECTIVE_MASCULINE_VELAR: Paradigm = ("ого", "ому", "ого", "им", "ом")
ADJECTIVE_MASCULINE_SOFT: Paradigm = ("его", "ему", "его", "им", "ем")
ADJECTIVE_FEMININE: Paradigm = ("ой", "ой", "ую", "ой", "ой")
ADJECTIVE_FEMININE_HUSHING: Paradigm = ("ей", "ей", "ую", "ей", "ей")
ADJECTIVE_FEMININE_SOFT: Paradigm = ("ей", "ей", "юю", "ей", "ей")
#: Surnames in -ов, -ев, -ин: an adjective in the instrumental, a noun elsewhere.
POSSESSIVE_MASCULINE: Paradigm = ("а", "у", "а", "ым", "е")
POSSESSIVE_FEMININE: Paradigm = ("ой", "ой", "у", "ой", "ой")


def inflect(stem: str, paradigm: Paradigm, case: Case) -> str:
    return stem + paradigm[OBLIQUE_CASES.index(case)]


def syllables(word: str) -> int:
    return sum(letter in VOWELS for letter in word)


def masculine_noun(word: str, case: Case, *, stressed_ending: bool = False) -> str:
    """A lower-case animate masculine noun ending in a consonant, -ь or -й.

    `stressed_ending` makes «Ткачом» of what would be «Ткачем».
    """
    if word.endswith("ий") and syllables(word) > 1:
        return inflect(word[:-1], MASCULINE_IY, case)
    if word.endswith(("ь", "й")):
        return inflect(word[:-1], MASCULINE_SOFT, case)
    if word[-1] in HUSHING + "ц" and not stressed_ending:
        return inflect(word, MASCULINE_HUSHING, case)
    return inflect(word, MASCULINE_HARD, case)


def noun_in_a(word: str, case: Case) -> str:
    """A lower-case animate noun in -а or -я of either sex: «Илья», «Мария», «Кочерга»."""
    stem, ending = word[:-1], word[-1]
    if ending == "я":
        # One-syllable stems keep -е: «к Ие», «о Лие»; longer ones take -и: «к Марии».
        long_iya = stem.endswith("и") and syllables(stem) > 1
        return inflect(stem, FEMININE_IYA if long_iya else FEMININE_SOFT, case)
    if stem[-1:] in VELAR:
        return inflect(stem, FEMININE_VELAR, case)
    if stem[-1:] in HUSHING:
        return inflect(stem, FEMININE_HUSHING, case)
    return inflect(stem, FEMININE_TS if stem.endswith("ц") else FEMININE_HARD, case)


def masculine_adjective(word: str, case: Case) -> str:
    """«главный», «социальный», «старший», «заведующий», «Толстой»."""
    stem, ending = word[:-2], word[-2:]
    if ending == "ой":
        velar = stem[-1:] in VELAR + HUSHING
        return inflect(stem, ADJECTIVE_MASCULINE_VELAR if velar else ADJECTIVE_MASCULINE, case)
    if ending == "ый":
        return inflect(stem, ADJECTIVE_MASCULINE, case)
    return inflect(stem, ADJECTIVE_MASCULINE_VELAR if stem[-1:] in VELAR else ADJECTIVE_MASCULINE_SOFT, case)


def feminine_adjective(word: str, case: Case) -> str:
    """«главная», «старшая», «заведующая», «Крупская»."""
    stem, ending = word[:-2], word[-2:]
    if ending == "яя":
        return inflect(stem, ADJECTIVE_FEMININE_SOFT, case)
    return inflect(stem, ADJECTIVE_FEMININE_HUSHING if stem[-1:] in HUSHING else ADJECTIVE_FEMININE, case)


def like_the_original(declined: str, original: str) -> str:
    """Give a declined lower-case word the capitals of the nominative: «ИВАНОВ», «МакГрегор», «Иванов»."""
    if len(original) > 1 and original.isupper():
        return declined.upper()
    shared = 0
    for theirs, ours in zip(original.lower(), declined, strict=False):
        if theirs != ours:
            break
        shared += 1
    return original[:shared] + declined[shared:]
