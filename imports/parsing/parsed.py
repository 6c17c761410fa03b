"""What a spreadsheet turned out to hold: plain data, no database.

``parse_file`` (see ``file_parsing.py``) returns a ``ParsedFile``. Everything a preview, an error file or a commit needs
is in it; it refers to organisations by the ``KnownOrganisation`` objects the caller passed in.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from imports.record_values import ParsedFields
from imports.row_data import RowIssue

BankKind = Literal["mentors", "mentees", "pairs", "partners", "organisations", "none"]
Status = Literal["ready", "review", "error", "off"]


@dataclass(frozen=True, slots=True)
class KnownOrganisation:
    """An organisation the register already holds. ``aliases`` are other spellings learned earlier."""

    id: Any
    short_name: str
    full_name: str = ""
    aliases: tuple[str, ...] = ()
    inn: str = ""


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A person the register already holds, as far as matching needs to know them.

    ``organisation_id`` is the ``id`` of a ``KnownOrganisation``; ``phone`` is E.164.
    """

    id: Any
    last_name: str
    first_name: str
    middle_name: str = ""
    organisation_id: Any = None
    birth_date: dt.date | None = None
    phone: str = ""

    @property
    def full_name(self) -> str:
        return " ".join(part for part in (self.last_name, self.first_name, self.middle_name) if part)


@dataclass(slots=True)
class ParsedRecord:
    """One person, pair or organisation found in one row (a row with two mentors gives two records, ``part`` 0 and 1).

    ``fields`` has the keys of ``expected.json`` with Python values: dates are ``date``, flags ``bool``, a person of a
    pair is a dict; only the fields the layout has are present. For ``organisations`` the keys are ``full_name``,
    ``short_name``, ``organisation_type``, ``inn``, ``head_position``, ``head_name``, ``address``, ``phone``, ``email``.

    ``organisation`` is the matched organisation or None, ``organisation_candidates`` what it might be.
    ``raw`` maps each heading to the cell as it stood in the file, hidden and forbidden columns left out.
    """

    row: int
    status: Status
    fields: ParsedFields
    cells: Sequence[Any] = ()
    raw_columns: Sequence[tuple[str, int]] = ()
    sheet: str | None = None
    part: int = 0
    organisation: KnownOrganisation | None = None
    organisation_candidates: tuple[KnownOrganisation, ...] = ()
    warnings: list[RowIssue] = field(default_factory=list)
    errors: list[RowIssue] = field(default_factory=list)

    @property
    def raw(self) -> dict[str, Any]:
        """Made when asked for: a hundred thousand records need not all carry theirs."""
        width = len(self.cells)
        return {heading: self.cells[index] if index < width else None for heading, index in self.raw_columns}

    def as_json(self, *, with_sheet: bool) -> dict[str, Any]:
        head: dict[str, Any] = {"sheet": self.sheet} if with_sheet else {}
        return head | {"row": self.row, "status": self.status} | jsonable(self.fields)


@dataclass(frozen=True, slots=True)
class SkippedRow:
    """A row that is no data.

    ``why``: numbering_row, blank, total, repeated_header, footnote, signature, page_mark, section (a row that only
    names the organisation of the rows below it, or groups them), other_table (of a table of something else,
    with its heading).
    """

    row: int
    why: str
    sheet: str | None = None


@dataclass(frozen=True, slots=True)
class IgnoredSheet:
    """``why``: text, summary_formulas, empty, hidden_sheet, not_chosen."""

    sheet: str
    why: str


@dataclass(frozen=True, slots=True)
class TableColumn:
    """One column of a table: ``index`` from 0, ``heading`` as in the file, ``field`` what it was taken for.

    ``field`` is a code of ``headings.FIELDS``; in tables of pairs prefixed ``mentor.`` or ``mentee.``. None: not
    understood, the caller may ask and pass ``mapping``. ``samples`` are up to three values to show when asking.
    """

    index: int
    heading: str
    field: str | None
    hidden: bool = False
    samples: tuple[str, ...] = ()


@dataclass(slots=True)
class Table:
    """One sheet that was read: where its heading ends, its columns, and its cells as they stood.

    ``cells`` maps the 1-based row number to the row's original values, for every row of the sheet (title included).
    """

    sheet: str | None
    header_row: int
    columns: list[TableColumn]
    cells: Mapping[int, Sequence[Any]]
    title: str = ""


