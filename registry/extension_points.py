"""What the rooms above add to the screens of the registry.

A room above fills these lists in its `AppConfig.ready()`; the registry asks whoever is there and imports none of them.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from django.core.files import File
from django.db import IntegrityError
from django.db.models import Model, Q, QuerySet
from django.forms import BaseForm

from accounts.models import User
from registry.enums import MenteeState
from registry.merge_values import Merge, Reassignment
from registry.models import Act, Affiliation, Consent, Curator, Mentee, Mentor, Organisation, Person
from registry.models.dictionary import OwnableEntry
from registry.policies.rules_in_force import Jurisdiction


@dataclass(frozen=True)
class CardSection:
    """One block of the card of a person or of an act. The template gets `context` and the page's own context.

    `rests`: it names something that rests on the act, not only what could.
    """

    title: str
    template: str
    context: dict[str, Any]
    rests: bool = True


@dataclass(frozen=True)
class Origin:
    """One file that has made or changed the records of a card.

    `rows_by_sheet`: sheet («» when there is only one) and the rows in it; `address`: of the batch, for who may open it.
    """

    file_name: str
    rows_by_sheet: tuple[tuple[str, tuple[int, ...]], ...]
    created: bool
    uploaded_by: str
    committed_at: datetime | None
    address: str


@dataclass(frozen=True)
class MergeParticipant:
    """What of a room above goes with a person when two cards become one (registry/merging)."""

    #: relations to people and bank entries that `reassignments` changes: «mentoring.Pair.mentor»
    relations: frozenset[str]
    #: what is reassigned, in the order of writing
    reassignments: Callable[[Merge], list[Reassignment]]
    #: messages about what forbids the merge; gets the reassignments of every room
    obstacles: Callable[[Merge, Sequence[Reassignment]], list[str]]
    #: messages about what forbids an undo; gets the reverse reassignments
    undo_obstacles: Callable[[Sequence[Reassignment]], list[str]]
    #: records that refer to the person in this room, for the page that compares cards: (title, entries)
    related_records: Callable[[Person], tuple[str, list[str]]]
    #: a refusal of the room's own guard of the database in words; empty when it is none
    explain: Callable[[IntegrityError], str]


#: rooms whose records follow people
merge_participants: list[MergeParticipant] = []

#: (reader, person) → a block of the person's card, or None when there is nothing for this reader
card_sections: list[Callable[[User, Person], CardSection | None]] = []

#: (reader, act) → a block of the act's card: what rests on the act, as far as the reader may see it
act_sections: list[Callable[[User, Act], CardSection | None]] = []

#: conditions on acts, any of which says that the portal has issued the act and so printed what rests on it
issued_acts: list[Q] = []

#: act → reasons in words why nobody corrects it any more
act_locks: list[Callable[[Act], list[str]]] = []


@dataclass(frozen=True)
class ActDays:
    """The day of an act and its day of effect."""

    dated: date
    effective_on: date


@dataclass(frozen=True)
class ActDependants:
    """One kind of records that rest on acts, and the rules between the two. Whoever names an act for such a record is
    held to the same rules as whoever corrects the act afterwards."""

    #: act as it has just been corrected → which of the records forbid the correction and why, in words
    obstacles: Callable[[Act], list[str]]
    #: act as it would be → signs that the records rest on another act, in words; somebody says then why it is this one
    questions: Callable[[Act], list[str]] | None = None
    #: (act as it has just been corrected, its former days, user): what bears the day of the act bears the corrected one
    follow: Callable[[Act, ActDays, User], None] | None = None
    #: cancelled act → what has been built on its cancellation, in words: then it is not taken back
    restoring: Callable[[Act], list[str]] | None = None


act_dependants: list[ActDependants] = []


@dataclass(frozen=True)
class ReferencesToAct:
    """Records of a room above that name an act although nothing of them rests on it any more."""

    of: Callable[[Act], QuerySet[Any]]
    #: takes the name of the act out of them before the act leaves the register; the history keeps it
    release: Callable[[Act, User], None]


act_references: list[ReferencesToAct] = []

#: act → reasons in words why it is not cancelled in the register of acts
act_cancelling_obstacles: list[Callable[[Act], list[str]]] = []


@dataclass(frozen=True)
class Move:
    """A person belongs from the day `on` to another organisation, or to none. `former` is where the person was."""

    person: Person
    former: Organisation | None
    organisation: Organisation | None
    on: date


@dataclass(frozen=True)
class DaysElsewhere:
    """Days from `first` to `last` of which a move, or its correction, says that the person was not in the organisation.

    `asks_about_ends`: the page of the move asks about what ended in these days.
    """

    person: Person
    organisation: Organisation
    first: date
    last: date
    asks_about_ends: bool


class MoveQuestion(Protocol):
    """What is asked on the page that moves a person, about one thing that stays behind."""

    @property
    def heading(self) -> str: ...

    @property
    def about(self) -> str: ...

    @property
    def form(self) -> BaseForm:
        """Without a form tag; its prefix differs from those of the other questions."""

    def carry_out(self, move: Move, *, by: User) -> list[tuple[str, str]]:
        """Does what the valid form says, after the person has moved, in the same transaction. Returns (title, address)
        of what is to be done on a page of its own. Raises ValidationError when the answer does not fit the move."""


#: (reader, person, data, files) → questions that are answered when the person moves; with data the person is held
move_questions: list[Callable[[User, Person, Any, Any], Sequence[MoveQuestion]]] = []

#: the last belonging of a person → what is built on it and forbids its correction, in words
move_correction_obstacles: list[Callable[[Affiliation], list[str]]] = []

#: days of which a move says something new → what was written of them and forbids it, in words
move_day_obstacles: list[Callable[[DaysElsewhere], list[str]]] = []

#: a refusal of the database about the dates of an act → the same in words; empty when it is about something else
act_refusals: list[Callable[[IntegrityError], str]] = []

#: (bank entry or curatorship, last day in it) → reasons in words why it cannot be left so; nothing when it can
departure_obstacles: list[Callable[[Mentor | Mentee | Curator, date], list[str]]] = []

#: (bank entry, a later first day in it) → reasons in words why it has begun earlier; nothing when it may be so
bank_day_obstacles: list[Callable[[Mentor | Mentee, date], list[str]]] = []

#: bank entry that says of somebody to be another than before → the open pairs that forbid it, in words
side_obstacles: list[Callable[[Mentor | Mentee], list[str]]] = []

#: (reader, mentor, limit) → the mentees of the mentor, in words, when there are more of them than the limit at once;
#: each with the address of the pair, empty where the reader does not see it
mentees_above_limit: list[Callable[[User, Mentor, int], list[tuple[str, str]]]] = []

#: (jurisdiction, limit) → those of its mentors who have more mentees at once
mentors_above_limit: list[Callable[[Jurisdiction, int], QuerySet[Mentor]]] = []

#: (organisations, first and last day) → how many pairs that are not closed are judged by the rules of these days, or
#: will be when their order comes
pairs_under_rules: list[Callable[[QuerySet[Organisation], date, date | None], int]] = []
#: how many pairs that are not closed name the entry of a dictionary, or are judged by it
pairs_with_entry: list[Callable[[OwnableEntry], int]] = []

#: (reader, mentors) → the same mentors with `busy`, `limit` and `free` places of today
mentor_places: list[Callable[[User, QuerySet[Mentor]], QuerySet[Mentor]]] = []

#: what the list of mentees is narrowed to → those of the mentees that it leaves, on a day
mentee_conditions: dict[MenteeState, Callable[[QuerySet[Mentee], date], QuerySet[Mentee]]] = {}

#: rows that mean nothing without the record they belong to: they go with it when the import that made it is undone
parts_of_records: list[type[Model]] = []

#: (reader, records of one card) → the files that the records came from, the newest first
record_origins: list[Callable[[User, Sequence[Model]], list[Origin]]] = []

#: name of a room in addresses → what judges the files of its forms, where they are no scans; raises ValidationError
upload_checks: dict[str, Callable[[File], None]] = {}

#: reader → people whose cards the reader opens beside those of the own organisations
openable_people: list[Callable[[User], Q]] = []

#: (reader, person) → whether the reader records the person's consents without editing the card
consent_recorders: list[Callable[[User, Person], bool]] = []

#: (consent, day of its withdrawal) → acts of that day or later that rest on the consent, each with what it decides
acts_on_consent: list[Callable[[Consent, date], list[str]]] = []


@dataclass(frozen=True)
class Tie:
    """What holds a person who is about to leave, or an organisation. `address`: where it is decided about, for who may
    open it; `may_end`: the reader may end it with the leaving; `period`: its days, in words."""

    title: str
    address: str
    may_end: bool = False
    period: str = ""


#: (reader, keys of people) → what holds each of them, by key; in a fixed number of queries
person_ties: list[Callable[[User, Collection[int]], Mapping[int, Sequence[Tie]]]] = []
#: organisation → what keeps it out of the archive
organisation_ties: list[Callable[[Organisation], list[Tie]]] = []


@dataclass(frozen=True)
class TieEnding:
    """How what holds people is ended with their leaving, on the same page."""

    #: keys of people: nobody enters or ends what holds them until the end of the transaction
    hold: Callable[[Collection[int]], None]
    #: organisation → why it may end: codes and words
    reasons: Callable[[Organisation], list[tuple[str, str]]]
    #: keywords person, on (the last day), reason (a code) and by; raises ValidationError where it may not end so
    end: Callable[..., None]
    #: (reader, person, day of the leaving) → what ended with it and does not come back with the person
    ended: Callable[[User, Person, date], list[Tie]]


tie_endings: list[TieEnding] = []


def reasons_to_end_ties(organisation: Organisation) -> list[tuple[str, str]]:
    return [reason for ending in tie_endings for reason in ending.reasons(organisation)]


def hold_ties(people: Collection[int]) -> None:
    for ending in tie_endings:
        ending.hold(people)


def end_ties(*, person: Person, on: date, reason: str, by: User) -> None:
    for ending in tie_endings:
        ending.end(person=person, on=on, reason=reason, by=by)


def ties_ended_with(user: User, person: Person, on: date) -> list[Tie]:
    return [tie for ending in tie_endings for tie in ending.ended(user, person, on)]


def ties_of_people(user: User, people: Collection[int]) -> dict[int, list[Tie]]:
    all_ties: dict[int, list[Tie]] = {}
    for find in person_ties:
        for pk, ties in find(user, people).items():
            all_ties.setdefault(pk, []).extend(ties)
    return all_ties


def also_openable_by(user: User) -> Q:
    condition = Q(pk__in=())
    for people in openable_people:
        condition |= people(user)
    return condition


def may_record_consents(user: User, person: Person) -> bool:
    return person.merged_into_id is None and any(allows(user, person) for allows in consent_recorders)


def origins_of_records(user: User, *records: Model | None) -> list[Origin]:
    present = [record for record in records if record is not None]
    return [origin for find in record_origins for origin in find(user, present)]


def sections_of_card(user: User, person: Person) -> list[CardSection]:
    return [section for make in card_sections if (section := make(user, person)) is not None]


def act_sections_for(user: User, act: Act) -> list[CardSection]:
    return [section for make in act_sections if (section := make(user, act)) is not None]


def acts_on_paper(acts: QuerySet[Act]) -> QuerySet[Act]:
    """Those of the acts that the portal has not issued."""
    for condition in issued_acts:
        acts = acts.exclude(condition)
    return acts


def locks_of(act: Act) -> list[str]:
    return [reason for ask in act_locks for reason in ask(act)]


def obstacles_to_correcting_act(act: Act) -> list[str]:
    return [reason for dependants in act_dependants for reason in dependants.obstacles(act)]


def questions_about_correcting_act(act: Act) -> list[str]:
    signs = [sign for dependants in act_dependants if dependants.questions for sign in dependants.questions(act)]
    return list(dict.fromkeys(signs))


def let_days_follow(act: Act, former: ActDays, by: User) -> None:
    for dependants in act_dependants:
        if dependants.follow:
            dependants.follow(act, former, by)


def describe_act_refusal(error: IntegrityError) -> str:
    return next((message for explain in act_refusals if (message := explain(error))), "")


def obstacles_to_cancelling(act: Act) -> list[str]:
    return [reason for ask in act_cancelling_obstacles for reason in ask(act)]


def references_to_act(act: Act) -> list[QuerySet[Any]]:
    """Records that do not keep the act in the register."""
    return [references.of(act) for references in act_references]


def release_act(act: Act, by: User) -> None:
    for references in act_references:
        references.release(act, by)


def questions_of_move(user: User, person: Person, data: Any, files: Any) -> list[MoveQuestion]:
    return [question for ask in move_questions for question in ask(user, person, data, files)]


def obstacles_to_correcting_move(affiliation: Affiliation) -> list[str]:
    return [reason for ask in move_correction_obstacles for reason in ask(affiliation)]


def obstacles_to_days_elsewhere(days: DaysElsewhere) -> list[str]:
    return [reason for ask in move_day_obstacles for reason in ask(days)]


def obstacles_to_later_bank_day(entry: Mentor | Mentee, on: date) -> list[str]:
    return [reason for ask in bank_day_obstacles for reason in ask(entry, on)]


def obstacles_to_other_side(entry: Mentor | Mentee) -> list[str]:
    return [reason for ask in side_obstacles for reason in ask(entry)]


def obstacles_to_leaving(entry: Mentor | Mentee | Curator, on: date) -> list[str]:
    return [reason for ask in departure_obstacles for reason in ask(entry, on)]


def mentees_met_by_limit(user: User, mentor: Mentor, limit: int) -> list[tuple[str, str]]:
    return [mentee for ask in mentees_above_limit for mentee in ask(user, mentor, limit)]


def mentors_met_by_limit(jurisdiction: Jurisdiction, limit: int) -> list[Mentor]:
    return [mentor for ask in mentors_above_limit for mentor in ask(jurisdiction, limit)]


def number_of_pairs_under(organisations: QuerySet[Organisation], since: date, until: date | None) -> int:
    return sum(count(organisations, since, until) for count in pairs_under_rules)


def number_of_pairs_with(entry: OwnableEntry) -> int:
    return sum(count(entry) for count in pairs_with_entry)


def with_places_today(user: User, mentors: QuerySet[Mentor]) -> QuerySet[Mentor]:
    for annotate in mentor_places:
        mentors = annotate(user, mentors)
    return mentors
