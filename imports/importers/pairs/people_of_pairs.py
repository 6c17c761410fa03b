"""The people of both sides of every row, identified together, so that one person on several rows is one."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from imports.enums import ImportRowStatus
from imports.importers.base import withhold
from imports.importers.pairs.row_values import MENTEE, MENTOR, SIDES
from imports.importers.people import PeopleIdentifier
from imports.matching.registry_snapshot import RegistrySnapshot
from imports.matching.row_matching import PersonMatch, key_of_person
from imports.models import ImportRow
from imports.record_values import RecordValues
from imports.row_data import Candidate, Decision, PersonAnswer, PersonRecord, RowIssue, RowRecord
from imports.writing.bulk_writing import copy_of
from imports.writing.planned_record import PlannedRecord
from registry.models import Person
from registry.names.people_matching import PeopleIndex, PersonKey, match_among, same_person

_BLANK = ImportRow()
#: values of a row that belong to the pair and not to its mentee
_OF_PAIR = frozenset({"form", "model", "kind", "starts_on", "ends_on", "term_supplied", "order_number", "order_date"})
_WHO = {MENTOR: "наставник", MENTEE: "наставляемый"}


@dataclass(slots=True)
class RowPeople:
    """The people of one row. `own`: its answers without a side are about the mentee, as in a bank of mentees.

    `questions`: side → a row of its own for the identifier of people; `planned`: side → the record identified.
    """

    row: ImportRow
    own: bool
    questions: dict[str, ImportRow] = field(default_factory=dict)
    planned: dict[str, PlannedRecord] = field(default_factory=dict)

    @property
    def mentor(self) -> PlannedRecord | None:
        return self.planned.get(MENTOR)

    @property
    def mentee(self) -> PlannedRecord:
        return self.planned[MENTEE]


def people_of_row(row: ImportRow, *, own: bool) -> RowPeople:
    """The sides of a row as rows of their own, for the identifier of people."""
    people = RowPeople(row, own)
    for side in SIDES:
        person, answer = _person_and_answer(row, side, own=own)
        if person is None or (own and side == MENTOR and answer.skip):
            continue
        question = people.questions[side] = copy_of(_BLANK)
        question.position = 2 * row.position + SIDES.index(side)
        question.sheet, question.row, question.part = row.sheet, row.row, row.part
        question.record = RowRecord(
            person.values, person.initials, person.raw_name, person.organisation_name, status="ready",
            organisation=row.decision.organisation or row.record.organisation,
            columns={"name": heading} if (heading := row.record.columns.get(side)) else {},
        )  # fmt: skip
        other_row = None if answer.row is None else 2 * answer.row + SIDES.index(side)
        question.decision = Decision(answer.person, answer.is_new, answer.names, other_row, answer.skip)
        question.changes, question.candidates, question.errors = {}, [], []
        is_compared = own and side == MENTEE  # the parser has compared the mentees of a bank by itself
        question.warnings = [w for w in row.warnings if is_compared and w.code == "fuzzy_duplicate"]
    return people


def _person_and_answer(row: ImportRow, side: str, *, own: bool) -> tuple[PersonRecord | None, PersonAnswer]:
    if own and side == MENTEE:
        values = RecordValues({name: value for name, value in row.record.values.items() if name not in _OF_PAIR})
        return PersonRecord(values, row.record.initials, row.record.raw_name), replace(row.decision, skip=False)
    return row.record.sides.get(side), row.decision.answer_of(side) or PersonAnswer()


class PeopleOfPairs(PeopleIdentifier):
    """Puts aside the rows of which somebody is not identified; `complete` returns the others."""

    def __init__(self, rows: Sequence[RowPeople], snapshot: RegistrySnapshot) -> None:
        questions = [question for people in rows for question in people.questions.values()]
        super().__init__(questions, snapshot, bank="")
        self._people_of_rows = rows
        self._side_of = {question.position: side for people in rows for side, question in people.questions.items()}
        self._by_side = {
            (question.sheet, question.row, self._side_of[question.position]): question for question in questions
        }
        self._own = {people.questions[MENTEE].position for people in rows if people.own and MENTEE in people.questions}
        self._side = MENTOR
        self._indexes: dict[str, PeopleIndex] = {}
        self._mentors_named: dict[tuple[str, str, str], list[Person]] | None = None

    def complete(self) -> list[RowPeople]:
        self._warn_of_near_names()
        planned_at = {row.position: planned for planned in self.identify() for row in planned.rows}
        complete = []
        for people in self._people_of_rows:
            for side, question in people.questions.items():
                if question.position in planned_at:
                    people.planned[side] = planned_at[question.position]
                self._carry_over(people, side, question)
            if MENTEE in people.planned and len(people.planned) == len(people.questions):
                complete.append(people)
        return complete

    def _identify(self, row: ImportRow) -> None:
        """Whoever has left the bank is a question in a bank of mentees; the rules refuse a pair with them."""
        self._side = self._side_of[row.position]
        self._bank = MENTEE if row.position in self._own else ""
        super()._identify(row)

    @property
    def _file_index(self) -> PeopleIndex:
        """Full names on the side of the current row."""
        if self._side not in self._indexes:
            of_rows = (people.questions.get(self._side) for people in self._people_of_rows)
            keys = (self._person_key(question) for question in of_rows if question is not None and _is_named(question))
            self._indexes[self._side] = PeopleIndex(keys)
        return self._indexes[self._side]

    def _warn_of_near_names(self) -> None:
        """A letter apart on the same side of another row; the parser has compared only the mentees of a bank."""
        for side in SIDES:
            questions = [
                people.questions[side]
                for people in self._people_of_rows
                if side in people.questions and not (people.own and side == MENTEE)
            ]
            keys = [self._person_key(question) for question in questions if _is_named(question)]
            matches = match_among(keys)
            repeated = {id(key): group for group in matches.groups for key in group}
            for near in matches.near:
                for key in repeated.get(id(near.person), [near.person]):
                    message = f"похоже на имя в строке {near.other.ref.row}"
                    other = near.other.ref
                    key.ref.warnings.append(
                        RowIssue("fuzzy_duplicate", message, of_row=other.row, of_sheet=other.sheet)
                    )

    def _person_key(self, row: ImportRow) -> PersonKey:
        return self._key(row, RecordValues(row.record.values, organisation=row.record.organisation))

    def _rows_named(self, row: ImportRow, warnings: Sequence[RowIssue]) -> list[Candidate]:
        side = self._side_of[row.position]
        near_rows = (self._by_side.get((w.of_sheet or row.sheet, w.of_row or 0, side)) for w in warnings)
        return [Candidate(row=o.position, why=f"строка {o.row} этого файла") for o in near_rows if o is not None]

    def _match_or_add(self, row: ImportRow, key: PersonKey, values: RecordValues, match: PersonMatch) -> None:
        """A person of another organisation than the pair's is looked for there."""
        own = self._by_short_name.get(row.record.organisation_name)
        if own is None or own == key.organisation:
            super()._match_or_add(row, key, values, match)
        elif not self._snapshot.allows(own):
            message = f"{row.record.organisation_name}: файл загружается только для {self._snapshot.organisation}"
            withhold(row, ImportRowStatus.ERROR, "foreign_organisation", message, column=self._column(row, "name"))
        elif len(people := [p for p in self._people_named.get(key.name, ()) if p.organisation_id == own]) == 1:
            self._match(row, people[0].pk, values)
        else:
            super()._match_or_add(row, key, values, match)

    @cached_property
    def _by_short_name(self) -> dict[str, int]:
        return {organisation.short_name: pk for pk, organisation in self._snapshot.organisations.items()}

    @cached_property
    def _people_named(self) -> dict[tuple[str, str, str], list[Person]]:
        """Everybody who is not in the archive, by the folded name."""
        people_by_name = defaultdict(list)
        for person in self._snapshot.people.values():
            if person.archived_on is None:
                people_by_name[_name_of(person)].append(person)
        return people_by_name

    def _add_new(self, row: ImportRow, key: PersonKey, values: RecordValues) -> None:
        """A mentor of another organisation may be meant; pupils of one name in different classes are different."""
        is_open = self._side_of[row.position] == MENTOR and not row.decision.is_new
        if is_open and (elsewhere := self._mentors_elsewhere(key)):
            why = "полный тёзка, наставник другой организации"
            row.candidates = [Candidate(person=person.pk, why=why) for person in elsewhere]
            message = "наставника с таким именем в организации нет, но он есть в другой"
            withhold(row, ImportRowStatus.REVIEW, "mentor_elsewhere", message, column=self._column(row, "name"))
            return
        others = self._new_named(key)
        earlier = next((e for other, e in others if same_person(key, other) and _one_class(e.values, values)), None)
        if earlier is None:
            earlier = self._plan(PlannedRecord(row, None, values))
            self._remember_new(key, values)
        else:
            earlier.join(row, values)
        self._planned_at[row.position] = earlier

    def _mentors_elsewhere(self, key: PersonKey) -> list[Person]:
        if self._mentors_named is None:
            self._mentors_named = defaultdict(list)
            for person in self._snapshot.people.values():
                mentor = getattr(person, "mentor", None)
                if mentor is not None and mentor.excluded_on is None and person.archived_on is None:
                    self._mentors_named[_name_of(person)].append(person)
        return [p for p in self._mentors_named.get(key.name, ()) if p.organisation_id != key.organisation]

    def _carry_over(self, people: RowPeople, side: str, question: ImportRow) -> None:
        """Status, issues and candidates of a side become those of the row."""
        row, whose = people.row, None if people.own and side == MENTEE else side
        for name in ("warnings", "errors"):
            issues = [issue for issue in getattr(question, name) if issue.from_registry]
            if name == "warnings" and whose and question.status == ImportRowStatus.REVIEW:
                near = [issue for issue in question.warnings if issue.code == "fuzzy_duplicate"]
                issues += [replace(issue, from_registry=True, asks=True) for issue in near]
            if issues:
                setattr(row, name, [*getattr(row, name), *(_issue_of_side(issue, whose) for issue in issues)])
        if question.status == ImportRowStatus.REVIEW or whose is None:
            row.candidates = [*row.candidates, *self._candidates(question, side, whose)]
        if question.status == ImportRowStatus.ERROR or (
            question.status == ImportRowStatus.REVIEW and row.status != ImportRowStatus.ERROR
        ):
            row.status = question.status

    def _candidates(self, question: ImportRow, side: str, whose: str | None) -> Iterable[Candidate]:
        candidates = []
        for candidate in question.candidates:
            if candidate.row is not None:
                if self._side_of[candidate.row] != side:
                    continue
                candidate = replace(candidate, row=candidate.row // 2)
            candidates.append(replace(candidate, side=whose) if whose else candidate)
        return sorted(candidates, key=lambda c: not self._is_mentor(c.person)) if side == MENTOR else candidates

    def _is_mentor(self, pk: int | None) -> bool:
        person = self._snapshot.people.get(pk) if pk else None
        return person is not None and getattr(person, "mentor", None) is not None


def _issue_of_side(issue: RowIssue, side: str | None) -> RowIssue:
    if side is None:
        return issue
    return replace(issue, side=side, message=f"{_WHO[side]}: {issue.message}")


def _is_named(row: ImportRow) -> bool:
    return bool(row.record.values.get("first_name") and row.record.values.get("last_name"))


def _name_of(person: Person) -> tuple[str, str, str]:
    return key_of_person(person).name


def _one_class(one: RecordValues, other: RecordValues) -> bool:
    first, second = ((values.get("grade"), values.get("grade_letter")) for values in (one, other))
    return first == second or None in (first[0], second[0])
