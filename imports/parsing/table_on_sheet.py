"""A table that was found on a sheet: plain data."""

from __future__ import annotations

from dataclasses import dataclass, field

from imports.parsing.headings import HeadingMeaning
from spreadsheets.reading.workbook import Sheet


@dataclass(slots=True)
class ColumnOnSheet:
    """``code`` is the field, with ``mentor.`` or ``mentee.`` before it where the table tells them apart."""

    index: int
    heading: str
    meaning: HeadingMeaning | None
    code: str | None = None
    hidden: bool = False
    #: Holds the same as a column before it, which is the one that is read.
    repeats: bool = False


@dataclass(slots=True)
class TableOnSheet:
    """``header_row`` is the last row of the heading (from 1), ``first_header_row`` its first."""

    sheet: Sheet
    first_header_row: int
    header_row: int
    columns: list[ColumnOnSheet]
    kind: str = "none"
    title: str = ""
    mentee_is_pupil: bool = False
    young_specialists: bool = False
    #: what the kind was told from: stated, columns, title, sheet_name, file_name; columns_alike where the columns fit
    #: several kinds, and nowhere where there is nothing but names
    kind_from: str = ""
    by_code: dict[str, ColumnOnSheet] = field(default_factory=dict)
    #: «Наставляемый 1», «Наставляемый 2»: columns of each further person of the same side, by code
    more_people: list[dict[str, int]] = field(default_factory=list)
    #: rows of their own that have told the last column (``section_columns.py``), and that column
    section_rows: frozenset[int] = frozenset()
    section_column: int | None = None
