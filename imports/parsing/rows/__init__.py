"""Rows of a table → candidate records, one file per kind of table."""

import datetime as dt

from imports.parsing.row_organisation import OrganisationReader, TableOrganisation
from imports.parsing.rows.base import RowReader
from imports.parsing.rows.mentees import MenteeRows
from imports.parsing.rows.mentors import MentorRows
from imports.parsing.rows.organisations import OrganisationRows
from imports.parsing.rows.pairs import PairRows
from imports.parsing.table_on_sheet import TableOnSheet

_READERS: dict[str, type[RowReader]] = {
    "mentors": MentorRows,
    "partners": MentorRows,
    "mentees": MenteeRows,
    "pairs": PairRows,
    "organisations": OrganisationRows,
}


def row_reader(
    table: TableOnSheet,
    organisations: OrganisationReader,
    context: TableOrganisation,
    *,
    sheet: str | None,
    today: dt.date,
    school_year: int,
) -> RowReader:
    """The reader for the kind of *table*."""
    return _READERS[table.kind](table, organisations, context, sheet=sheet, today=today, school_year=school_year)
