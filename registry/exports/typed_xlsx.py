"""A dataset as an XLSX file whose cells keep their types.

import-export's own escaping of formulas turns every cell into text («None», dates as words), so the escaping is done
here: a text never becomes a formula, a date stays a date, a number a number.
"""

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from tablib import Dataset

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def typed_xlsx(dataset: Dataset) -> bytes:
    """The file's bytes; control characters that no XLSX may hold are left out."""
    safe = Dataset(headers=dataset.headers, title=dataset.title)
    for row in dataset:
        safe.append([_printable(cell) for cell in row])
    return safe.export("xlsx", escape=True)


def _printable(cell: object) -> object:
    return ILLEGAL_CHARACTERS_RE.sub("", cell) if isinstance(cell, str) else cell
