"""Rows of mentee bases: pupils or teachers, with their mentor where the table names one."""

from __future__ import annotations

from imports.parsing.headings import MENTEE, MENTOR
from imports.parsing.issues import ReportRecordIssue
from imports.parsing.parsed import ParsedRecord
from imports.parsing.rows.base import RowReader
from imports.person_cleaners import PersonPart
from imports.record_values import ParsedFields, RowCells
from russian.school_year import first_day
from spreadsheets.cleaning.categories import GIFTED, is_sensitive
from spreadsheets.cleaning.cell_issues import CellIssue
from spreadsheets.cleaning.classes import class_number
from spreadsheets.cleaning.dates import age_on
from spreadsheets.cleaning.text import clean_cell

#: «Обучающиеся от 10 лет» (Кез, п. 1; Устюжна, п. 1.2).
_YOUNGEST_PUPIL = 10
_NO_NAME = {"last_name": None, "first_name": None, "middle_name": None}


class MenteeRows(RowReader):
    def records_of(self, values: RowCells, record: ParsedRecord, report: ReportRecordIssue) -> list[ParsedRecord]:
        role = MENTEE if any(code.startswith(f"{MENTEE}.") for code in values) else ""
        names_mentor = any(code.startswith(f"{MENTOR}.") for code in values)
        mentees = self.people[role].read(values, report)
        mentors = self.people[MENTOR].read(values, report) if names_mentor else []
        self.put_organisation(record, values, [(role, person) for person in mentees])
        couples = [(mentee, mentor) for mentee in mentees or (None,) for mentor in mentors or (None,)]
        records = self.copies(record, len(couples))
        for item, (mentee, mentor) in zip(records, couples, strict=True):
            self._fill(item, mentee, role)
            if names_mentor:
                self._fill_mentor(item, mentee, mentor)
            if "participant" in values:
                item.fields["participant"] = clean_cell(values["participant"]) or None
            self.note(values, item, self.reporter(item))
        return records

    def _fill(self, record: ParsedRecord, person: PersonPart | None, role: str) -> None:
        if person is None:
            self.tell_missing_name(record, role)
            record.fields |= _NO_NAME
            return
        record.fields |= person.fields
        self.check_name(record, person, role)
        self.check_age(record, person, role)
        self.check_young(record, person, role)
        self._check_pupil(record, role)

    def _check_pupil(self, record: ParsedRecord, role: str) -> None:
        report, fields, prefix = self.reporter(record), record.fields, f"{role}." if role else ""
        if is_sensitive(fields.texts("categories")):
            fields["sensitive"] = True
            message = "категория с ограниченным доступом: видна только внутри организации"
            report(CellIssue("sensitive_category", message), prefix + "mentee_category")
        if self.table.mentee_is_pupil and (born := fields.day("birth_date")):
            age = age_on(born, first_day(self.school_year))
            if age < _YOUNGEST_PUPIL:
                message = f"на 01.09.{self.school_year} исполнилось {age}, участвуют с {_YOUNGEST_PUPIL} лет"
                report(CellIssue("age_below_10", message), prefix + "birth_date")

    def _fill_mentor(self, record: ParsedRecord, mentee: PersonPart | None, mentor: PersonPart | None) -> None:
        """The pair stays a draft: nobody has consented yet."""
        record.fields["mentor"] = ParsedFields(mentor.fields) if mentor else None
        if mentor is None:
            return
        record.fields["pair_state"] = "draft"
        self.check_name(record, mentor, MENTOR)
        self.check_age(record, mentor, MENTOR)
        if mentee is not None:
            self._check_classes(record, mentee, mentor)

    def _check_classes(self, record: ParsedRecord, mentee: PersonPart, mentor: PersonPart) -> None:
        """A pupil who mentors is of a higher class, unless the two are equals (Устюжна, п. 3.1.4)."""
        above, below = class_number(mentor.fields.text("class")), class_number(mentee.fields.text("class"))
        if above is None or below is None or above > below:
            return
        if above == below and GIFTED in mentee.fields.texts("categories"):
            return
        message = f"наставник из {mentor.fields['class']}, наставляемый из {mentee.fields['class']}"
        self.reporter(record)(CellIssue("mentor_class_not_higher", message), self.name_code(MENTOR))
