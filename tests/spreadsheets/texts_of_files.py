"""All texts that a written table holds: cells, names of sheets, what a cell warns of."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree

import pytest

from spreadsheets.writing import laid_out_xlsx, sheet, typed_cells

#: stands before every text that has passed the one function, while a test has it marked
MARK = "✓"
_NUMBER_OR_DAY = re.compile(r"-?\d+(,\d+)?|\d\d\.\d\d\.\d{4}|")
_OFFICE, _TABLE, _TEXT = (
    f"{{urn:oasis:names:tc:opendocument:xmlns:{name}:1.0}}" for name in ("office", "table", "text")
)


def mark_texts(patch: pytest.MonkeyPatch) -> None:
    """Every text that passes `harmless` bears the mark from now on."""
    harmless = typed_cells.harmless

    def marked(text: str) -> str:
        return f"{MARK}{harmless(text)}"

    for module in (typed_cells, sheet, laid_out_xlsx):
        patch.setattr(module, "harmless", marked)


def texts_of(data: bytes, code: str) -> Iterator[str]:
    """`code`: xlsx, ods or csv."""
    if code == "csv":
        rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";")
        yield from (cell for row in rows for cell in row if not _NUMBER_OR_DAY.fullmatch(cell))
        return
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if name.endswith(".xml") and (name == "content.xml" or name.startswith("xl/")):
                root = ElementTree.fromstring(archive.read(name))
                yield from _of_ods(root) if code == "ods" else _of_xlsx(root)


def _of_xlsx(root: ElementTree.Element) -> Iterator[str]:
    for element in root.iter():
        match element.tag.rpartition("}")[2]:
            case "si" | "is":
                yield "".join(element.itertext())
            case "f":
                yield f"={element.text}"
            case "sheet":
                yield element.attrib["name"]
            case "dataValidation":
                yield from (element.attrib[key] for key in ("error", "errorTitle") if key in element.attrib)


def _of_ods(root: ElementTree.Element) -> Iterator[str]:
    for element in root.iter():
        if element.tag == f"{_TABLE}table":
            yield element.attrib[f"{_TABLE}name"]
        elif element.get(f"{_OFFICE}value-type") == "string":
            yield "\n".join(part.text or "" for part in element.iter(f"{_TEXT}p"))
        if formula := element.get(f"{_TABLE}formula"):
            yield formula
