"""Who of the register a row is: exactly one, perhaps one of several, or nobody yet. Nothing is merged silently."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from registry.models import Person
from registry.names.people_matching import (
    PeopleIndex,
    PersonKey,
    fold_name_part,
    near_elsewhere,
    person_key,
    same_person,
    under_former_name,
)

#: last, first, middle
NameParts = tuple[str, str, str]

_NEAR = {
    "one_letter": "отличается одной буквой",
    "same_phone_elsewhere": "полный тёзка в другой организации, телефон тот же",
    "same_birth_date_elsewhere": "полный тёзка в другой организации, дата рождения та же",
}
_OTHER_NAME = "другая или прежняя фамилия, имя и отчество те же"


@dataclass(frozen=True, slots=True)
class PossiblePerson:
    """One who may be meant. `person`: primary key; `why`: in words."""

    person: int
    why: str


@dataclass(frozen=True, slots=True)
class PersonMatch:
    """`person`: surely this one. Otherwise `possible` ones with the `code` of the question, or nobody at all.

    `namesake`: somebody of the same name who is surely another.
    """

    person: int | None = None
    code: str = ""
    possible: tuple[PossiblePerson, ...] = ()
    namesake: int | None = None


NOBODY = PersonMatch()


def key_of_person(person: Person) -> PersonKey:
    return person_key(
        person.pk, person.last_name, person.first_name, person.middle_name,
        organisation=person.organisation_id, birth_date=person.birth_date, phone=person.phone,
    )  # fmt: skip


def other_last_names(last_name: str, former_name: str | None) -> set[str]:
    """Under what else somebody may be known: a former surname, each half of a double one. Folded."""
    last, former = fold_name_part(last_name), fold_name_part(former_name)
    names = {former, *(former.split() if " " in former else ()), *(last.split() if " " in last else ())}
    return names - {last, ""}


def _spelling(*names: str | None) -> str:
    """Tells ё from е, unlike the key."""
    return " ".join(" ".join(name for name in names if name).casefold().replace("-", " ").split())


class PeopleMatcher:
    """People of the register, ready to be asked about the rows of a file.

    Merged cards are known by their names too; the result is the card that remains (`merged_into`: merged → remaining).
    """

    def __init__(
        self,
        people: Iterable[Person],
        merged_into: Mapping[int, int] | None = None,
        former_names: Mapping[int, Sequence[NameParts]] | None = None,
    ) -> None:
        self._former_names = former_names or {}
        self._before = PeopleIndex()
        self._people = {person.pk: person for person in people}
        self._merged_into = merged_into or {}
        self._index = PeopleIndex()
        self._by_other_name: dict[Any, list[PersonKey]] = defaultdict(list)
        self._by_birth_date: dict[Any, list[PersonKey]] = defaultdict(list)
        for person in self._people.values():
            key = key_of_person(person)
            self._index.add(key)
            if "-" in person.last_name or " " in person.last_name:
                for name in other_last_names(person.last_name, None):
                    self._by_other_name[name, *key[2:5]].append(key)
            for last, first, middle in self._former_names.get(person.pk, ()):
                for name in {fold_name_part(last), *other_last_names(last, None)}:
                    self._before.add(under_former_name(key, name, first, middle))
            if key.birth_date:
                self._by_birth_date[key.birth_date, *key[2:5]].append(key)

    def find(self, key: PersonKey, *names: str | None, former_name: str | None = None) -> PersonMatch:
        """`names` as written in the file: last, first, middle."""
        if not self._people:
            return NOBODY
        namesakes = self._index.namesakes(key)
        same = self._each_once(other for other in namesakes if same_person(key, other))
        if len(same) > 1:
            same = self._narrowed(key, same)
        if len(same) > 1:
            possible = tuple(self._possible(other, "тот же тёзка") for other in same)
            return PersonMatch(code="several_namesakes", possible=possible)
        if same:
            return self._sure_of(key, same[0], names)
        near = {self._pk(match.other): _NEAR[match.reason] for match in self._index.near(key)}
        for other, name in self._under_former_name(key):
            near.setdefault(self._pk(other), f"ранее {name}")
        for other in self._under_other_name(key, names[0] or "", former_name):
            near.setdefault(self._pk(other), _OTHER_NAME)
        if near:
            return PersonMatch(
                code="maybe_known", possible=tuple(PossiblePerson(person, why) for person, why in near.items())
            )
        shortened = self._each_once(self._without_middle_name(key))
        if shortened:
            possible = tuple(self._possible(other, "отчество указано не везде") for other in shortened)
            return PersonMatch(code="middle_name_missing", possible=possible)
        return PersonMatch(namesake=self._pk(namesakes[0])) if namesakes else NOBODY

    def with_initials(self, last_name: str, initials: str, organisation: int | None) -> tuple[PossiblePerson, ...]:
        """Whom «Фамилия И.О.» may mean in the organisation, by the present name or by one borne before."""
        present = self._each_once(self._index.with_initials(last_name, initials, organisation))
        present_keys = {self._pk(key) for key in present}
        before = self._each_once(self._before.with_initials(last_name, initials, organisation))
        return (
            *(self._possible(key, "совпали фамилия и инициалы") for key in present),
            *(self._possible(key, f"ранее {self._borne(key)}") for key in before if self._pk(key) not in present_keys),
        )

    def _pk(self, key: PersonKey) -> int:
        return self._merged_into.get(key.ref, key.ref)

    def _each_once(self, keys: Iterable[PersonKey]) -> list[PersonKey]:
        """One key for each card; the kept card's own rather than that of a card merged into it."""
        key_by_person: dict[int, PersonKey] = {}
        for key in keys:
            pk = self._pk(key)
            if pk not in key_by_person or key.ref == pk:
                key_by_person[pk] = key
        return list(key_by_person.values())

    @staticmethod
    def _narrowed(key: PersonKey, same: list[PersonKey]) -> list[PersonKey]:
        """By birth date, then by phone, where either tells one from the others."""
        for what in ("birth_date", "phone"):
            value = getattr(key, what)
            equal = [other for other in same if value and getattr(other, what) == value]
            if len(equal) == 1:
                return equal
        return same

    def _sure_of(self, key: PersonKey, other: PersonKey, names: tuple[str | None, ...]) -> PersonMatch:
        person = self._people[other.ref]
        if _spelling(*names) != _spelling(person.last_name, person.first_name, person.middle_name):
            same_day = key.birth_date and key.birth_date == other.birth_date
            if not (same_day or (key.phone and key.phone == other.phone)):
                return PersonMatch(
                    code="spelled_otherwise", possible=(self._possible(other, "имя написано немного иначе"),)
                )
        return PersonMatch(person=self._pk(other))

    def _under_former_name(self, key: PersonKey) -> Iterator[tuple[PersonKey, str]]:
        """Whoever bore this very name before, with the name: in the organisation, or elsewhere where birth date or
        phone say so."""
        for other in self._before.namesakes(key):
            if same_person(key, other) or near_elsewhere(key, other):
                yield other, self._borne(other)

    def _borne(self, key: PersonKey) -> str:
        """The former name as it is written, of a key of `_before`."""
        names = self._former_names[key.ref]
        matching = (name for name in names if key.last in {fold_name_part(name[0]), *other_last_names(name[0], None)})
        return " ".join(part for part in next(matching) if part)

    def _under_other_name(self, key: PersonKey, last_name: str, former_name: str | None) -> list[PersonKey]:
        """Of the same organisation, first name and patronymic: half of a double surname, the file's former surname,
        or the birth date alone, since surnames change."""
        candidates = [*self._by_other_name.get((key.last, *key[2:5]), ())]
        for name in other_last_names(last_name, former_name):
            candidates += self._index.namesakes(key._replace(last=name))
            candidates += self._by_other_name.get((name, *key[2:5]), ())
        if key.birth_date and key.middle:
            candidates += self._by_birth_date.get((key.birth_date, *key[2:5]), ())
        return [other for other in candidates if same_person(key._replace(last=other.last), other)]

    def _without_middle_name(self, key: PersonKey) -> list[PersonKey]:
        return [
            other
            for other in self._index.with_two_names(key)
            if bool(other.middle) != bool(key.middle)
            and not (key.birth_date and other.birth_date and key.birth_date != other.birth_date)
        ]

    def _possible(self, key: PersonKey, why: str) -> PossiblePerson:
        return PossiblePerson(self._pk(key), why)
