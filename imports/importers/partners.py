"""The bank of mentors from enterprises: a person, their entry in the bank, and the enterprise, perhaps a new one."""

import re
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from import_export.fields import Field

from imports.enums import ImportRowStatus
from imports.importers.bank_entries import PERSON_FIELDS, bank_entries_of, people_of, values_of
from imports.importers.base import FileContext, withhold
from imports.importers.mentors import MentorImporter, MentorImportResource
from imports.importers.organisations import organisation_kind
from imports.importers.people import PeopleIdentifier
from imports.matching.registry_snapshot import RegistrySnapshot
from imports.models import ImportRow
from imports.parsing.parsed import ParsedRecord
from imports.record_values import ImportedValues, RecordValues
from imports.row_data import ColumnChanges, Decision, ValueChange
from imports.writing.planned_record import FileOrigin, PlannedRecord, PlannedWrite
from imports.writing.resources import BulkResource
from registry.enums import MentorSource, OrganisationKind, PartnerStatus
from registry.models import Mentor, Organisation
from registry.names.text_checks import what_is_wrong_in
from russian.inn import has_right_checksum
from russian.name_key import name_key
from russian.search_key import fold
from spreadsheets.cleaning.agreements import FINISHED, PLANNED, SIGNED

#: the agreement in the file → the partnership of the enterprise; of several in its rows the first of this list
_STATUSES = {SIGNED: PartnerStatus.SIGNED, PLANNED: PartnerStatus.PLANNED, FINISHED: PartnerStatus.FINISHED}
_COMMERCIAL = re.compile(r"(?:ооо|оао|зао|пао|ао|нао|спк|сппк|кфх|муп|гуп|фгуп|тоо)\b")
_LONGEST_NAME = Organisation._meta.get_field("short_name").max_length or 0
_AGREEMENT, _CONSENT = "Договор", "Согласие"
_LABELLED = re.compile(rf"({_AGREEMENT}|{_CONSENT}|Работает): ")
_BETWEEN = "; "


def partner_kind(name: str) -> OrganisationKind:
    """By the name; an enterprise when the name has no known word."""
    if _COMMERCIAL.match(fold(name)):
        return OrganisationKind.ENTERPRISE
    kind = organisation_kind("", name)
    return OrganisationKind.ENTERPRISE if kind == OrganisationKind.OTHER else kind


@dataclass(frozen=True, slots=True)
class Employer:
    """An organisation to be made. `key`: its ИНН, or its folded name."""

    key: str
    name: str
    inn: str


class _NewEmployers:
    """Organisations that the registry does not know: rows of one ИНН, or of one name, mean the same.

    Approving one row approves all rows of the organisation.
    """

    def __init__(self, rows: Sequence[ImportRow], snapshot: RegistrySnapshot) -> None:
        self._inn_of: dict[str, str] = {}
        self._employers: dict[str, Employer] = {}
        self._approved: dict[str, Decision] = {}
        if snapshot.organisation is not None:
            return
        unknown = [row for row in rows if _names_unknown_organisation(row)]
        for row in unknown:
            if inn := row.record.values.get("inn"):
                self._inn_of.setdefault(_name_key(row), inn)
        names = {name_key(organisation.short_name) for organisation in snapshot.organisations.values()}
        for row in unknown:
            key, name = self._key(row), row.record.organisation_name
            if key not in self._employers:
                inn = key if key == self._inn_of.get(_name_key(row)) or row.record.values.get("inn") else ""
                name = f"{name} (ИНН {inn})" if name_key(name) in names else name
                names.add(name_key(name))
                self._employers[key] = Employer(key, name, inn)
            if row.decision.new_organisation:
                self._approved.setdefault(key, row.decision)

    def _key(self, row: ImportRow) -> str:
        return row.record.values.get("inn") or self._inn_of.get(_name_key(row)) or _name_key(row)

    def approved_for(self, row: ImportRow) -> Employer | None:
        if not _names_unknown_organisation(row):
            return None
        key = self._key(row)
        approval = self._approved.get(key)
        if approval is None:
            return None
        if not row.decision.new_organisation:
            own = row.decision
            row.decision = replace(own, new_organisation=True, by=own.by or approval.by, at=own.at or approval.at)
        return self._employers[key]


