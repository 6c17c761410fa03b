"""A person and their entry in a bank, as a row of a spreadsheet has them: what mentors and mentees share."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar, TypeVar

from import_export.fields import Field

from imports.field_lists import field_labels, targets_of
from imports.importers.base import FileContext
from imports.importers.who_one_is import Contradiction, contradiction_in
from imports.matching.registry_snapshot import RegistrySnapshot
from imports.parsing.parsed import ParsedRecord
from imports.record_values import ImportedValues, ParsedFields, RecordValues
from imports.row_data import ColumnChanges, ValueChange
from imports.writing.bulk_writing import copy_of
from imports.writing.planned_record import PlannedRecord, PlannedWrite
from imports.writing.resources import TOO_LONG, BulkResource, IsoDate
from registry.enums import DatePrecision, MentorSource, Qualification
from registry.models import FormerName, Mentee, Mentor, Person
from registry.models.person import BETWEEN_FORMER_NAMES, join_former_names
from registry.names.people_matching import fold_name_part
from russian.name_characters import wrong_character
from spreadsheets.cleaning.experience import NOTHING, parse_experience

ImportedEntry = TypeVar("ImportedEntry", bound=Mentor | Mentee)

_QUALIFICATIONS = {
    "высшая": Qualification.HIGHEST,
    "первая": Qualification.FIRST,
    "соответствие занимаемой должности": Qualification.FITNESS,
}
#: Field of a parsed record → field of the register, where the text is taken over as it is.
_TEXTS = {"former_last_name": "former_name"} | {
    field.code: name for name, field in targets_of("person", "entry", "mentor", "mentee").items()
}
_LONGEST_LAST_NAME = FormerName._meta.get_field("last_name").max_length or 0
#: «С 2010 года» is counted from the September of the year.
_SEPTEMBER = 9
_A_YEAR, _A_MONTH = 366, 31

#: columns that are checked as the card checks them (registry/names/text_checks.py)
NAMES = ("last_name", "first_name", "middle_name", "former_name", "representative_name")

PERSON_LABELS = field_labels("person", "entry") | {
    "former_name": "Прежняя фамилия",
    "organisation": "Организация",
    "birth_date": "Дата рождения",
    "qualification": "Категория",
    "phone_note": "Телефон, как внесён",
    "working_since": "Стаж ведётся с",
    "experience_note": "Стаж, как внесён",
    "grade": "Класс",
    "grade_letter": "Буква класса",
    "excluded_on": "Исключён из базы",
    "archived_on": "В архиве с",
}
PERSON_FIELDS = (
    "match", "former_name", "organisation", "birth_date", "qualification", "phone_note", "working_since",
    "working_since_precision", "experience_note", "grade", "grade_letter",
)  # fmt: skip


def paths_of(*records: str) -> dict[str, str]:
    """Attribute → its path from the bank entry, of the fields that are written as they were read."""
    return {
        name: f"person__{name}" if field.target.startswith("person.") else name
        for name, field in targets_of("person", "entry", *records).items()
    }


class BankEntryResource(BulkResource[ImportedEntry]):
    """`Meta.model` is Mentor or Mentee; the entry may be new for a person whom the registry knows."""

    #: columns of the entry itself that a row may change
    own_columns: ClassVar[frozenset[str]] = frozenset({"note", "excluded_on"})
    targets = paths_of()

    #: a surname that the card does not know yet becomes a row of the person's former names
    former_name = Field(column_name="former_name")
    organisation = Field("person__organisation_id", "organisation")
    birth_date = Field("person__birth_date", "birth_date", widget=IsoDate())
    qualification = Field("person__qualification", "qualification")
    phone_note = Field("person__phone_note", "phone_note")
    working_since = Field("person__working_since", "working_since", widget=IsoDate())
    working_since_precision = Field("person__working_since_precision", "working_since_precision")
    experience_note = Field("person__experience_note", "experience_note")
    grade = Field("person__grade", "grade")
    grade_letter = Field("person__grade_letter", "grade_letter")

    #: The register's spelling of a name stays; a person corrects it on the card.
    fixed = frozenset({"last_name", "first_name"})
    only_filled = frozenset({"middle_name", "birth_date"})
    exact = frozenset({"phone", "email", "experience_note", "working_since_precision", "qualification"})
    phones = frozenset({"phone"})

    def __init__(self, *, snapshot: RegistrySnapshot, **options: Any) -> None:
        super().__init__(**options)
        self._person = Person(municipality=snapshot.municipality)
        self._blank: ImportedEntry = self._meta.model()

    def wrong(self, values: ImportedValues, stored: ImportedEntry | None = None) -> dict[str, str]:
        unclear = {
            name: f"в имени лишнее: {character}"
            for name in NAMES
            if (character := wrong_character(values.get(name) or ""))
        }
        too_long = len(values.get("former_name") or "") > _LONGEST_LAST_NAME
        if too_long:
            unclear["former_name"] = f"{TOO_LONG} {_LONGEST_LAST_NAME} знаков"
        return (
            super().wrong(values, stored)
            | unclear
            | _works_before_birth(values.get("working_since"), values.get("birth_date"))
        )

    def contradiction_of(self, planned: PlannedRecord) -> Contradiction:
        """Of age, class and place in the bank."""
        values = self.values_of(planned.values)
        entry = None if planned.match is None else self.stored[planned.match]
        return contradiction_in(values, entry, self.place_of_new(values))

    def place_of_new(self, values: ImportedValues) -> str:
        """What somebody is who comes into this bank with the row."""
        raise NotImplementedError

    def wrong_after(self, instance: ImportedEntry, changes: ColumnChanges) -> dict[str, str]:
        person = instance.person
        since = changes["working_since"].after if "working_since" in changes else person.working_since
        born = changes["birth_date"].after if "birth_date" in changes else person.birth_date
        return _works_before_birth(since, born)

    def changes_of(self, instance: ImportedEntry, values: ImportedValues) -> ColumnChanges:
        changes = super().changes_of(instance, {n: value for n, value in values.items() if n != "former_name"})
        if "experience_note" in changes and (
            _says_nothing_new(instance.person, changes["experience_note"], values)
            or _is_known_length(instance.person, values)
        ):
            del changes["experience_note"]
        if not _tells_of_experience(instance.person, changes, values):
            changes.pop("working_since", None)
            changes.pop("working_since_precision", None)
        if _has_new_surname(instance.person, values):
            changes["last_name"] = ValueChange(instance.person.last_name, values["last_name"])
        if _tells_of_former_name(instance.person, values):
            changes["former_name"] = ValueChange(instance.person.formerly, values["former_name"])
        if instance.pk is None:
            changes["in_bank"] = ValueChange(False, True)
        if instance.excluded_on:
            changes["excluded_on"] = ValueChange(instance.excluded_on, None)
        if instance.person.archived_on:
            changes["archived_on"] = ValueChange(instance.person.archived_on, None)
        return changes

    def assign(self, instance: ImportedEntry, values: ImportedValues) -> None:
        super().assign(instance, values)
        if name := values.get("former_name"):
            instance.person.formerly = join_former_names(filter(None, [instance.person.formerly, name]))
        if "excluded_on" in values:
            instance.excluded_on, instance.exclusion_reason = None, ""
        if "archived_on" in values:
            instance.person.archived_on = None

    def made_of(self, values: ImportedValues) -> ImportedEntry:
        entry = copy_of(self._blank)
        # Not assigned: the person would know the entry in turn, and nobody collects circles while rows are written.
        self._meta.model._meta.get_field("person").set_cached_value(entry, copy_of(self._person))
        self.assign(entry, values)
        return entry

    def add_entry(self, person: Person, planned: PlannedRecord) -> ImportedEntry:
        """A new entry of a person who is written with another bank."""
        entry: ImportedEntry = self._meta.model(person=person)
        self.changed.append(PlannedWrite(entry, planned, {}, frozenset({"in_bank"})))
        return entry

    def write_new(self) -> None:
        people = [write.of(write.record.person) for write in self.new]
        for person in people:
            person.record.set_keys()
        self.create_with_history([person for person in people if person.record.pk is None])
        for write in self.new:
            write.record.person_id = write.record.person.pk
        self._create_former_names([write for write in self.new if write.values.get("former_name")])
        self.create_entries(self.new)
        self.results.targets += self.new
        self.new = []

    def write_changed(self) -> None:
        own = self.own_columns | {"in_bank"}
        for write in self.changed:
            write.record.person.set_keys()
        people = [write.of(write.record.person) for write in self.changed if write.changed - own]
        columns = {name for write in self.changed for name in write.changed} - own - {"former_name"}
        self.update_with_history(people, [*sorted(columns), "formerly", "name_key", "search_key", "sort_key"])
        self._create_former_names([write for write in self.changed if "former_name" in write.changed])
        self.create_entries([write for write in self.changed if write.record.pk is None])
        in_bank = [write for write in self.changed if "in_bank" not in write.changed]
        self.update_entries([write for write in in_bank if write.changed & self.own_columns])
        self.results.targets += self.changed
        self.changed = []

    def _create_former_names(self, writes: Sequence[PlannedWrite[ImportedEntry]]) -> None:
        """Of a file nobody knows until which day the name was borne."""
        former_names = []
        for write in writes:
            person = write.record.person
            former = FormerName(
                person=person,
                last_name=write.values["former_name"],
                first_name=person.first_name,
                middle_name=person.middle_name,
            )
            former.set_key()
            former_names.append(write.of(former))
        self.create_with_history(former_names)

    def create_entries(self, writes: Sequence[PlannedWrite[ImportedEntry]]) -> None:
        self.create_with_history(writes)

    def update_entries(self, writes: Sequence[PlannedWrite[ImportedEntry]]) -> None:
        self.update_with_history(writes, [*sorted(self.own_columns), "exclusion_reason"])


def bank_entries_of(model: type[ImportedEntry], people: Iterable[Person]) -> dict[int, ImportedEntry]:
    """The people's entries in the bank of the model, by the person; of who has none, a new one."""
    return {person.pk: bank_entry_of(model, person) for person in people}


