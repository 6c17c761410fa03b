"""A person and their place in a bank, as a row of a spreadsheet tells of them: what mentors and mentees share."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from import_export.fields import Field

from imports.fields import labels_of, targets_of
from imports.importers.base import Source
from imports.matching.registry_snapshot import RegistrySnapshot
from imports.parsing.parsed import Record
from imports.writing.bulk_writing import copy_of
from imports.writing.resources import BulkResource, Changes, IsoDate
from registry.enums import DatePrecision, Qualification
from registry.models import Mentee, Mentor, Person
from registry.people_matching import fold_name_part
from spreadsheets.cleaning.experience import NOTHING, parse_experience

_QUALIFICATIONS = {
    "высшая": Qualification.HIGHEST,
    "первая": Qualification.FIRST,
    "соответствие занимаемой должности": Qualification.FITNESS,
}
#: Field of a parsed record → field of the register, where the text is taken over as it is.
_TEXTS = {"former_last_name": "former_name"} | {
    field.code: name for name, field in targets_of("person", "entry", "mentor", "mentee").items()
}
#: «С 2010 года» is counted from the September of the year.
_SEPTEMBER = 9
_A_YEAR, _A_MONTH = 366, 31

PERSON_LABELS = labels_of("person", "entry") | {
    "former_name": "Прежняя фамилия",
    "organisation": "Организация",
    "birth_date": "Дата рождения",
    "qualification": "Категория",
    "phone_note": "Телефон, как записан",
    "working_since": "Стаж ведётся с",
    "experience_note": "Стаж, как записан",
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


class BankEntryResource(BulkResource):
    """`Meta.model` is Mentor or Mentee; the place may be new for a person whom the register knows."""

    #: fields of the place itself that a row may change
    of_place: ClassVar[frozenset[str]] = frozenset({"note", "excluded_on"})
    targets = paths_of()

    former_name = Field("person__former_name", "former_name")
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
        self._place = self._meta.model()

    def wrong(self, values: Mapping[str, Any]) -> dict[str, str]:
        return super().wrong(values) | _works_before_birth(values.get("working_since"), values.get("birth_date"))

    def wrong_after(self, instance: Mentor | Mentee, changes: Changes) -> dict[str, str]:
        person = instance.person
        since = changes["working_since"][1] if "working_since" in changes else person.working_since
        born = changes["birth_date"][1] if "birth_date" in changes else person.birth_date
        return _works_before_birth(since, born)

    def changes_of(self, instance: Mentor | Mentee, values: Mapping[str, Any]) -> Changes:
        changes = super().changes_of(instance, values)
        if "experience_note" in changes and (
            _says_nothing_new(instance.person, changes["experience_note"], values)
            or _is_known_length(instance.person, values)
        ):
            del changes["experience_note"]
        if not _tells_of_experience(instance.person, changes, values):
            changes.pop("working_since", None)
            changes.pop("working_since_precision", None)
        if _has_new_surname(instance.person, values):
            changes["last_name"] = [instance.person.last_name, values["last_name"]]
        if instance.pk is None:
            changes["in_bank"] = [False, True]
        if instance.excluded_on:
            changes["excluded_on"] = [instance.excluded_on, None]
        if instance.person.archived_on:
            changes["archived_on"] = [instance.person.archived_on, None]
        return changes

    def assign(self, instance: Mentor | Mentee, values: Mapping[str, Any]) -> None:
        super().assign(instance, values)
        if "excluded_on" in values:
            instance.excluded_on, instance.exclusion_reason = None, ""
        if "archived_on" in values:
            instance.person.archived_on = None
        instance._changed = set(values)

    def made_of(self, values: Mapping[str, Any]) -> Mentor | Mentee:
        place = copy_of(self._place)
        # Not assigned: the person would know the place in turn, and nobody collects circles while rows are written.
        self._meta.model._meta.get_field("person").set_cached_value(place, copy_of(self._person))
        self.assign(place, values)
        return place

    def bulk_create(self, *args: Any, **kwargs: Any) -> None:
        places = self.create_instances
        for place in places:
            self._complete(place.person, place)
        self.create_with_history([place.person for place in places if place.person.pk is None])
        for place in places:
            place.person_id = place.person.pk
        self.create_with_history(places)
        self.written += places
        places.clear()

    def bulk_update(self, *args: Any, **kwargs: Any) -> None:
        own = self.of_place | {"in_bank"}
        people = [place.person for place in self.update_instances if place._changed - own]
        for place in self.update_instances:
            self._complete(place.person, place)
        names = {name for place in self.update_instances for name in place._changed} - own
        self.update_with_history(people, [*sorted(names), "name_key", "search_key"])
        self.create_with_history([place for place in self.update_instances if place.pk is None])
        known = [place for place in self.update_instances if "in_bank" not in place._changed]
        self.update_places([place for place in known if place._changed & self.of_place])
        self.written += self.update_instances
        self.update_instances.clear()

    def update_places(self, places: list[Mentor | Mentee]) -> None:
        self.update_with_history(places, [*sorted(self.of_place), "exclusion_reason"])

    @staticmethod
    def _complete(person: Person, place: Mentor | Mentee) -> None:
        person.set_keys()
        person._change_reason, person._row_number = place._change_reason, place._row_number


def person_values(fields: Mapping[str, Any], written_experience: str, day: date) -> dict[str, Any]:
    """A person's fields as read from the file → as the register wants them, ready for JSON; empty ones left out.

    `written_experience`: the length of service as it stands in the cell; `day`: the day of the file.
    """
    values = {name: text for code, name in _TEXTS.items() if (text := fields.get(code))}
    if born := fields.get("birth_date"):
        values["birth_date"] = born.isoformat()
    if category := fields.get("category"):
        values["qualification"] = _QUALIFICATIONS[category].value
    if note := _phone_note(fields):
        values["phone_note"] = note
    return values | _experience(fields, written_experience, day)


def values_of(record: Record, raw: Mapping[str, Any], source: Source) -> dict[str, Any]:
    """`person_values` of the record's own person."""
    return person_values(record.fields, source.written(record, raw, "experience"), source.day)


