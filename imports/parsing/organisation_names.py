"""Which known organisation a spelling means: «СОШ 2», «школа № 2», «д/с 12 «Теремок»», «МАОУ "Гимназия"».

Legal form, quotation marks and № are stripped; what is left is a kind of institution, a number and words of its own.
A spelling fits an organisation if its kind, number and words are all found there. One that fits several, or fits only
roughly, is for a person to decide, and so is a number without a kind of institution.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import permutations

from imports.parsing.organisation_shapes import (
    MEANT_BY,
    NameShape,
    acronyms,
    names_in_title,
    organisation_key,
    several_numbers,
    shape_of,
)
from imports.parsing.parsed import KnownOrganisation
from registry.names.spelling_distance import one_edit_apart
from russian.name_key import name_key
from spreadsheets.cleaning.classes import clean_class
from spreadsheets.cleaning.text import clean_cell

_SHORTEST_STEM = 5
_NUMBER_SIGNS = ("№", "N", "n", "#")
_NUMBER_ALONE = re.compile(r"(?:№|N)?\s*\d+", re.IGNORECASE)
_SCHOOLS = frozenset({"сош", "оош", "нош", "школа"})
#: Each looks at every organisation; a file with more unknown spellings than this is wrong as a whole.
_MOST_ROUGH_SEARCHES = 500


@dataclass(frozen=True, slots=True)
class OrganisationMatch:
    """``organisation`` when exactly one is meant; else ``candidates`` (empty: nothing known fits)."""

    organisation: KnownOrganisation | None = None
    candidates: tuple[KnownOrganisation, ...] = ()


NOBODY = OrganisationMatch()


class OrganisationIndex:
    """The known organisations, ready to be asked about many spellings."""

    def __init__(
        self,
        organisations: Sequence[KnownOrganisation],
        answers: Mapping[str, KnownOrganisation | None] | None = None,
    ) -> None:
        self._organisations = tuple(organisations)
        self._answers = {organisation_key(text): answer for text, answer in (answers or {}).items() if answer}
        self._by_key: dict[str, list[int]] = defaultdict(list)
        #: by what the register tells names apart
        self._by_name: dict[str, list[int]] = defaultdict(list)
        self._by_inn: dict[str, KnownOrganisation] = {}
        self._shapes: list[list[NameShape]] = []
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
        self._by_name[name_key(organisation.short_name)].append(position)
        shapes = [shape_of(name) for name in names]
        merged = NameShape(
            frozenset().union(*(shape.kinds for shape in shapes)),
            next((shape.number for shape in shapes if shape.number), None),
            frozenset().union(*(shape.words for shape in shapes)),
            commercial=any(shape.commercial for shape in shapes),
        )
        self._shapes.append([merged, *shapes])
        self._acronyms.append(acronyms(organisation.full_name))
        for word in merged.words | self._acronyms[-1]:
            self._by_feature[word].add(position)
        if organisation.inn:
            self._by_inn[organisation.inn] = organisation

    def by_inn(self, inn: str | None) -> KnownOrganisation | None:
        return self._by_inn.get(inn) if inn else None

    def match(self, text: str) -> OrganisationMatch:
        """The organisation meant by *text*, or those it may mean."""
        match = self._matches.get(text)
        if match is None:
            match = self._matches[text] = self._match(text)
        return match

    def written_alike(self, text: str) -> KnownOrganisation | None:
        """The one organisation with exactly this name, but for case and signs."""
        positions = (
            (self._by_key.get(organisation_key(text)) or self._by_name.get(name_key(text)) or []) if text else []
        )
        return self._organisations[positions[0]] if len(positions) == 1 else None

    def _match(self, text: str) -> OrganisationMatch:
        key = organisation_key(clean_cell(text))
        if not key:
            return NOBODY
        if key in self._answers:
            return OrganisationMatch(self._answers[key])
        exact = self._by_key.get(key) or self._by_name.get(name_key(text))
        if exact:
            return self._outcome(exact)
        shape = shape_of(text)
        if key.isdigit() and (len(key) > 4 or not text.strip().startswith(_NUMBER_SIGNS)):
            return self._by_digits(key, shape)
        if shape.is_bare_number and clean_class(text)[1] == () and not _NUMBER_ALONE.fullmatch(text.strip()):
            return NOBODY  # «2 А» is a class
        if shape.is_bare_number:
            return OrganisationMatch(candidates=tuple(self._organisations[p] for p in self._fitting(shape)))
        if shape.says_nothing:
            return OrganisationMatch(candidates=tuple(self._of_legal_form(key)))
        if numbers := several_numbers(text):
            each = [position for number in numbers for position in self._fitting(replace(shape, number=number))]
            return OrganisationMatch(candidates=tuple(self._organisations[p] for p in sorted(set(each))))
        fitting = self._fitting(shape)
        if fitting:
            return self._outcome(fitting)
        return OrganisationMatch(candidates=tuple(self._organisations[p] for p in self._roughly(shape)))

    def _of_legal_form(self, key: str) -> Iterable[KnownOrganisation]:
        """«МБДОУ» and no more: all that carry it in their short name."""
        return (
            organisation
            for organisation in self._organisations
            if key in organisation_key(organisation.short_name).split()
        )

    def _by_digits(self, key: str, shape: NameShape) -> OrganisationMatch:
        """An ИНН in the place of a name; a bare number may be any organisation's."""
        if len(key) > 4:
            return OrganisationMatch(self._by_inn.get(key))
        return OrganisationMatch(candidates=tuple(self._organisations[p] for p in self._fitting(shape)))

    def _fitting(self, shape: NameShape) -> list[int]:
        return [position for position in self._possible(shape) if self._fits(shape, position)]

    def _outcome(self, positions: list[int]) -> OrganisationMatch:
        if len(positions) == 1:
            return OrganisationMatch(self._organisations[positions[0]])
        return OrganisationMatch(candidates=tuple(self._organisations[position] for position in positions))

    def _possible(self, shape: NameShape) -> Iterable[int]:
        """Organisations that hold every word of the shape (all of them when it has none)."""
        sets = [self._by_feature.get(word, set()) for word in shape.words]
        return sorted(set.intersection(*sets)) if sets else range(len(self._organisations))

    def _fits(self, shape: NameShape, position: int) -> bool:
        """The words are already known to be there."""
        whole = self._shapes[position][0]
        if (shape.number and shape.number != whole.number) or (shape.commercial and not whole.commercial):
            return False
        return self._kinds_fit(shape, whole)

    @staticmethod
    def _kinds_fit(shape: NameShape, whole: NameShape) -> bool:
        return all(not MEANT_BY.get(kind, frozenset({kind})).isdisjoint(whole.kinds) for kind in shape.kinds)

    def _roughly(self, shape: NameShape) -> list[int]:
        """Same kind and number and a word with the same stem, or the right number and words that say more."""
        self._rough_searches_left -= 1
        if self._rough_searches_left < 0:
            return []
        positions = []
        for position, (whole, *_) in enumerate(self._shapes):
            if shape.commercial and not whole.commercial:
                continue
            akin = shape.words and _all_akin(shape.words, whole.words)
            if akin and self._other_school(shape, whole):
                positions.append(position)  # «Нижнелуговская СОШ», which is an ООШ
                continue
            if not self._kinds_fit(shape, whole) or (shape.number and whole.number and shape.number != whole.number):
                continue
            numbered = shape.number and shape.number == whole.number and shape.kinds and not whole.words
            named_more = shape.kinds and not shape.words.isdisjoint(whole.words)
            if akin or numbered or named_more:
                positions.append(position)
        return positions or self._contradicted(shape)

    @staticmethod
    def _other_school(shape: NameShape, whole: NameShape) -> bool:
        """The same but for the level of the school."""
        schools = shape.kinds and whole.kinds and shape.kinds | whole.kinds <= _SCHOOLS
        return bool(schools) and not shape.kinds <= whole.kinds and shape.number == whole.number

    def _contradicted(self, shape: NameShape) -> list[int]:
        """«Детский сад № 5 «Теремок»» when № 5 is «Ромашка» and «Теремок» is № 12: either may be meant."""
        if not (shape.number and shape.words and shape.kinds):
            return []
        by_number = self._fitting(replace(shape, words=frozenset()))
        by_text = self._fitting(replace(shape, number=None))
        return sorted({*by_number, *by_text}) if by_number and by_text else []

    def mentioned_in(self, text: str) -> OrganisationMatch:
        """The organisation named inside a title: «Пары МБОУ «Заречная СОШ № 2» на 2026-2027 уч. год»."""
        padded = f" {organisation_key(text)} "
        mentions = {
            (len(key), position)
            for key, positions in self._by_key.items()
            if len(key) > 3 and f" {key} " in padded
            for position in positions
        }
        if mentions:
            longest = max(length for length, _ in mentions)
            return self._outcome(sorted(position for length, position in mentions if length == longest))
        for name in names_in_title(text):
            match = self.match(name)
            if match.organisation or match.candidates:
                return match
        return NOBODY


def _all_akin(words: frozenset[str], others: frozenset[str]) -> bool:
    """Each word has a like among the others, or the words together make one («верх камышинская»)."""
    if all(any(_akin(word, other) for other in others) for word in words):
        return True
    whole = {other.replace("-", "") for other in others}
    return len(words) == 2 and any("".join(order) in whole for order in permutations(words))


def _akin(word: str, other: str) -> bool:
    """«Берёзовка» and «Берёзовская»; a letter missing or wrong in a long word."""
    first, _, last = word.partition("-")
    if len(first) == 1 and len(last) > _SHORTEST_STEM and other.startswith(first) and other.endswith(last):
        return True  # «В-Камышинская»
    if len(word) > _SHORTEST_STEM and other.endswith(f"-{word}"):
        return True
    shared = 0
    for one, two in zip(word, other, strict=False):
        if one != two:
            break
        shared += 1
    if shared >= max(_SHORTEST_STEM, min(len(word), len(other)) - 4):
        return True
    return min(len(word), len(other)) > _SHORTEST_STEM and one_edit_apart(word, other)