def _names_unknown_organisation(row: ImportRow) -> bool:
    return row.record.organisation is None and bool(row.record.organisation_name)


def _name_key(row: ImportRow) -> str:
    return name_key(row.record.organisation_name)


class PartnerIdentifier(PeopleIdentifier):
    def __init__(self, rows: Sequence[ImportRow], snapshot: RegistrySnapshot) -> None:
        super().__init__(rows, snapshot, bank="mentor")
        self._new_employers = _NewEmployers(rows, snapshot)

    def _organisation_of(self, row: ImportRow) -> Hashable | None:
        return super()._organisation_of(row) or self._new_employers.approved_for(row)

    def _may_be_written(self, row: ImportRow) -> bool:
        may = super()._may_be_written(row)
        employer = self._organisation_of(row) if may else None
        if isinstance(employer, Employer) and len(employer.name) > _LONGEST_NAME:
            message = f"название организации длиннее {_LONGEST_NAME} знаков"
            withhold(row, ImportRowStatus.ERROR, "too_long", message, column=self._column(row, "organisation"))
            return False
        if isinstance(employer, Employer) and (wrong := what_is_wrong_in(employer.name, several_lines=False)):
            message, column = f"в названии лишнее: {wrong}", self._column(row, "organisation")
            withhold(row, ImportRowStatus.ERROR, "title_characters", message, column=column)
            return False
        return may

    def identify(self) -> list[PlannedRecord]:
        """The agreement of an enterprise is what any of its rows says of it."""
        planned = super().identify()
        statuses: dict[int | Employer, set[str]] = {}
        for one in planned:
            of_rows = {row.record.values.get("partner_status", "") for row in one.rows}
            statuses.setdefault(one.values["organisation"], set()).update(of_rows)
        for one in planned:
            organisation = one.values["organisation"]
            of_organisation = statuses[organisation]
            one.values["partner_status"] = next(
                (status.value for status in _STATUSES.values() if status.value in of_organisation), None
            )
            if isinstance(organisation, Employer):
                one.values["employer"] = organisation
                del one.values["organisation"]
        return planned


class PartnerImportResource(MentorImportResource):
    """Whoever the registry knows at another organisation stays there: the enterprise goes into the note."""

    #: an Employer to be made; the state of the partnership, for an organisation that has none yet
    employer = Field(column_name="employer")
    partner_status = Field(column_name="partner_status")

    class Meta(BulkResource.Meta):
        model = Mentor
        fields = (*PERSON_FIELDS, "employer", "partner_status")

    def __init__(self, *, snapshot: RegistrySnapshot, **options: Any) -> None:
        super().__init__(snapshot=snapshot, **options)
        self._snapshot = snapshot
        self._blank.source = MentorSource.PARTNER
        self._employers: dict[str, Organisation] = {}

    def changes_of(self, instance: Mentor, values: ImportedValues) -> ColumnChanges:
        compared = dict(values)
        employer, status = compared.pop("employer", None), compared.pop("partner_status", "")
        organisation = self._snapshot.organisations.get(compared.get("organisation") or 0)
        person = instance.person
        note = [compared.pop("note", "")]
        name = employer.name if employer else organisation.short_name if organisation else ""
        is_elsewhere = employer or (organisation and organisation.pk != person.organisation_id)
        if person.organisation_id and is_elsewhere:
            work = (name, compared.pop("position", ""))
            note.append(f"Работает: {', '.join(part for part in work if part)}")
            compared.pop("organisation", None)
        compared["note"] = _merged_note(instance.note, _BETWEEN.join(note))
        changes = super().changes_of(instance, compared)
        if employer:
            changes["employer"] = ValueChange("", employer.name)
        elif status and organisation and not organisation.partner_status:
            changes["partner_status"] = ValueChange(
                organisation.get_partner_status_display(), PartnerStatus(status).label
            )
        return changes

    def changed_columns(self, instance: Mentor, changes: ColumnChanges) -> frozenset[str]:
        """A new employer becomes the organisation of a person who has none."""
        columns = frozenset(changes) - {"employer", "partner_status"}
        return columns | {"organisation"} if "employer" in changes and not instance.person.organisation_id else columns

    def write_new(self) -> None:
        self._write_employers(self.new)
        super().write_new()

    def write_changed(self) -> None:
        self._write_employers(self.changed)
        super().write_changed()

    def _write_employers(self, writes: Sequence[PlannedWrite[Mentor]]) -> None:
        new: list[PlannedWrite[Organisation]] = []
        changed: list[PlannedWrite[Organisation]] = []
        for write in writes:
            employer, status = write.values.get("employer"), write.values.get("partner_status")
            former = self._known_employer(write)
            if employer is not None and employer.key not in self._employers:
                self._employers[employer.key] = self._organisation(employer, status or "")
                new.append(write.of(self._employers[employer.key]))
            elif employer is None and status and former is not None and not former.partner_status:
                former.partner_status = status
                changed.append(write.of(former))
        self.create_with_history(new)
        self.update_with_history(changed, ["partner_status"])
        for write in writes:
            employer, person = write.values.get("employer"), write.record.person
            if employer is not None and person.organisation_id is None:
                person.organisation_id = self._employers[employer.key].pk

    def _known_employer(self, write: PlannedWrite[Mentor]) -> Organisation | None:
        """The organisation of the row, or else of the person."""
        keys = (write.values.get("organisation"), write.record.person.organisation_id)
        return next((self._snapshot.organisations[key] for key in keys if key in self._snapshot.organisations), None)

    def _organisation(self, employer: Employer, partner_status: str) -> Organisation:
        organisation = Organisation(
            municipality=self._snapshot.municipality, kind=partner_kind(employer.name), inn=employer.inn,
            short_name=employer.name, full_name=employer.name, partner_status=partner_status,
        )  # fmt: skip
        organisation.set_keys()
        return organisation


