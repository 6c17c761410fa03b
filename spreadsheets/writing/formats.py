"""The formats in which a table leaves the portal."""

from collections.abc import Callable
from dataclasses import dataclass

from spreadsheets.writing import typed_csv, typed_ods, typed_xlsx
from spreadsheets.writing.sheet import ExportSheet


@dataclass(frozen=True)
class ExportFormat:
    """`code` is also the extension; `hint` says whom it is for."""

    code: str
    hint: str
    content_type: str
    write: Callable[[ExportSheet], bytes]

    @property
    def label(self) -> str:
        return self.code.upper()


FORMATS: dict[str, ExportFormat] = {
    each.code: each
    for each in (
        ExportFormat("xlsx", "Excel", typed_xlsx.CONTENT_TYPE, typed_xlsx.xlsx_bytes),
        ExportFormat("ods", "LibreOffice, МойОфис, Р7", typed_ods.CONTENT_TYPE, typed_ods.ods_bytes),
        ExportFormat("csv", "текст с точкой с запятой", typed_csv.CONTENT_TYPE, typed_csv.csv_bytes),
    )
}
