"""Facts of a batch about its file as a whole: how it was read, and which cells were corrected.

Frozen data with the JSON form that the database stores. Facts of single rows are in `row_data`.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class SheetLayout:
    """A sheet that was read. `name`: None for a text file. `header_row`: the last row of the heading, from 1."""

    name: str | None
    header_row: int
    title: str = ""


@dataclass(frozen=True, slots=True)
class ColumnLayout:
    """`field`: code of the field that the column was taken for; None when nobody understood the heading.

    `index`: from 0; None in batches of an older portal. `samples`: the first cells, none of a personal number.
    """

    heading: str
    field: str | None
    hidden: bool = False
    sheet: str = ""
    index: int | None = None
    samples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UnreadSheet:
    """`why`: a code of `imports.parsing.parsed.IgnoredSheet`."""

    name: str
    why: str


@dataclass(frozen=True, slots=True)
class UnreadRow:
    """`why`: a code of `imports.parsing.parsed.SkippedRow`."""

    row: int
    why: str


@dataclass(frozen=True, slots=True)
class AppliedMapping:
    """The remembered answer by which the columns were read: when it was given (ISO), and by whom."""

    at: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class HeadingGuess:
    """A sheet in which no heading was found: `header_row` may be it; `rows`: number of a row, from 1 → its texts."""

    sheet: str
    header_row: int
    rows: Mapping[int, list[str]]


@dataclass(frozen=True, slots=True)
class FileLayout:
    """`read_on`: ISO day; `sheet`: the only one that was requested; `declared_total`: the rows that the file states."""

    read_on: str = ""
    format: str = ""
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    sheets: tuple[SheetLayout, ...] = ()
    ignored_sheets: tuple[UnreadSheet, ...] = ()
    headings: tuple[str, ...] = ()
    columns: tuple[ColumnLayout, ...] = ()
    declared_total: int | None = None
    skipped_rows: tuple[UnreadRow, ...] = ()
    remembered: AppliedMapping | None = None
    guesses: tuple[HeadingGuess, ...] = field(default=())

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        plain = {name: data[name] for name in _PLAIN if name in data}
        remembered = data.get("remembered")
        return cls(
            **plain,
            sheets=tuple(SheetLayout(**sheet) for sheet in data.get("sheets", ())),
            ignored_sheets=tuple(UnreadSheet(**sheet) for sheet in data.get("ignored_sheets", ())),
            headings=tuple(data.get("headings", ())),
            columns=tuple(
                ColumnLayout(**{**column, "samples": tuple(column.get("samples", ()))})
                for column in data.get("columns", ())
            ),
            skipped_rows=tuple(UnreadRow(**row) for row in data.get("skipped_rows", ())),
            remembered=AppliedMapping(**remembered) if remembered else None,
            guesses=tuple(
                HeadingGuess(**{**guess, "rows": {int(number): texts for number, texts in guess["rows"].items()}})
                for guess in data.get("guesses", ())
            ),
        )

    def to_json(self) -> dict[str, Any]:
        """Empty facts are left out; numbers of rows are texts, as JSON requires."""
        data = {name: value for name, value in asdict(self).items() if value not in (None, "", ())}
        for guess in data.get("guesses", ()):
            guess["rows"] = {str(number): texts for number, texts in guess["rows"].items()}
        return data


@dataclass(frozen=True, slots=True)
class CellCorrection:
    """A cell put right in review: it reads `value` instead of `before`, which the file has. `sheet`: «» of a text file.

    `by`: primary key of who did it; `at`: the moment, ISO, the same for all cells of one action.
    """

    sheet: str
    row: int
    heading: str
    value: str
    before: str
    by: int
    at: str

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        return cls(**data)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def row_address(self) -> tuple[str, int]:
        return self.sheet, self.row

    @property
    def cell_address(self) -> tuple[str, int, str]:
        return self.sheet, self.row, self.heading

    @property
    def action(self) -> tuple[str, str, int]:
        """The mark that all cells of one action share."""
        return self.heading, self.at, self.by


_PLAIN = ("read_on", "format", "encoding", "delimiter", "sheet", "declared_total")