def bank_entry_of(model: type[ImportedEntry], person: Person, **new: Any) -> ImportedEntry:
    """The person's entry in the bank of the model; of who has none, a new one with the values `new`."""
    entry: ImportedEntry = getattr(person, model._meta.model_name or "", None) or model(person=person, **new)
    if entry.pk is None and isinstance(entry, Mentor) and person.grade is not None:
        entry.source = MentorSource.PUPIL
    entry.person = person
    return entry


def people_of(planned: Iterable[PlannedRecord], snapshot: RegistrySnapshot) -> Iterator[Person]:
    """The people of the registry whom the records mean."""
    return (snapshot.people[one.match] for one in planned if one.match is not None)


def person_values(fields: ParsedFields, experience_text: str, day: date) -> RecordValues:
    """A person's fields as read from the file → as the register wants them, ready for JSON; empty ones left out.

    `experience_text`: the length of service as it stands in the cell; `day`: the day of the file.
    """
    values = RecordValues({name: text for code, name in _TEXTS.items() if (text := fields.get(code))})
    if born := fields.day("birth_date"):
        values["birth_date"] = born.isoformat()
    if category := fields.text("category"):
        values["qualification"] = _QUALIFICATIONS[category].value
    if note := _phone_note(fields):
        values["phone_note"] = note
    values |= _experience(fields, experience_text, day)
    return values


