"""How big a spreadsheet may be. Decided before anything is unpacked or built."""

from __future__ import annotations

MOST_BYTES = 20 * 1024 * 1024
MOST_UNPACKED_BYTES = 300 * 1024 * 1024
MOST_ROWS = 200_000
#: Cells of one sheet counted as a full rectangle, the way they lie in memory.
MOST_CELLS = 6_000_000
#: Parts of one archive; a workbook of a hundred sheets has about five hundred.
MOST_PARTS = 10_000
