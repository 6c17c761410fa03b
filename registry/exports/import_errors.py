"""The file of errors for the school: its own rows with what is wrong and what to do."""

from collections.abc import Iterable

from tablib import Dataset

from registry.exports.typed_xlsx import typed_xlsx
from registry.imports.codes import Gravity, gravity_of
from registry.imports.findings import advice
from registry.models import ImportBatch, ImportRow

HEADINGS = ("Ошибка", "Что сделать")


def error_file(batch: ImportBatch, rows: Iterable[ImportRow]) -> bytes:
    """XLSX with the original cells; what looks like a formula is kept from being one."""
    columns = [
        column["heading"]
        for column in batch.layout["columns"]
        if not column["hidden"] and column["field"] not in ("snils", "passport")
    ]
    columns = list(dict.fromkeys(columns))
    dataset = Dataset(headers=["Лист", "Строка", *columns, *HEADINGS], title="Ошибки")
    for row in rows:
        dataset.append([row.sheet, row.row, *(row.cells.get(column) for column in columns), *_words(row)])
    return typed_xlsx(dataset)


def _words(row: ImportRow) -> tuple[str, str]:
    grave = row.errors + [
        found for found in row.warnings if found.get("register") or gravity_of(found["code"]) is not Gravity.TOLD
    ]
    told = "; ".join(dict.fromkeys(found["message"] for found in grave))
    return told, " ".join(dict.fromkeys(filter(None, (advice(found["code"]) for found in grave))))
