"""Whom the two sides of every row mean: identified together, so that one person on several rows is one."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from imports.enums import ImportRowStatus
from imports.importers import PlannedRecord
from imports.importers.base import put_aside
from imports.importers.pairs.row_values import MENTEE, MENTOR, SIDES
from imports.importers.people import PeopleIdentifier
from imports.matching.registry_snapshot import RegistrySnapshot
from imports.matching.row_matching import PersonMatch, key_of_person
from imports.models import ImportRow
from imports.row_data import Candidate, Decision, PersonAnswer, RowIssue
from imports.writing.bulk_writing import copy_of
from registry.models import Person
from registry.people_matching import PeopleIndex, PersonKey, match_among, same_person

_BLANK = ImportRow()
#: what the values of a row tell of the pair and not of its mentee
OF_PAIR = frozenset(
    {
        MENTOR, "form", "model", "kind", "starts_on", "ends_on", "term_supplied", "order_number", "order_date",
        "columns",
    }
)  # fmt: skip
_WHO = {MENTOR: "наставник", MENTEE: "наставляемый"}


@dataclass(slots=True)
class Cast:
    """The people of one row. `own`: its flat answers and candidates are about the mentee, as in a base of mentees."""

    row: ImportRow
    own: bool
    asked: dict[str, ImportRow] = field(default_factory=dict)
    people: dict[str, PlannedRecord] = field(default_factory=dict)

    @property
    def mentor(self) -> PlannedRecord | None:
        return self.people.get(MENTOR)

    @property
    def mentee(self) -> PlannedRecord:
        return self.people[MENTEE]


def cast_of(row: ImportRow, snapshot: RegistrySnapshot, *, own: bool) -> Cast:
    """The sides of a row as rows of their own, for the identifier of people."""
    cast = Cast(row, own)
    values, decision = row.record["values"], row.decision
    organisation = decision.organisation or row.record["organisation"]
    for side in SIDES:
        if side == MENTEE and own:
            kept = {"values": mentee_values(values)} | {
                name: row.record[name] for name in ("initials", "raw_name") if row.record.get(name)
            }
            answer: PersonAnswer = replace(decision, skip=False)
        else:
            kept, answer = values.get(side), decision.answer_of(side) or PersonAnswer()
        if not kept or (own and side == MENTOR and answer.skip):
            continue
        asked = copy_of(_BLANK)
        asked.position = 2 * row.position + SIDES.index(side)
        asked.sheet, asked.row, asked.part = row.sheet, row.row, row.part
        columns = {"name": values.get("columns", {}).get(side)}
        asked.record = kept | {
            "status": "ready", "organisation": organisation, "organisations": [], "columns": columns,
        }  # fmt: skip
        other_row = None if answer.row is None else 2 * answer.row + SIDES.index(side)
        asked.decision = Decision(answer.person, answer.is_new, answer.names, other_row, answer.skip)
        asked.changes, asked.candidates, asked.errors = {}, [], []
        near = [w for w in row.warnings if w.code == "fuzzy_duplicate"] if own and side == MENTEE else []
        asked.warnings = list(near)
        cast.asked[side] = asked
    return cast


def mentee_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """A mentee's own values among those of a row that also names a mentor."""
    return {name: value for name, value in values.items() if name not in OF_PAIR}


