"""Who is the same person: exact, nearly, or a namesake. Pure functions over plain keys.

The same rules serve rows of one file and, with keys made of known people, a file against the register.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from registry.imports.cleaning.text import cyrillic_lookalikes
from registry.imports.spelling import one_edit_apart
from registry.search_key import fold


@lru_cache(maxsize=65536)
def fold_name_part(part: str | None) -> str:
    """Case, ё and Latin look-alikes folded; hyphens and spaces count alike."""
    return " ".join(fold(cyrillic_lookalikes(part, whole_words=True)).replace("-", " ").split()) if part else ""


@dataclass(frozen=True, slots=True)
class PersonKey:
    """What tells people apart. ``ref`` is whatever the caller knows the person by (a row, a primary key).

    The name parts are folded (``fold_name_part``); ``organisation`` is any hashable id or None when unknown.
    """

    ref: Any
    last: str
    first: str
    middle: str = ""
    organisation: Hashable = None
    birth_date: dt.date | None = None
    phone: str | None = None

    @property
    def name(self) -> tuple[str, str, str]:
        return self.last, self.first, self.middle


def person_key(
    ref: Any,
    last_name: str | None,
    first_name: str | None,
    middle_name: str | None,
    *,
    organisation: Hashable = None,
    birth_date: dt.date | None = None,
    phone: str | None = None,
) -> PersonKey:
    """The key of a person whose names are not folded yet."""
    names = (fold_name_part(last_name), fold_name_part(first_name), fold_name_part(middle_name))
    return PersonKey(ref, *names, organisation, birth_date, phone or None)


@dataclass(frozen=True, slots=True)
class NearMatch:
    """``person`` may be ``other``. ``reason``: one_letter, same_phone_elsewhere, same_birth_date_elsewhere."""

    person: PersonKey
    other: PersonKey
    reason: str


def same_person(one: PersonKey, other: PersonKey) -> bool:
    """Equal names in one organisation, unless both birth dates are known and differ."""
    return one.name == other.name and one.organisation == other.organisation and not _differ(one, other, "birth_date")


def near_elsewhere(one: PersonKey, other: PersonKey) -> str | None:
    """Why people of equal names in different organisations may still be one person; None: namesakes."""
    if _differ(one, other, "birth_date"):
        return None
    if one.birth_date and one.birth_date == other.birth_date:
        return "same_birth_date_elsewhere"
    if one.phone and one.phone == other.phone:
        return "same_phone_elsewhere"
    return None


def _differ(one: PersonKey, other: PersonKey, what: str) -> bool:
    first, second = getattr(one, what), getattr(other, what)
    return bool(first and second and first != second)


class PeopleIndex:
    """Many people, ready to be asked for the same, nearly the same, and those with given initials."""

    def __init__(self, people: Iterable[PersonKey] = ()) -> None:
        self._by_name: dict[tuple[str, str, str], list[PersonKey]] = defaultdict(list)
        self._by_last: dict[str, list[PersonKey]] = defaultdict(list)
        #: People without one part of the name, in one organisation or with one phone: a letter apart shares a key.
        self._by_two_parts: dict[tuple[Hashable, ...], list[PersonKey]] = defaultdict(list)
        for person in people:
            self.add(person)

    def add(self, person: PersonKey) -> None:
        self._by_name[person.name].append(person)
        self._by_last[person.last].append(person)
        for _, key in _two_part_keys(person):
            self._by_two_parts[key].append(person)

    def namesakes(self, person: PersonKey) -> list[PersonKey]:
        """Everybody of exactly this name."""
        return self._by_name.get(person.name, [])

    def same(self, person: PersonKey) -> PersonKey | None:
        return next((other for other in self.namesakes(person) if same_person(person, other)), None)

    def near(self, person: PersonKey) -> Iterator[NearMatch]:
        """People who may be this one: a letter apart, or elsewhere with the same phone or birth date."""
        for other in self.namesakes(person):
            reason = None if other.organisation == person.organisation else near_elsewhere(person, other)
            if reason:
                yield NearMatch(person, other, reason)
        seen: set[int] = set()
        for part, key in _two_part_keys(person):
            own = person.name[part]
            for other in self._by_two_parts.get(key, ()):
                if id(other) not in seen and self._one_letter_apart(person, other, own, other.name[part]):
                    seen.add(id(other))
                    yield NearMatch(person, other, "one_letter")

    @staticmethod
    def _one_letter_apart(person: PersonKey, other: PersonKey, own: str, others: str) -> bool:
        """In one organisation, or with one phone; different birth dates or phones speak against it."""
        if abs(len(own) - len(others)) > 1 or own == others or not own or not others:
            return False
        same_phone = bool(person.phone and person.phone == other.phone)
        if not same_phone and (person.organisation != other.organisation or _differ(person, other, "phone")):
            return False
        return not _differ(person, other, "birth_date") and one_edit_apart(own, others)

    def with_initials(self, last_name: str, initials: str, organisation: Hashable = None) -> list[PersonKey]:
        """People of *organisation* (anywhere when None) whom «Фамилия И.О.» may mean, by name; each name once."""
        letters = [fold_name_part(letter) for letter in initials.split(".") if letter]
        found: dict[tuple[str, str, str], PersonKey] = {}
        for person in self._by_last.get(fold_name_part(last_name), ()):
            if organisation is not None and person.organisation != organisation:
                continue
            if person.first and _begins(person, letters):
                found.setdefault(person.name, person)
        return sorted(found.values(), key=lambda person: person.name)


def _two_part_keys(person: PersonKey) -> Iterator[tuple[int, tuple[Hashable, ...]]]:
    """Which part is left out, and a key of the two others with the organisation, and again with the phone."""
    last, first, middle = person.name
    place = person.organisation
    yield 0, (0, place, first, middle)
    yield 1, (1, place, last, middle)
    yield 2, (2, place, last, first)
    if person.phone:
        phone = person.phone
        yield 0, ("phone", 0, phone, first, middle)
        yield 1, ("phone", 1, phone, last, middle)
        yield 2, ("phone", 2, phone, last, first)


def _begins(person: PersonKey, letters: list[str]) -> bool:
    names = (person.first, person.middle)
    return all(not name or name.startswith(letter) for name, letter in zip(names, letters, strict=False))


@dataclass(slots=True)
class Matches:
    """Among people of one list: groups that are one person, doubts (later → earlier), namesakes (later → earlier)."""

    groups: list[list[PersonKey]] = field(default_factory=list)
    near: list[NearMatch] = field(default_factory=list)
    namesakes: list[NearMatch] = field(default_factory=list)


def match_among(people: Iterable[PersonKey]) -> Matches:
    """Compare everybody with those who stand earlier in the list."""
    index = PeopleIndex()
    group_of: dict[int, list[PersonKey]] = {}
    matches = Matches()
    for person in people:
        earlier = index.same(person)
        if earlier is not None:
            group = group_of.setdefault(id(earlier), [earlier])
            group.append(person)
            continue
        near = next(index.near(person), None)
        namesakes = index.namesakes(person)
        if near is not None:
            matches.near.append(near)
        elif namesakes:
            reason = "other_birth_date" if namesakes[0].organisation == person.organisation else "other_organisation"
            matches.namesakes.append(NearMatch(person, namesakes[0], reason))
        index.add(person)
    matches.groups = list(group_of.values())
    return matches
