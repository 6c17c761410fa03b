"""One table on its way into a file: a title, headings, and rows that are made while they are written."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, islice

from tablib import Dataset

from spreadsheets.writing.typed_cells import Cell, as_cell, harmless, harmless_name

_ROWS_MEASURED = 200
_NARROWEST, _WIDEST = 9, 60
#: characters that the sign of the filter takes from a heading
_FILTER_SIGN = 3
_FORBIDDEN_IN_TITLE = str.maketrans(dict.fromkeys("[]:*?/\\\n", " "))
_LONGEST_TITLE = 31


@dataclass
class ExportSheet:
    """`rows` may be walked once."""

    title: str
    headings: Sequence[str]
    rows: Iterable[Sequence[object]]

    @classmethod
    def of(cls, dataset: Dataset) -> "ExportSheet":
        return cls(dataset.title or "Лист1", dataset.headers or [], list(dataset))

    @property
    def name(self) -> str:
        return sheet_name(self.title)

    @property
    def heading_cells(self) -> list[str]:
        return [harmless(heading) for heading in self.headings]

    def cells(self) -> Iterator[list[Cell]]:
        for row in self.rows:
            yield [as_cell(value) for value in row]

    def measured(self) -> tuple[list[int], Iterator[list[Cell]]]:
        """Widths of the columns in characters, by the heading and the first rows, and all rows."""
        cells = self.cells()
        first = list(islice(cells, _ROWS_MEASURED))
        widths = [_width_of_heading(heading) for heading in self.headings]
        for row in first:
            for index, cell in enumerate(row[: len(widths)]):
                widths[index] = max(widths[index], min(_WIDEST, _length(cell) + 2))
        return widths, chain(first, cells)


def sheet_name(title: str) -> str:
    """The title as the name of a sheet may be."""
    return harmless_name(harmless(title).translate(_FORBIDDEN_IN_TITLE))[:_LONGEST_TITLE].rstrip(" '") or "Лист1"


def _width_of_heading(heading: str) -> int:
    """The longest word must fit; the rest of a heading is wrapped."""
    longest_word = max(map(len, heading.split()), default=0)
    return max(_NARROWEST, longest_word + _FILTER_SIGN, min(len(heading) + _FILTER_SIGN, 24))


def _length(cell: Cell) -> int:
    if isinstance(cell, date):
        return len("01.09.2026")
    return max(map(len, cell.split("\n")), default=0) if isinstance(cell, str) else len(str(cell or ""))
