"""How big a spreadsheet may be. Decided before anything is unpacked or built."""

from __future__ import annotations

MOST_BYTES = 20 * 1024 * 1024
MOST_UNPACKED_BYTES = 300 * 1024 * 1024
MOST_ROWS = 200_000
#: Cells of one sheet counted as a full rectangle, the way they lie in memory.
MOST_CELLS = 6_000_000
#: Columns looked at; no table of people has more.
MOST_COLUMNS = 1000
#: Texts of a workbook that are not the same; merged areas; formulas. Many more than any table of 200,000 rows has.
MOST_STRINGS = 3_000_000
MOST_MERGES = 400_000
MOST_FORMULAS = 1_500_000
#: Parts of a workbook that are read as a whole: styles, relations, comments.
MOST_TREE_BYTES = 10 * 1024 * 1024
#: Elements of XML that wait for the end of their row.
MOST_WAITING_ELEMENTS = 300_000
MOST_SHEETS = 500
#: Parts of one archive; a workbook of a hundred sheets has about five hundred.
MOST_PARTS = 10_000
