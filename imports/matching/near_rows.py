"""New people of a file who may be the same although their names differ by more than a letter."""

from typing import Any

from imports.matching.row_matching import other_last_names
from imports.record_values import RecordValues
from registry.names.people_matching import Groups, PersonKey, same_person


class NearRows:
    """A patronymic on one row and none on the other; a former surname, or half of a double one. In one organisation."""

    def __init__(self) -> None:
        self._by_two_names = Groups()
        self._by_other_name = Groups()
        self._has_other_names = False
        self._grades: dict[int, Any] = {}

    def add(self, key: PersonKey, values: RecordValues) -> None:
        self._by_two_names.add(_two_names(key), key)
        if grade := values.get("grade"):
            self._grades[id(key)] = grade
        for name in other_last_names(values["last_name"], values.get("former_name")):
            self._has_other_names = True
            self._by_other_name.add(hash((name, *key[2:5])), key)

    def near(self, key: PersonKey, values: RecordValues) -> list[PersonKey]:
        """Earlier people who may be this person."""
        near = [
            other
            for other in self._by_two_names.of(_two_names(key))
            if (other.last, other.first) == (key.last, key.first) and bool(other.middle) != bool(key.middle)
            and same_person(key._replace(middle=""), other._replace(middle=""))
        ]  # fmt: skip
        if self._has_other_names:
            near += self._under_other_name(key, self._by_other_name.of(hash(key[1:5])))
        for name in other_last_names(values["last_name"], values.get("former_name")):
            alike = self._by_two_names.of(_two_names(key._replace(last=name)))
            near += self._under_other_name(key, (other for other in alike if other.last == name))
        grade = values.get("grade")
        return [other for other in near if not (grade and self._grades.get(id(other), grade) != grade)]

    @staticmethod
    def _under_other_name(key: PersonKey, others: Any) -> list[PersonKey]:
        return [other for other in others if same_person(key._replace(last=other.last), other)]


def _two_names(key: PersonKey) -> int:
    return hash((key.last, key.first, key.organisation))
