"""Drafts of pairs written in bulk, after the people and places that they need."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from import_export.results import RowResult

from imports.importers import PlannedRecord
from imports.importers.bank_entries import BankEntryResource
from imports.importers.mentees import MenteeImportResource
from imports.importers.mentors import MentorImportResource
from imports.importers.pairs.proposals import PlannedPair
from imports.importers.pairs.row_values import MENTEE, MENTOR, SIDES
from imports.matching.registry_snapshot import RegistrySnapshot
from imports.writing.bulk_sets import add_to_sets
from imports.writing.refused_records import RefusedRecord
from imports.writing.resources import BulkResource, MatchedLoader, PlannedRow
from mentoring import guards
from mentoring.models import Pair
from registry.models import Mentee, Mentor

_MODELS: dict[str, type[Mentor] | type[Mentee]] = {MENTOR: Mentor, MENTEE: Mentee}
#: what the database's own guards say, in words
_GUARDED = {
    guards.CAP: "у наставника нет свободных мест на этот срок.",
    guards.SELF: "человек не может быть наставником самому себе.",
}
_NEW, _SAME, _CHANGED = RowResult.IMPORT_TYPE_NEW, RowResult.IMPORT_TYPE_SKIP, RowResult.IMPORT_TYPE_UPDATE


class PairImportResource(BulkResource):
    """`own`: rows of a base of mentees, which tell of their mentees too; a list of pairs leaves known cards alone."""

    class Meta(BulkResource.Meta):
        model = Pair
        fields = ("match",)

    def __init__(
        self, snapshot: RegistrySnapshot, entries: Sequence[PlannedPair], *, own: bool, **options: Any
    ) -> None:
        super().__init__(known={}, **options)
        self._entries = entries
        self._own = own
        self._of_side: dict[str, BankEntryResource] = {
            MENTOR: MentorImportResource(snapshot=snapshot, known=_known(snapshot, entries, MENTOR), **options),
            MENTEE: MenteeImportResource(snapshot=snapshot, known=_known(snapshot, entries, MENTEE), **options),
        }
        #: places made or being made by rows so far, by who they are for
        self._made: dict[tuple[int, str], Mentor | Mentee] = {}
        self._told: set[int] = set()
        #: new people of a base of mentees → the number of the row that tells of them; a mentor may be one of them
        self._own_rows = {
            id(entry.cast.mentee): number
            for number, entry in enumerate(entries, start=1)
            if own and entry.leads and entry.cast.mentee.match is None
        }
        self._pairs: list[tuple[Pair, PlannedPair]] = []

    def import_row(self, row: Mapping[str, Any], instance_loader: MatchedLoader, **kwargs: Any) -> PlannedRow:
        number, dry_run = kwargs["row_number"], kwargs["dry_run"]
        entry = self._entries[self.rows_before + number - 1]
        for resource in self._of_side.values():
            resource.rows_before, resource.at = self.rows_before, self.at
        outcome = self._mentee_row(entry, number, dry_run) if self._own else PlannedRow()
        if outcome.import_type == RowResult.IMPORT_TYPE_INVALID:
            return outcome
        if not self._own:
            outcome.import_type = _SAME
        if entry.pair is None:
            return outcome
        for side in SIDES:
            person = entry.cast.people[side]
            resource = self._of_side[side]
            if person.match is None and (wrong := resource.wrong(resource.values_of(person.values))):
                outcome.import_type = RowResult.IMPORT_TYPE_INVALID
                outcome.validation_error = ValidationError(wrong)
                return outcome
        outcome.import_type = _NEW if outcome.import_type == _NEW or not self._own else _CHANGED
        outcome.changes = {**outcome.changes, **entry.told}
        if not dry_run:
            self._plan_pair(entry, number)
        return outcome

    def _mentee_row(self, entry: PlannedPair, number: int, dry_run: bool) -> PlannedRow:
        """What the row does to its mentee: the first row that is written tells of them."""
        mentee = entry.cast.mentee
        if entry.leads if dry_run else id(mentee) not in self._told:
            self._told.add(id(mentee))
            if not dry_run and (id(mentee), MENTEE) in self._made:  # a row before has them for its mentor
                outcome = PlannedRow()
                outcome.import_type = _NEW
                return outcome
            return self._take(mentee, MENTEE, number, dry_run=dry_run)
        outcome = PlannedRow()
        outcome.import_type = _NEW if mentee.match is None else _SAME
        return outcome

    def _take(self, person: PlannedRecord, side: str, number: int, *, dry_run: bool, values: bool = True) -> PlannedRow:
        """Shows a person to the resource of the side's base. Without `values` only the place is given."""
        resource = self._of_side[side]
        row = {"match": person.match} | (person.values if values else {})
        outcome = resource.import_row(row, MatchedLoader(resource, None), dry_run=dry_run, row_number=number)
        if not dry_run:
            if outcome.import_type == _NEW:
                self._made[id(person), side] = resource.create_instances[-1]
            else:
                self._made[id(person), side] = resource.known[person.match]
        return outcome

    def _plan_pair(self, entry: PlannedPair, number: int) -> None:
        for side in SIDES:
            if (id(entry.cast.people[side]), side) not in self._made:
                self._make_place(entry, side, number)
        self._keep(entry.pair, [], number)
        self._pairs.append((entry.pair, entry))

    def _make_place(self, entry: PlannedPair, side: str, number: int) -> None:
        person, judged = entry.cast.people[side], getattr(entry.pair, side)
        key, other = (id(person), side), (id(person), SIDES[1 - SIDES.index(side)])
        if judged.pk is not None:
            self._made[key] = judged
            return
        if other not in self._made and (own_row := self._own_rows.get(id(person))):
            self._take(person, MENTEE, own_row - self.rows_before, dry_run=False)
        if person.match is None and other in self._made:  # somebody new, already made for the other base
            resource = self._of_side[side]
            place = self._made[key] = _MODELS[side](person=self._made[other].person)
            place._changed = {"in_bank"}
            resource._keep(place, resource.update_instances, number)
        else:
            self._take(person, side, number, dry_run=False, values=person.match is None)
        for name in ("source", "participant"):
            if hasattr(judged, name):
                setattr(self._made[key], name, getattr(judged, name))

    def bulk_create(self, *args: Any, **kwargs: Any) -> None:
        """People first, then their places, then the pairs."""
        resources = list(self._of_side.values())
        for resource in resources:
            resource.bulk_create()
        for resource in resources:
            for place in resource.update_instances:
                place.person = place.person  # takes the primary key over
            resource.bulk_update()
            self.touched += resource.touched
            if self._own and resource is self._of_side[MENTEE]:
                self.written += resource.written
            resource.touched.clear()
            resource.written.clear()
        self._write_pairs()

    def bulk_update(self, *args: Any, **kwargs: Any) -> None:
        """Nothing of a pair that the register has is changed."""

    def _write_pairs(self) -> None:
        pairs = [pair for pair, _ in self._pairs]
        kinds = {id(pair): [kind.pk for kind in entry.kinds] for pair, entry in self._pairs}
        for pair, entry in self._pairs:
            for side in SIDES:
                setattr(pair, side, self._made[id(entry.cast.people[side]), side])
        try:
            self.create_with_history(pairs)
        except RefusedRecord as refusal:
            raise RefusedRecord(refusal.record, refusal.rule or _words_of(refusal)) from refusal
        add_to_sets(pairs, "kinds", lambda pair: kinds[id(pair)], at=self.at)
        self.written += pairs
        self._pairs.clear()


def _known(snapshot: RegistrySnapshot, entries: Sequence[PlannedPair], side: str) -> dict[int, models.Model]:
    """Places of people of the register; of who has none in this base, a new one."""
    known: dict[int, models.Model] = {}
    for entry in entries:
        person = entry.cast.people.get(side) if entry.cast else None
        if person is not None and person.match is not None and person.match not in known:
            found = snapshot.people[person.match]
            place = getattr(found, side, None) or _MODELS[side](person=found)
            place.person = found
            known[person.match] = place
    return known


def _words_of(refusal: RefusedRecord) -> str:
    told = str(refusal.__cause__)
    return next((words for guard, words in _GUARDED.items() if guard in told), "")
