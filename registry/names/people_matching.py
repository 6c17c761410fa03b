"""Who is the same person: exact, nearly, or a namesake. Pure functions over plain keys.

The same rules serve rows of one file and, with keys made of known people, a file against the register.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from registry.names.spelling_distance import one_edit_apart
from russian.person_names import person_name_key
from russian.sort_key import sort_key

#: Everybody of a larger block is not compared with everybody.
_SMALL_BLOCK = 24


def fold_name_part(part: str | None) -> str:
    """The key of a part of a name (`person_name_key`); empty for None."""
    return person_name_key(part) if part else ""


class PersonKey(NamedTuple):
    """What distinguishes people. ``ref`` is whatever the caller knows the person by (a row, a primary key).

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


def under_former_name(key: PersonKey, last_name: str, first_name: str, middle_name: str) -> PersonKey:
    """The key of the same person under a name borne before."""
    names = (fold_name_part(last_name), fold_name_part(first_name), fold_name_part(middle_name))
    return key._replace(last=names[0], first=names[1], middle=names[2])


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


class Groups:
    """People by something that they share, kept small: most groups are of one, and need no list.

    A key is a hash; whoever asks compares what it stands for, since two keys may happen to be equal.
    """

    __slots__ = ("_groups",)

    def __init__(self) -> None:
        self._groups: dict[int, PersonKey | list[PersonKey]] = {}

    def add(self, key: int, person: PersonKey) -> Sequence[PersonKey]:
        """The group as it is now."""
        group = self._groups.setdefault(key, person)
        if group is person:
            return (person,)
        if isinstance(group, list):
            group.append(person)
        else:
            group = self._groups[key] = [group, person]
        return group

    def of(self, key: int) -> Sequence[PersonKey]:
        group = self._groups.get(key)
        if group is None:
            return ()
        return group if isinstance(group, list) else (group,)


class PeopleIndex:
    """Index of many people: finds the same person, near matches, and people by initials."""

    def __init__(self, people: Iterable[PersonKey] = ()) -> None:
        self._by_name = Groups()
        #: People without one part of the name, in one organisation or with one phone: a letter apart shares a key.
        self._blocks = Groups()
        #: Large blocks by the part left out, whole and without each of its letters: a letter apart shares one.
        self._shortened = Groups()
        self._by_last: dict[str, list[PersonKey]] | None = None
        self._people: list[PersonKey] = []
        for person in people:
            self.add(person)

    def add(self, person: PersonKey) -> None:
        self._people.append(person)
        self._by_last = None
        self._by_name.add(hash(person[1:4]), person)
        for part, key in _block_keys(person):
            block = self._blocks.add(key, person)
            if len(block) == _SMALL_BLOCK + 1:
                for other in block:
                    self._add_shortened(part, key, other)
            elif len(block) > _SMALL_BLOCK:
                self._add_shortened(part, key, person)

    def _add_shortened(self, part: int, block: int, person: PersonKey) -> None:
        for text in _shortened(person.name[part]):
            self._shortened.add(hash((block, text)), person)

    def namesakes(self, person: PersonKey) -> list[PersonKey]:
        """Everybody of exactly this name."""
        name = person[1:4]
        return [other for other in self._by_name.of(hash(name)) if other[1:4] == name]

    def same(self, person: PersonKey) -> PersonKey | None:
        return next((other for other in self.namesakes(person) if same_person(person, other)), None)

    def with_two_names(self, person: PersonKey) -> list[PersonKey]:
        """Everybody of this last and first name in this organisation, whatever the patronymic."""
        key = next(key for part, key in _block_keys(person) if part == 2)
        names = (person.last, person.first, person.organisation)
        return [other for other in self._blocks.of(key) if (other.last, other.first, other.organisation) == names]

    def near(self, person: PersonKey) -> Iterator[NearMatch]:
        """People who may be this one: a letter apart, or elsewhere with the same phone or birth date."""
        for other in self.namesakes(person):
            reason = None if other.organisation == person.organisation else near_elsewhere(person, other)
            if reason:
                yield NearMatch(person, other, reason)
        yielded: set[int] = set()
        for part, key in _block_keys(person):
            for other in self._near_in_block(part, key, person):
                if id(other) not in yielded and self._one_letter_apart(person, other, part):
                    yielded.add(id(other))
                    yield NearMatch(person, other, "one_letter")

    def _near_in_block(self, part: int, key: int, person: PersonKey) -> Iterable[PersonKey]:
        block = self._blocks.of(key)
        if len(block) <= _SMALL_BLOCK:
            return block
        texts = _shortened(person.name[part])
        return [other for text in texts for other in self._shortened.of(hash((key, text)))]

    @staticmethod
    def _one_letter_apart(person: PersonKey, other: PersonKey, part: int) -> bool:
        """In one organisation, or with one phone; different birth dates or phones speak against it."""
        own, others = person.name[part], other.name[part]
        if abs(len(own) - len(others)) > 1 or own == others or not own or not others:
            return False
        if not one_edit_apart(own, others) or any(person[p] != other[p] for p in (1, 2, 3) if p != part + 1):
            return False
        same_phone = bool(person.phone and person.phone == other.phone)
        if not same_phone and (person.organisation != other.organisation or _differ(person, other, "phone")):
            return False
        return not _differ(person, other, "birth_date")

    def with_initials(self, last_name: str, initials: str, organisation: Hashable = None) -> list[PersonKey]:
        """People of *organisation* (anywhere when None) whom «Фамилия И.О.» may mean, by name; each name once."""
        letters = [fold_name_part(letter) for letter in initials.split(".") if letter]
        by_name: dict[tuple[str, str, str], PersonKey] = {}
        if self._by_last is None:
            self._by_last = defaultdict(list)
            for person in self._people:
                self._by_last[person.last].append(person)
        for person in self._by_last.get(fold_name_part(last_name), ()):
            if organisation is not None and person.organisation != organisation:
                continue
            if person.first and _begins(person, letters):
                by_name.setdefault(person.name, person)
        return sorted(by_name.values(), key=lambda person: sort_key(*person.name))


def _block_keys(person: PersonKey) -> Iterator[tuple[int, int]]:
    """Which part is left out, and a key of the two others with the organisation, and again with the phone."""
    _, last, first, middle, organisation, _, phone = person
    yield 0, hash((0, organisation, first, middle))
    yield 1, hash((1, organisation, last, middle))
    yield 2, hash((2, organisation, last, first))
    if phone:
        yield 0, hash(("phone", 0, phone, first, middle))
        yield 1, hash(("phone", 1, phone, last, middle))
        yield 2, hash(("phone", 2, phone, last, first))


def _shortened(text: str) -> set[str]:
    """The text and all that is left of it without one letter: texts that one edit parts have one in common."""
    return {text} | {text[:at] + text[at + 1 :] for at in range(len(text))}


def _begins(person: PersonKey, letters: list[str]) -> bool:
    names = (person.first, person.middle)
    return all(not name or name.startswith(letter) for name, letter in zip(names, letters, strict=False))


@dataclass(slots=True)
class Matches:
    """Among people of one list: groups that are one person, repeats (later → earlier), namesakes (later → earlier)."""

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