class PartnerImporter(MentorImporter):
    parsed_as = "partners"
    labels = MentorImporter.labels | {"employer": "Новая организация", "partner_status": "Партнёрство"}

    def values(self, record: ParsedRecord, raw: Mapping[str, Any], context: FileContext) -> RecordValues:
        """The agreement of a mentor and their consent have no date of their own here: they go into the note."""
        fields = record.fields
        values = values_of(record, raw, context)
        if (inn := fields.text("inn")) and has_right_checksum(inn):
            values["inn"] = inn
        if status := _STATUSES.get(fields.text("agreement_status")):
            values["partner_status"] = status.value
        agreement = context.cell_text(record, raw, "agreement")
        if note := _BETWEEN.join(_note_of(record, values.get("note", ""), agreement)):
            values["note"] = note
        return values

    def identify(self, rows: Sequence[ImportRow], snapshot: RegistrySnapshot) -> Sequence[PlannedRecord]:
        return PartnerIdentifier(rows, snapshot).identify()

    def resource(
        self, snapshot: RegistrySnapshot, planned: Sequence[PlannedRecord], origin: FileOrigin | None = None
    ) -> PartnerImportResource:
        stored = bank_entries_of(Mentor, people_of(planned, snapshot))
        return PartnerImportResource(snapshot=snapshot, stored=stored, origin=origin)


def _note_of(record: ParsedRecord, note: str, agreement: str) -> Iterator[str]:
    if note:
        yield note
    if agreement and record.fields.get("agreement_status"):
        yield f"{_AGREEMENT}: {agreement}"
    consent = record.fields.get("consent")
    if consent is not None:
        yield f"{_CONSENT}: {'да' if consent else 'нет'}"
    if record.fields.get("by_agreement"):
        yield "по согласованию"


def _merged_note(old: str, new: str) -> str:
    """The note of the registry with that of the file: a part with the same label takes the place of the earlier one."""
    parts = [part for part in old.split(_BETWEEN) if part]
    for part in _parts(new):
        label = _LABELLED.match(part)
        same = [at for at, other in enumerate(parts) if other == part or (label and other.startswith(label[0]))]
        if same:
            parts[same[0]] = part
        else:
            parts.append(part)
    return _BETWEEN.join(parts)


def _parts(text: str) -> Iterable[str]:
    return [part for part in text.split(_BETWEEN) if part]
