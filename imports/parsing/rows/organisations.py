"""Rows of the list of organisations."""

from __future__ import annotations

from imports.field_definition import FieldGroup
from imports.field_lists import texts_of
from imports.parsing.issues import ReportRecordIssue
from imports.parsing.parsed import ParsedRecord
from imports.parsing.rows.base import RowReader
from imports.person_cleaners import read_text
from imports.record_values import RowCells
from russian.name_characters import unseen_character, wrong_character
from spreadsheets.cleaning.cell_issues import CellIssue
from spreadsheets.cleaning.inn import clean_inn
from spreadsheets.cleaning.phones import parse_phone

_NAMES = ("short_org_name", "organisation", "full_org_name")
#: Column code → field of the record, for texts taken over as they stand.
_TEXTS = {"org_type": "organisation_type", "email": "email"} | {
    code: code for code in texts_of(FieldGroup.ORGANISATION)
}


class OrganisationRows(RowReader):
    def records_of(self, values: RowCells, record: ParsedRecord, report: ReportRecordIssue) -> list[ParsedRecord]:
        names = {code: read_text(values[code], code, report) for code in _NAMES if code in values}
        full = names.get("full_org_name")
        short = names.get("short_org_name") or names.get("organisation")
        record.fields |= {"full_name": full or short, "short_name": short or full}
        if not (full or short):
            report(CellIssue("missing_name", "нет названия организации"), next(iter(names)))
        for code, name in _TEXTS.items():
            if code in values:
                record.fields[name] = read_text(values[code], code, report)
        self._check_head(record, report)
        if "inn" in values:
            record.fields["inn"], issues = clean_inn(values["inn"])
            for issue in issues:
                report(issue, "inn")
        if "phone" in values:
            phone, issues = parse_phone(values["phone"])
            for issue in issues:
                report(issue, "phone")
            record.fields["phone"] = phone.number or phone.raw
        self.organisations.recognise(record)
        return [record]

    @staticmethod
    def _check_head(record: ParsedRecord, report: ReportRecordIssue) -> None:
        """By the letters that a form allows; what papers cannot print is not written."""
        for code, check in (("head_name", wrong_character), ("head_position", unseen_character)):
            text = record.fields.text(code)
            if wrong := check(text):
                message = f"лишнее в сведениях о руководителе: {wrong}. Они записаны не будут"
                report(CellIssue("head_unreadable", message, text), code)
                record.fields[code] = None
