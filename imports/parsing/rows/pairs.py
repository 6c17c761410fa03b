"""Rows of lists of pairs: a mentor, a mentee, a term, an order."""

from __future__ import annotations

import re
from typing import Any

from imports.field_definition import FieldGroup
from imports.field_lists import texts_of
from imports.parsing.headings import MENTEE, MENTOR
from imports.parsing.issues import ReportRecordIssue
from imports.parsing.parsed import ParsedRecord
from imports.parsing.row_organisation import quoted
from imports.parsing.rows.base import RowReader
from imports.person_cleaners import PersonPart, read_text
from imports.record_values import ParsedFields, RowCells
from registry.papers.numbers import clean_number
from registry.plausible_dates import LATEST, OLDEST_RECORD
from spreadsheets.cleaning.agreements import parse_order
from spreadsheets.cleaning.cell_issues import CellIssue
from spreadsheets.cleaning.dates import WrittenPeriod, months_between, parse_date, parse_period, parse_period_end
from spreadsheets.cleaning.text import clean_cell

_ONE_MEETING = re.compile(r"скоростн|однократн|разов", re.IGNORECASE)
_SHORTEST_MONTHS, _LONGEST_MONTHS = 3, 12
#: a term that begins before is more likely a slip: «2006» for «2026»; one too far ahead is refused by the rules
_OLDEST_YEAR = 2010
_SIDE_WORDS = {MENTOR: "наставник", MENTEE: "наставляемый"}
_ORDER_FIELDS = frozenset({"order", "order_number", "order_date"})
#: Free texts taken over as they stand.
_TEXT_FIELDS = texts_of(FieldGroup.PAIR)


