"""Compares the fields of two cards: which differ, how each reads, and which value is likely the better one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import models
from django.db.models import Max

from registry.models import Mentee, Mentor, Person
from registry.queries.duplicates import number_of_papers_and_offices
from registry.side_texts import side_text
from russian.lookalikes import cyrillic_lookalikes
from russian.phones import format_phone
from russian.search_key import fold

Part = Person | Mentor | Mentee

_NAMES = frozenset({"person-last_name", "person-first_name", "person-middle_name"})


@dataclass(frozen=True)
class CardField:
    """Columns that are chosen together: a class without its letter says nothing."""

    name: str
    label: str
    columns: tuple[str, ...]
    show: Callable[[Any], str] | None = None

    def values(self, part: Part) -> tuple[Any, ...]:
        return tuple(getattr(part, column) for column in self.columns)

    def describe(self, part: Part) -> str:
        return self.show(part) if self.show else describe_column(part, self.columns[0])

    def is_empty(self, part: Part) -> bool:
        """True when the card holds no value, or only the default of the field."""
        return all(_says_nothing(part, column) for column in self.columns)


def _single_column(model: type[models.Model], name: str) -> CardField:
    field = next(field for field in model._meta.fields if field.name == name)
    return CardField(f"{model._meta.model_name}-{name}", str(field.verbose_name), (field.attname,))


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


def _others(
    model: type[models.Model], card_fields: Sequence[CardField], apart: frozenset[str]
) -> tuple[CardField, ...]:
    """Every column that `card_fields` do not compare and that is not set `apart`: a new one is compared at once."""
    compared = {column for card_field in card_fields for column in card_field.columns}
    other_fields = [field for field in model._meta.concrete_fields if field.attname not in compared | apart]
    return tuple(_single_column(model, field.name) for field in other_fields)


#: where a card stands and how it is found is settled by merging itself
_OF_MERGING = frozenset(
    {
        "id",
        "municipality_id",
        "archived_on",
        "depersonalised_on",
        "keep_until",
        "merged_into_id",
        "name_key",
        "search_key",
        "sort_key",
        "formerly",
    }
)
#: of a bank entry: whose it is, and since and until when, which the plan of merging reckons from both cards
_OF_ENTRY = frozenset({"id", "person_id", "included_on", "excluded_on", "exclusion_reason"})

#: ready is who was approved: what was decided is chosen as one
_OF_DECISION = (
    "readiness", "approval", "proposed_on", "decided_on", "decided_by_id", "decision_act_id", "refusal_reason",
)  # fmt: skip


def _decision(mentor: Mentor) -> str:
    decision = f"{mentor.get_readiness_display()}, {mentor.get_approval_display()}"
    return f"{decision} {mentor.decided_on:%d.%m.%Y}" if mentor.decided_on else decision


PERSON = (
    _single_column(Person, "organisation"),
    *(_single_column(Person, name) for name in ("last_name", "first_name", "middle_name")),
    *(_single_column(Person, name) for name in ("sex", "birth_date")),
    CardField("person-grade", "класс", ("grade", "grade_letter"), lambda person: person.grade_label),
    *(_single_column(Person, name) for name in ("position", "subject", "qualification", "education")),
    CardField("person-working_since", "стаж ведётся с", ("working_since", "working_since_precision"), _experience),
    _single_column(Person, "experience_note"),
    CardField("person-phone", "телефон", ("phone", "phone_note"), _phone),
    _single_column(Person, "email"),
    CardField(
        "person-representative",
        "законный представитель",
        ("representative_name", "representative_relation", "representative_phone"),
        _representative,
    ),
    CardField("person-declension", "падежи для приказов", ("declension",)),
)
PERSON += _others(Person, PERSON, _OF_MERGING)
_DECISION = CardField("mentor-readiness", "готовность и решение о кандидатуре", _OF_DECISION, _decision)
MENTOR = (_DECISION, *_others(Mentor, (_DECISION,), _OF_ENTRY))
MENTEE = _others(Mentee, (), _OF_ENTRY)


@dataclass(frozen=True)
class FieldComparison:
    """One field of two cards. `owners`: primary keys of the two people, `values_shown`: how it reads on each card."""

    card_field: CardField
    owners: tuple[int, int]
    values_shown: tuple[str, str]
    differs: bool
    preferred: int

    @property
    def name(self) -> str:
        return self.card_field.name

    @property
    def label(self) -> str:
        return self.card_field.label


@dataclass(frozen=True)
class Section:
    title: str
    comparisons: tuple[FieldComparison, ...]

    @property
    def differing(self) -> list[FieldComparison]:
        return [comparison for comparison in self.comparisons if comparison.differs]

    @property
    def equal(self) -> list[FieldComparison]:
        return [comparison for comparison in self.comparisons if not comparison.differs and comparison.values_shown[0]]


def compare_cards(one: Person, other: Person) -> list[Section]:
    """Returns every field that the two cards may disagree on; entries in a bank only where both have one."""
    newer, main = _changed_later(one, other), fuller(one, other)
    sections = [Section("Человек", _comparisons(PERSON, (one, other), (one, other), newer, main))]
    for title, attribute, card_fields in (
        (side_text("Наставник"), "mentor", MENTOR),
        (side_text("Наставляемый"), "mentee", MENTEE),
    ):
        parts = (getattr(one, attribute, None), getattr(other, attribute, None))
        if all(parts):
            sections.append(Section(title, _comparisons(card_fields, (one, other), parts, newer, main)))
    return sections


def chosen_owners(sections: Sequence[Section], choices: Mapping[str, int]) -> dict[str, int]:
    """Whose value each differing fact takes: as chosen, else the likely one.

    Raises ValueError for a card that is neither of the two.
    """
    owners = {}
    for comparison in (comparison for section in sections for comparison in section.differing):
        owner = choices.get(comparison.name, comparison.preferred)
        if owner not in comparison.owners:
            raise ValueError(f"{comparison.name}: {owner} is none of the two cards")
        owners[comparison.name] = owner
    return owners


def fuller(one: Person, other: Person) -> Person:
    """The card that better stays: with more papers, bank entries and facts; of equals the older one."""
    return max(sorted((one, other), key=lambda person: person.pk), key=_weight)


def _weight(person: Person) -> int:
    entries = sum(hasattr(person, name) for name in ("mentor", "mentee"))
    filled = sum(not card_field.is_empty(person) for card_field in PERSON)
    in_use = 0 if person.archived_on else 100
    return in_use + filled + 2 * (entries + number_of_papers_and_offices(person))


def _comparisons(
    card_fields: Sequence[CardField], people: tuple[Person, Person], parts: tuple[Any, Any], newer: Person, main: Person
) -> tuple[FieldComparison, ...]:
    """`newer`: the card changed later; `main`: the one in use, whose spelling of a name is likely the right one."""
    owners = (people[0].pk, people[1].pk)
    likely = {card_field.name: people.index(main if card_field.name in _NAMES else newer) for card_field in card_fields}
    return tuple(
        FieldComparison(
            card_field,
            owners,
            (card_field.describe(parts[0]), card_field.describe(parts[1])),
            differs=card_field.values(parts[0]) != card_field.values(parts[1]),
            preferred=owners[_better(card_field, parts, likely=likely[card_field.name])],
        )
        for card_field in card_fields
    )


def _better(card_field: CardField, parts: tuple[Any, Any], *, likely: int) -> int:
    """0 or 1: what is filled before what is not, the fuller writing, else the likely one. Of two decisions about a
    candidate the last one counts, so that no merge takes a refusal back."""
    if card_field is _DECISION:
        days = [getattr(part, "decided_on", None) or date.min for part in parts]
        if days[0] != days[1]:
            return int(days[0] < days[1])
    empty = (card_field.is_empty(parts[0]), card_field.is_empty(parts[1]))
    if empty[0] != empty[1]:
        return int(empty[0])
    one, other = (card_field.describe(part) for part in parts)
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


def describe_column(part: Part, name: str) -> str:
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
