"""Full names in the cases that papers need.

The rules are those of the reference grammars (Розенталь, § 149; Калакуцкая): they were written out here because ready
libraries err on ordinary school names («Ольгы», undeclined «Никита», «Кузнца»). What no rule can know — the stress, or
the wish of the person — is corrected by hand: `corrections` given by the caller win over every rule.
"""

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from russian.sex import Sex
from russian.word_endings import (
    FEMININE_THIRD,
    HUSHING,
    MASCULINE_SOFT,
    POSSESSIVE_FEMININE,
    POSSESSIVE_MASCULINE,
    VOWELS,
    Case,
    feminine_adjective,
    inflect,
    like_the_original,
    masculine_adjective,
    masculine_noun,
    noun_in_a,
    syllables,
)

__all__ = [
    "Case",
    "FullName",
    "decline_full_name",
    "decline_name",
    "sex_from_patronymic",
    "split_full_name",
]

#: Words of their own after the father's name («Али оглы») or its end («Алиоглы»).
SON_OF = ("оглы", "оглу", "угли", "улы", "уулу")
DAUGHTER_OF = ("кызы", "гызы", "кизи")

#: First parts of double surnames that never decline.
SURNAME_PARTICLES = frozenset(
    [
        "бонч",
        "грум",
        "тер",
        "тянь",
        "тян",
        "мак",
        "сан",
        "сен",
        "ибн",
        "бен",
        "аль",
        "эль",
        "фон",
        "ван",
        "де",
        "ди",
        "да",
        "дель",
        "дер",
        "ле",
        "ла",
        "дос",
        "мелик",
        "бек",
        "кара",
        "хан",
        "шах",
        "мир",
        "ага",
        "гаджи",
        "сент",
        "нур",
    ]
)

#: Surnames equal to nouns that lose or change a vowel: nominative → stem with the last consonant.
FLEETING = {
    "лев": "льв",
    "орёл": "орл",
    "орел": "орл",
    "козёл": "козл",
    "козел": "козл",
    "осёл": "осл",
    "осел": "осл",
    "котёл": "котл",
    "котел": "котл",
    "хохол": "хохл",
    "дятел": "дятл",
    "заяц": "зайц",
    "заец": "зайц",
    "щегол": "щегл",
    "бобёр": "бобр",
    "ветер": "ветр",
    "костёр": "костр",
    "ковёр": "ковр",
    "шатёр": "шатр",
    "осётр": "осетр",
    "пёс": "пс",
    "горошек": "горошк",
    "орешек": "орешк",
    "барашек": "барашк",
    "замочек": "замочк",
    "камень": "камнь",
    "кремень": "кремнь",
    "корень": "корнь",
    "ремень": "ремнь",
    "гребень": "гребнь",
    "пень": "пнь",
    "огонь": "огнь",
    "коготь": "когть",
    "ноготь": "ногть",
    "локоть": "локть",
    "лапоть": "лапть",
}
#: -ок after a consonant loses its vowel («Холодок» → «Холодка») but in these, where it belongs to the root.
ROOTS_IN_OK = frozenset({"игрок", "знаток", "челнок", "урок", "порок", "пророк", "восток", "исток", "поток"})
#: -ец with an unstressed ending: «Немцем», but «Стрельцом».
UNSTRESSED_IN_ETS = frozenset({"немец", "перец", "палец", "старец"})
#: Longer ones with a stressed ending: «Одинцом», but «Чеченцем».
STRESSED_IN_ETS = frozenset(
    ["одинец", "молодец", "холодец", "жеребец", "огурец", "удалец", "бубенец", "леденец", "образец", "голубец"]
)
#: -ш with a stressed ending beside those in -ыш: «Шалашом», «Лукашом».
STRESSED_IN_SH = frozenset(
    ["лукаш", "шалаш", "палаш", "мураш", "кругляш", "торгаш", "алкаш", "гуляш", "карандаш", "барыш", "кулеш"]
)
UNSTRESSED_IN_YSH = frozenset({"детёныш", "детеныш", "ландыш", "оборыш"})
#: Of those in -ь the ones with a stressed ending: «Огнём».
STRESSED_SOFT = frozenset({"огонь", "пень", "ремень", "кремень"})
#: The same for -ей: «Воробей» → «Воробья».
FLEETING_EY = frozenset({"воробей", "соловей", "муравей", "репей"})

