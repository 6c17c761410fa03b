"""The facts of two cards side by side: which differ, how they read, and which of the two is likely the better one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import models
from django.db.models import Max

from registry.models import Mentee, Mentor, Person
from russian.phones import format_phone
from russian.search_key import fold
from spreadsheets.cleaning.text import cyrillic_lookalikes

Part = Person | Mentor | Mentee

_NAMES = frozenset({"person-last_name", "person-first_name", "person-middle_name"})


@dataclass(frozen=True)
class Fact:
    """Columns that are chosen together: a class without its letter says nothing."""

    name: str
    label: str
    columns: tuple[str, ...]
    show: Callable[[Any], str] | None = None

    def values(self, part: Part) -> tuple[Any, ...]:
        return tuple(getattr(part, column) for column in self.columns)

    def words(self, part: Part) -> str:
        return self.show(part) if self.show else in_words(part, self.columns[0])

    def is_empty(self, part: Part) -> bool:
        """Nothing said, or only what everybody has to begin with."""
        return all(_says_nothing(part, column) for column in self.columns)


def _plain_fact(model: type[models.Model], name: str) -> Fact:
    field = model._meta.get_field(name)
    return Fact(f"{model._meta.model_name}-{name}", str(field.verbose_name), (field.attname,))


def _phone(person: Person) -> str:
    return format_phone(person.phone) if person.phone else person.phone_note


def _experience(person: Person) -> str:
    if person.working_since is None:
        return ""
    pattern = {"day": "%d.%m.%Y", "month": "%m.%Y"}.get(person.working_since_precision, "%Y")
    return person.working_since.strftime(pattern)


def _representative(person: Person) -> str:
    parts = (person.representative_name, person.representative_relation, person.representative_phone)
    return ", ".join(part for part in parts if part)


PERSON = (
    _plain_fact(Person, "organisation"),
    *(_plain_fact(Person, name) for name in ("last_name", "first_name", "middle_name", "former_name")),
    *(_plain_fact(Person, name) for name in ("sex", "birth_date")),
    Fact("person-grade", "класс", ("grade", "grade_letter"), lambda person: person.grade_label),
    *(_plain_fact(Person, name) for name in ("position", "subject", "qualification", "education")),
    Fact("person-working_since", "стаж ведётся с", ("working_since", "working_since_precision"), _experience),
    _plain_fact(Person, "experience_note"),
    Fact("person-phone", "телефон", ("phone", "phone_note"), _phone),
    _plain_fact(Person, "email"),
    Fact(
        "person-representative",
        "законный представитель",
        ("representative_name", "representative_relation", "representative_phone"),
        _representative,
    ),
    Fact("person-declension", "падежи для приказов", ("declension",)),
)
MENTOR = tuple(
    _plain_fact(Mentor, name)
    for name in (
        "source", "readiness", "competencies", "achievements", "personal_limit", "is_tutor", "open_to_others", "note",
    )
)  # fmt: skip
MENTEE = tuple(_plain_fact(Mentee, name) for name in ("participant", "request", "activity", "note"))


@dataclass(frozen=True)
class Compared:
    """One fact of two cards. `owners`: primary keys of the two people, `words`: how it reads on each card."""

    fact: Fact
    owners: tuple[int, int]
    words: tuple[str, str]
    differs: bool
    preferred: int

    @property
    def name(self) -> str:
        return self.fact.name

    @property
    def label(self) -> str:
        return self.fact.label


@dataclass(frozen=True)
class Section:
    title: str
    facts: tuple[Compared, ...]

    @property
    def differing(self) -> list[Compared]:
        return [compared for compared in self.facts if compared.differs]

    @property
    def equal(self) -> list[Compared]:
        return [compared for compared in self.facts if not compared.differs and compared.words[0]]


def compare_cards(one: Person, other: Person) -> list[Section]:
    """Every fact that the two cards may disagree on; places in a bank only where both have one."""
    newer, main = _changed_later(one, other), fuller(one, other)
    sections = [Section("Человек", _compared(PERSON, (one, other), (one, other), newer, main))]
    for title, attribute, facts in (("Наставник", "mentor", MENTOR), ("Наставляемый", "mentee", MENTEE)):
        parts = (getattr(one, attribute, None), getattr(other, attribute, None))
        if all(parts):
            sections.append(Section(title, _compared(facts, (one, other), parts, newer, main)))
    return sections


def chosen_owners(sections: Sequence[Section], choices: Mapping[str, int]) -> dict[str, int]:
    """Whose value each differing fact takes: as chosen, else the likely one.

    Raises ValueError for a card that is neither of the two.
    """
    chosen = {}
    for compared in (compared for section in sections for compared in section.differing):
        owner = choices.get(compared.name, compared.preferred)
        if owner not in compared.owners:
            raise ValueError(f"{compared.name}: {owner} is none of the two cards")
        chosen[compared.name] = owner
    return chosen


def fuller(one: Person, other: Person) -> Person:
    """The card that better stays: with more papers, places and facts; of equals the older one."""
    return max(sorted((one, other), key=lambda person: person.pk), key=_weight)


def _weight(person: Person) -> int:
    places = sum(hasattr(person, name) for name in ("mentor", "mentee"))
    known = sum(not fact.is_empty(person) for fact in PERSON)
    in_use = 0 if person.archived_on else 100
    return in_use + known + 2 * (places + person.consents.count() + person.curatorships.count())


def _compared(
    facts: Sequence[Fact], people: tuple[Person, Person], parts: tuple[Any, Any], newer: Person, main: Person
) -> tuple[Compared, ...]:
    """`newer`: the card changed later; `main`: the one in use, whose spelling of a name is likely the right one."""
    owners = (people[0].pk, people[1].pk)
    likely = {fact.name: people.index(main if fact.name in _NAMES else newer) for fact in facts}
    return tuple(
        Compared(
            fact,
            owners,
            (fact.words(parts[0]), fact.words(parts[1])),
            differs=fact.values(parts[0]) != fact.values(parts[1]),
            preferred=owners[_better(fact, parts, likely=likely[fact.name])],
        )
        for fact in facts
    )


def _better(fact: Fact, parts: tuple[Any, Any], *, likely: int) -> int:
    """0 or 1: what is filled before what is not, the fuller writing, else the likely one."""
    empty = (fact.is_empty(parts[0]), fact.is_empty(parts[1]))
    if empty[0] != empty[1]:
        return int(empty[0])
    one, other = (fact.words(part) for part in parts)
    mistyped = tuple(cyrillic_lookalikes(text) != text for text in (one, other))
    if mistyped[0] != mistyped[1]:
        return int(mistyped[0])
    folded = (fold(one), fold(other))
    if folded[0] == folded[1] and one.count("ё") != other.count("ё"):
        return int(other.count("ё") > one.count("ё"))
    words = [set(text.replace("-", " ").split()) for text in folded]
    if words[0] < words[1] or words[1] < words[0]:
        return int(words[0] < words[1])
    return likely


def _changed_later(one: Person, other: Person) -> Person:
    latest: dict[int, datetime] = dict(
        Person.history.filter(id__in=[one.pk, other.pk])
        .order_by()
        .values("id")
        .annotate(latest=Max("history_date"))
        .values_list("id", "latest")
    )
    if one.pk in latest and other.pk in latest:
        return max((one, other), key=lambda person: latest[person.pk])
    return max((one, other), key=lambda person: person.pk)


def _says_nothing(part: Part, column: str) -> bool:
    value = getattr(part, column)
    if value in (None, "", False, {}):
        return True
    field = next(field for field in part._meta.fields if field.attname == column)
    return field.has_default() and value == field.get_default()


def in_words(part: Part, name: str) -> str:
    """The value of one column as a card shows it; empty when it says nothing."""
    value = getattr(part, name)
    if value in (None, "", {}):
        return ""
    if isinstance(value, bool):
        return "да" if value else "нет"
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    if name == "phone":
        return format_phone(value)
    if isinstance(value, dict):  # corrections of declension: part of the name → case → form
        return "; ".join(form for forms in value.values() for form in forms.values())
    field = next(field for field in part._meta.fields if field.attname == name)
    if field.is_relation:
        return str(getattr(part, field.name))
    return str(dict(field.flatchoices).get(value, value)) if field.choices else str(value)
