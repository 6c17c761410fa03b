"""A row beside those who may be meant: the same facts of each, and where they differ."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from imports.models import ImportRow
from imports.review.row_labels import RowLabels, full_name
from imports.row_data import Candidate
from registry.models import Person
from russian.phones import format_phone
from russian.search_key import fold

_HEADINGS = {
    "name": "ФИО",
    "organisation": "Организация",
    "position": "Должность",
    "birth_date": "Дата рожд.",
    "phone": "Телефон",
    "since": "В базе",
}


@dataclass(frozen=True)
class PersonDetails:
    """What is compared of a person, in words; empty where nobody knows it."""

    name: str
    organisation: str
    position: str
    birth_date: str
    phone: str
    since: str = ""

    def detail(self, name: str) -> str:
        return str(getattr(self, name))


@dataclass(frozen=True)
class ComparedDetail:
    """`state`: «same» or «differs» where both sides tell something, else empty."""

    name: str
    heading: str
    text: str
    state: str = ""


@dataclass(frozen=True)
class ComparedCandidate:
    """`value`: of the radio; `why`: what speaks for this one."""

    value: str
    title: str
    why: str
    details: Sequence[ComparedDetail]


@dataclass
class Comparison:
    headings: list[tuple[str, str]]
    row: list[ComparedDetail]
    candidates: list[ComparedCandidate] = field(default_factory=list)


class Comparer:
    """`people`, `others`: those whom candidates of the rows name, by primary key and by position."""

    def __init__(self, labels: RowLabels, people: Mapping[int, Person], others: Mapping[int, ImportRow]) -> None:
        self._labels = labels
        self._people = people
        self._others = others

    def compared(self, row: ImportRow, candidates: Sequence[Candidate], side: str) -> Comparison | None:
        """None when nobody is known who may be meant."""
        possible = [(c, details) for c in candidates if (details := self._details(c, side)) is not None]
        if not possible:
            return None
        own = self._details_of_row(row, side)
        names = [name for name in _HEADINGS if own.detail(name) or any(details.detail(name) for _, details in possible)]
        initials = bool(row.record.person(side).initials)
        comparison = Comparison([(name, _HEADINGS[name]) for name in names], [_detail(name, own) for name in names])
        for candidate, details in possible:
            marked = [_detail(name, details, own, initials=initials) for name in names]
            comparison.candidates.append(ComparedCandidate(_value(candidate), details.name, candidate.why, marked))
        return comparison

    def _details(self, candidate: Candidate, side: str) -> PersonDetails | None:
        if candidate.row is not None:
            other = self._others.get(candidate.row)
            return replace(self._details_of_row(other, side), since=f"строка {other.row}") if other else None
        person = self._people.get(candidate.person or 0)
        return _details_of_person(person) if person else None

    def _details_of_row(self, row: ImportRow, side: str) -> PersonDetails:
        person = row.record.person(side)
        values = person.values
        work = ", ".join(str(values[name]) for name in ("position", "subject") if values.get(name))
        born, phone = values.get("birth_date"), values.get("phone")
        return PersonDetails(
            name=person.raw_name or full_name(values) or "без имени",
            organisation=self._labels.organisation(row),
            position=values.get("grade_label") or work,
            birth_date=self._labels.value_label("birth_date", born) if born else "",
            phone=self._labels.value_label("phone", phone) if phone else "",
        )


def _details_of_person(person: Person) -> PersonDetails:
    entry = getattr(person, "mentor", None) or getattr(person, "mentee", None)
    return PersonDetails(
        name=person.full_name,
        organisation=person.organisation.short_name if person.organisation else "",
        position=", ".join(part for part in (person.occupation, person.subject) if part),
        birth_date=f"{person.birth_date:%d.%m.%Y}" if person.birth_date else "",
        phone=format_phone(person.phone),
        since=f"с {entry.included_on.year}" if entry else "не в базе",
    )


def _value(candidate: Candidate) -> str:
    return f"person:{candidate.person}" if candidate.row is None else f"row:{candidate.row}"


def _detail(
    name: str, details: PersonDetails, own: PersonDetails | None = None, *, initials: bool = False
) -> ComparedDetail:
    text = details.detail(name)
    before = own.detail(name) if own else ""
    if not text or not before or (name == "name" and initials):
        return ComparedDetail(name, _HEADINGS[name], text)
    return ComparedDetail(name, _HEADINGS[name], text, "same" if _is_same(name, text, before) else "differs")


def _is_same(name: str, text: str, before: str) -> bool:
    if name == "name":
        return _spelt_alike(text, before)
    if name == "position":  # the register may know the subject beside the post
        return {fold(part) for part in before.split(", ")} <= {fold(part) for part in text.split(", ")}
    return fold(text) == fold(before)


def _spelt_alike(one: str, other: str) -> bool:
    """«Семёнова» and «Семенова» are the difference that a person is asked about."""
    return one.casefold().split() == other.casefold().split()
