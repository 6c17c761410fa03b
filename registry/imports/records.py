"""Rows of one table → candidate records."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from typing import Any

from registry.imports.cleaning.agreements import parse_agreement, parse_order, parse_yes_no
from registry.imports.cleaning.categories import GIFTED, is_sensitive
from registry.imports.cleaning.classes import class_number
from registry.imports.cleaning.dates import age_on, months_between, parse_date, parse_period
from registry.imports.cleaning.experience import months_of_service
from registry.imports.cleaning.findings import Finding
from registry.imports.cleaning.inn import clean_inn
from registry.imports.cleaning.phones import parse_phone
from registry.imports.cleaning.text import clean_cell, clean_text
from registry.imports.codes import Gravity, gravity_of
from registry.imports.headings import FORBIDDEN_FIELDS, MENTEE, MENTOR, PERSONAL_FIELDS
from registry.imports.parsed import Issue, Record
from registry.imports.person_fields import PersonPart, PersonReader, read_text
from registry.imports.places import OrganisationReader, Surroundings
from registry.imports.table_finding import FoundTable
from registry.school_year import first_day

_DISMISSED = re.compile(r"\bуволен|\bуволил|\bвыбыл|\bрасторгнут\w* трудов", re.IGNORECASE)
_DITTO = frozenset({"-//-", "–//–", "—//—", "--//--", "//", "-\"-", "—\"—", "\"", "''", "〃", "«", "»", "-»-", "то же", "так же", "там же", "-\\\\-"})  # fmt: skip
_ONE_MEETING = re.compile(r"скоростн|однократн|разов", re.IGNORECASE)
_EMPLOYER_YEARS, _YOUNG_YEARS, _YOUNGEST_PUPIL = 5, 3, 10
_SHORTEST_MONTHS, _LONGEST_MONTHS = 3, 12

#: Free texts taken over as they stand.
_TEXT_FIELDS = ("form", "model", "kind")


class RecordBuilder:
    """Builds the records of one table."""

    def __init__(
        self,
        table: FoundTable,
        organisations: OrganisationReader,
        surroundings: Surroundings,
        *,
        sheet: str | None,
        today: dt.date,
        school_year: int,
    ) -> None:
        self._table = table
        self._kind = table.kind
        self._organisations = organisations
        self._around = surroundings
        self._sheet = sheet
        self._today = today
        self._school_year = school_year
        self._columns = [(code, column.index) for code, column in table.by_code.items() if code != "number"]
        self._headings = {code: column.heading for code, column in table.by_code.items()}
        self._raw_columns = [
            (column.heading, column.index)
            for column in table.columns
            if not column.hidden and column.code not in FORBIDDEN_FIELDS
        ]
        self._above: dict[str, Any] = {}
        self._build: Callable[[int, dict[str, Any], dict[str, Any]], list[Record]] = {
            "organisations": self._organisation,
            "pairs": self._pairs,
            "mentees": self._mentees,
        }.get(self._kind, self._people)
        self._readers = {role: self._reader(role) for role in ("", MENTOR, MENTEE)}
        self._has_order_column = not {"order", "order_number", "order_date"}.isdisjoint(table.by_code)

    def _reader(self, role: str) -> PersonReader:
        prefix = f"{role}." if role else ""
        codes = {name: prefix + name for name in PERSONAL_FIELDS if prefix + name in self._table.by_code}
        return PersonReader(codes, self._organisations.knows, self._today, always_since=self._kind == "partners")

    def build(self, number: int, row: Sequence[Any], around: Surroundings | None = None) -> list[Record]:
        """The records of row *number*; *around* replaces what surrounds it (a section row)."""
        if around is not None:
            self._around = around
        width = len(row)
        values = {code: row[index] if index < width else None for code, index in self._columns}
        raw = {heading: row[index] if index < width else None for heading, index in self._raw_columns}
        self._repeat_above(values)
        records = self._build(number, values, raw)
        self._mark(number, values, records)
        return records

    def _repeat_above(self, values: dict[str, Any]) -> None:
        """Ditto marks mean the cell above."""
        for code, value in values.items():
            if type(value) is str and value and value.strip().lower() in _DITTO:
                values[code] = self._above.get(code)
        self._above = values

    def _record(self, number: int, raw: dict[str, Any], part: int = 0) -> Record:
        return Record(row=number, status="ready", fields={}, raw=raw, sheet=self._sheet, part=part)

    def _teller(self, record: Record) -> Callable[..., None]:
        def tell(finding: Finding, code: str | None, extra: dict[str, Any] | None = None) -> None:
            add_issue(record, finding, self._headings.get(code, code) if code else None, extra)

        return tell

    # People: mentors, and mentors from enterprises

    def _people(self, number: int, values: dict[str, Any], raw: dict[str, Any]) -> list[Record]:
        record = self._record(number, raw)
        tell = self._teller(record)
        inn = None
        if "inn" in values:
            inn, findings = clean_inn(values["inn"])
            for finding in findings:
                tell(finding, "inn")
        people = self._readers[""].read(values, tell)
        self._place(record, values, people, inn, tell)
        if self._kind == "partners":
            record.fields |= {"mentor_source": "предприятие"}
            if "inn" in values:
                record.fields["inn"] = inn
        records = self._one_each(record, people, "")
        for item, person in zip(records, people or [None], strict=False):
            self._finish_person(item, values, person)
        return records

    def _finish_person(self, record: Record, values: dict[str, Any], person: PersonPart | None) -> None:
        tell = self._teller(record)
        if "agreement" in values:
            agreement, findings = parse_agreement(values["agreement"])
            for finding in findings:
                tell(finding, "agreement")
            record.fields |= {
                "agreement_status": agreement.status,
                "agreement_number": agreement.number,
                "agreement_date": agreement.day,
            }
        if "consent" in values:
            record.fields["consent"] = parse_yes_no(values["consent"])
        if self._kind == "partners" and person:
            record.fields["by_agreement"] = person.name.by_agreement
            self._check_employer(person, tell)
        if "note" in values:
            record.fields["note"] = read_text(values["note"], "note", tell)

    def _check_employer(self, person: PersonPart, tell: Callable[..., None]) -> None:
        """«Большой (от 5 лет) опыт работы» (Устюжна, п. 3.3.4)."""
        months = months_of_service(person.experience, self._today)
        if months is not None and months < _EMPLOYER_YEARS * 12:
            tell(Finding("experience_below_5", "опыт наставника-работодателя меньше 5 лет"), "experience")

    def _one_each(self, record: Record, people: list[PersonPart], role: str) -> list[Record]:
        """One record per person of the row; a row without a name is one record with an error."""
        if not people:
            self._tell_missing_name(record, role)
            record.fields |= {"last_name": None, "first_name": None, "middle_name": None}
            return [record]
        records = []
        for part, person in enumerate(people):
            item = record if part == 0 else self._copy(record, part)
            records.append(item)
        for item, person in zip(records, people, strict=True):
            item.fields |= person.fields
            self._check_name(item, person, role)
        return records

    def _copy(self, record: Record, part: int) -> Record:
        return Record(
            row=record.row, status=record.status, fields=dict(record.fields), raw=record.raw, sheet=record.sheet,
            part=part, organisation=record.organisation, organisation_candidates=record.organisation_candidates,
        )  # fmt: skip

    def _name_column(self, role: str, name: str = "") -> str:
        """The code of the column a name came from."""
        prefix = f"{role}." if role else ""
        if prefix + "full_name" in self._table.by_code:
            return prefix + "full_name"
        return prefix + (name or "last_name")

    def _tell_missing_name(self, record: Record, role: str) -> None:
        code = self._name_column(role)
        column = self._table.by_code.get(code)
        if column and (record.row, column.index) in self._table.sheet.valueless_formulas:
            return
        self._teller(record)(Finding("missing_name", "не указаны фамилия и имя"), code)

    def _check_name(self, record: Record, person: PersonPart, role: str) -> None:
        tell = self._teller(record)
        if person.by_initials:
            message = f"«{person.name.raw}»: вместо имени и отчества инициалы"
            tell(Finding("initials_only", message, before=person.name.raw), self._name_column(role))
        elif not person.name.last_name:
            tell(Finding("missing_name", "нет фамилии"), self._name_column(role))
        elif not person.name.first_name:
            tell(Finding("missing_name", "нет имени"), self._name_column(role, "first_name"))

    def _place(
        self, record: Record, values: dict[str, Any], people: list[PersonPart], inn: str | None, tell: Any
    ) -> None:
        """The organisation: its column, a part of a person's cell, or what surrounds the table."""
        own = values.get("organisation")
        if own is not None and clean_cell(own):
            self._organisations.fill(record, own, "organisation", inn, tell)
            return
        for role, person in (("", person) for person in people):
            if person.organisation_text:
                self._organisations.fill(record, person.organisation_text, self._name_column(role), None, tell)
                return
        column = "organisation" if "organisation" in values else None
        self._organisations.apply(record, self._around.match, "", column, tell)

    # Mentees, with their mentor where the table names one

    def _mentees(self, number: int, values: dict[str, Any], raw: dict[str, Any]) -> list[Record]:
        role = MENTEE if any(code.startswith("mentee.") for code in values) else ""
        record = self._record(number, raw)
        tell = self._teller(record)
        people = self._readers[role].read(values, tell)
        self._place(record, values, people, None, tell)
        mentors = self._readers[MENTOR].read(values, tell) if role else []
        records = self._one_each(record, people, role)
        for item, person in zip(records, people, strict=False):
            self._finish_mentee(item, values, person, mentors, role)
        return records

    def _finish_mentee(
        self, record: Record, values: dict[str, Any], person: PersonPart, mentors: list[PersonPart], role: str
    ) -> None:
        tell = self._teller(record)
        fields = record.fields
        prefix = f"{role}." if role else ""
        if f"{MENTOR}.full_name" in values or f"{MENTOR}.last_name" in values:
            mentor = mentors[0] if mentors else None
            fields["mentor"] = mentor.fields if mentor else None
            if mentor:
                self._check_mentor(record, mentor)
                self._check_classes(person, mentor, tell)
        if is_sensitive(fields.get("categories") or []):
            fields["sensitive"] = True
            message = "категория с ограниченным доступом: видна только внутри организации"
            tell(Finding("sensitive_category", message), prefix + "mentee_category")
        if fields.get("mentor"):
            fields["pair_state"] = "draft"
        if self._table.mentee_is_pupil and fields.get("birth_date"):
            age = age_on(fields["birth_date"], first_day(self._school_year))
            if age < _YOUNGEST_PUPIL:
                message = f"на 01.09.{self._school_year} исполнилось {age}, участвуют с {_YOUNGEST_PUPIL} лет"
                tell(Finding("age_below_10", message), prefix + "birth_date")
        self._check_young(person, role, tell)
        if "note" in values:
            fields["note"] = read_text(values["note"], "note", tell)

    def _check_mentor(self, record: Record, mentor: PersonPart) -> None:
        self._check_name(record, mentor, MENTOR)

    def _check_classes(self, mentee: PersonPart, mentor: PersonPart, tell: Callable[..., None]) -> None:
        """A pupil who mentors is of a higher class, unless they are equals (Устюжна, п. 3.1.4)."""
        mentors, mentees = class_number(mentor.fields.get("class")), class_number(mentee.fields.get("class"))
        equals = mentors == mentees and GIFTED in (mentee.fields.get("categories") or [])
        if mentors is not None and mentees is not None and mentors <= mentees and not equals:
            message = f"наставник из {mentor.fields['class']}, наставляемый из {mentee.fields['class']}"
            tell(Finding("mentor_class_not_higher", message), self._name_column(MENTOR))

    def _check_young(self, person: PersonPart, role: str, tell: Callable[..., None]) -> None:
        """«Молодой специалист» has worked for three years at most (Устюжна, п. 3.2.4)."""
        months = months_of_service(person.experience, self._today)
        if self._table.young_specialists and months is not None and months > _YOUNG_YEARS * 12:
            prefix = f"{role}." if role else ""
            code = prefix + "experience"
            column = code if code in self._table.by_code else self._name_column(role)
            tell(Finding("young_specialist_over_3_years", "стаж больше 3 лет"), column)

    # Pairs

    def _pairs(self, number: int, values: dict[str, Any], raw: dict[str, Any]) -> list[Record]:
        record = self._record(number, raw)
        tell = self._teller(record)
        mentees = self._readers[MENTEE].read(values, tell)
        mentors = self._readers[MENTOR].read(values, tell)
        self._place(record, values, [*mentees, *mentors], None, tell)
        self._terms(record, values, tell)
        records = []
        for mentee in mentees or [None]:
            for mentor in mentors or [None]:
                item = record if not records else self._copy(record, len(records))
                records.append(item)
        pairs = [(mentor, mentee) for mentee in mentees or [None] for mentor in mentors or [None]]
        for item, (mentor, mentee) in zip(records, pairs, strict=True):
            self._finish_pair(item, mentor, mentee)
        return records

    def _finish_pair(self, record: Record, mentor: PersonPart | None, mentee: PersonPart | None) -> None:
        tell = self._teller(record)
        record.fields["mentor"] = self._side(record, mentor, MENTOR)
        record.fields["mentee"] = self._side(record, mentee, MENTEE)
        if mentee:
            self._check_young(mentee, MENTEE, tell)
        if mentor and mentee and mentor.name.full and mentor.name.full == mentee.name.full and not mentor.by_initials:
            message = f"{mentor.name.full}: наставник и наставляемый – один человек"
            tell(Finding("same_person", message), self._name_column(MENTEE))

    def _side(self, record: Record, person: PersonPart | None, role: str) -> dict[str, Any] | None:
        if person is None:
            self._tell_missing_name(record, role)
            return None
        fields = dict(person.fields)
        code = f"{role}.full_name"
        column = self._table.by_code.get(code)
        if role == MENTOR and column and column.meaning and column.meaning.bare_role:
            fields["raw_name"] = person.raw
        self._check_name(record, person, role)
        return fields

    def _terms(self, record: Record, values: dict[str, Any], tell: Callable[..., None]) -> None:
        fields = record.fields
        if "period" in values:
            period, findings = parse_period(values["period"])
            for finding in findings:
                tell(finding, "period")
            fields |= {"starts_on": period.starts_on, "ends_on": period.ends_on}
        for code in ("starts_on", "ends_on"):
            if code in values:
                result, findings = parse_date(values[code])
                for finding in findings:
                    tell(finding, code)
                fields[code] = result.day
        self._order(record, values, tell)
        for code in _TEXT_FIELDS:
            if code in values:
                fields[code] = read_text(values[code], code, tell)
        self._check_term(fields, tell)

    def _order(self, record: Record, values: dict[str, Any], tell: Callable[..., None]) -> None:
        """The order's number and date: from columns of their own, or found in the note."""
        fields = record.fields
        source = "order" if "order" in values else "note" if "note" in values and not self._has_order_column else None
        if source:
            order, findings = parse_order(values[source])
            for finding in findings:
                tell(finding, source)
            fields |= {"order_number": order.number, "order_date": order.day, "note": order.note}
        if "order_number" in values:
            fields["order_number"] = clean_cell(values["order_number"]).removeprefix("№").strip() or None
        if "order_date" in values:
            result, findings = parse_date(values["order_date"])
            for finding in findings:
                tell(finding, "order_date")
            fields["order_date"] = result.day
        if "note" in values and source != "note":
            fields["note"] = read_text(values["note"], "note", tell)

    def _check_term(self, fields: dict[str, Any], tell: Callable[..., None]) -> None:
        """Three months to a year, unless the pair meets only once (Устюжна, п. 3.7; A5.2)."""
        start, end = fields.get("starts_on"), fields.get("ends_on")
        if not start or not end:
            return
        column = "period" if "period" in self._table.by_code else "ends_on"
        if end < start:
            if "period" not in self._table.by_code:
                tell(Finding("period_reversed", "дата окончания раньше даты начала"), column)
            return
        months = months_between(start, end)
        if months < _SHORTEST_MONTHS and not _ONE_MEETING.search(fields.get("kind") or ""):
            tell(Finding("programme_too_short", "срок программы от 3 месяцев до 1 года"), column)
        elif months > _LONGEST_MONTHS:
            tell(Finding("programme_too_long", "срок программы от 3 месяцев до 1 года"), column)

    # Organisations

    def _organisation(self, number: int, values: dict[str, Any], raw: dict[str, Any]) -> list[Record]:
        record = self._record(number, raw)
        tell = self._teller(record)
        full = read_text(values.get("full_org_name"), "full_org_name", tell)
        short = read_text(values.get("short_org_name", values.get("organisation")), "short_org_name", tell)
        record.fields |= {"full_name": full or short, "short_name": short or full}
        if not (full or short):
            code = next(c for c in ("short_org_name", "organisation", "full_org_name") if c in self._table.by_code)
            tell(Finding("missing_name", "нет названия организации"), code)
        for code, name in (("org_type", "organisation_type"), ("head_position", "head_position"), ("address", "address"), ("email", "email")):  # fmt: skip
            if code in values:
                record.fields[name] = read_text(values[code], code, tell)
        if "head_name" in values:
            record.fields["head_name"] = read_text(values["head_name"], "head_name", tell)
        if "inn" in values:
            record.fields["inn"], findings = clean_inn(values["inn"])
            for finding in findings:
                tell(finding, "inn")
        if "phone" in values:
            phone, findings = parse_phone(values["phone"])
            for finding in findings:
                tell(finding, "phone")
            record.fields["phone"] = phone.number or phone.raw
        self._organisations.recognise(record)
        return [record]

    # Marks of the whole row

    def _mark(self, number: int, values: dict[str, Any], records: list[Record]) -> None:
        sheet = self._table.sheet
        if number in sheet.hidden_rows:
            self._mark_all(records, Finding("hidden_row", "строка скрыта; по умолчанию не загружается"), None)
        if sheet.struck and self._is_struck(number, values):
            self._mark_all(records, Finding("struck_row", "строка зачёркнута; по умолчанию не загружается"), None)
        note = values.get("note")
        if note is not None and _DISMISSED.search(clean_text(str(note))):
            message = f"отмечено увольнение («{clean_text(str(note))}»); по умолчанию не загружается"
            self._mark_all(records, Finding("marked_dismissed", message), self._headings["note"])
        if sheet.valueless_formulas:
            for code, index in self._columns:
                if (number, index) in sheet.valueless_formulas:
                    message = "в ячейке формула без сохранённого значения"
                    self._mark_all(records, Finding("formula_without_value", message), self._headings[code])
        if sheet.comments:
            for code, index in self._columns:
                if comment := sheet.comments.get((number, index)):
                    message = f"примечание к ячейке: «{comment}»"
                    self._mark_all(records, Finding("cell_comment", message), self._headings[code])

    @staticmethod
    def _mark_all(records: list[Record], finding: Finding, column: str | None) -> None:
        for record in records:
            add_issue(record, finding, column)

    def _is_struck(self, number: int, values: dict[str, Any]) -> bool:
        """Every filled cell of the row is struck through."""
        filled = [index for code, index in self._columns if values.get(code) is not None]
        return bool(filled) and all((number, index) in self._table.sheet.struck for index in filled)


def add_issue(record: Record, finding: Finding, column: str | None, extra: dict[str, Any] | None = None) -> None:
    """Add a finding to a record as a warning or an error, and let its status follow."""
    gravity = gravity_of(finding.code)
    issue = Issue(
        finding.code, finding.message, record.row, column, record.sheet, finding.before, finding.after, extra or {}
    )
    (record.errors if gravity is Gravity.ERROR else record.warnings).append(issue)


def settle_status(record: Record) -> None:
    """off, then error, then review, then ready."""
    gravities = {gravity_of(issue.code) for issue in record.warnings}
    if Gravity.OFF in gravities:
        record.status = "off"
    elif record.errors:
        record.status = "error"
    elif Gravity.REVIEW in gravities:
        record.status = "review"
    else:
        record.status = "ready"
