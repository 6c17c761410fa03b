"""Spreadsheet import. The database-free half: bytes → sheets → table → cleaned candidate records.

Callers need ``parse_file`` and the plain data of ``parsed``; a file that cannot be read at all raises
``UnreadableFile`` with a message for the user.
"""

from imports.parsing.file_parsing import parse_file
from imports.parsing.parsed import (
    IgnoredSheet,
    KnownOrganisation,
    KnownPerson,
    ParsedFile,
    ParsedRecord,
    SkippedRow,
    Table,
    TableColumn,
)
from spreadsheets.unreadable_files import UnreadableFile

__all__ = [
    "IgnoredSheet",
    "KnownOrganisation",
    "KnownPerson",
    "ParsedFile",
    "ParsedRecord",
    "SkippedRow",
    "Table",
    "TableColumn",
    "UnreadableFile",
    "parse_file",
]
