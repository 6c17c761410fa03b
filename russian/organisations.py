"""Names of organisations in the cases that papers need: «Детский сад № 4» → «Детского сада № 4»."""

import re

from russian.word_endings import (
    OBLIQUE_CASES,
    Case,
    Paradigm,
    feminine_adjective,
    like_the_original,
    masculine_adjective,
    masculine_noun,
    noun_in_a,
)

#: nouns that head names of organisations and bodies, by gender
_MASCULINE = frozenset(
    [
        "сад",
        "дворец",
        "лицей",
        "центр",
        "дом",
        "колледж",
        "техникум",
        "институт",
        "университет",
        "отдел",
        "комитет",
        "департамент",
        "клуб",
        "комбинат",
        "интернат",
        "комплекс",
        "совет",
        "филиал",
        "завод",
        "детсад",
        "кружок",
        "музей",
        "театр",
        "стадион",
        "бассейн",
        "технопарк",
        "кванториум",
        "фонд",
        "союз",
        "орган",
        "корпус",
        "пансион",
        "округ",
        "район",
        "парк",
        "хор",
        "оркестр",
    ]
)
_FEMININE = frozenset(
    [
        "школа",
        "гимназия",
        "прогимназия",
        "администрация",
        "организация",
        "станция",
        "академия",
        "коллегия",
        "мэрия",
        "поликлиника",
        "больница",
        "библиотека",
        "фабрика",
        "дума",
        "служба",
        "студия",
        "семинария",
        "ассоциация",
        "комиссия",
        "группа",
    ]
)
_NEUTER = frozenset(
    [
        "учреждение",
        "управление",
        "училище",
        "объединение",
        "отделение",
        "общество",
        "предприятие",
        "министерство",
        "агентство",
        "собрание",
        "подразделение",
        "сообщество",
    ]
)
_PLURAL = frozenset({"ясли"})
_HEADS = _MASCULINE | _FEMININE | _NEUTER | _PLURAL
_OWN_STEM = {"дворец": "дворц", "кружок": "кружк"}
_ADJECTIVE = re.compile(r"\(?[а-яё]+(?:-[а-яё]+)*(?:ый|ий|ой|ая|яя|ое|ее)\)?$")
#: the vowel of their ending may be lost: «городок, городка», «дворец, дворца»
_MAY_LOSE_VOWEL = ("ок", "ек", "ёк", "ец", "ёл", "ёр", "гол")
#: what the heads of names are by the ending of their adjectives, where no list knows them: «Кадетский пансион»
_ENDINGS_OF_GENDERS = {
    "masculine": (("ый", "ий", "ой"), re.compile(r"[бвгджзклмнпрстфхцчшщ]$")),
    "feminine": (("ая", "яя"), re.compile(r"[ая]$")),
    "neuter": (("ое", "ее"), re.compile(r"(?:[бвгджзклмнпрстфх]о|ие|ще)$")),
}
_ABBREVIATION = re.compile(r"[А-ЯЁ]{2,}")
_DASH = re.compile(r"(\s+[–—-]\s+)")
_NEUTER_HARD: Paradigm = ("а", "у", "о", "ом", "е")
_NEUTER_SOFT: Paradigm = ("я", "ю", "е", "ем", "и")
_NEUTER_HUSHING: Paradigm = ("а", "у", "е", "ем", "е")
_PLURAL_SOFT: Paradigm = ("ей", "ям", "и", "ями", "ях")


def decline_organisation(name: str, case: Case) -> str:
    """The name in `case`. A name that begins with an abbreviation («МБОУ «…»») has no other form; of one that no rule
    knows nothing is returned, since a wrong case is worse than none: `organisation_in_sentence` has words for it."""
    if case == Case.NOMINATIVE or not name:
        return name
    if _ABBREVIATION.match(name):
        return name
    opening, quote, rest = name.partition("«")
    pieces = _DASH.split(opening)
    declined = [_group(piece, case) for piece in pieces[::2]]
    if not declined[0]:
        return ""
    for index, piece in enumerate(declined):
        pieces[index * 2] = piece or pieces[index * 2]
    return "".join(pieces) + quote + rest


def organisation_in_sentence(name: str, case: Case) -> str:
    """The same of any name: one that does not decline stands in the nominative behind «организация», which does."""
    if declined := decline_organisation(name, case):
        return declined
    return behind_generic_noun(name, noun_in_a("организация", case)) if name else ""