class PairRows(RowReader):
    def records_of(self, values: RowCells, record: ParsedRecord, report: ReportRecordIssue) -> list[ParsedRecord]:
        mentees = self.people[MENTEE].read(values, report)
        mentors = self.people[MENTOR].read(values, report)
        self.put_organisation(record, values, [(MENTEE, p) for p in mentees] + [(MENTOR, p) for p in mentors])
        self._term(values, record, report)
        self._order(values, record, report)
        couples = [(mentor, mentee) for mentee in mentees or (None,) for mentor in mentors or (None,)]
        records = self.copies(record, len(couples))
        for item, (mentor, mentee) in zip(records, couples, strict=True):
            item.fields["mentor"] = self._side(item, mentor, MENTOR)
            item.fields["mentee"] = self._side(item, mentee, MENTEE)
            self._organisations_of_the_two(values, item)
            self._keep_notes(item)
            if mentor and mentee:
                self._check_two_people(item, mentor, mentee)
        return records

    def _side(self, record: ParsedRecord, person: PersonPart | None, role: str) -> ParsedFields | None:
        if person is None:
            self.tell_missing_name(record, role)
            return None
        fields = ParsedFields(person.fields)
        column = self.table.by_code.get(f"{role}.full_name")
        if role == MENTOR and column and column.meaning and column.meaning.bare_role:
            fields["raw_name"] = person.raw
        self.check_name(record, person, role)
        self.check_age(record, person, role)
        if role == MENTEE:
            self.check_young(record, person, role)
        return fields

    @staticmethod
    def _keep_notes(record: ParsedRecord) -> None:
        """What stands beside a name is of the person, but a pair has one note."""
        fields = record.fields
        notes = [f"{word}: {note}" for role, word in _SIDE_WORDS.items() if (note := fields.person(role).text("note"))]
        if notes:
            fields["note"] = "; ".join(filter(None, (fields.text("note"), *notes)))

    def _organisations_of_the_two(self, values: RowCells, record: ParsedRecord) -> None:
        """Where the two belong when that is told beside where the pair is led."""
        for role in (MENTOR, MENTEE):
            person, code = record.fields.person(role), f"{role}.organisation"
            if person and (name := clean_cell(values.get(code))):
                person["organisation"] = self.organisations.short_name_of(name)
                if person["organisation"] is None:
                    message = f"{quoted(name)}: такой организации нет в справочнике"
                    self.reporter(record)(CellIssue("place_of_work_unknown", message, before=name), code)

    def _check_two_people(self, record: ParsedRecord, mentor: PersonPart, mentee: PersonPart) -> None:
        name = mentor.name
        if name.first_name and not name.initials and name.full == mentee.name.full:
            message = f"{name.full}: наставник и наставляемый — один человек"
            self.reporter(record)(CellIssue("same_person", message), self.name_code(MENTEE))

    def _term(self, values: RowCells, record: ParsedRecord, report: ReportRecordIssue) -> None:
        fields = record.fields
        if "period" in values:
            period, issues = parse_period(values["period"])
            for issue in issues:
                report(issue, "period")
            self._tell_bare_years(period, values["period"], "period", report)
            fields |= {"starts_on": period.starts_on, "ends_on": period.ends_on}
        self._two_columns(values, fields, report)
        for code in _TEXT_FIELDS:
            if code in values:
                fields[code] = read_text(values[code], code, report)
        self._check_term(fields, report)

    def _two_columns(self, values: RowCells, fields: ParsedFields, report: ReportRecordIssue) -> None:
        """«Дата начала», «Дата окончания»; either may hold a whole term: «2026-2027 уч. год», «бессрочно»."""
        if "starts_on" in values:
            period, issues = parse_period(values["starts_on"])
            for issue in issues:
                report(issue, "starts_on")
            self._tell_bare_years(period, values["starts_on"], "starts_on", report)
            fields["starts_on"] = period.starts_on
            if period.ends_on and clean_cell(values.get("ends_on")) == "":
                fields["ends_on"] = period.ends_on
        if "ends_on" in values and clean_cell(values["ends_on"]):
            period, issues = parse_period_end(values["ends_on"])
            for issue in issues:
                report(issue, "ends_on")
            self._tell_bare_years(period, values["ends_on"], "ends_on", report)
            fields["ends_on"] = period.ends_on
        elif "ends_on" in values:
            fields.setdefault("ends_on", None)

    @staticmethod
    def _tell_bare_years(period: WrittenPeriod, value: Any, code: str, report: ReportRecordIssue) -> None:
        """A year alone is no day; what is taken for one is told and asked about."""
        bounds = []
        if period.starts_on and period.precision == "year":
            bounds.append(f"с {period.starts_on:%d.%m.%Y}")
        if period.ends_on and period.end_precision == "year":
            bounds.append(f"по {period.ends_on:%d.%m.%Y}")
        if bounds:
            text = clean_cell(value)
            message = f"«{text}»: указан только год; без исправления срок — {' '.join(bounds)}"
            report(CellIssue("period_incomplete", message, before=text), code)

    @staticmethod
    def _date(value: Any, code: str, report: ReportRecordIssue) -> Any:
        result, issues = parse_date(value)
        for issue in issues:
            report(issue, code)
        return result.day

    def _check_term(self, fields: ParsedFields, report: ReportRecordIssue) -> None:
        """Three months to a year, unless the pair meets only once (Устюжна, п. 3.7; A5.2)."""
        start, end = fields.day("starts_on"), fields.day("ends_on")
        for day, code in ((start, "starts_on"), (end, "ends_on")):
            if day and not OLDEST_RECORD <= day <= LATEST:
                message = f"{day:%d.%m.%Y}: в сроке пары бывают годы с {OLDEST_RECORD.year} по {LATEST.year}"
                report(CellIssue("period_impossible", message), code if code in self.table.by_code else "period")
                return
        if not start or not end:
            return
        one_cell = "period" in self.table.by_code
        column = "period" if one_cell else "ends_on"
        if end < start:
            if not one_cell:
                report(CellIssue("period_reversed", "дата окончания раньше даты начала"), column)
            return
        if start.year < _OLDEST_YEAR:
            message = f"срок с {start:%d.%m.%Y} по {end:%d.%m.%Y}: проверьте годы"
            report(CellIssue("period_unlikely", message), "period" if one_cell else "starts_on")
        months = months_between(start, end)
        if months < _SHORTEST_MONTHS and not _ONE_MEETING.search(fields.text("kind")):
            report(CellIssue("programme_too_short", "срок программы от 3 месяцев до 1 года"), column)
        elif months > _LONGEST_MONTHS:
            report(CellIssue("programme_too_long", "срок программы от 3 месяцев до 1 года"), column)

    def _order(self, values: RowCells, record: ParsedRecord, report: ReportRecordIssue) -> None:
        """The order's number and date: from columns of their own, or found in the note."""
        fields = record.fields
        in_note = "note" in values and _ORDER_FIELDS.isdisjoint(values)
        source = "order" if "order" in values else "note" if in_note else None
        if source:
            order, issues = parse_order(values[source], is_order=source == "order")
            for issue in issues:
                report(issue, source)
            fields |= {"order_number": order.number, "order_date": order.day, "note": order.note}
        if "order_number" in values:
            fields["order_number"] = clean_number(clean_cell(values["order_number"])) or None
        if "order_date" in values:
            fields["order_date"] = self._date(values["order_date"], "order_date", report)
        if source != "note":
            self.note(values, record, report)
