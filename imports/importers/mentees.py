"""The base of mentees: a row is a person, pupil, teacher or student, and their place in the base."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from dateutil.relativedelta import relativedelta
from import_export.fields import Field

from accounts.models import User
from imports.fields import labels_of, targets_of
from imports.importers.bank_entries import PERSON_FIELDS, PERSON_LABELS, BankEntryResource, paths_of, person_values
from imports.importers.base import Importer, PlannedRecord, Source
from imports.importers.people import PeopleIdentifier
from imports.matching.registry_snapshot import RegistrySnapshot
from imports.models import ImportRow
from imports.parsing.parsed import Record
from imports.writing.bulk_sets import add_to_sets
from imports.writing.resources import BulkResource, Changes
from registry.enums import Participant
from registry.models import Mentee, Person
from registry.models.person import AGE_OF_MAJORITY
from russian.search_key import fold

_CLASS = re.compile(r"(\d{1,2})([А-ЯЁ]{0,2})")
_HIGHEST_CLASS = 11
_STUDENT = re.compile(r"\b(?:студент|практикант)", re.IGNORECASE)
_BETWEEN = "; "
_PARTICIPANTS = {fold(str(participant.label)): participant for participant in Participant}


class MenteeImportResource(BankEntryResource):
    of_place = BankEntryResource.of_place | {"participant", "categories"} | set(targets_of("mentee"))
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

    #: texts of the file; what is added to the mentee is told, what the mentee has is not
    categories = Field(column_name="categories")

    def __init__(self, *, snapshot: RegistrySnapshot, **options: Any) -> None:
        super().__init__(snapshot=snapshot, **options)
        self._snapshot = snapshot

    def values_of(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """`categories` become those of the dictionary."""
        values = super().values_of(row)
        if "categories" in values:
            known = self._snapshot.categories
            values["categories"] = [known[key] for text in values["categories"] if (key := fold(text)) in known]
        return values

    def changes_of(self, instance: Mentee, values: Mapping[str, Any]) -> Changes:
        told = dict(values)
        named = told.pop("categories", ())
        if instance.pk is not None:
            told.pop("participant", None)  # who it is stays as a person has put it
        changes = super().changes_of(instance, told)
        has = self._snapshot.mentee_categories.get(instance.pk, ()) if instance.pk else ()
        if added := [category for category in named if category.pk not in has]:
            changes["categories"] = ["", _BETWEEN.join(category.title for category in added)]
            instance._added = [category.pk for category in added]
        return changes

    def assign(self, instance: Mentee, values: Mapping[str, Any]) -> None:
        super().assign(instance, values)
        if instance.pk is None and isinstance(named := values.get("categories"), list):
            instance._added = [category.pk for category in named]

    def create_with_history(self, records: Sequence[Person | Mentee]) -> None:
        super().create_with_history(records)
        self._write_categories(records)

    def update_places(self, places: list[Mentee]) -> None:
        self.update_with_history(places, [*sorted(self.of_place - {"participant", "categories"}), "exclusion_reason"])
        self._write_categories(places)

    def _write_categories(self, records: Sequence[Person | Mentee]) -> None:
        if records and isinstance(records[0], Mentee):
            add_to_sets(records, "categories", lambda mentee: getattr(mentee, "_added", ()), at=self.at)


class Mentees(Importer):
    parsed_as = "mentees"
    forms = "наставляемый,наставляемого,наставляемых"
    labels = (
        PERSON_LABELS
        | labels_of("mentee")
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

    def values(self, record: Record, raw: Mapping[str, Any], source: Source) -> dict[str, Any]:
        fields = record.fields
        role = "mentee." if source.heading(record, "mentee.last_name", "mentee.full_name") else ""
        values = person_values(fields, source.written(record, raw, f"{role}experience"), source.day)
        values |= class_values(fields.get("class"))
        representative = fields.get("representative") or {}
        for name in ("name", "relation", "phone"):
            if text := representative.get(name):
                values[f"representative_{name}"] = text
        if categories := fields.get("categories"):
            values["categories"] = list(categories)
        of_pupils = source.heading(record, f"{role}class", f"{role}representative") is not None
        values["participant"] = participant_of(fields, source.day, of_pupils=of_pupils).value
        return values

    def identify(self, rows: Sequence[ImportRow], snapshot: RegistrySnapshot) -> list[PlannedRecord]:
        return PeopleIdentifier(rows, snapshot, place="mentee").identify()

    def resource(
        self,
        snapshot: RegistrySnapshot,
        entries: Sequence[PlannedRecord],
        *,
        by: User | None = None,
        reasons: Sequence[str] = (),
    ) -> MenteeImportResource:
        known = {}
        for entry in entries:
            if entry.match is not None:
                person = snapshot.people[entry.match]
                known[entry.match] = getattr(person, "mentee", None) or Mentee(person=person)
                known[entry.match].person = person
        return MenteeImportResource(snapshot=snapshot, known=known, by=by, reasons=reasons)

    def key_of(self, record: Mentee) -> int:
        return record.person_id

    def pages(self, ids: Iterable[int]) -> Mapping[int, tuple[str, str]]:
        return {p.pk: (p.full_name, p.get_absolute_url()) for p in Person.objects.filter(pk__in=ids)}


def class_values(text: str | None) -> dict[str, Any]:
    """«5Б» → grade and letter; nothing for what is no class."""
    match = _CLASS.fullmatch(text or "")
    if not match or not 1 <= int(match[1]) <= _HIGHEST_CLASS:
        return {}
    return {"grade": int(match[1])} | ({"grade_letter": match[2]} if match[2] else {})


def participant_of(fields: Mapping[str, Any], day: date, *, of_pupils: bool) -> Participant:
    """`of_pupils`: the table has columns that only pupils have. What the table says itself comes first."""
    if told := _PARTICIPANTS.get(fold(fields.get("participant") or "")):
        return told
    if _STUDENT.match(fields.get("position") or ""):
        return Participant.STUDENT
    born = fields.get("birth_date")
    is_minor = born is not None and relativedelta(day, born).years < AGE_OF_MAJORITY
    return Participant.PUPIL if of_pupils or is_minor or fields.get("class") else Participant.TEACHER