def _phone_note(fields: Mapping[str, Any]) -> str:
    extension = fields.get("phone_ext")
    parts = (fields.get("phone_raw"), f"доб. {extension}" if extension else None, fields.get("phone_2"))
    return ", ".join(part for part in parts if part)


def _experience(fields: Mapping[str, Any], written: str, day: date) -> dict[str, Any]:
    """The text as written, and the day that it meant when the file came."""
    months, since = fields.get("experience_months"), fields.get("experience_since")
    values: dict[str, Any] = {}
    if since is not None:
        values |= _since(date(since, _SEPTEMBER, 1), DatePrecision.YEAR)
    elif months is not None:
        precision = DatePrecision.YEAR if months and months % 12 == 0 else DatePrecision.MONTH
        values |= _since(_first_day_before(day, months), precision)
    unparsed = fields.get("experience_raw")
    if values or unparsed:
        in_short = f"с {since} года" if since is not None else f"{months} мес."
        values["experience_note"] = written or unparsed or in_short
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


def _has_new_surname(person: Person, values: Mapping[str, Any]) -> bool:
    """«Иванова (Петрова)» told of a person whom the register knows as Петрова."""
    known = fold_name_part(person.last_name)
    return fold_name_part(values.get("former_name")) == known != fold_name_part(values.get("last_name"))


def _says_nothing_new(person: Person, note: list[str], values: Mapping[str, Any]) -> bool:
    """«12 лет» and «12» mean the same; «большой» tells nothing of someone whose length of service is known."""
    if "working_since" not in values:
        return person.working_since is not None
    known, told = (parse_experience(text)[0] for text in note)
    return known == told != NOTHING


def _is_known_length(person: Person, values: Mapping[str, Any]) -> bool:
    """«13 лет» of a file says what the register has counted itself since it was told «12 лет»."""
    known, told = person.working_since, values.get("working_since")
    if known is None or told is None:
        return False
    months = parse_experience(values.get("experience_note"))[0].months
    apart = (told.year - known.year) * 12 + told.month - known.month
    return 0 <= apart < (12 if months is None or months % 12 == 0 else 2)


def _tells_of_experience(person: Person, changes: Changes, values: Mapping[str, Any]) -> bool:
    """«12 лет» of a file means another day each time it comes: only another text, and another length, is news."""
    if "experience_note" not in changes:
        return False
    since = values.get("working_since")
    if since is None or person.working_since is None:
        return since is not None
    near = _A_YEAR if values.get("working_since_precision") == DatePrecision.YEAR else _A_MONTH
    return abs((since - person.working_since).days) >= near
