"""Rows of mentor banks, and of banks of mentors from enterprises."""

from __future__ import annotations

from imports.parsing.issues import ReportRecordIssue
from imports.parsing.parsed import ParsedRecord
from imports.parsing.rows.base import RowReader
from imports.person_cleaners import PersonPart
from imports.record_values import RowCells
from spreadsheets.cleaning.agreements import parse_agreement, parse_yes_no
from spreadsheets.cleaning.cell_issues import CellIssue
from spreadsheets.cleaning.experience import months_of_service
from spreadsheets.cleaning.inn import clean_inn

_EMPLOYER_YEARS = 5
_NO_NAME = {"last_name": None, "first_name": None, "middle_name": None}


class MentorRows(RowReader):
    def records_of(self, values: RowCells, record: ParsedRecord, report: ReportRecordIssue) -> list[ParsedRecord]:
        partners = self.table.kind == "partners"
        inn = self._inn(values, report)
        people = self.people[""].read(values, report)
        self.put_organisation(record, values, [("", person) for person in people], inn)
        if partners:
            record.fields["mentor_source"] = "предприятие"
        if "inn" in values:
            record.fields["inn"] = inn
        if not people:
            self.tell_missing_name(record, "")
            record.fields |= _NO_NAME
            self._papers(values, record, report)
            self.note(values, record, report)
            return [record]
        records = self.copies(record, len(people))
        for item, person in zip(records, people, strict=True):
            self._fill(item, person, values, partners)
        return records

    def _inn(self, values: RowCells, report: ReportRecordIssue) -> str | None:
        if "inn" not in values:
            return None
        inn, issues = clean_inn(values["inn"])
        for issue in issues:
            report(issue, "inn")
        return inn

    def _fill(self, record: ParsedRecord, person: PersonPart, values: RowCells, partners: bool) -> None:
        report = self.reporter(record)
        record.fields |= person.fields
        self.check_name(record, person, "")
        self.check_age(record, person, "")
        self._papers(values, record, report)
        if partners:
            record.fields["by_agreement"] = person.name.by_agreement
            self._check_employer(person, report)
        self.note(values, record, report)

    def _papers(self, values: RowCells, record: ParsedRecord, report: ReportRecordIssue) -> None:
        if "agreement" in values:
            agreement, issues = parse_agreement(values["agreement"])
            for issue in issues:
                report(issue, "agreement")
            record.fields |= {
                "agreement_status": agreement.status,
                "agreement_number": agreement.number,
                "agreement_date": agreement.day,
            }
        if "consent" in values:
            record.fields["consent"] = parse_yes_no(values["consent"])

    def _check_employer(self, person: PersonPart, report: ReportRecordIssue) -> None:
        """«Большой (от 5 лет) опыт работы» (Устюжна, п. 3.3.4)."""
        months = months_of_service(person.experience, self.today)
        if months is not None and months < _EMPLOYER_YEARS * 12:
            report(CellIssue("experience_below_5", "опыт наставника-работодателя меньше 5 лет"), "experience")
