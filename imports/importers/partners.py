"""The bank of mentors from enterprises: a person, their place in the bank, and the enterprise, perhaps a new one."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from import_export.fields import Field

from accounts.models import User
from imports.enums import ImportRowStatus
from imports.importers.bank_entries import PERSON_FIELDS, values_of
from imports.importers.base import PlannedRecord, Source, put_aside
from imports.importers.mentors import MentorImportResource, Mentors
from imports.importers.organisations import organisation_kind
from imports.importers.people import PeopleIdentifier
from imports.matching.registry_snapshot import RegistrySnapshot
from imports.models import ImportRow
from imports.parsing.organisation_names import organisation_key
from imports.parsing.parsed import Record
from imports.row_data import Decision
from imports.writing.resources import BulkResource, Changes
from registry.enums import MentorSource, OrganisationKind, PartnerStatus
from registry.models import Mentor, Organisation
from russian.inn import has_right_checksum
from russian.search_key import fold
from spreadsheets.cleaning.agreements import FINISHED, PLANNED, SIGNED

#: what the file says of the agreement → what the register keeps of the enterprise; of several the first is meant
_STATUSES = {SIGNED: PartnerStatus.SIGNED, PLANNED: PartnerStatus.PLANNED, FINISHED: PartnerStatus.FINISHED}
_COMMERCIAL = re.compile(r"(?:ооо|оао|зао|пао|ао|нао|спк|сппк|кфх|муп|гуп|фгуп|тоо)\b")
_LONGEST_NAME = Organisation._meta.get_field("short_name").max_length
_AGREEMENT, _CONSENT = "Договор", "Согласие"
_LABELLED = re.compile(rf"({_AGREEMENT}|{_CONSENT}|Работает): ")
_BETWEEN = "; "


def partner_kind(name: str) -> OrganisationKind:
    """By the name; whose name tells nothing is an enterprise."""
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
    """Organisations that the register does not know: rows of one ИНН, or of one name, mean the same.

    One approval of a row is an approval for all of them.
    """

    def __init__(self, rows: Sequence[ImportRow], snapshot: RegistrySnapshot) -> None:
        self._inn_of: dict[str, str] = {}
        self._employers: dict[str, Employer] = {}
        self._approved: dict[str, Decision] = {}
        if snapshot.organisation is not None:
            return
        unknown = [row for row in rows if row.record["organisation"] is None and row.record.get("organisation_raw")]
        for row in unknown:
            if inn := row.record["values"].get("inn"):
                self._inn_of.setdefault(_name_key(row), inn)
        taken = {organisation.short_name for organisation in snapshot.organisations.values()}
        for row in unknown:
            key, name = self._key(row), row.record["organisation_raw"]
            if key not in self._employers:
                inn = key if key == self._inn_of.get(_name_key(row)) or row.record["values"].get("inn") else ""
                name = f"{name} (ИНН {inn})" if name in taken else name
                taken.add(name)
                self._employers[key] = Employer(key, name, inn)
            if row.decision.new_organisation:
                self._approved.setdefault(key, row.decision)

    def _key(self, row: ImportRow) -> str:
        return row.record["values"].get("inn") or self._inn_of.get(_name_key(row)) or _name_key(row)

    def approved_for(self, row: ImportRow) -> Employer | None:
        if row.record["organisation"] is not None or not row.record.get("organisation_raw"):
            return None
        key = self._key(row)
        approval = self._approved.get(key)
        if approval is None:
            return None
        if not row.decision.new_organisation:
            own = row.decision
            row.decision = replace(own, new_organisation=True, by=own.by or approval.by, at=own.at or approval.at)
        return self._employers[key]


def _name_key(row: ImportRow) -> str:
    return organisation_key(row.record["organisation_raw"])


class PartnerIdentifier(PeopleIdentifier):
    def __init__(self, rows: Sequence[ImportRow], snapshot: RegistrySnapshot) -> None:
        super().__init__(rows, snapshot, place="mentor")
        self._new_employers = _NewEmployers(rows, snapshot)

    def _organisation_of(self, row: ImportRow) -> int | Employer | None:
        return super()._organisation_of(row) or self._new_employers.approved_for(row)

    def _may_be_written(self, row: ImportRow) -> bool:
        may = super()._may_be_written(row)
        employer = self._organisation_of(row) if may else None
        if isinstance(employer, Employer) and len(employer.name) > _LONGEST_NAME:
            message = f"название организации длиннее {_LONGEST_NAME} знаков"
            put_aside(row, ImportRowStatus.ERROR, "too_long", message, column=self._column(row, "organisation"))
            return False
        return may

    def identify(self) -> list[PlannedRecord]:
        """All rows of one enterprise tell what any of them says of its agreement."""
        entries = super().identify()
        told: dict[int | Employer, set[str]] = {}
        for entry in entries:
            for row in (entry.row, *entry.followers):
                told.setdefault(entry.values["organisation"], set()).add(row.record["values"].get("partner_status", ""))
        for entry in entries:
            place = entry.values["organisation"]
            status = next((status.value for status in _STATUSES.values() if status.value in told[place]), None)
            entry.values["partner_status"] = status
            if isinstance(place, Employer):
                entry.values["employer"] = place
                del entry.values["organisation"]
        return entries


class PartnerImportResource(MentorImportResource):
    """Whoever the register knows at another place of work stays there: the enterprise goes into the note."""

    #: an Employer to be made; what becomes of the partnership, where the enterprise has none yet
    employer = Field(column_name="employer")
    partner_status = Field(column_name="partner_status")

    class Meta(BulkResource.Meta):
        model = Mentor
        fields = (*PERSON_FIELDS, "employer", "partner_status")

    def __init__(self, *, snapshot: RegistrySnapshot, **options: Any) -> None:
        super().__init__(snapshot=snapshot, **options)
        self._snapshot = snapshot
        self._place.source = MentorSource.PARTNER
        self._made: dict[str, Organisation] = {}

    def made_of(self, values: Mapping[str, Any]) -> Mentor:
        mentor = super().made_of(values)
        mentor._employer, mentor._partner_status = values.get("employer"), values.get("partner_status", "")
        return mentor

    def changes_of(self, instance: Mentor, values: Mapping[str, Any]) -> Changes:
        told = dict(values)
        employer, status = told.pop("employer", None), told.pop("partner_status", "")
        place = self._snapshot.organisations.get(told.get("organisation"))
        person = instance.person
        note = [told.pop("note", "")]
        if person.organisation_id and (employer or (place and place.pk != person.organisation_id)):
            where = (employer.name if employer else place.short_name, told.pop("position", ""))
            note.append(f"Работает: {', '.join(part for part in where if part)}")
            told.pop("organisation", None)
        told["note"] = _added(instance.note, _BETWEEN.join(note))
        changes = super().changes_of(instance, told)
        if employer:
            changes["employer"] = ["", employer.name]
        elif status and place and not place.partner_status:
            changes["partner_status"] = [place.get_partner_status_display(), PartnerStatus(status).label]
        instance._employer, instance._partner_status = employer, status
        instance._employed_by = place
        return changes

    def assign(self, instance: Mentor, values: Mapping[str, Any]) -> None:
        super().assign(instance, values)
        instance._changed -= {"employer", "partner_status"}
        if "employer" in values and instance.person.organisation_id is None:
            instance._changed.add("organisation")

    def bulk_create(self, *args: Any, **kwargs: Any) -> None:
        self._write_employers(self.create_instances)
        super().bulk_create(*args, **kwargs)

    def bulk_update(self, *args: Any, **kwargs: Any) -> None:
        self._write_employers(self.update_instances)
        super().bulk_update(*args, **kwargs)

    def _write_employers(self, mentors: Sequence[Mentor]) -> None:
        new, changed = [], []
        for mentor in mentors:
            if mentor._employer is not None and mentor._employer.key not in self._made:
                made = self._made[mentor._employer.key] = self._organisation(mentor)
                new.append(made)
            known = getattr(mentor, "_employed_by", None) or self._snapshot.organisations.get(
                mentor.person.organisation_id
            )
            if mentor._employer is None and mentor._partner_status and known and not known.partner_status:
                known.partner_status = mentor._partner_status
                known._change_reason, known._row_number = mentor._change_reason, mentor._row_number
                changed.append(known)
        self.create_with_history(new)
        self.update_with_history(changed, ["partner_status"])
        for mentor in mentors:
            if mentor._employer is not None and mentor.person.organisation_id is None:
                mentor.person.organisation_id = self._made[mentor._employer.key].pk

    def _organisation(self, mentor: Mentor) -> Organisation:
        employer = mentor._employer
        organisation = Organisation(
            municipality=self._snapshot.municipality, kind=partner_kind(employer.name), inn=employer.inn,
            short_name=employer.name, full_name=employer.name, partner_status=mentor._partner_status,
        )  # fmt: skip
        organisation.set_search_key()
        organisation._change_reason, organisation._row_number = mentor._change_reason, mentor._row_number
        return organisation


class Partners(Mentors):
    parsed_as = "partners"
    labels = Mentors.labels | {"employer": "Новая организация", "partner_status": "Партнёрство"}

    def values(self, record: Record, raw: Mapping[str, Any], source: Source) -> dict[str, Any]:
        """The agreement of a mentor and their consent have no date of their own here: the note keeps them."""
        fields = record.fields
        values = values_of(record, raw, source)
        if (inn := fields.get("inn")) and has_right_checksum(inn):
            values["inn"] = inn
        if status := _STATUSES.get(fields.get("agreement_status")):
            values["partner_status"] = status.value
        if note := _BETWEEN.join(_note_of(record, values.get("note", ""), source.written(record, raw, "agreement"))):
            values["note"] = note
        return values

    def identify(self, rows: Sequence[ImportRow], snapshot: RegistrySnapshot) -> list[PlannedRecord]:
        return PartnerIdentifier(rows, snapshot).identify()

    def resource(
        self,
        snapshot: RegistrySnapshot,
        entries: Sequence[PlannedRecord],
        *,
        by: User | None = None,
        reasons: Sequence[str] = (),
    ) -> PartnerImportResource:
        return PartnerImportResource(snapshot=snapshot, known=self.known(snapshot, entries), by=by, reasons=reasons)


def _note_of(record: Record, note: str, agreement: str) -> Iterator[str]:
    if note:
        yield note
    if agreement and record.fields.get("agreement_status"):
        yield f"{_AGREEMENT}: {agreement}"
    consent = record.fields.get("consent")
    if consent is not None:
        yield f"{_CONSENT}: {'да' if consent else 'нет'}"
    if record.fields.get("by_agreement"):
        yield "по согласованию"


def _added(known: str, told: str) -> str:
    """What the register has noted, with what the file says in place of what an earlier file said of the same."""
    parts = [part for part in known.split(_BETWEEN) if part]
    for part in _parts(told):
        label = _LABELLED.match(part)
        same = [at for at, other in enumerate(parts) if other == part or (label and other.startswith(label[0]))]
        if same:
            parts[same[0]] = part
        else:
            parts.append(part)
    return _BETWEEN.join(parts)


def _parts(text: str) -> Iterable[str]:
    return [part for part in text.split(_BETWEEN) if part]
