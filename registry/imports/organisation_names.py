"""Which known organisation a spelling means: «СОШ 2», «школа № 2», «д/с 12 «Теремок»», «МАОУ "Гимназия"».

Legal form, quotation marks and № are stripped; what is left is a kind of institution, a number and words of its own.
A spelling fits an organisation if its kind, number and words are all found there. One that fits several, or fits only
roughly, is for a person to decide.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from registry.imports.cleaning.text import clean_cell, clean_text, cyrillic_lookalikes
from registry.imports.parsed import KnownOrganisation

_LEGAL_FORMS = frozenset(
    [
        "мбоу",
        "маоу",
        "мкоу",
        "моу",
        "мбдоу",
        "мадоу",
        "мкдоу",
        "мдоу",
        "гбоу",
        "гкоу",
        "гаоу",
        "гоу",
        "гбдоу",
        "гкдоу",
        "гапоу",
        "гбпоу",
        "гбуз",
        "буз",
        "гауз",
        "муз",
        "фгбоу",
        "фгаоу",
        "чоу",
        "чдоу",
        "ноу",
        "нчоу",
        "мбу",
        "мау",
        "мку",
        "му",
        "гбу",
        "гау",
        "гку",
        "мбук",
        "маук",
        "мкук",
        "мук",
        "гбук",
        "бук",
        "мбудо",
        "маудо",
        "мкудо",
        "мудо",
        "мбоудо",
        "моудо",
        "мбо",
        "мбс",
        "ооо",
        "оао",
        "зао",
        "пао",
        "ао",
        "ип",
        "пк",
        "спк",
        "сппк",
        "тоо",
        "нко",
        "ано",
        "гуп",
        "муп",
        "фгуп",
        "кфх",
        "доу",
        "оу",
        "оо",
        "до",
        "впо",
        "спо",
        "пб",
        "нп",
    ]
)
_LEGAL_WORDS = re.compile(
    r"(?:муниципальн|государственн|федеральн|областн|краев|республиканск|бюджетн|автономн|казенн|частн|негосударственн|"
    r"общеобразовательн|образовательн|профессиональн|дошкольн|учреждени|организаци|здравоохранени|акционерн|обществ|"
    r"ограниченн|ответственност|индивидуальн|предпринимател|публичн|закрыт|открыт|унитарн|предприяти|некоммерческ)\w*"
)
_FILLERS = frozenset(
    [
        "с",
        "п",
        "г",
        "д",
        "пос",
        "ст",
        "р",
        "х",
        "рп",
        "пгт",
        "село",
        "поселок",
        "город",
        "деревня",
        "им",
        "имени",
        "филиал",
        "и",
        "в",
        "при",
        "на",
        "для",
        "района",
    ]
)
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
_MEANT_BY = {"школа": frozenset({"школа", "сош", "оош", "нош", "интернат"})}
_NUMBER = re.compile(r"(?:№|\bno?\b\.?|\bном\w*\b\.?)\s*(\d{1,4})|\b(\d{1,4})\b")
_LATIN_NUMBER_SIGN = re.compile(r"\bN[o°]?\.?\s*(?=\d)", re.IGNORECASE)
_NUMBER_SIGN_IN_KEY = re.compile(r"(?:\bno? ?)+(?=\d)")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_NOT_KEY = re.compile(r"[^\w]+|_")
_SHEET_SLASH = re.compile(r"\b([дшс])_([скш])\b", re.IGNORECASE)
_SHORTEST_STEM = 5
#: Each looks at every organisation; a file with more unknown spellings than this is wrong as a whole.
_MOST_ROUGH_SEARCHES = 500


@dataclass(frozen=True, slots=True)
class _Shape:
    """What is left of a spelling without its legal form."""

    kinds: frozenset[str]
    number: str | None
    words: frozenset[str]
    legal_form: bool = False

    @property
    def says_nothing(self) -> bool:
        return not (self.kinds or self.number or self.words)


@dataclass(frozen=True, slots=True)
class OrganisationMatch:
    """``organisation`` when exactly one is meant; else ``candidates`` (empty: nothing known fits)."""

    organisation: KnownOrganisation | None = None
    candidates: tuple[KnownOrganisation, ...] = ()

    @property
    def is_ambiguous(self) -> bool:
        return self.organisation is None and bool(self.candidates)


NOBODY = OrganisationMatch()


def organisation_key(text: str) -> str:
    """Equal for spellings that differ in case, ё, quotation marks, № and Latin look-alikes only."""
    folded = cyrillic_lookalikes(clean_text(text)).casefold().replace("ё", "е")
    return _NUMBER_SIGN_IN_KEY.sub("", " ".join(_NOT_KEY.sub(" ", folded).split()))


def shape_of(text: str) -> _Shape:
    text = _SHEET_SLASH.sub(r"\1/\2", cyrillic_lookalikes(_LATIN_NUMBER_SIGN.sub("№ ", clean_text(text))))
    folded = text.casefold().replace("ё", "е")
    number = _NUMBER.search(folded)
    folded = _NUMBER.sub(" ", folded)
    plain = " ".join(_WORD.findall(folded.replace("/", " ").replace(".", " ")))
    legal = any(word in _LEGAL_FORMS for word in plain.split())
    plain, kinds = _take_kinds(plain)
    plain = _LEGAL_WORDS.sub(" ", plain.replace("дополнительного образования", " "))
    words = frozenset(
        word for word in plain.split() if word not in _LEGAL_FORMS and word not in _FILLERS and len(word) > 1
    )
    return _Shape(frozenset(kinds), (number[1] or number[2]).lstrip("0") if number else None, words, legal)


def _take_kinds(plain: str) -> tuple[str, set[str]]:
    kinds = set()
    spaced = re.sub(r"\b(школа|нш|дет)-", r"\1 ", plain)
    for kind, pattern in _KIND_PHRASES:
        if pattern.search(spaced):
            kinds.add(kind)
            spaced = pattern.sub(" ", spaced)
    return spaced, kinds


class OrganisationIndex:
    """The known organisations, ready to be asked about many spellings."""

    def __init__(
        self,
        organisations: Sequence[KnownOrganisation],
        answers: Mapping[str, KnownOrganisation | None] | None = None,
    ) -> None:
        self._organisations = tuple(organisations)
        self._answers = {organisation_key(text): meant for text, meant in (answers or {}).items() if meant}
        self._by_key: dict[str, list[int]] = defaultdict(list)
        self._by_inn: dict[str, KnownOrganisation] = {}
        self._shapes: list[list[_Shape]] = []
        self._acronyms: list[frozenset[str]] = []
        self._matches: dict[str, OrganisationMatch] = {}
        self._rough_searches_left = _MOST_ROUGH_SEARCHES
        self._by_feature: dict[str, set[int]] = defaultdict(set)
        for position, organisation in enumerate(self._organisations):
            self._add(position, organisation)

    def _add(self, position: int, organisation: KnownOrganisation) -> None:
        names = [name for name in (organisation.short_name, organisation.full_name, *organisation.aliases) if name]
        for name in names:
            key = organisation_key(name)
            if position not in self._by_key[key]:
                self._by_key[key].append(position)
        shapes = [shape_of(name) for name in names]
        merged = _Shape(
            frozenset().union(*(shape.kinds for shape in shapes)),
            next((shape.number for shape in shapes if shape.number), None),
            frozenset().union(*(shape.words for shape in shapes)),
        )
        self._shapes.append([merged, *shapes])
        self._acronyms.append(_acronyms(organisation.full_name))
        for word in merged.words | self._acronyms[-1]:
            self._by_feature[word].add(position)
        if organisation.inn:
            self._by_inn[organisation.inn] = organisation

    def by_inn(self, inn: str | None) -> KnownOrganisation | None:
        return self._by_inn.get(inn) if inn else None

    def match(self, text: str) -> OrganisationMatch:
        """The organisation meant by *text*, or those it may mean."""
        found = self._matches.get(text)
        if found is None:
            found = self._matches[text] = self._match(text)
        return found

    def written_alike(self, text: str) -> KnownOrganisation | None:
        """The one organisation with exactly this name, but for case, quotation marks and №."""
        positions = self._by_key.get(organisation_key(text), ()) if text else ()
        return self._organisations[positions[0]] if len(positions) == 1 else None

    def _match(self, text: str) -> OrganisationMatch:
        key = organisation_key(clean_cell(text))
        if not key:
            return NOBODY
        if key in self._answers:
            return OrganisationMatch(self._answers[key])
        exact = self._by_key.get(key)
        if exact:
            return self._outcome(exact)
        shape = shape_of(text)
        if shape.says_nothing:
            return NOBODY
        fitting = [position for position in self._possible(shape) if self._fits(shape, position)]
        if fitting:
            return self._outcome(fitting)
        return OrganisationMatch(candidates=tuple(self._organisations[p] for p in self._roughly(shape)))

    def _outcome(self, positions: list[int]) -> OrganisationMatch:
        if len(positions) == 1:
            return OrganisationMatch(self._organisations[positions[0]])
        return OrganisationMatch(candidates=tuple(self._organisations[position] for position in positions))

    def _possible(self, shape: _Shape) -> Iterable[int]:
        """Organisations that hold every word of the shape (all of them when it has none)."""
        sets = [self._by_feature.get(word, set()) for word in shape.words]
        return sorted(set.intersection(*sets)) if sets else range(len(self._organisations))

    def _fits(self, shape: _Shape, position: int) -> bool:
        """The words are already known to be there."""
        whole = self._shapes[position][0]
        if shape.number and shape.number != whole.number:
            return False
        return self._kinds_fit(shape, whole)

    @staticmethod
    def _kinds_fit(shape: _Shape, whole: _Shape) -> bool:
        return all(not _MEANT_BY.get(kind, frozenset({kind})).isdisjoint(whole.kinds) for kind in shape.kinds)

    def _roughly(self, shape: _Shape) -> list[int]:
        """Same kind and number and a word with the same stem, or the right number and words that say more."""
        self._rough_searches_left -= 1
        if self._rough_searches_left < 0:
            return []
        found = []
        for position, (whole, *_) in enumerate(self._shapes):
            if not self._kinds_fit(shape, whole) or (shape.number and whole.number and shape.number != whole.number):
                continue
            akin = shape.words and all(any(_akin(word, other) for other in whole.words) for word in shape.words)
            numbered = shape.number and shape.number == whole.number and shape.kinds and not whole.words
            named_more = shape.kinds and not shape.words.isdisjoint(whole.words)
            if akin or numbered or named_more:
                found.append(position)
        return found

    def mentioned_in(self, text: str) -> OrganisationMatch:
        """The organisation named inside a title: «Пары МБОУ «Заречная СОШ № 2» на 2026-2027 уч. год»."""
        padded = f" {organisation_key(text)} "
        found = {
            (len(key), position)
            for key, positions in self._by_key.items()
            if len(key) > 3 and f" {key} " in padded
            for position in positions
        }
        if found:
            longest = max(length for length, _ in found)
            return self._outcome(sorted(position for length, position in found if length == longest))
        for name in names_in_title(text):
            match = self.match(name)
            if match.organisation or match.candidates:
                return match
        return NOBODY


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


def _acronyms(full_name: str) -> frozenset[str]:
    """«ЦДО» of «Центр дополнительного образования»: first letters of two to six neighbouring words."""
    words = _WORD.findall(full_name.casefold().replace("ё", "е"))
    letters = "".join(word[0] for word in words)
    return frozenset(
        letters[start : start + length] for length in range(3, 7) for start in range(len(letters) - length + 1)
    )


def _akin(word: str, other: str) -> bool:
    """«Берёзовка» and «Берёзовская»; a letter missing or wrong in a long word."""
    shared = 0
    for one, two in zip(word, other, strict=False):
        if one != two:
            break
        shared += 1
    if shared >= max(_SHORTEST_STEM, min(len(word), len(other)) - 4):
        return True
    return min(len(word), len(other)) > _SHORTEST_STEM and one_edit_apart(word, other)


def one_edit_apart(one: str, other: str) -> bool:
    """Equal but for one letter inserted, left out or replaced, or two neighbours swapped."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    if len(one) > len(other):
        one, other = other, one
    at = next((index for index, letter in enumerate(one) if letter != other[index]), len(one))
    if len(one) < len(other):
        return one[at:] == other[at + 1 :]
    swapped = one[at : at + 2] == other[at : at + 2][::-1] and one[at + 2 :] == other[at + 2 :]
    return one[at + 1 :] == other[at + 1 :] or swapped