def values_of(record: ParsedRecord, raw: Mapping[str, Any], context: FileContext) -> RecordValues:
    """`person_values` of the record's own person."""
    return person_values(record.fields, context.cell_text(record, raw, "experience"), context.day)


def _phone_note(fields: ParsedFields) -> str:
    extension = fields.text("phone_ext")
    parts = (fields.text("phone_raw"), f"доб. {extension}" if extension else "", fields.text("phone_2"))
    return ", ".join(part for part in parts if part)


def _experience(fields: ParsedFields, cell_text: str, day: date) -> RecordValues:
    """The text of the cell, and the day that it meant when the file was loaded."""
    months, since = fields.number("experience_months"), fields.number("experience_since")
    values = RecordValues()
    if since is not None:
        values |= _since(date(since, _SEPTEMBER, 1), DatePrecision.YEAR)
    elif months is not None:
        precision = DatePrecision.YEAR if months and months % 12 == 0 else DatePrecision.MONTH
        values |= _since(_first_day_before(day, months), precision)
    unparsed = fields.text("experience_raw")
    if values or unparsed:
        in_short = f"с {since} года" if since is not None else f"{months} мес."
        values["experience_note"] = cell_text or unparsed or in_short
    return values


def _first_day_before(day: date, months: int) -> date:
    """The first of the month so many months before the day's."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, 1)


def _since(day: date, precision: DatePrecision) -> dict[str, str]:
    return {"working_since": day.isoformat(), "working_since_precision": precision.value}


def _works_before_birth(since: date | None, born: date | None) -> dict[str, str]:
    if since and born and since <= born:
        return {"working_since": "стаж начинается раньше даты рождения"}
    return {}


def _has_new_surname(person: Person, values: ImportedValues) -> bool:
    """«Иванова (Петрова)» of a person whom the registry knows as Петрова."""
    last_name = fold_name_part(person.last_name)
    return fold_name_part(values.get("former_name")) == last_name != fold_name_part(values.get("last_name"))


def _tells_of_former_name(person: Person, values: ImportedValues) -> bool:
    """A surname that the card does not know, or the present one where the file has another."""
    name = fold_name_part(values.get("former_name"))
    if not name or (name == fold_name_part(person.last_name) and not _has_new_surname(person, values)):
        return False
    former_names = (fold_name_part(part) for part in person.formerly.split(BETWEEN_FORMER_NAMES))
    return not any(part == name or part.startswith(f"{name} ") for part in former_names)


def _says_nothing_new(person: Person, note: ValueChange, values: ImportedValues) -> bool:
    """«12 лет» and «12» mean the same; «большой» adds nothing to a known length of service."""
    if "working_since" not in values:
        return person.working_since is not None
    stored, new = (parse_experience(text)[0] for text in note)
    return stored == new != NOTHING


def _is_known_length(person: Person, values: ImportedValues) -> bool:
    """«13 лет» of a file is what «12 лет» of the registry has become since."""
    stored, new = person.working_since, values.get("working_since")
    if stored is None or new is None:
        return False
    months = parse_experience(values.get("experience_note"))[0].months
    apart = (new.year - stored.year) * 12 + new.month - stored.month
    return 0 <= apart < (12 if months is None or months % 12 == 0 else 2)


def _tells_of_experience(person: Person, changes: ColumnChanges, values: ImportedValues) -> bool:
    """«12 лет» means another day in every file: only another text with another length is a change."""
    if "experience_note" not in changes:
        return False
    since = values.get("working_since")
    if since is None or person.working_since is None:
        return since is not None
    near = _A_YEAR if values.get("working_since_precision") == DatePrecision.YEAR else _A_MONTH
    return abs((since - person.working_since).days) >= near
