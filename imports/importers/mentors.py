"""The bank of mentors: a row is a person and their place in the bank."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from accounts.models import User
from imports.fields import labels_of, targets_of
from imports.importers.bank_entries import PERSON_FIELDS, PERSON_LABELS, BankEntryResource, paths_of, values_of
from imports.importers.base import Importer, PlannedRecord, Source
from imports.importers.people import PeopleIdentifier
from imports.matching.registry_snapshot import RegistrySnapshot
from imports.models import ImportRow
from imports.parsing.parsed import Record
from imports.writing.resources import BulkResource
from registry.models import Mentor, Person


class MentorImportResource(BankEntryResource):
    of_place = BankEntryResource.of_place | set(targets_of("mentor"))
    targets = paths_of("mentor")

    class Meta(BulkResource.Meta):
        model = Mentor
        fields = PERSON_FIELDS


class Mentors(Importer):
    parsed_as = "mentors"
    forms = "наставник,наставника,наставников"
    labels = PERSON_LABELS | labels_of("mentor") | {"in_bank": "В базе наставников"}

    def values(self, record: Record, raw: Mapping[str, Any], source: Source) -> dict[str, Any]:
        return values_of(record, raw, source)

    def identify(self, rows: Sequence[ImportRow], snapshot: RegistrySnapshot) -> list[PlannedRecord]:
        return PeopleIdentifier(rows, snapshot, place="mentor").identify()

    def resource(
        self,
        snapshot: RegistrySnapshot,
        entries: Sequence[PlannedRecord],
        *,
        by: User | None = None,
        reasons: Sequence[str] = (),
    ) -> MentorImportResource:
        return MentorImportResource(snapshot=snapshot, known=self.known(snapshot, entries), by=by, reasons=reasons)

    @staticmethod
    def known(snapshot: RegistrySnapshot, entries: Sequence[PlannedRecord]) -> dict[int, Mentor]:
        """The mentors whom the entries mean, by the person; new places of those who have none."""
        known = {}
        for entry in entries:
            if entry.match is not None:
                person = snapshot.people[entry.match]
                known[entry.match] = getattr(person, "mentor", None) or Mentor(person=person)
                known[entry.match].person = person
        return known

    def key_of(self, record: Mentor) -> int:
        return record.person_id

    def pages(self, ids: Iterable[int]) -> Mapping[int, tuple[str, str]]:
        return {p.pk: (p.full_name, p.get_absolute_url()) for p in Person.objects.filter(pk__in=ids)}
