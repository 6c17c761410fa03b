"""The bank of mentors: a row is a person and their entry in the bank."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from imports.field_lists import field_labels, targets_of
from imports.importers.bank_entries import (
    PERSON_FIELDS,
    PERSON_LABELS,
    BankEntryResource,
    bank_entries_of,
    paths_of,
    people_of,
    values_of,
)
from imports.importers.base import FileContext, Importer
from imports.importers.people import PeopleIdentifier
from imports.importers.who_one_is import NOTHING, Contradiction
from imports.matching.registry_snapshot import RegistrySnapshot
from imports.models import ImportRow
from imports.parsing.parsed import ParsedRecord
from imports.record_values import ImportedValues, RecordValues
from imports.writing.planned_record import FileOrigin, PlannedRecord
from imports.writing.resources import BulkResource
from registry.enums import MentorSource
from registry.models import Mentor
from registry.queries.people import people_with_keys


class MentorImportResource(BankEntryResource[Mentor]):
    own_columns = BankEntryResource.own_columns | set(targets_of("mentor"))
    targets = paths_of("mentor")

    class Meta(BulkResource.Meta):
        model = Mentor
        fields = PERSON_FIELDS

    def made_of(self, values: ImportedValues) -> Mentor:
        mentor = super().made_of(values)
        if mentor.person.grade is not None:
            mentor.source = MentorSource.PUPIL
        return mentor

    def place_of_new(self, values: ImportedValues) -> str:
        return MentorSource.PUPIL if "grade" in values else self._blank.source


class MentorImporter(Importer):
    parsed_as = "mentors"
    bank = "mentor"
    forms = "наставник,наставника,наставников"
    labels = PERSON_LABELS | field_labels("mentor") | {"in_bank": "В базе наставников"}

    def values(self, record: ParsedRecord, raw: Mapping[str, Any], context: FileContext) -> RecordValues:
        return values_of(record, raw, context)

    def identify(self, rows: Sequence[ImportRow], snapshot: RegistrySnapshot) -> Sequence[PlannedRecord]:
        return PeopleIdentifier(rows, snapshot, bank="mentor").identify()

    def resource(
        self, snapshot: RegistrySnapshot, planned: Sequence[PlannedRecord], origin: FileOrigin | None = None
    ) -> MentorImportResource:
        stored = bank_entries_of(Mentor, people_of(planned, snapshot))
        return MentorImportResource(snapshot=snapshot, stored=stored, origin=origin)

    def contradiction_of(self, planned: PlannedRecord, resource: BulkResource[Any]) -> Contradiction:
        return resource.contradiction_of(planned) if isinstance(resource, BankEntryResource) else NOTHING

    def key_of(self, record: Mentor) -> int:
        return record.person_id

    def pages(self, ids: Iterable[int]) -> Mapping[int, tuple[str, str]]:
        return {p.pk: (p.full_name, p.get_absolute_url()) for p in people_with_keys(ids)}
