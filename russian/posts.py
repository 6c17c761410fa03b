"""Posts in the cases that papers need: «директор» → «директору», «заведующая отделом» → «заведующей отделом».

Only the first noun with its adjectives declines; what hangs on it stays: «заместителю директора по учебной работе».
"""

import re

from russian.word_endings import (
    Case,
    feminine_adjective,
    like_the_original,
    masculine_adjective,
    masculine_noun,
    noun_in_a,
)

#: Participles used as nouns: they decline as adjectives and end the group.
SUBSTANTIVES = frozenset(
    [
        "заведующий",
        "заведующая",
        "управляющий",
        "управляющая",
        "обучающийся",
        "обучающаяся",
        "учащийся",
        "учащаяся",
        "исполняющий",
        "исполняющая",
        "служащий",
        "служащая",
        "дежурный",
        "дежурная",
        "ответственный",
        "ответственная",
        "вожатый",
        "вожатая",
        "рабочий",
        "рабочая",
        "учёный",
        "ученый",
        "самозанятый",
        "самозанятая",
        "безработный",
        "безработная",
    ]
)
#: Endings of nouns that name a person by work: enough to tell «старший воспитатель» from «воспитательной работе».
PERSON_ENDINGS = (
    "тель",
    "ник",
    "ик",
    "ист",
    "орт",
    "ор",
    "ёр",
    "ер",
    "юр",
    "ог",
    "ед",
    "арь",
    "ярь",
    "ент",
    "ант",
    "ач",
    "ец",
    "ирь",
    "ург",
    "хор",
    "вод",
    "чик",
    "щик",
    "атр",
    "рач",
    "уратор",
)
#: Nouns in -а that head a post; «глава» and «судья» keep a masculine adjective before them.
MASCULINE_IN_A = frozenset({"глава", "староста", "судья", "старшина"})
PERSONS_IN_A = MASCULINE_IN_A | frozenset(
    [
        "воспитательница",
        "учительница",
        "ученица",
        "выпускница",
        "студентка",
        "преподавательница",
        "няня",
        "медсестра",
        "сестра",
        "помощница",
        "аспирантка",
        "школьница",
    ]
)
#: other nouns that head a post, also behind «и»: «дворнику и сторожу»
OTHER_PERSONS = frozenset(
    ["сторож", "повар", "завуч", "завхоз", "кассир", "декан", "командир", "юрисконсульт", "хореограф", "библиограф"]
)
FLEETING_POSTS = {"продавец": "продавц", "боец": "бойц"}
STRESSED_POSTS = frozenset({"врач", "продавец", "боец"})
#: Adverbs before the participle: «временно исполняющий обязанности».
ADVERBS = frozenset({"временно"})

_GROUP_BREAK = re.compile(r"(\s*[,;]\s+|\s+и\s+|\s+[–—/]\s+|\s*/\s*|\s*[()]\s*)")
_ADJECTIVE = re.compile(r".+(?:ый|ий|ой|ая|яя)(?:ся)?$")


def decline_post(post: str, case: Case) -> str:
    """The post in `case`; a post that no rule knows comes back unchanged rather than spoilt.

    Posts joined by a comma, a dash, «и» or brackets decline each: «учителя физики и классного руководителя». What is no
    post there stays: «учителя русского языка и литературы».
    """
    if case == Case.NOMINATIVE or not post:
        return post
    pieces = _GROUP_BREAK.split(post)
    declined = [_group(piece, case, is_first=index == 0) for index, piece in enumerate(pieces[::2])]
    for index in range(1, len(declined)):
        if pieces[2 * index - 1].strip() == "(":
            declined[index] = _in_brackets(pieces[2 * index], pieces[2 * index - 2], case) or declined[index]
    pieces[::2] = declined
    return "".join(pieces)


def _in_brackets(text: str, before: str, case: Case) -> str:
    """«(старший)» after «воспитатель» goes with it; empty where the brackets hold more than adjectives."""
    words, noun = text.split(" "), before.split(" ")
    head = _head_index(noun, is_first=True)
    if head is None or not all(_ADJECTIVE.match(word.lower()) and not _names_a_person(word.lower()) for word in words):
        return ""
    feminine = _is_feminine(noun[head].lower())
    return " ".join(_adjective(word, case, feminine=feminine) for word in words)


def _group(text: str, case: Case, *, is_first: bool) -> str:
    words = text.split(" ")
    head = _head_index(words, is_first=is_first)
    if head is None:
        return text
    feminine = _is_feminine(words[head].lower())
    declined = [_adjective(word, case, feminine=feminine) for word in words[:head]]
    return " ".join([*declined, _noun(words[head], case), *words[head + 1 :]])


def _head_index(words: list[str], *, is_first: bool) -> int | None:
    """Where the noun stands: after any number of adjectives."""
    for index, word in enumerate(words):
        lowered = word.lower()
        if lowered in SUBSTANTIVES or _names_a_person(lowered):
            return index
        if lowered not in ADVERBS and not _ADJECTIVE.match(lowered):
            return index if is_first and _looks_nominative(lowered) else None
    return None


def _names_a_person(word: str) -> bool:
    last = word.split("-")[-1]
    return last in PERSONS_IN_A | OTHER_PERSONS or (last.isalpha() and last.endswith(PERSON_ENDINGS) and len(last) > 2)


def _looks_nominative(word: str) -> bool:
    """An unknown first word declines if it can only be a masculine noun: «тьютор», «декан», «дирижёр»."""
    return word.replace("-", "").isalpha() and len(word) > 3 and word[-1] in "бвгджзклмнпрстфхцчшщй"


def _is_feminine(word: str) -> bool:
    last = word.split("-")[-1].removesuffix("ся")
    return last.endswith(("ая", "яя")) or (last[-1] in "ая" and last not in MASCULINE_IN_A)


def _adjective(word: str, case: Case, *, feminine: bool) -> str:
    if word.lower() in ADVERBS:
        return word
    decline = feminine_adjective if feminine else masculine_adjective
    return like_the_original(decline(word.lower(), case), word)


def _noun(word: str, case: Case) -> str:
    """«учитель-логопед» declines in both parts; «бизнес-тренер» only in the last."""
    parts = word.split("-")
    last = len(parts) - 1
    return "-".join(
        _single_noun(part, case)
        if index == last or _names_a_person(part.lower()) or part.lower() == "педагог"
        else part
        for index, part in enumerate(parts)
    )


def _single_noun(word: str, case: Case) -> str:
    lowered = word.lower()
    if not lowered.isalpha():
        return word
    reflexive = "ся" if lowered.endswith(("ийся", "аяся")) else ""
    stem = lowered.removesuffix("ся") if reflexive else lowered
    if lowered in SUBSTANTIVES:
        decline = feminine_adjective if stem.endswith(("ая", "яя")) else masculine_adjective
        return like_the_original(decline(stem, case) + reflexive, word)
    if lowered[-1] in "ая":
        return like_the_original(noun_in_a(lowered, case), word)
    stem = FLEETING_POSTS.get(lowered, lowered)
    return like_the_original(masculine_noun(stem, case, stressed_ending=lowered in STRESSED_POSTS), word)