#: -ий as a noun after к, ч, ж …: «Топчий» → «Топчия» (elsewhere such surnames are adjectives: «Осадчего»).
NOUNS_IN_IY = frozenset({"топчий", "кий", "змий"})
#: -ой as a noun: «Козодой» → «Козодоя» (one-syllable surnames such as «Цой» are nouns anyway).
NOUNS_IN_OY = frozenset({"козодой", "водопой", "зверобой", "ковбой", "разбой", "громобой", "покой"})

#: Adjectives in -ий after a letter that elsewhere makes a noun («Палия»): «Карий» → «Карего».
ADJECTIVES_IN_IY = frozenset({"карий"})

#: Foreign surnames that only look like «Пушкин»: nouns in the instrumental as well («Дарвином»).
FOREIGN_IN_OV_OR_IN = frozenset(
    [
        "дарвин",
        "чаплин",
        "франклин",
        "кронин",
        "кальвин",
        "калвин",
        "болдуин",
        "джоплин",
        "гершвин",
        "цеппелин",
        "эрвин",
        "мерлин",
        "августин",
        "флотов",
        "бюлов",
        "вирхов",
    ]
)
#: Foreign surnames of one syllable keep the stress: «Бушем», but «Лещом».
FOREIGN_IN_HUSHING = frozenset(["буш", "нэш", "кэш", "рош", "линч", "черч", "рич", "митч", "фитч", "лич", "флеш"])

#: Georgian surnames that only look like adjectives: «Шенгелаей», of women too.
GEORGIAN_IN_AYA = frozenset({"шенгелая", "цхакая"})

#: Women's surnames that only look like «Иванова».
NOUNS_IN_OVA = frozenset({"сова", "корова", "голова", "подкова", "дева", "основа"})

#: French surnames with a stressed last vowel never decline.
INDECLINABLE_SURNAMES = frozenset({"дюма", "золя", "петипа", "дега", "люка", "тома"})
INDECLINABLE_WOMEN = frozenset({"николь", "мишель", "габриэль", "изабель", "аннабель", "даниэль", "ноэль"})

MEN_WITH_OWN_STEM = {"пётр": "петр", "петр": "петр", "павел": "павл", "лев": "льв"}
#: Folk forms in -о decline like those in -а: «Данило» → «Данилы».
MEN_IN_O = frozenset({"данило", "михайло", "гаврило", "кирило"})
#: Patronymics stressed on the ending: «Ильичом», but «Никитичем».
STRESSED_PATRONYMICS = frozenset({"ильич", "лукич", "фомич", "кузьмич"})


class FullName(NamedTuple):
    """A name in parts. `str()` gives «Фамилия Имя Отчество»."""

    surname: str
    first_name: str = ""
    patronymic: str = ""

    def __str__(self) -> str:
        return " ".join(part for part in self if part)


def split_full_name(text: str) -> FullName:
    """«Иванова Ирина Петровна» → its parts; everything after the second word is the patronymic («Али оглы»)."""
    words = text.replace("\u00a0", " ").split()
    return FullName(*[*words[:2], " ".join(words[2:])]) if words else FullName("")


def sex_from_patronymic(patronymic: str) -> str:
    """`Sex.MALE`, `Sex.FEMALE` or an empty string when the patronymic does not show it."""
    words = patronymic.lower().replace("-", " ").split()
    if not words:
        return ""
    if words[-1].endswith(("ич", *SON_OF)):
        return Sex.MALE
    if words[-1].endswith(("вна", "чна", "шна", *DAUGHTER_OF)):
        return Sex.FEMALE
    return ""


def decline_full_name(
    text: str, case: Case, *, sex: str = "", corrections: Mapping[str, str] | None = None
) -> FullName:
    """Like `decline_name` for a name written in one string, as the register keeps heads of organisations."""
    return decline_name(*split_full_name(text), case=case, sex=sex, corrections=corrections)


