"""Who of the register a row is: exactly one, perhaps one of several, or nobody yet. Nothing is merged silently."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from registry.imports.people_matching import PeopleIndex, PersonKey, person_key, same_person
from registry.models import Person

_NEAR = {
    "one_letter": "отличается одной буквой",
    "same_phone_elsewhere": "полный тёзка в другой организации, телефон тот же",
    "same_birth_date_elsewhere": "полный тёзка в другой организации, дата рождения та же",
}


@dataclass(frozen=True, slots=True)
class Doubt:
    """One who may be meant. `person`: primary key; `why`: in words."""

    person: int
    why: str


@dataclass(frozen=True, slots=True)
class Found:
    """`person`: surely this one. Otherwise `doubts` with the `code` of the question, or nobody at all.

    `namesake`: somebody of the same name who is surely another.
    """

    person: int | None = None
    code: str = ""
    doubts: tuple[Doubt, ...] = ()
    namesake: int | None = None


NOBODY = Found()


def key_of_person(person: Person) -> PersonKey:
    return person_key(
        person.pk, person.last_name, person.first_name, person.middle_name,
        organisation=person.organisation_id, birth_date=person.birth_date, phone=person.phone,
    )  # fmt: skip


def _spelling(*names: str | None) -> str:
    """Tells ё from е, unlike the key."""
    return " ".join(name for name in names if name).casefold().replace("-", " ")


class PeopleMatcher:
    """People of the register, ready to be asked about the rows of a file."""

    def __init__(self, people: Iterable[Person]) -> None:
        self._people = {person.pk: person for person in people}
        keys = [key_of_person(person) for person in self._people.values()]
        self._index = PeopleIndex(keys)
        self._by_two_names: dict[Any, list[PersonKey]] = defaultdict(list)
        for key in keys:
            self._by_two_names[key.last, key.first, key.organisation].append(key)

    def find(self, key: PersonKey, *names: str | None) -> Found:
        """`names` as written in the file: last, first, middle."""
        namesakes = self._index.namesakes(key)
        same = [other for other in namesakes if same_person(key, other)]
        if len(same) > 1:
            same = self._narrowed(key, same)
        if len(same) > 1:
            return Found(code="several_namesakes", doubts=tuple(self._doubt(other, "тот же тёзка") for other in same))
        if same:
            return self._sure_of(key, same[0], names)
        near = {match.other.ref: _NEAR[match.reason] for match in self._index.near(key)}
        if near:
            return Found(code="maybe_known", doubts=tuple(Doubt(person, why) for person, why in near.items()))
        shortened = self._without_middle_name(key)
        if shortened:
            doubts = tuple(Doubt(other.ref, "отчество указано не везде") for other in shortened)
            return Found(code="middle_name_missing", doubts=doubts)
        return Found(namesake=namesakes[0].ref) if namesakes else NOBODY

    def with_initials(self, last_name: str, initials: str, organisation: int | None) -> tuple[Doubt, ...]:
        """Whom «Фамилия И.О.» may mean in the organisation."""
        found = self._index.with_initials(last_name, initials, organisation)
        return tuple(self._doubt(key, "совпали фамилия и инициалы") for key in found)

    @staticmethod
    def _narrowed(key: PersonKey, same: list[PersonKey]) -> list[PersonKey]:
        """By birth date, then by phone, where either tells one from the others."""
        for what in ("birth_date", "phone"):
            value = getattr(key, what)
            equal = [other for other in same if value and getattr(other, what) == value]
            if len(equal) == 1:
                return equal
        return same

    def _sure_of(self, key: PersonKey, other: PersonKey, names: tuple[str | None, ...]) -> Found:
        person = self._people[other.ref]
        if _spelling(*names) != _spelling(person.last_name, person.first_name, person.middle_name):
            told = (key.birth_date and key.birth_date == other.birth_date) or (key.phone and key.phone == other.phone)
            if not told:
                return Found(code="spelled_otherwise", doubts=(self._doubt(other, "имя написано немного иначе"),))
        return Found(person=other.ref)

    def _without_middle_name(self, key: PersonKey) -> list[PersonKey]:
        others = self._by_two_names.get((key.last, key.first, key.organisation), ())
        return [
            other
            for other in others
            if bool(other.middle) != bool(key.middle)
            and not (key.birth_date and other.birth_date and key.birth_date != other.birth_date)
        ]

    @staticmethod
    def _doubt(key: PersonKey, why: str) -> Doubt:
        return Doubt(key.ref, why)
