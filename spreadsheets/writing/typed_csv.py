"""A table as a CSV file that Russian Excel opens by itself: byte order mark, semicolons, dates as people write them."""

import csv
from datetime import date
from io import StringIO

from spreadsheets.writing.sheet import ExportSheet
from spreadsheets.writing.typed_cells import Cell

CONTENT_TYPE = "text/csv; charset=utf-8"


def csv_bytes(sheet: ExportSheet) -> bytes:
    target = StringIO(newline="")
    writer = csv.writer(target, delimiter=";", lineterminator="\r\n")
    writer.writerow(sheet.heading_cells)
    writer.writerows([_csv_value(cell) for cell in row] for row in sheet.cells())
    return target.getvalue().encode("utf-8-sig")


def _csv_value(cell: Cell) -> Cell:
    if isinstance(cell, date):
        return f"{cell:%d.%m.%Y}"
    return str(cell).replace(".", ",") if isinstance(cell, float) else cell