def behind_generic_noun(name: str, noun: str) -> str:
    """«организации «Солнышко»»: the name quoted, unless it is."""
    quoted = name.startswith("«") and name.endswith("»") and name.count("«") == 1
    inner = name.replace("«", "„").replace("»", "“")
    return f"{noun} {name}" if quoted else f"{noun} «{inner}»"


def _group(text: str, case: Case) -> str:
    """Adjectives and the noun they belong to decline; what hangs on it stays. Empty when there is no such noun."""
    words = text.split(" ")
    for index, word in enumerate(words):
        gender = _gender_of(word.lower())
        if gender or (index and _ABBREVIATION.match(word)):
            adjectives = [_adjective(each, case) for each in words[:index]]
            return " ".join([*adjectives, _noun(word, case) if gender else word, *words[index + 1 :]])
        if not _ADJECTIVE.fullmatch(word.lower()):
            return _group_of_unlisted_noun(words, index, case)
    return ""


def _group_of_unlisted_noun(words: list[str], index: int, case: Case) -> str:
    """Its adjectives tell the gender of the noun, and its ending has to agree: «Художественная мастерская» is none."""
    adjectives, noun = words[:index], words[index]
    if not adjectives or not re.fullmatch(r"[а-яё]+", noun) or noun.endswith(_MAY_LOSE_VOWEL):
        return ""
    for gender, (endings, ending) in _ENDINGS_OF_GENDERS.items():
        if ending.search(noun) and all(word.lower().rstrip(")").endswith(endings) for word in adjectives):
            declined = _noun_of(noun, gender, case)
            return " ".join([*(_adjective(each, case) for each in adjectives), declined, *words[index + 1 :]])
    return ""


def _gender_of(word: str) -> str:
    """Of «школа-интернат» that of the first part; of «педколледж» that of the noun that it ends in."""
    head = _head_of(word.split("-")[0])
    if head in _MASCULINE or head in _OWN_STEM:
        return "masculine"
    if head in _FEMININE:
        return "feminine"
    if head in _NEUTER:
        return "neuter"
    return "plural" if head in _PLURAL else ""


def _head_of(word: str) -> str:
    """The word itself, or the noun in which a compound of it ends: «спортшкола» → «школа»."""
    if word in _HEADS:
        return word
    return next((word[at:] for at in range(2, len(word) - 3) if word[at:] in _HEADS), word)


def _noun(word: str, case: Case) -> str:
    return "-".join(_single_noun(part, case) for part in word.split("-"))


def _single_noun(word: str, case: Case) -> str:
    gender = _gender_of(word.lower())
    return _noun_of(word, gender, case) if gender else word


def _noun_of(word: str, gender: str, case: Case) -> str:
    lowered = word.lower()
    if gender == "masculine":
        declined = lowered if case == Case.ACCUSATIVE else masculine_noun(_stem_of(lowered), case)
    elif gender == "feminine":
        declined = noun_in_a(lowered, case)
    elif gender == "neuter":
        paradigm = _NEUTER_HUSHING if lowered.endswith("ще") else _NEUTER_SOFT
        declined = lowered[:-1] + (_NEUTER_HARD if lowered.endswith("о") else paradigm)[OBLIQUE_CASES.index(case)]
    else:
        declined = lowered[:-1] + _PLURAL_SOFT[OBLIQUE_CASES.index(case)]
    return like_the_original(declined, word)


def _stem_of(word: str) -> str:
    """«Дворец» and «спортдворец» lose their vowel."""
    head = _head_of(word)
    return word.removesuffix(head) + _OWN_STEM.get(head, head)


def _adjective(word: str, case: Case) -> str:
    """Its own ending tells the gender; a lifeless masculine or neuter accusative is the nominative. Brackets stay."""
    if word.startswith("(") or word.endswith(")"):
        bare = word.strip("()")
        return word.replace(bare, _adjective(bare, case))
    lowered = word.lower()
    if lowered.endswith(("ая", "яя")):
        return like_the_original(feminine_adjective(lowered, case), word)
    if case == Case.ACCUSATIVE:
        return word
    masculine = {"ое": "ый", "ее": "ий"}.get(lowered[-2:], lowered[-2:])
    return like_the_original(masculine_adjective(lowered[:-2] + masculine, case), word)
