"""Drafts of pairs written in bulk, after the people and bank entries that they need."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from import_export.results import RowResult

from imports.importers.bank_entries import bank_entries_of
from imports.importers.mentees import MenteeImportResource
from imports.importers.mentors import MentorImportResource
from imports.importers.pairs.proposals import PlannedDraft, PlannedPair
from imports.importers.pairs.row_values import MENTEE, MENTOR, SIDES
from imports.importers.who_one_is import NOTHING, Contradiction
from imports.matching.registry_snapshot import RegistrySnapshot
from imports.writing.bulk_sets import add_to_sets
from imports.writing.planned_record import FileOrigin, PlannedRecord, PlannedWrite
from imports.writing.refused_records import RefusedRecord
from imports.writing.resources import BulkResource, PlannedRow, refuse
from mentoring.guards import cap
from mentoring.models import Pair
from registry.models import Mentee, Mentor, Person
from registry.names.text_checks import what_is_wrong_in

#: names of the database's own guards → the rule in words
_GUARDED = {
    cap.CAP: "у наставника нет свободных мест на этот срок.",
    cap.SELF: "человек не может быть наставником самому себе.",
}
_NEW, _SAME, _CHANGED = RowResult.IMPORT_TYPE_NEW, RowResult.IMPORT_TYPE_SKIP, RowResult.IMPORT_TYPE_UPDATE


class PairImportResource(BulkResource[Pair]):
    """`own`: rows of a bank of mentees write their mentees too; a list of pairs leaves known cards alone."""

    class Meta(BulkResource.Meta):
        model = Pair
        fields = ("match",)

    def __init__(
        self, snapshot: RegistrySnapshot, planned_pairs: Sequence[PlannedPair], *, own: bool, origin: FileOrigin | None
    ) -> None:
        super().__init__(stored={}, origin=origin)
        self._own = own
        mentors = bank_entries_of(Mentor, _known_people(snapshot, planned_pairs, MENTOR))
        mentees = bank_entries_of(Mentee, _known_people(snapshot, planned_pairs, MENTEE))
        self._mentees = MenteeImportResource(snapshot=snapshot, stored=mentees, origin=origin)
        self._of_side: dict[str, MentorImportResource | MenteeImportResource] = {
            MENTOR: MentorImportResource(snapshot=snapshot, stored=mentors, origin=origin),
            MENTEE: self._mentees,
        }
        #: entries made or being made by rows so far, by planned person and side
        self._entries: dict[tuple[int, str], Mentor | Mentee] = {}
        self._written_mentees: set[int] = set()
        #: new people of a bank of mentees → the row that writes them; a mentor may be one of them
        self._own_rows = {
            id(planned.mentee): planned
            for planned in planned_pairs
            if own and planned.leads and planned.mentee.match is None
        }
        self._drafts: list[PlannedDraft] = []

    def import_row(self, row: Mapping[str, Any], instance_loader: Any, **kwargs: Any) -> PlannedRow:
        planned: PlannedPair = row["planned"]
        dry_run: bool = kwargs["dry_run"]
        outcome = self._mentee_row(planned, dry_run=dry_run) if self._own else _outcome(_SAME)
        draft = planned.draft
        if draft is None or outcome.import_type == RowResult.IMPORT_TYPE_INVALID:
            return outcome
        for side in SIDES:
            person, resource = draft.person(side), self._of_side[side]
            if person.match is None and (wrong := resource.wrong(resource.values_of(person.values))):
                return refuse(outcome, wrong)
        if wrong_note := what_is_wrong_in(draft.pair.note, several_lines=True):
            return refuse(outcome, {"note": f"в тексте лишнее: {wrong_note}"})
        outcome.import_type = _NEW if outcome.import_type == _NEW or not self._own else _CHANGED
        outcome.changes = {**outcome.changes, **draft.summary}
        if not dry_run:
            for side in SIDES:
                if (id(draft.person(side)), side) not in self._entries:
                    self._make_entry(draft, side)
            self._drafts.append(draft)
        return outcome

    def bank_record(self, planned: PlannedRecord) -> tuple[BulkResource[Any], PlannedRecord]:
        """In a bank of mentees the mentee of the row."""
        if self._own and isinstance(planned, PlannedPair):
            return self._mentees, planned.mentee
        return super().bank_record(planned)

    def contradiction_of(self, planned: PlannedPair) -> Contradiction:
        """Of the mentee whom the row writes; whom a draft brings into a bank is checked with the draft."""
        return self._mentees.contradiction_of(planned.mentee) if self._own else NOTHING

    def _mentee_row(self, planned: PlannedPair, *, dry_run: bool) -> PlannedRow:
        """What the row does to its mentee: the first row that is written writes the mentee."""
        mentee = planned.mentee
        if planned.leads if dry_run else id(mentee) not in self._written_mentees:
            self._written_mentees.add(id(mentee))
            if not dry_run and (id(mentee), MENTEE) in self._entries:  # an earlier row has them as its mentor
                return _outcome(_NEW)
            return self._import_person(mentee, MENTEE, planned, dry_run=dry_run)
        return _outcome(_NEW if mentee.match is None else _SAME)

    def _import_person(
        self, person: PlannedRecord, side: str, planned: PlannedPair, *, dry_run: bool, with_values: bool = True
    ) -> PlannedRow:
        """Gives a person to the resource of the side's bank. Without values only the entry is made."""
        resource = self._of_side[side]
        row = {"match": person.match, "planned": planned} | (person.values if with_values else {})
        outcome = resource.import_row(row, None, dry_run=dry_run)
        if not dry_run:
            entry = resource.new[-1].record if person.match is None else resource.stored[person.match]
            self._entries[id(person), side] = entry
        return outcome

    def _make_entry(self, draft: PlannedDraft, side: str) -> None:
        person, validated = draft.person(side), getattr(draft.pair, side)
        key, other = (id(person), side), (id(person), SIDES[1 - SIDES.index(side)])
        if validated.pk is not None:
            self._entries[key] = validated
            return
        if other not in self._entries and (own_row := self._own_rows.get(id(person))):
            self._import_person(person, MENTEE, own_row, dry_run=False)
        if person.match is None and other in self._entries:  # somebody new, already made for the other bank
            self._entries[key] = self._of_side[side].add_entry(self._entries[other].person, draft.planned)
        else:
            self._import_person(person, side, draft.planned, dry_run=False, with_values=person.match is None)
        for name in ("source", "participant"):
            if hasattr(validated, name):
                setattr(self._entries[key], name, getattr(validated, name))

    def write_new(self) -> None:
        """People first, then their bank entries, then the pairs."""
        resources = list(self._of_side.values())
        for resource in resources:
            resource.write_new()
        for resource in resources:
            for write in resource.changed:
                write.record.person = write.record.person  # takes the primary key over
            resource.write_changed()
            results = resource.take_results()
            self.results.records += results.records
            if self._own and resource is self._mentees:
                self.results.targets += results.targets
        self._write_pairs()

    def write_changed(self) -> None:
        """Nothing of a pair that the registry has is changed."""

    def _write_pairs(self) -> None:
        for draft in self._drafts:
            for side in SIDES:
                setattr(draft.pair, side, self._entries[id(draft.person(side)), side])
        pairs = [PlannedWrite(draft.pair, draft.planned) for draft in self._drafts]
        self.create_with_history(pairs)
        kinds = [(draft.pair, [kind.pk for kind in draft.kinds]) for draft in self._drafts]
        add_to_sets("kinds", kinds, at=self.origin.at)
        self.results.targets += pairs
        self._drafts = []

    def describe_broken_rule(self, refusal: RefusedRecord) -> str:
        message = str(refusal.__cause__)
        guarded = (rule for guard, rule in _GUARDED.items() if guard in message)
        return refusal.rule or next(guarded, "")


def _outcome(import_type: str) -> PlannedRow:
    outcome = PlannedRow()
    outcome.import_type = import_type
    return outcome


def _known_people(snapshot: RegistrySnapshot, planned_pairs: Sequence[PlannedPair], side: str) -> Iterator[Person]:
    keys = {person.match for planned in planned_pairs if (person := planned.people.planned.get(side))} - {None}
    return (snapshot.people[key] for key in keys if key is not None)