class PeopleOfPairs(PeopleIdentifier):
    """Settles the rows in which somebody is in doubt; `known` are the casts of whom both are known."""

    def __init__(self, casts: Sequence[Cast], snapshot: RegistrySnapshot) -> None:
        asked = [row for cast in casts for row in cast.asked.values()]
        super().__init__(asked, snapshot, place="")
        self._casts = casts
        self._side_of = {row.position: side for cast in casts for side, row in cast.asked.items()}
        self._at = {(row.sheet, row.row, self._side_of[row.position]): row for row in asked}
        self._own = {cast.asked[MENTEE].position for cast in casts if cast.own and MENTEE in cast.asked}
        self._side = MENTOR
        self._indexes: dict[str, PeopleIndex] = {}
        self._mentors_named: dict[tuple[str, str, str], list[Person]] | None = None

    def known(self) -> list[Cast]:
        self._tell_near_names()
        entries = self.identify()
        entry_of = {row.position: entry for entry in entries for row in (entry.row, *entry.followers)}
        known = []
        for cast in self._casts:
            for side, asked in cast.asked.items():
                if asked.position in entry_of:
                    cast.people[side] = entry_of[asked.position]
                self._carry_over(cast, side, asked)
            if MENTEE in cast.people and len(cast.people) == len(cast.asked):
                known.append(cast)
        return known

    def _identify(self, row: ImportRow) -> None:
        """Who had left the base is a question in a base of mentees; a pair with them is refused by its rules."""
        self._side = self._side_of[row.position]
        self._place = MENTEE if row.position in self._own else ""
        super()._identify(row)

    @property
    def _file_index(self) -> PeopleIndex:
        """Full names on the side that is being looked at."""
        if self._side not in self._indexes:
            rows = (cast.asked[self._side] for cast in self._casts if self._side in cast.asked)
            self._indexes[self._side] = PeopleIndex(self._named(row) for row in rows if _is_named(row))
        return self._indexes[self._side]

    def _tell_near_names(self) -> None:
        """A letter apart on the same side of another row; the reader of the file has not compared these."""
        for side in SIDES:
            rows = [
                cast.asked[side] for cast in self._casts if side in cast.asked and not (cast.own and side == MENTEE)
            ]
            keys = [self._named(row) for row in rows if _is_named(row)]
            matches = match_among(keys)
            repeated = {id(key): group for group in matches.groups for key in group}
            for near in matches.near:
                for key in repeated.get(id(near.person), [near.person]):
                    message = f"похоже на имя в строке {near.other.ref.row}"
                    other = near.other.ref
                    key.ref.warnings.append(
                        RowIssue("fuzzy_duplicate", message, of_row=other.row, of_sheet=other.sheet)
                    )

    def _named(self, row: ImportRow) -> PersonKey:
        return self._key(row, row.record["values"] | {"organisation": row.record["organisation"]})

    def _rows_meant(self, row: ImportRow, warnings: Sequence[RowIssue]) -> list[Candidate]:
        side = self._side_of[row.position]
        found = (self._at.get((w.of_sheet or row.sheet, w.of_row, side)) for w in warnings)
        return [Candidate(row=o.position, why=f"строка {o.row} этого файла") for o in found if o is not None]

    def _place_row(self, row: ImportRow, key: PersonKey, values: dict[str, Any], found: PersonMatch) -> None:
        """Whoever the row tells to belong elsewhere than the pair is looked for there."""
        told = self._by_short_name.get(row.record.get("place"))
        if told is None or told == key.organisation:
            super()._place_row(row, key, values, found)
        elif not self._snapshot.allows(told):
            message = f"{row.record['place']}: файл загружается только для {self._snapshot.organisation}"
            put_aside(row, ImportRowStatus.ERROR, "foreign_organisation", message, column=self._column(row, "name"))
        elif len(people := [p for p in self._people_named.get(key.name, ()) if p.organisation_id == told]) == 1:
            self._match(row, people[0].pk, values)
        else:
            super()._place_row(row, key, values, found)

    @cached_property
    def _by_short_name(self) -> dict[str, int]:
        return {organisation.short_name: pk for pk, organisation in self._snapshot.organisations.items()}

    @cached_property
    def _people_named(self) -> dict[tuple[str, str, str], list[Person]]:
        """Everybody who is not in the archive, by the folded name."""
        named = defaultdict(list)
        for person in self._snapshot.people.values():
            if person.archived_on is None:
                named[_name_of(person)].append(person)
        return named

    def _add_new(self, row: ImportRow, key: PersonKey, values: dict[str, Any]) -> None:
        """A mentor of another organisation may be meant; pupils of one name in different classes are different."""
        is_open = self._side_of[row.position] == MENTOR and not row.decision.is_new
        if is_open and (elsewhere := self._mentors_elsewhere(key)):
            why = "полный тёзка, наставник другой организации"
            row.candidates = [Candidate(person=person.pk, why=why) for person in elsewhere]
            message = "наставника с таким именем в организации нет, но он есть в другой"
            put_aside(row, ImportRowStatus.REVIEW, "mentor_elsewhere", message, column=self._column(row, "name"))
            return
        others = self._new_named(key)
        earlier = next((e for other, e in others if same_person(key, other) and _one_class(e.values, values)), None)
        if earlier is None:
            earlier = self._enter(PlannedRecord(row, None, values))
            self._keep_new(key, values)
        else:
            earlier.join(row, values)
        self._entry_of[row.position] = earlier

    def _mentors_elsewhere(self, key: PersonKey) -> list[Person]:
        if self._mentors_named is None:
            self._mentors_named = defaultdict(list)
            for person in self._snapshot.people.values():
                place = getattr(person, "mentor", None)
                if place is not None and place.excluded_on is None and person.archived_on is None:
                    self._mentors_named[_name_of(person)].append(person)
        return [p for p in self._mentors_named.get(key.name, ()) if p.organisation_id != key.organisation]

    def _carry_over(self, cast: Cast, side: str, asked: ImportRow) -> None:
        """What was found out about a side is told of the row."""
        row, whose = cast.row, None if cast.own and side == MENTEE else side
        for name in ("warnings", "errors"):
            issues = [issue for issue in getattr(asked, name) if issue.from_registry]
            if name == "warnings" and whose and asked.status == ImportRowStatus.REVIEW:
                near = [issue for issue in asked.warnings if issue.code == "fuzzy_duplicate"]
                issues += [replace(issue, from_registry=True, asks=True) for issue in near]
            if issues:
                setattr(row, name, [*getattr(row, name), *(_issue_of_side(issue, whose) for issue in issues)])
        if asked.status == ImportRowStatus.REVIEW or whose is None:
            row.candidates = [*row.candidates, *self._candidates(asked, side, whose)]
        if asked.status == ImportRowStatus.ERROR or (
            asked.status == ImportRowStatus.REVIEW and row.status != ImportRowStatus.ERROR
        ):
            row.status = asked.status

    def _candidates(self, asked: ImportRow, side: str, whose: str | None) -> Iterable[Candidate]:
        found = []
        for candidate in asked.candidates:
            if candidate.row is not None:
                if self._side_of[candidate.row] != side:
                    continue
                candidate = replace(candidate, row=candidate.row // 2)
            found.append(replace(candidate, side=whose) if whose else candidate)
        return sorted(found, key=lambda c: not self._is_mentor(c.person)) if side == MENTOR else found

    def _is_mentor(self, pk: int | None) -> bool:
        person = self._snapshot.people.get(pk) if pk else None
        return person is not None and getattr(person, "mentor", None) is not None


def _issue_of_side(issue: RowIssue, side: str | None) -> RowIssue:
    if side is None:
        return issue
    return replace(issue, side=side, message=f"{_WHO[side]}: {issue.message}")


def _is_named(row: ImportRow) -> bool:
    return bool(row.record["values"].get("first_name") and row.record["values"].get("last_name"))


def _name_of(person: Person) -> tuple[str, str, str]:
    return key_of_person(person).name


def _one_class(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    first, second = ((values.get("grade"), values.get("grade_letter")) for values in (one, other))
    return first == second or None in (first[0], second[0])