def decline_name(
    surname: str,
    first_name: str,
    patronymic: str = "",
    *,
    case: Case,
    sex: str = "",
    corrections: Mapping[str, str] | None = None,
) -> FullName:
    """The name in `case`.

    `sex` is a value of `russian.sex.Sex`; when empty it is read off the patronymic, and when that is silent too the
    name stays as it is, because a wrong case is worse than none.
    `corrections` maps a case to the whole corrected name, e.g. `{"dative": "Кузнец Ивану Петровичу"}`.
    """
    name = FullName(surname, first_name, patronymic)
    if corrections and (corrected := corrections.get(case)):
        return _split_like(corrected, name)
    sex = sex or sex_from_patronymic(patronymic)
    if case == Case.NOMINATIVE or not sex:
        return name
    return FullName(
        _each_part(surname, lambda word: _surname(word, case, sex)),
        _first_name(first_name, case, sex),
        _patronymic(patronymic, case, sex),
    )


def _split_like(text: str, original: FullName) -> FullName:
    """Give the words of a corrected name to the same parts as in the nominative."""
    words = text.split()
    if len(words) != len(str(original).split()):
        return split_full_name(text)
    surname_length, first_length = len(original.surname.split()), len(original.first_name.split())
    return FullName(
        " ".join(words[:surname_length]),
        " ".join(words[surname_length : surname_length + first_length]),
        " ".join(words[surname_length + first_length :]),
    )


def _each_part(text: str, decline: Callable[[str], str]) -> str:
    """Decline every word of a double name separately, particles excepted."""
    parts = text.replace("-", " - ").split()
    declined = []
    for index, part in enumerate(parts):
        is_particle = (
            part == "-" or part in SURNAME_PARTICLES or (part.lower() in SURNAME_PARTICLES and index + 1 < len(parts))
        )
        declined.append(part if is_particle else like_the_original(decline(part.lower()), part))
    return " ".join(declined).replace(" - ", "-")


def _surname(word: str, case: Case, sex: str) -> str:
    if len(word) < 2 or word in INDECLINABLE_SURNAMES or not word.isalpha():
        return word
    if word[-1] in "оеёиуыэю" or word.endswith(("иа", "уа", "оа", "эа")):
        return word
    if word.endswith("ых") or (word.endswith("их") and word[-3] in "кгхжшщчнь"):
        return word
    if sex == Sex.FEMALE:
        return _feminine_surname(word, case)
    return noun_in_a(word, case) if word[-1] in "ая" else _masculine_surname(word, case)


def _feminine_surname(word: str, case: Case) -> str:
    if word[-1] not in "ая":
        return word
    if word.endswith(("ая", "яя")) and syllables(word) > 2 and word not in GEORGIAN_IN_AYA:
        return feminine_adjective(word, case)
    if word in NOUNS_IN_OVA:
        return noun_in_a(word, case)
    if word.endswith(("ова", "ева", "ёва")) or (word.endswith(("ина", "ына")) and syllables(word) > 2):
        return inflect(word[:-1], POSSESSIVE_FEMININE, case)
    return noun_in_a(word, case)


def _masculine_surname(word: str, case: Case) -> str:
    if word in STRESSED_SOFT and case == Case.INSTRUMENTAL:
        return FLEETING[word][:-1] + "ём"
    if word in FLEETING:
        return masculine_noun(FLEETING[word], case)
    if word in FLEETING_EY:
        return word[:-2] + "ьём" if case == Case.INSTRUMENTAL else inflect(word[:-2] + "ь", MASCULINE_SOFT, case)
    if word.endswith("й"):
        return _masculine_surname_in_y(word, case)
    if word in FOREIGN_IN_OV_OR_IN:
        return masculine_noun(word, case)
    if word.endswith(("ов", "ев", "ёв")) or (word.endswith(("ин", "ын")) and syllables(word) > 1):
        return inflect(word, POSSESSIVE_MASCULINE, case)
    if word.endswith("ец"):
        return _surname_in_ets(word, case)
    if word.endswith("ёк"):
        return masculine_noun(word[:-2] + ("йк" if word[-3] in VOWELS else "ьк"), case)
    if word.endswith("ок") and syllables(word) > 1 and word[-3] not in VOWELS and word not in ROOTS_IN_OK:
        return masculine_noun(word[:-2] + "к", case)
    return masculine_noun(word, case, stressed_ending=_is_stressed_at_the_end(word))


