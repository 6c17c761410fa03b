"""What a spelling of an organisation's name consists of: legal form, kind of institution, number, words of its own."""

from __future__ import annotations

import re
from dataclasses import dataclass

from russian.lookalikes import cyrillic_lookalikes
from spreadsheets.cleaning.text import clean_text

_LEGAL_FORMS = frozenset(
    {
        "мбоу", "маоу", "мкоу", "моу", "мбдоу", "мадоу", "мкдоу", "мдоу", "гбоу", "гкоу", "гаоу", "гоу", "гбдоу",
        "гкдоу", "гапоу", "гбпоу", "гбуз", "буз", "гауз", "муз", "фгбоу", "фгаоу", "чоу", "чдоу", "ноу", "нчоу",
        "мбу", "мау", "мку", "му", "гбу", "гау", "гку", "мбук", "маук", "мкук", "мук", "гбук", "бук", "мбудо",
        "маудо", "мкудо", "мудо", "мбоудо", "моудо", "мбо", "мбс", "ооо", "оао", "зао", "пао", "ао", "ип", "пк",
        "спк", "сппк", "тоо", "нко", "ано", "гуп", "муп", "фгуп", "кфх", "доу", "оу", "оо", "до", "впо", "спо",
        "пб", "нп",
    }
)  # fmt: skip
#: A firm is no school of the same name: «ООО «Ромашка»» and «Детский сад «Ромашка»».
_COMMERCIAL = frozenset(
    {"ооо", "оао", "зао", "пао", "ао", "ип", "спк", "сппк", "тоо", "гуп", "муп", "фгуп", "кфх", "пк"}
)
_LEGAL_WORDS = re.compile(
    r"(?:муниципальн|государственн|федеральн|областн|краев|республиканск|бюджетн|автономн|казенн|частн|негосударственн|"
    r"общеобразовательн|образовательн|профессиональн|дошкольн|учреждени|организаци|здравоохранени|акционерн|обществ|"
    r"ограниченн|ответственност|индивидуальн|предпринимател|публичн|закрыт|открыт|унитарн|предприяти|некоммерческ)\w*"
)
_FILLERS = frozenset(
    {
        "с", "п", "г", "д", "пос", "ст", "р", "х", "рп", "пгт", "село", "поселок", "город", "деревня", "им",
        "имени", "филиал", "и", "в", "при", "на", "для", "района",
    }
)  # fmt: skip
_KIND_PHRASES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(rf"\b(?:{pattern})(?!\w)"))
    for kind, pattern in (
        ("дс", r"детск\w+ сад\w*|дет\w* сад\w*|д с|дс|детсад\w*|црр|садик"),
        ("дши", r"детск\w+ школ\w+ искусств|дши"),
        ("дмш", r"детск\w+ музыкальн\w+ школ\w*|дмш"),
        ("дюсш", r"детско юношеск\w+ спортивн\w+ школ\w*|дюсш|спортивн\w+ школ\w*|сшор"),
        ("ддт", r"дом\w* детск\w+ творчеств\w*|ддт|дворец детск\w+ творчеств\w*|дом\w* творчеств\w*"),
        ("црб", r"центральн\w+ районн\w+ больниц\w*|црб"),
        ("интернат", r"школ\w+ интернат\w*|интернат\w*"),
        ("сош", r"средн\w+ (?:обще\s?образовательн\w+ )?школ\w*|сош|сш"),
        ("оош", r"основн\w+ (?:обще\s?образовательн\w+ )?школ\w*|оош"),
        ("нош", r"начальн\w+ (?:обще\s?образовательн\w+ )?школ\w*|нош|нш дс"),
        ("гимназия", r"гимнази\w*"),
        ("лицей", r"лице\w+"),
        ("школа", r"(?:обще\s?образовательн\w+ )?школ\w*|шк|обш"),
    )
)
#: A vague kind fits the exact ones it may stand for.
MEANT_BY = {"школа": frozenset({"школа", "сош", "оош", "нош", "интернат"})}
_NUMBER = re.compile(r"(?:№|\bno?\b\.?|\bном\w*\b\.?)\s*(\d{1,4})|\b(\d{1,4})\b")
_LATIN_NUMBER_SIGN = re.compile(r"\bN[o°º]?\.?\s*(?=\d)|#\s*(?=\d)", re.IGNORECASE)
#: «СОШ№2 им. Героя Иванова»: whom a school with a number is named after is no word of its own.
_NAMED_AFTER = re.compile(r"\b(?:им\.|имени)\s+[^«»(,]*(?=[«»(,]|$)", re.IGNORECASE)
_GLUED_NUMBER = re.compile(r"(?<=[^\W\d_])(?=\d)")
_NUMBERS_TOGETHER = re.compile(r"(?:№\s*)?\b\d{1,3}\s*(?:,|;|и|/)\s*(?:№\s*)?\d{1,3}\b")
_NUMBER_SIGN_IN_KEY = re.compile(r"(?:\bno? ?)+(?=\d)")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_NOT_KEY = re.compile(r"[^\w]+|_")
_SHEET_SLASH = re.compile(r"\b([дшс])_([скш])\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class NameShape:
    """What is left of a spelling without its legal form."""

    kinds: frozenset[str]
    number: str | None
    words: frozenset[str]
    legal_form: bool = False
    commercial: bool = False

    @property
    def is_bare_number(self) -> bool:
        """«№ 2», «Филиал № 2», «МБОУ № 2»: no kind of institution and no word of its own."""
        return bool(self.number) and not (self.kinds or self.words)

    @property
    def says_nothing(self) -> bool:
        return not (self.kinds or self.number or self.words)


def organisation_key(text: str) -> str:
    """Equal for spellings that differ in case, ё, quotation marks, № and Latin look-alikes only."""
    folded = cyrillic_lookalikes(clean_text(text)).casefold().replace("ё", "е")
    return _NUMBER_SIGN_IN_KEY.sub("", " ".join(_NOT_KEY.sub(" ", folded).split()))


def shape_of(text: str) -> NameShape:
    text = _SHEET_SLASH.sub(r"\1/\2", cyrillic_lookalikes(_LATIN_NUMBER_SIGN.sub("№ ", clean_text(text))))
    named_after = _NAMED_AFTER.sub(" ", text)
    text = named_after if any(map(str.isdecimal, named_after)) else text
    folded = _GLUED_NUMBER.sub(" ", text.casefold().replace("ё", "е"))
    number = _NUMBER.search(folded)
    folded = _NUMBER.sub(" ", folded)
    plain = " ".join(_WORD.findall(folded.replace("/", " ").replace(".", " ")))
    legal = any(word in _LEGAL_FORMS for word in plain.split())
    commercial = any(word in _COMMERCIAL for word in plain.split())
    plain, kinds = _take_kinds(plain)
    plain = _LEGAL_WORDS.sub(" ", plain.replace("дополнительного образования", " "))
    words = frozenset(
        word for word in plain.split() if word not in _LEGAL_FORMS and word not in _FILLERS and len(word) > 1
    )
    return NameShape(
        frozenset(kinds), (number[1] or number[2]).lstrip("0") if number else None, words, legal, commercial
    )


def several_numbers(text: str) -> list[str]:
    """«СОШ 1, 2» → 1 and 2; empty for a spelling with one number."""
    match = _NUMBERS_TOGETHER.search(clean_text(text))
    numbers = re.findall(r"\d+", match[0]) if match else []
    return numbers if len(set(numbers)) > 1 else []


def _take_kinds(plain: str) -> tuple[str, set[str]]:
    kinds = set()
    spaced = re.sub(r"\b(школа|нш|дет)-", r"\1 ", plain)
    for kind, pattern in _KIND_PHRASES:
        if pattern.search(spaced):
            kinds.add(kind)
            spaced = pattern.sub(" ", spaced)
    return spaced, kinds


_TITLE_NAME = re.compile(
    r"(?:\b[А-ЯЁ]{2,6}(?:\s+ДО)?\s*)?[«\"][^«»\"]*(?:[«\"][^«»\"]*[»\"][^«»\"]*)?[»\"]+|"
    r"\b[А-ЯЁ]{2,6}\s+(?:СОШ|ООШ|НОШ|гимнази\w+|лице\w+|детск\w+ сад\w*)(?:\s*№?\s*\d+)?|"
    r"\b(?:СОШ|ООШ|НОШ|[Шш]кол\w+|[Гг]имнази\w+|[Лл]ице\w+|[Дд]етск\w+ сад\w*|[Дд]/с)\s*(?:№\s*\d+|\d{1,3}\b(?!-))"
)


def names_in_title(text: str) -> list[str]:
    """Parts of a title that look like the name of an organisation, the longest first."""
    return sorted((match[0].strip() for match in _TITLE_NAME.finditer(clean_text(text))), key=len, reverse=True)


def looks_like_organisation(text: str) -> bool:
    """A legal form, a kind of institution, or a quoted name."""
    shape = shape_of(text)
    return shape.legal_form or bool(shape.kinds)


def acronyms(full_name: str) -> frozenset[str]:
    """«ЦДО» of «Центр дополнительного образования»: first letters of two to six neighbouring words."""
    words = _WORD.findall(full_name.casefold().replace("ё", "е"))
    letters = "".join(word[0] for word in words)
    return frozenset(
        letters[start : start + length] for length in range(3, 7) for start in range(len(letters) - length + 1)
    )
