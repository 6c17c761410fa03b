"""What the register knows of people and pairs, as papers print it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypedDict

from mentoring.models import Pair
from registry.enums import Participant
from registry.models import Curator, Organisation, Person, Policy
from reports.documents.base import OrganisationHead, Someone
from russian.declension import sex_from_patronymic
from russian.sex import Sex
from russian.typography import russian_quotes


class OrderedPair(TypedDict):
    """A row of the annex. Dates are ISO."""

    mentor: Someone
    mentee: Someone
    form: str
    #: whether the form has role models at all, so that their absence is a gap
    needs_role_model: bool
    role_model: str
    kinds: list[str]
    group: str
    starts_on: str
    ends_on: str


@dataclass(frozen=True)
class Named:
    """Somebody whose name stands inside a sentence and so must be declined."""

    name: str
    post: str
    sex: str = ""
    #: case → the name as corrected by hand on the person's card
    corrections: dict[str, str] = field(default_factory=dict)
    #: the same for the post
    post_corrections: dict[str, str] = field(default_factory=dict)

    @classmethod
    def person(cls, person: Person) -> "Named":
        by_hand = person.declension
        return cls(person.full_name, post_of(person), person.sex, by_hand.get("name", {}), by_hand.get("position", {}))

    @property
    def someone(self) -> Someone:
        return Someone(name=self.name, post=self.post)


def post_of(person: Person) -> str:
    """«учитель математики»; a pupil is «обучающаяся 7 «Б» класса»."""
    if person.grade is None:
        return person.position
    sex = person.sex or sex_from_patronymic(person.middle_name)
    word = "обучающаяся" if sex == Sex.FEMALE else "обучающийся"
    letter = f" «{person.grade_letter}»" if person.grade_letter else ""
    return f"{word} {person.grade}{letter} класса"


def head_of(organisation: Organisation) -> OrganisationHead:
    """The upper part of the form: the body above, the full and the short name, the place."""
    return OrganisationHead(
        founder=russian_quotes(organisation.municipality.authorised_body),
        full_name=russian_quotes(organisation.full_name),
        short_name=russian_quotes(organisation.short_name),
        place=organisation.municipality.place,
    )


def ordered_pair(pair: Pair, policy: Policy) -> OrderedPair:
    """A row of the annex, forms named as the municipality names them."""
    return OrderedPair(
        mentor=Named.person(pair.mentor.person).someone,
        mentee=Named.person(pair.mentee.person).someone,
        form=f"«{policy.form_label(pair.form)}»",
        needs_role_model=bool(pair.form.role_models.all()),
        role_model=f"«{pair.role_model.title}»" if pair.role_model else "",
        kinds=[kind.title for kind in pair.kinds.all()],
        group=pair.group.title if pair.group else "",
        starts_on=pair.starts_on.isoformat(),
        ends_on=pair.ends_on.isoformat(),
    )


def in_order_of_paper(pairs: Iterable[Pair]) -> list[Pair]:
    """By mentor, so that the pairs of one stand together, then by mentee."""
    return sorted(pairs, key=lambda pair: (pair.mentor.person.name_key, pair.mentor_id, pair.mentee.person.name_key))


def who_signs_that_they_read(pairs: Iterable[Pair], curator: Curator | None) -> list[Someone]:
    """Employees named in the order, each once: mentors, mentees who are not pupils, the curator."""
    people = {pair.mentor.person_id: pair.mentor.person for pair in pairs if pair.mentor.person.grade is None}
    for pair in pairs:
        if pair.mentee.participant != Participant.PUPIL:
            people[pair.mentee.person_id] = pair.mentee.person
    if curator is not None:
        people[curator.person_id] = curator.person
    ordered = sorted(people.values(), key=lambda person: person.name_key)
    return [Named.person(person).someone for person in ordered]