@dataclass(slots=True)
class ParsedFile:
    """Everything found in one file. ``warnings`` and ``errors`` are all of them, those of records included.

    ``duplicates``: groups of rows that are one person (row numbers, or (sheet, row) with several sheets).
    ``declared_total``: the number the file itself states. ``organisation_spellings``: each spelling in the file and
    the short name it stands for, None when ambiguous or unknown. ``encoding``, ``delimiter``: of text files.
    ``school_year``: the year it starts in, from the title or the argument. ``kind_from``: what the kind was told from,
    as ``TableOnSheet`` has it.
    """

    kind: BankKind
    format: str
    kind_from: str = ""
    tables: list[Table] = field(default_factory=list)
    sheets_read: list[str] = field(default_factory=list)
    ignored_sheets: list[IgnoredSheet] = field(default_factory=list)
    encoding: str | None = None
    delimiter: str | None = None
    school_year: int | None = None
    records: list[ParsedRecord] = field(default_factory=list)
    skipped_rows: list[SkippedRow] = field(default_factory=list)
    declared_total: int | None = None
    duplicates: list[list[Any]] = field(default_factory=list)
    organisation_spellings: dict[str, str | None] = field(default_factory=dict)
    organisation_from: str | None = None
    warnings: list[RowIssue] = field(default_factory=list)
    errors: list[RowIssue] = field(default_factory=list)

    @property
    def header_rows(self) -> dict[str | None, int]:
        """Last row of the heading per sheet (the key is None for a text file)."""
        return {table.sheet: table.header_row for table in self.tables}

    @property
    def headings(self) -> list[str]:
        """Headings as in the file, of all sheets, each once."""
        return list(dict.fromkeys(column.heading for table in self.tables for column in table.columns))

    @property
    def unread_columns(self) -> list[str]:
        """Headings of columns that are shown and hold nothing known, each once."""
        columns = (column for table in self.tables for column in table.columns)
        return list(dict.fromkeys(c.heading for c in columns if c.field is None and not c.hidden))

    @property
    def data_rows(self) -> int:
        return len({(record.sheet, record.row) for record in self.records})

    @property
    def several_sheets(self) -> bool:
        return len(self.tables) > 1

    def count(self, status: Status) -> int:
        return sum(record.status == status for record in self.records)

    def as_json(self) -> dict[str, Any]:
        """The keys of the ``expected.json`` files."""
        many = self.several_sheets
        header_rows = self.header_rows
        return {
            "kind": self.kind,
            "kind_from": self.kind_from,
            "unread_columns": self.unread_columns,
            "sheets_to_read": self.sheets_read,
            "header_row": header_rows if many else next(iter(header_rows.values()), None),
            "ignored_sheets": [{"sheet": s.sheet, "why": s.why} for s in self.ignored_sheets],
            "encoding": self.encoding,
            "delimiter": self.delimiter,
            "school_year": f"{self.school_year}-{self.school_year + 1}" if self.school_year else None,
            "organisation_from": self.organisation_from,
            "data_rows": self.data_rows,
            "skipped_rows": [
                ({"sheet": s.sheet} if many else {}) | {"row": s.row, "why": s.why} for s in self.skipped_rows
            ],
            "declared_total": self.declared_total,
            "organisation_spellings": self.organisation_spellings,
            "duplicates": jsonable(self.duplicates),
            "warnings": [_issue_as_json(issue, with_sheet=many) for issue in self.warnings],
            "errors": [_issue_as_json(issue, with_sheet=many) for issue in self.errors],
            "records": [record.as_json(with_sheet=many) for record in self.records],
        }


def _issue_as_json(issue: RowIssue, *, with_sheet: bool) -> dict[str, Any]:
    """The keys of the ``expected.json`` files plus ``message``, ``before`` and ``after``."""
    out: dict[str, Any] = {"sheet": issue.sheet} if with_sheet else {}
    out |= {"row": issue.row, "column": issue.column, "code": issue.code, "message": issue.message}
    if issue.before is not None or issue.after is not None:
        out |= {"before": issue.before, "after": issue.after}
    return out | {key: value for key, value in issue.to_json().items() if key not in out and key != "sheet"}


def jsonable(value: Any) -> Any:
    """*value* with dates as ISO text, so that ``json.dumps`` accepts it."""
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: jsonable(item) for key, item in value.items()}
    if isinstance(value, Iterable) and not isinstance(value, (str, bytes)):
        return [jsonable(item) for item in value]
    return value
