"""The one entry to the database-free half of an import: bytes in, candidate records out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from registry.imports.parsed import KnownOrganisation, KnownPerson, ParsedFile
from registry.imports.problems import NoHeaderRow


def parse_file(
    data: bytes,
    *,
    filename: str,
    organisations: Sequence[KnownOrganisation],
    today: dt.date,
    kind: str = "auto",
    default_organisation: KnownOrganisation | None = None,
    people: Sequence[KnownPerson] = (),
    sheet: str | None = None,
    mapping: Mapping[str, str | None] | None = None,
    organisation_answers: Mapping[str, KnownOrganisation | None] | None = None,
    school_year: int | None = None,
) -> ParsedFile:
    """Read an uploaded spreadsheet into candidate records.

    *filename* is only a hint for the kind; the format is told from the bytes.
    *kind* is ``auto`` or a ``Kind``. *organisations* are those of the municipality (all that may be matched),
    *default_organisation* is used where the file names none. *people* are known people, used only to offer
    candidates for names with initials; matching against the database is the caller's.
    *sheet* restricts reading to one sheet. *mapping* overrules what headings mean: heading as in the file →
    field code of ``headings.FIELDS``, or None for "do not import".
    *organisation_answers* are a clerk's answers for spellings: text as in the file → organisation.
    *school_year* is the year it starts in; without it the title is searched, then *today* decides.

    Raises ``UnreadableFile`` (a subclass says why) when no table can be found at all.
    """
    raise NoHeaderRow
