"""The bank of mentees: a row is a person, pupil, teacher or student, and their entry in the bank."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from dateutil.relativedelta import relativedelta
from import_export.fields import Field

from imports.field_lists import field_labels, targets_of
from imports.importers.bank_entries import (
    PERSON_FIELDS,
    PERSON_LABELS,
    BankEntryResource,
    bank_entries_of,
    paths_of,
    people_of,
    person_values,
)
from imports.importers.base import FileContext, Importer
from imports.importers.people import PeopleIdentifier
from imports.importers.who_one_is import NOTHING, Contradiction
from imports.matching.registry_snapshot import RegistrySnapshot
from imports.models import ImportRow
from imports.parsing.parsed import ParsedRecord
from imports.record_values import ImportedValues, ParsedFields, RecordValues
from imports.row_data import ColumnChanges, ValueChange
from imports.writing.bulk_sets import add_to_sets
from imports.writing.planned_record import FileOrigin, PlannedRecord, PlannedWrite
from imports.writing.resources import BulkResource
from registry.enums import Participant
from registry.models import Category, Mentee, Person
from registry.models.person import AGE_OF_MAJORITY
from registry.queries.people import people_with_keys
from russian.search_key import fold

_CLASS = re.compile(r"(\d{1,2})([А-ЯЁ]{0,2})")
_HIGHEST_CLASS = 11
_STUDENT = re.compile(r"\b(?:студент|практикант)", re.IGNORECASE)
_BETWEEN = "; "
_PARTICIPANTS = {fold(str(participant.label)): participant for participant in Participant}


class MenteeImportResource(BankEntryResource[Mentee]):
    own_columns = BankEntryResource.own_columns | {"participant", "categories"} | set(targets_of("mentee"))
    targets = paths_of("mentee")

    representative_name = Field("person__representative_name", "representative_name")
    representative_relation = Field("person__representative_relation", "representative_relation")
    representative_phone = Field("person__representative_phone", "representative_phone")
    participant = Field("participant", "participant")

    phones = BankEntryResource.phones | {"representative_phone"}
    exact = BankEntryResource.exact | {"representative_phone", "participant"}

    class Meta(BulkResource.Meta):
        model = Mentee
        fields = (
            *PERSON_FIELDS, "representative_name", "representative_relation",
            "representative_phone", "participant", "categories",
        )  # fmt: skip

    #: texts of the file; only what it adds to the mentee's categories is a change
    categories = Field(column_name="categories")

    def __init__(self, *, snapshot: RegistrySnapshot, **options: Any) -> None:
        super().__init__(snapshot=snapshot, **options)
        self._snapshot = snapshot

    def values_of(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """`categories` become those of the dictionary."""
        values = super().values_of(row)
        if "categories" in values:
            by_title = self._snapshot.categories
            values["categories"] = [by_title[key] for text in values["categories"] if (key := fold(text)) in by_title]
        return values

    def changes_of(self, instance: Mentee, values: ImportedValues) -> ColumnChanges:
        compared = {name: value for name, value in values.items() if name != "categories"}
        if instance.pk is not None:
            compared.pop("participant", None)  # stays as a person has set it
        elif _is_known_pupil(instance.person, values):
            compared["participant"] = Participant.PUPIL.value
        changes = super().changes_of(instance, compared)
        if missing := self._missing_categories(instance, values):
            changes["categories"] = ValueChange("", _BETWEEN.join(category.title for category in missing))
        return changes

    def create_entries(self, writes: Sequence[PlannedWrite[Mentee]]) -> None:
        missing = self._missing_by_mentee(writes)
        super().create_entries(writes)
        add_to_sets("categories", missing, at=self.origin.at)

    def update_entries(self, writes: Sequence[PlannedWrite[Mentee]]) -> None:
        missing = self._missing_by_mentee(writes)
        columns = self.own_columns - {"participant", "categories"}
        self.update_with_history(writes, [*sorted(columns), "exclusion_reason"])
        add_to_sets("categories", missing, at=self.origin.at)

    def place_of_new(self, values: ImportedValues) -> str:
        return values.get("participant") or (Participant.PUPIL if "grade" in values else Participant.TEACHER)

    def _missing_categories(self, mentee: Mentee, values: ImportedValues) -> list[Category]:
        """Those of the row that the mentee does not have yet."""
        present = self._snapshot.mentee_categories.get(mentee.pk, ()) if mentee.pk else ()
        return [category for category in values.get("categories", ()) if category.pk not in present]

    def _missing_by_mentee(self, writes: Sequence[PlannedWrite[Mentee]]) -> list[tuple[Mentee, list[int]]]:
        return [
            (write.record, [category.pk for category in self._missing_categories(write.record, write.values)])
            for write in writes
        ]


class MenteeImporter(Importer):
    parsed_as = "mentees"
    bank = "mentee"
    forms = "наставляемый,наставляемого,наставляемых"
    labels = (
        PERSON_LABELS
        | field_labels("mentee")
        | {
            "representative_name": "Законный представитель",
            "representative_relation": "Кем приходится",
            "representative_phone": "Телефон представителя",
            "participant": "Кто это",
            "request": "Запрос, затруднения",
            "categories": "Добавятся категории",
            "in_bank": "В базе наставляемых",
        }
    )

    def values(self, record: ParsedRecord, raw: Mapping[str, Any], context: FileContext) -> RecordValues:
        fields = record.fields
        role = "mentee." if context.heading(record, "mentee.last_name", "mentee.full_name") else ""
        values = person_values(fields, context.cell_text(record, raw, f"{role}experience"), context.day)
        values |= class_values(fields.text("class"))
        representative = fields.person("representative")
        for name in ("name", "relation", "phone"):
            if text := representative.get(name):
                values[f"representative_{name}"] = text
        if categories := fields.texts("categories"):
            values["categories"] = list(categories)
        of_pupils = context.heading(record, f"{role}class", f"{role}representative") is not None
        values["participant"] = participant_of(fields, context.day, of_pupils=of_pupils).value
        return values

    def identify(self, rows: Sequence[ImportRow], snapshot: RegistrySnapshot) -> Sequence[PlannedRecord]:
        return PeopleIdentifier(rows, snapshot, bank="mentee").identify()

    def resource(
        self, snapshot: RegistrySnapshot, planned: Sequence[PlannedRecord], origin: FileOrigin | None = None
    ) -> BulkResource[Any]:
        stored = bank_entries_of(Mentee, people_of(planned, snapshot))
        return MenteeImportResource(snapshot=snapshot, stored=stored, origin=origin)

    def contradiction_of(self, planned: PlannedRecord, resource: BulkResource[Any]) -> Contradiction:
        return resource.contradiction_of(planned) if isinstance(resource, BankEntryResource) else NOTHING

    def key_of(self, record: Mentee) -> int:
        return record.person_id

    def pages(self, ids: Iterable[int]) -> Mapping[int, tuple[str, str]]:
        return {p.pk: (p.full_name, p.get_absolute_url()) for p in people_with_keys(ids)}


def _is_known_pupil(person: Person, values: ImportedValues) -> bool:
    """By the card alone: the row says nothing of a class."""
    return person.grade is not None and "grade" not in values


def class_values(text: str) -> RecordValues:
    """«5Б» → grade and letter; nothing for what is no class."""
    match = _CLASS.fullmatch(text)
    if not match or not 1 <= int(match[1]) <= _HIGHEST_CLASS:
        return RecordValues()
    return RecordValues({"grade": int(match[1])} | ({"grade_letter": match[2]} if match[2] else {}))


def participant_of(fields: ParsedFields, day: date, *, of_pupils: bool) -> Participant:
    """`of_pupils`: the table has columns that only pupils have. What the table says itself comes first."""
    if participant := _PARTICIPANTS.get(fold(fields.text("participant"))):
        return participant
    if _STUDENT.match(fields.text("position")):
        return Participant.STUDENT
    born = fields.day("birth_date")
    is_minor = born is not None and relativedelta(day, born).years < AGE_OF_MAJORITY
    return Participant.PUPIL if of_pupils or is_minor or fields.get("class") else Participant.TEACHER
