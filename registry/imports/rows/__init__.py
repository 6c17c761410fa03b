"""Rows of a table → candidate records, one file per kind of table."""

import datetime as dt

from registry.imports.places import OrganisationReader, Surroundings
from registry.imports.rows.base import RowReader
from registry.imports.rows.mentees import MenteeRows
from registry.imports.rows.mentors import MentorRows
from registry.imports.rows.organisations import OrganisationRows
from registry.imports.rows.pairs import PairRows
from registry.imports.table_finding import FoundTable

_READERS: dict[str, type[RowReader]] = {
    "mentors": MentorRows,
    "partners": MentorRows,
    "mentees": MenteeRows,
    "pairs": PairRows,
    "organisations": OrganisationRows,
}


def row_reader(
    table: FoundTable,
    organisations: OrganisationReader,
    around: Surroundings,
    *,
    sheet: str | None,
    today: dt.date,
    school_year: int,
) -> RowReader:
    """The reader for the kind of *table*."""
    return _READERS[table.kind](table, organisations, around, sheet=sheet, today=today, school_year=school_year)
