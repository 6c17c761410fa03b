"""The kinds of files that make pairs: lists of pairs, and bases of mentees with a column «Наставник»."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from accounts.models import User
from imports.importers.bank_entries import PERSON_LABELS
from imports.importers.base import Importer, PlannedRecord, Source
from imports.importers.mentees import Mentees
from imports.importers.pairs.capacity import check_capacity
from imports.importers.pairs.drafts import Drafts
from imports.importers.pairs.known_pairs import Rules
from imports.importers.pairs.pair_resource import PairImportResource
from imports.importers.pairs.proposals import PlannedPair, known_pairs_of, leave_out_known, led, read_rows
from imports.importers.pairs.row_values import MENTOR, SIDES, pair_values, side_values
from imports.importers.pairs.several_mentors import warn_of_several_mentors
from imports.matching.registry_snapshot import RegistrySnapshot
from imports.models import ImportRow
from imports.parsing.parsed import Record
from imports.writing.resources import BulkResource
from mentoring.models import Pair
from registry.models import Mentee

_OF_PAIR = {
    "form": "Форма",
    "role_model": "Модель",
    "kinds": "Виды",
    "period": "Срок",
    "order": "Приказ, останется в обосновании",
    "mentor": "Наставник",
    "mentee": "Наставляемый",
}


class Pairs(Importer):
    """A row is a mentor, a mentee and a term; cards of people whom the register knows stay as they are."""

    parsed_as = "pairs"
    forms = "пара,пары,пар"
    labels = PERSON_LABELS | _OF_PAIR

    def values(self, record: Record, raw: Mapping[str, Any], source: Source) -> dict[str, Any]:
        values = pair_values(record, raw, source)
        for side in SIDES:
            if kept := side_values(side, record, raw, source):
                values[side] = kept
        return values

    def identify(self, rows: Sequence[ImportRow], snapshot: RegistrySnapshot) -> list[PlannedRecord]:
        entries = _proposed(rows, snapshot, own=False)
        return [entry for entry in entries if entry.cast is not None]

    def resource(
        self,
        snapshot: RegistrySnapshot,
        entries: Sequence[PlannedRecord],
        *,
        by: User | None = None,
        reasons: Sequence[str] = (),
    ) -> BulkResource:
        return PairImportResource(snapshot, entries, own=False, by=by, reasons=reasons)

    def pages(self, ids: Iterable[int]) -> Mapping[int, tuple[str, str]]:
        pairs = Pair.objects.filter(pk__in=ids).select_related("mentor__person", "mentee__person")
        return {pair.pk: (str(pair), pair.get_absolute_url()) for pair in pairs}


class MenteesWithMentors(Mentees):
    """A base of mentees; a row that names a mentor proposes a pair with them beside."""

    labels = Mentees.labels | _OF_PAIR

    def values(self, record: Record, raw: Mapping[str, Any], source: Source) -> dict[str, Any]:
        values = super().values(record, raw, source)
        mentor = side_values(MENTOR, record, raw, source)
        return values | pair_values(record, raw, source) | {MENTOR: mentor} if mentor else values

    def identify(self, rows: Sequence[ImportRow], snapshot: RegistrySnapshot) -> list[PlannedRecord]:
        if not any(MENTOR in row.record["values"] for row in rows):
            return super().identify(rows, snapshot)
        return led(_proposed(rows, snapshot, own=True))

    def resource(
        self,
        snapshot: RegistrySnapshot,
        entries: Sequence[PlannedRecord],
        *,
        by: User | None = None,
        reasons: Sequence[str] = (),
    ) -> BulkResource:
        if not any(isinstance(entry, PlannedPair) for entry in entries):
            return super().resource(snapshot, entries, by=by, reasons=reasons)
        return PairImportResource(snapshot, entries, own=True, by=by, reasons=reasons)

    def key_of(self, record: Mentee | Pair) -> int:
        return record.mentee.person_id if isinstance(record, Pair) else record.person_id


def _proposed(rows: Sequence[ImportRow], snapshot: RegistrySnapshot, *, own: bool) -> list[PlannedPair]:
    """Entries of the rows that nothing keeps from being written; what a draft will hold stands in their changes."""
    entries = read_rows(rows, snapshot, own=own)
    proposing = [entry for entry in entries if entry.term is not None]
    if proposing:
        known, rules = known_pairs_of(proposing, snapshot), Rules(snapshot)
        drafts = Drafts(snapshot, known, rules)
        proposed = [entry for entry in leave_out_known(proposing, known, own=own) if drafts.propose(entry)]
        check_capacity(proposed, known, rules)
        warn_of_several_mentors([entry for entry in proposed if entry.is_open], rules)
    ready = [entry for entry in entries if entry.is_open]
    for entry in ready:
        entry.row.changes = dict(entry.told)
    return ready
