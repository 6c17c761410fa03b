"""The kinds of files that make pairs: lists of pairs, and banks of mentees with a column «Наставник»."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from imports.importers.bank_entries import PERSON_LABELS
from imports.importers.base import FileContext, Importer
from imports.importers.mentees import MenteeImporter
from imports.importers.pairs.absent_sides import warn_of_absent_sides
from imports.importers.pairs.capacity import refuse_over_capacity
from imports.importers.pairs.drafts import DraftMaker
from imports.importers.pairs.known_pairs import PairRules
from imports.importers.pairs.pair_resource import PairImportResource
from imports.importers.pairs.proposals import (
    PlannedPair,
    known_pairs_of,
    lead_rows,
    new_proposals,
    proposals_of,
    read_rows,
)
from imports.importers.pairs.row_values import MENTOR, SIDES, names_person, pair_columns, pair_values, person_of_side
from imports.importers.pairs.several_mentors import warn_of_several_mentors
from imports.importers.who_one_is import Contradiction
from imports.matching.registry_snapshot import RegistrySnapshot
from imports.models import ImportRow
from imports.parsing.parsed import ParsedRecord
from imports.record_values import RecordValues
from imports.row_data import PersonRecord
from imports.writing.planned_record import FileOrigin, PlannedRecord
from imports.writing.resources import BulkResource
from mentoring.models import Pair
from mentoring.queries.pairs import pairs_named_by_key
from registry.models import Mentee

_LABELS = {
    "form": "Форма",
    "role_model": "Модель",
    "kinds": "Виды",
    "period": "Срок",
    "order": "Приказ, останется в обосновании",
    "mentor": "Наставник",
    "mentee": "Наставляемый",
}


class PairImporter(Importer):
    """A row is a mentor, a mentee and a period; cards of people whom the registry knows stay as they are."""

    parsed_as = "pairs"
    forms = "пара,пары,пар"
    labels = PERSON_LABELS | _LABELS

    def values(self, record: ParsedRecord, raw: Mapping[str, Any], context: FileContext) -> RecordValues:
        return pair_values(record, context)

    def sides(self, record: ParsedRecord, raw: Mapping[str, Any], context: FileContext) -> dict[str, PersonRecord]:
        mentor, mentee = (person_of_side(side, record, raw, context) for side in SIDES)
        return mentor | mentee

    def columns(self, record: ParsedRecord, context: FileContext) -> dict[str, str]:
        return pair_columns(record, context)

    def identify(self, rows: Sequence[ImportRow], snapshot: RegistrySnapshot) -> Sequence[PlannedRecord]:
        return [planned for planned in _planned_pairs(rows, snapshot, own=False) if not planned.repeats]

    def resource(
        self, snapshot: RegistrySnapshot, planned: Sequence[PlannedRecord], origin: FileOrigin | None = None
    ) -> BulkResource[Any]:
        return PairImportResource(snapshot, _pairs(planned), own=False, origin=origin)

    def pages(self, ids: Iterable[int]) -> Mapping[int, tuple[str, str]]:
        return {pair.pk: (str(pair), pair.get_absolute_url()) for pair in pairs_named_by_key(ids)}


class MenteeAndPairImporter(MenteeImporter):
    """A bank of mentees; a row that names a mentor also proposes a pair with them."""

    labels = MenteeImporter.labels | _LABELS

    def values(self, record: ParsedRecord, raw: Mapping[str, Any], context: FileContext) -> RecordValues:
        values = super().values(record, raw, context)
        if _names_mentor(record):
            values |= pair_values(record, context)
        return values

    def sides(self, record: ParsedRecord, raw: Mapping[str, Any], context: FileContext) -> dict[str, PersonRecord]:
        return person_of_side(MENTOR, record, raw, context)

    def columns(self, record: ParsedRecord, context: FileContext) -> dict[str, str]:
        return pair_columns(record, context) if _names_mentor(record) else {}

    def identify(self, rows: Sequence[ImportRow], snapshot: RegistrySnapshot) -> Sequence[PlannedRecord]:
        if not any(MENTOR in row.record.sides for row in rows):
            return super().identify(rows, snapshot)
        return lead_rows(_planned_pairs(rows, snapshot, own=True))

    def resource(
        self, snapshot: RegistrySnapshot, planned: Sequence[PlannedRecord], origin: FileOrigin | None = None
    ) -> BulkResource[Any]:
        if pairs := _pairs(planned):
            return PairImportResource(snapshot, pairs, own=True, origin=origin)
        return super().resource(snapshot, planned, origin)

    def contradiction_of(self, planned: PlannedRecord, resource: BulkResource[Any]) -> Contradiction:
        if isinstance(resource, PairImportResource) and isinstance(planned, PlannedPair):
            return resource.contradiction_of(planned)
        return super().contradiction_of(planned, resource)

    def key_of(self, record: Mentee | Pair) -> int:
        return record.mentee.person_id if isinstance(record, Pair) else record.person_id


def _names_mentor(record: ParsedRecord) -> bool:
    return names_person(record.fields.person(MENTOR))


def _pairs(planned: Iterable[PlannedRecord]) -> list[PlannedPair]:
    return [one for one in planned if isinstance(one, PlannedPair)]


def _planned_pairs(rows: Sequence[ImportRow], snapshot: RegistrySnapshot, *, own: bool) -> list[PlannedPair]:
    """The rows that may be written; their changes say what a draft will hold."""
    planned_pairs = read_rows(rows, snapshot, own=own)
    if proposals := proposals_of(planned_pairs):
        in_register, rules = known_pairs_of(proposals, snapshot), PairRules(snapshot)
        maker = DraftMaker(snapshot, in_register, rules)
        drafts = [
            draft for proposal in new_proposals(proposals, in_register, own=own) if (draft := maker.make(proposal))
        ]
        for draft in drafts:
            draft.planned.draft = draft
        refuse_over_capacity(drafts, in_register, rules)
        still_open = [draft for draft in drafts if draft.planned.is_open]
        warn_of_several_mentors(still_open, rules)
        warn_of_absent_sides(still_open)
    ready = [planned for planned in planned_pairs if planned.is_open]
    for planned in ready:
        planned.row.changes = dict(planned.draft.summary) if planned.draft else {}
    return ready