def _is_stressed_at_the_end(word: str) -> bool:
    """Of a surname in ж, ч, ш, щ: «Ткачом», «Латышом», but «Мацкевичем», «Бушем»."""
    if word[-1] not in HUSHING or word in FOREIGN_IN_HUSHING | UNSTRESSED_IN_YSH:
        return False
    return syllables(word) == 1 or word.endswith(("ач", "яч", "ыш")) or word in STRESSED_PATRONYMICS | STRESSED_IN_SH


def _masculine_surname_in_y(word: str, case: Case) -> str:
    if word.endswith("ый"):
        return masculine_adjective(word, case)
    if word.endswith("ой") and syllables(word) > 1 and word not in NOUNS_IN_OY:
        return masculine_adjective(word, case)
    if word in ADJECTIVES_IN_IY or (word.endswith("ий") and word[-3] in "кгхжшщчн" and word not in NOUNS_IN_IY):
        return masculine_adjective(word, case)
    return masculine_noun(word, case)


def _surname_in_ets(word: str, case: Case) -> str:
    """«Кузнец» keeps its vowel after two consonants, «Стрелец» loses it, «Коломиец» turns it into й."""
    before = word[-4:-2]
    if syllables(word) == 1 or (len(before) == 2 and not set(before) & set(VOWELS + "ь")):
        return masculine_noun(word, case, stressed_ending=True)
    if before[-1] in VOWELS:
        return masculine_noun(word[:-2] + "йц", case)
    soft = "ь" if before[-1] == "л" else ""
    stressed = word in STRESSED_IN_ETS or (syllables(word) == 2 and word not in UNSTRESSED_IN_ETS)
    return masculine_noun(word[:-2] + soft + "ц", case, stressed_ending=stressed)


def _first_name(text: str, case: Case, sex: str) -> str:
    """Of a man's compound name only the last part declines («Жан-Поля»); a woman's declines whole («Анны-Марии»)."""
    words = text.split()
    if not words:
        return text
    parts = words[-1].split("-")
    declined = [
        like_the_original(_single_first_name(part.lower(), case, sex), part)
        if part and (sex == Sex.FEMALE or index == len(parts) - 1)
        else part
        for index, part in enumerate(parts)
    ]
    return " ".join([*words[:-1], "-".join(declined)])


def _single_first_name(word: str, case: Case, sex: str) -> str:
    if word[-1] in "ая" and not word.endswith(("уа", "оа")):
        if word == "илья" and case == Case.INSTRUMENTAL:
            return "ильёй"
        return noun_in_a(word, case)
    if sex == Sex.FEMALE:
        declines = word.endswith("ь") and word not in INDECLINABLE_WOMEN
        return inflect(word[:-1], FEMININE_THIRD, case) if declines else word
    if word in MEN_IN_O:
        return noun_in_a(word[:-1] + "а", case)
    if word[-1] in VOWELS:
        return word
    return masculine_noun(MEN_WITH_OWN_STEM.get(word, word), case)


def _patronymic(text: str, case: Case, sex: str) -> str:
    words = text.lower().replace("-", " ").split()
    if not words or words[-1].endswith(SON_OF + DAUGHTER_OF):
        return text
    if words[-1].endswith("ич"):
        stressed = words[-1] in STRESSED_PATRONYMICS
        return like_the_original(masculine_noun(text.lower(), case, stressed_ending=stressed), text)
    *father, last = re.split(r"([\s-])", text)  # of «Кара-ооловна» only the last part declines
    return "".join([*father, _first_name(last, case, sex)])
