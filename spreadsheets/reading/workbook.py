"""A workbook as all formats are brought to it: sheets of plain cell values and what is known about the cells."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

#: No more cells than this are written when merged areas are filled: files with absurd merges stay harmless.
_MOST_FILLED_CELLS = 1_000_000

Position = tuple[int, int]


@dataclass(slots=True)
class Sheet:
    """``rows[i]`` is row ``i + 1`` of the spreadsheet program; rows may differ in length; an empty cell is None.

    Positions are (row from 1, column from 0). ``merged`` holds (first row, first column, last row, last column);
    ``covered`` the positions that got their value by ``fill_merged``, with the position it came from. ``struck``:
    cells whose whole text is struck through; ``partly_struck``: those with words beside it that are not.
    """

    name: str
    rows: list[list[Any]]
    hidden: bool = False
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    struck: set[Position] = field(default_factory=set)
    partly_struck: set[Position] = field(default_factory=set)
    comments: dict[Position, str] = field(default_factory=dict)
    formulas: set[Position] = field(default_factory=set)
    valueless_formulas: set[Position] = field(default_factory=set)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    covered: dict[Position, Position] = field(default_factory=dict)

    def fill_merged(self) -> None:
        """Give every cell of a merged area the value that is shown in it."""
        budget = _MOST_FILLED_CELLS
        width = max(map(len, self.rows), default=0)
        for top, left, bottom, right in self.merged:
            bottom, right = min(bottom, len(self.rows)), min(right, width - 1)
            if top > bottom or left > right:
                continue
            budget -= (bottom - top + 1) * (right - left + 1)
            if budget < 0:
                return
            self._fill_area(top, left, bottom, right)

    def _fill_area(self, top: int, left: int, bottom: int, right: int) -> None:
        first = self.rows[top - 1]
        value = first[left] if left < len(first) else None
        if value is None:
            return
        for number in range(top, bottom + 1):
            row = self.rows[number - 1]
            if len(row) <= right:
                row.extend([None] * (right + 1 - len(row)))
            for column in range(left, right + 1):
                if (number, column) != (top, left):
                    row[column] = value
                    self.covered[number, column] = (top, left)

    @property
    def is_empty(self) -> bool:
        return not self.formulas and all(value is None or value == "" for row in self.rows for value in row)


@dataclass(slots=True)
class Workbook:
    """``format`` is xlsx, xls, ods, html, xml2003 or csv; ``encoding`` and ``delimiter`` are those of text files."""

    format: str
    sheets: list[Sheet]
    encoding: str | None = None
    delimiter: str | None = None
