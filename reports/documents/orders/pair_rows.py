"""Rows of the annex of an order: pairs and people as papers print them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypedDict

from mentoring.models import Pair
from registry.models import Curator, Person, Policy
from registry.queries.classes import SchoolClass
from reports.documents.printed_parts import NameAndPost
from russian.declension import sex_from_patronymic
from russian.sex import Sex


class PairRow(TypedDict):
    """A row of the annex. Dates are ISO."""

    mentor: NameAndPost
    mentee: NameAndPost
    form: str
    #: whether the form has role models at all, so that their absence is a gap
    needs_role_model: bool
    role_model: str
    kinds: list[str]
    group: str
    starts_on: str
    ends_on: str


@dataclass(frozen=True)
class DeclinablePerson:
    """Somebody whose name stands inside a sentence and so must be declined."""

    name: str
    post: str
    sex: str = ""
    #: case → the name as corrected by hand on the person's card
    corrections: dict[str, str] = field(default_factory=dict)
    #: the same for the post
    post_corrections: dict[str, str] = field(default_factory=dict)

    @classmethod
    def person(cls, person: Person, school_class: SchoolClass | None = None) -> "DeclinablePerson":
        """`school_class`: of the day of the paper, where it is not that of the card."""
        corrections = person.declension
        return cls(
            name=person.full_name,
            post=post_label(person, school_class),
            sex=person.sex,
            corrections=corrections.get("name", {}),
            post_corrections=corrections.get("position", {}),
        )

    @property
    def name_and_post(self) -> NameAndPost:
        return NameAndPost(name=self.name, post=self.post)


def post_label(person: Person, school_class: SchoolClass | None = None) -> str:
    """«учитель математики»; a pupil is «обучающаяся 7 «Б» класса»."""
    if person.grade is None:
        return person.position
    sex = person.sex or sex_from_patronymic(person.middle_name)
    word = "обучающаяся" if sex == Sex.FEMALE else "обучающийся"
    grade, class_letter = school_class or (person.grade, person.grade_letter)
    letter = f" «{class_letter}»" if class_letter else ""
    return f"{word} {grade}{letter} класса"


def pair_row(pair: Pair, policy: Policy, classes: Mapping[int, SchoolClass]) -> PairRow:
    """A row of the annex, forms named as the municipality names them. `classes`: of people on the day of the paper,
    where they are not those of the cards."""
    return PairRow(
        mentor=DeclinablePerson.person(pair.mentor.person, classes.get(pair.mentor.person_id)).name_and_post,
        mentee=DeclinablePerson.person(pair.mentee.person, classes.get(pair.mentee.person_id)).name_and_post,
        form=f"«{policy.form_label(pair.form)}»",
        needs_role_model=bool(pair.form.role_models.all()),
        role_model=f"«{pair.role_model.title}»" if pair.role_model else "",
        kinds=[kind.title for kind in pair.kinds.all()],
        group=pair.group.title if pair.group else "",
        starts_on=pair.starts_on.isoformat(),
        ends_on=pair.ends_on.isoformat(),
    )


def sorted_for_paper(pairs: Iterable[Pair]) -> list[Pair]:
    """By mentor, so that the pairs of one stand together, then by mentee."""
    return sorted(pairs, key=lambda pair: (pair.mentor.person.sort_key, pair.mentor_id, pair.mentee.person.sort_key))


def acquaintance_list(
    pairs: Iterable[Pair], curator: Curator | None, classes: Mapping[int, SchoolClass]
) -> list[NameAndPost]:
    """Whom the order tells to be acquainted with it under signature, each once: mentors, mentees, the curator.
    `classes`: as for the rows of the annex."""
    people: dict[int, Person] = {}
    for pair in pairs:
        people |= {person.pk: person for person in (pair.mentor.person, pair.mentee.person)}
    if curator is not None:
        people[curator.person_id] = curator.person
    ordered = sorted(people.values(), key=lambda person: (person.grade is not None, person.sort_key))
    return [DeclinablePerson.person(person, classes.get(person.pk)).name_and_post for person in ordered]
