"""Checks over all records of a file: the same person twice, namesakes, near matches, initials, the cap, totals."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from imports.parsing.issues import IssueDetails, add_issue
from imports.parsing.parsed import KnownPerson, ParsedRecord
from imports.record_values import ParsedFields
from imports.row_data import RowIssue
from mentoring.capacity import MenteePeriod, first_overfull_day, mentee_limit
from registry.names.people_matching import NearMatch, PeopleIndex, PersonKey, fold_name_part, match_among, person_key
from spreadsheets.cleaning.cell_issues import CellIssue

#: the cap of everybody; that of a mentor or a policy, which may be lower, is held when the pairs meet the register
_LIMIT = mentee_limit(None, None)

_REASONS = {
    "one_letter": "отличается одной буквой от строки {row}",
    "same_phone_elsewhere": "в строке {row} тот же человек или тёзка с тем же телефоном в другой организации",
    "same_birth_date_elsewhere": "в строке {row} тёзка с той же датой рождения в другой организации",
}


def organisation_id(record: ParsedRecord) -> Any:
    """What the organisation of a record is compared by."""
    if record.organisation is not None:
        return record.organisation.short_name
    return (record.fields.text("organisation") or record.fields.text("organisation_raw")).casefold() or None


def record_key(record: ParsedRecord, person: ParsedFields | None = None) -> PersonKey | None:
    """The key of the record's person (or of *person*, one side of a pair); None when the name is not full."""
    fields = record.fields if person is None else person
    last_name, first_name = fields.text("last_name"), fields.text("first_name")
    if not last_name or not first_name:
        return None
    return person_key(
        record, last_name, first_name, fields.text("middle_name"),
        organisation=organisation_id(record), birth_date=fields.day("birth_date"), phone=fields.text("phone"),
    )  # fmt: skip


def check_people(records: Sequence[ParsedRecord], columns: dict[str | None, str]) -> list[list[ParsedRecord]]:
    """Duplicates, near names and namesakes among single people. *columns*: sheet → heading of the name.

    Returns the groups of records that are one person.
    """
    keys = [key for record in _people_once(records) if record.status != "off" and (key := record_key(record))]
    matches = match_among(keys)
    for near in matches.near:
        _tell_match(near, "fuzzy_duplicate", _REASONS[near.reason], columns)
    for namesake in matches.namesakes:
        if namesake.reason == "other_organisation":
            text = "полный тёзка в строке {row}: другая организация, другой человек"
            _tell_match(namesake, "same_name_other_organisation", text, columns)
        else:
            text = "полный тёзка в строке {row}: другая дата рождения, другой человек"
            _tell_match(namesake, "same_name_other_birth_date", text, columns)
    return [[key.ref for key in group] for group in matches.groups]


def _people_once(records: Sequence[ParsedRecord]) -> list[ParsedRecord]:
    """A mentee with two mentors is two records of one row, but one person."""
    record_of_person: dict[Any, ParsedRecord] = {}
    for record in records:
        fields = record.fields
        names = fields.get("last_name"), fields.get("first_name"), fields.get("middle_name")
        record_of_person.setdefault((record.sheet, record.row, *names), record)
    return list(record_of_person.values())


def _tell_match(match: NearMatch, code: str, text: str, columns: dict[str | None, str]) -> None:
    record, other = match.person.ref, match.other.ref
    details = IssueDetails(of_row=other.row)
    where = str(other.row)
    if other.sheet != record.sheet:
        details["of_sheet"] = other.sheet
        where = f"{other.row} листа «{other.sheet}»"
    message = text.format(row=where)
    if match.reason == "one_letter" and match.person.phone and match.person.phone == match.other.phone:
        message += ", телефон тот же"
    add_issue(record, CellIssue(code, message), columns.get(record.sheet), **details)


def offer_candidates(
    records: Sequence[ParsedRecord], side: str | None, registered: Iterable[KnownPerson], *, on_person: bool = False
) -> None:
    """Whom «Фамилия И.О.» may mean, among the `registered` people and full names of the same organisation in the file.

    *side* is mentor or mentee, None for the record's own person. The names go into the warning; with *on_person*
    also into the person's fields, where an empty list says that nobody fits.
    """
    unresolved = [
        (record, person)
        for record in records
        if (person := _person_of(record, side)).get("initials") and person.get("last_name")
    ]
    if not unresolved:
        return
    in_file = PeopleIndex(key for record in records if (key := record_key(record, _person_of(record, side))))
    in_register = PeopleIndex(_known_key(person) for person in registered)
    #: of an issue by its identity, since records of one row share theirs: the issue and what stands for it
    completed: dict[int, tuple[RowIssue, RowIssue]] = {}
    for record, person in unresolved:
        names = _names_meant(record, person, side, in_file, in_register)
        if on_person:
            person["candidates"] = names
        for warning in record.warnings:
            if warning.code == "initials_only" and (names or on_person):
                completed[id(warning)] = warning, replace(warning, candidates=tuple(names))
    for record in records if completed else ():
        record.warnings = [completed.get(id(warning), (None, warning))[1] for warning in record.warnings]


