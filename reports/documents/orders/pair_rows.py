"""Rows of the annex of an order: pairs and people as papers print them."""

from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass, field
from datetime import date
from typing import NotRequired, TypedDict

from mentoring.models import Pair
from mentoring.pairing.consents import is_minor
from mentoring.pairing.period import event_in_words, term_in_words
from mentoring.queries.pairs import kinds_of
from registry.enums import MentorSource, Participant
from registry.models import Curator, Form, Person
from registry.policies.rules_in_force import RulesInForce
from registry.queries.classes import SchoolClass
from registry.queries.dictionaries import role_models_of
from reports.documents.act_citation import name_in_genitive
from reports.documents.printed_parts import NameAndPost
from russian.agreement import agreeing
from russian.search_key import fold
from russian.side_words import SIDE_CASES
from russian.sort_key import sort_key


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
    #: «на 6 месяцев», where the period has been set so
    term: NotRequired[str]
    #: «или до события: …», with which the pair ends if it comes before the last day
    until: NotRequired[str]
    #: what the form calls the two, where it has words of its own: mentor, mentor_genitive, … as `term_names` has them
    terms: NotRequired[dict[str, str]]


def term_of_row(row: PairRow) -> str:
    """How the period has been set, where its days alone do not tell."""
    return row.get("term") or row.get("until") or ""


def term_names(side: str) -> list[str]:
    """As `PairRow.terms` has them: «mentor», «mentor_genitive», … in the order of SideWords."""
    return [side, *(f"{side}_{case}" for case in SIDE_CASES[1:])]


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
    word = _agreeing(person, "обучающийся", "обучающаяся")
    grade, class_letter = school_class or (person.grade, person.grade_letter)
    letter = f" «{class_letter}»" if class_letter else ""
    return f"{word} {grade}{letter} класса"


def workplace_elsewhere(person: Person, issuer: int) -> str:
    """In the genitive; empty of people of the issuer, of those whose organisation is not known, and where the post
    names it already."""
    if person.organisation is None or person.organisation_id == issuer:
        return ""
    if fold(person.organisation.short_name) in fold(person.position):
        return ""
    return name_in_genitive(person.organisation.short_name)


def _agreeing(person: Person, masculine: str, feminine: str) -> str:
    """What a person is, in the masculine as a kind where the sex is not known."""
    return agreeing(masculine, feminine, masculine, sex=person.sex, patronymic=person.middle_name)


@dataclass(frozen=True)
class OrderDay:
    """What an order prints of people: their classes on its day where they are not those of the cards, and whether the
    representatives of minors sign with them, which they do where the policy asks for their consent."""

    on: date
    classes: Mapping[int, SchoolClass]
    asks_representatives: bool
    #: of whose people the paper need not say where they work or study
    issuer: int

    def name_and_post(self, person: Person, *, is_pupil: bool = False) -> NameAndPost:
        printed = DeclinablePerson.person(person, self.classes.get(person.pk)).name_and_post
        printed["person"] = person.pk
        if workplace := workplace_elsewhere(person, self.issuer):
            printed["workplace"] = workplace
        if self.asks_representatives and is_minor(person, self.on, is_pupil=is_pupil):
            printed["representative"] = person.representative_name
        return printed


def pair_row(pair: Pair, policy: RulesInForce, day: OrderDay) -> PairRow:
    """A row of the annex, forms named as the municipality names them."""
    is_pupil = pair.mentee.participant == Participant.PUPIL
    row = PairRow(
        mentor=day.name_and_post(pair.mentor.person, is_pupil=pair.mentor.source == MentorSource.PUPIL),
        mentee=day.name_and_post(pair.mentee.person, is_pupil=is_pupil),
        form=f"«{policy.form_label(pair.form)}»",
        needs_role_model=any(
            model.municipality_id in (None, pair.organisation.municipality_id) for model in role_models_of(pair.form)
        ),
        role_model=f"«{policy.role_model_label(pair.role_model)}»" if pair.role_model else "",
        kinds=[policy.kind_label(kind) for kind in kinds_of(pair)],
        group=pair.group.title if pair.group else "",
        starts_on=pair.starts_on.isoformat(),
        ends_on=pair.ends_on.isoformat(),
    )
    if pair.mentee.participant == Participant.STUDENT and not row["mentee"]["post"]:
        row["mentee"]["post"] = _agreeing(pair.mentee.person, "студент", "студентка")
    if term := term_in_words(pair.term, pair.starts_on, pair.ends_on):
        row["term"] = term
    if pair.term_event:
        row["until"] = event_in_words(pair.term_event)
    if terms := _terms_of(pair.form):
        row["terms"] = terms
    return row


def _terms_of(form: Form) -> dict[str, str]:
    terms: dict[str, str] = {}
    for side in ("mentor", "mentee"):
        if forms := form.words_for(side):
            terms |= dict(zip(term_names(side), astuple(forms), strict=True))
    return terms


def sorted_for_paper(pairs: Iterable[Pair]) -> list[Pair]:
    """By mentor, so that the pairs of one stand together, then by mentee."""
    return sorted(pairs, key=lambda pair: (pair.mentor.person.sort_key, pair.mentor_id, pair.mentee.person.sort_key))


def acquaintance_list(
    rows: Iterable[PairRow], curator: Curator | None, day: OrderDay, former_mentors: Iterable[NameAndPost] = ()
) -> list[NameAndPost]:
    """Whom the order tells to be acquainted with it under signature, each once: mentors, mentees, the curator, and the
    mentors whose place others take."""
    people: dict[int, NameAndPost] = {each["person"]: each for each in former_mentors}
    for row in rows:
        people |= {each["person"]: each for each in (row["mentor"], row["mentee"])}
    if curator is not None:
        people.setdefault(curator.person_id, day.name_and_post(curator.person))
    return sorted(people.values(), key=lambda each: ("representative" in each, sort_key(each["name"])))