def _names_meant(
    record: ParsedRecord, person: ParsedFields, side: str | None, in_file: PeopleIndex, in_register: PeopleIndex
) -> list[str]:
    last, initials = person.text("last_name"), person.text("initials")
    organisation = record.organisation.id if record.organisation else None
    names = {key.ref.full_name for key in in_register.with_initials(last, initials, organisation)}
    folded = {tuple(map(fold_name_part, name.split(" ", 2))) for name in names}
    for key in in_file.with_initials(last, initials, organisation_id(record)):
        if tuple(part for part in key.name if part) not in folded:
            names.add(_full_name(_person_of(key.ref, side)))
    return sorted(names)


def _known_key(person: KnownPerson) -> PersonKey:
    return person_key(
        person, person.last_name, person.first_name, person.middle_name,
        organisation=person.organisation_id, birth_date=person.birth_date, phone=person.phone,
    )  # fmt: skip


def _person_of(record: ParsedRecord, side: str | None) -> ParsedFields:
    return record.fields if side is None else record.fields.person(side)


def _full_name(person: ParsedFields) -> str:
    parts = (person.text(name) for name in ("last_name", "first_name", "middle_name"))
    return " ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class _RecordPeriod(MenteePeriod):
    """The period of the pair of a record."""

    record: ParsedRecord


def check_cap(records: Sequence[ParsedRecord], columns: dict[str | None, str]) -> None:
    """The cap: every pair beyond the third of a mentor at one moment is an error that names all that compete."""
    by_mentor: dict[PersonKey, list[_RecordPeriod]] = defaultdict(list)
    for record in records:
        if record.status == "off" or record.errors:
            continue
        mentor = record_key(record, record.fields.person("mentor"))
        mentee = _mentee_key(record)
        if mentor and mentee:
            same = PersonKey(None, *mentor.name, _organisation_and_class(record, mentor))
            by_mentor[same].append(_RecordPeriod(mentee, *_period_of(record), record))
    for periods in by_mentor.values():
        if len(periods) > _LIMIT:
            _check_cap(periods, columns)


def _organisation_and_class(record: ParsedRecord, mentor: PersonKey) -> Any:
    """Pupils of one name in different classes are different mentors."""
    return mentor.organisation, record.fields.person("mentor").get("class")


def _mentee_key(record: ParsedRecord) -> tuple[Any, ...] | None:
    mentee = record.fields if "mentee" not in record.fields else record.fields.person("mentee")
    key = record_key(record, mentee)
    return (*key.name, key.birth_date) if key else None


def _period_of(record: ParsedRecord) -> tuple[dt.date, dt.date]:
    """Without dates a pair counts at every moment."""
    fields = record.fields
    return fields.day("starts_on") or dt.date.min, fields.day("ends_on") or dt.date.max


def _check_cap(periods: Sequence[_RecordPeriod], columns: dict[str | None, str]) -> None:
    accepted: list[_RecordPeriod] = []
    for period in periods:
        day = first_overfull_day([*accepted, period], period.starts_on, period.until, _LIMIT)
        if day is None:
            accepted.append(period)
            continue
        competing = [other for other in periods if other.covers(day)]
        rows = sorted({other.record.row for other in competing})
        people = len({other.mentee for other in competing})
        message = f"у наставника одновременно {people} наставляемых, допускается {_LIMIT}"
        record = period.record
        add_issue(record, CellIssue("cap_exceeded", message), columns.get(record.sheet), rows=tuple(rows))


def repeated_pairs(records: Sequence[ParsedRecord]) -> list[list[ParsedRecord]]:
    """Rows that hold the same pair with the same beginning."""
    groups: dict[Any, list[ParsedRecord]] = defaultdict(list)
    for record in records:
        mentor, mentee = record_key(record, record.fields.person("mentor")), _mentee_key(record)
        if mentor and mentee and record.status != "off":
            groups[mentor.name, mentor.organisation, mentee, record.fields.get("starts_on")].append(record)
    return [group for group in groups.values() if len(group) > 1]
