"""xlsx and xlsm: values by calamine, what it cannot tell from the XML of the parts (macros are never looked at)."""

from __future__ import annotations

import datetime as dt
import io
import posixpath
import re
from typing import Any

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException
from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from registry.imports.archive import Archive
from registry.imports.limits import MOST_CELLS, MOST_ROWS
from registry.imports.problems import DamagedFile, PasswordProtected, TooManyRows
from registry.imports.workbook import Sheet, Workbook

_CELL_START = re.compile(rb"<(?:\w+:)?c[\s/>]")
_CELL = re.compile(rb"""<(?:\w+:)?c\s[^<>]*?\br=["']([A-Z]{1,3})(\d{1,7})["'][^<>]*?(/?)>""")
_ROW = re.compile(rb"<(?:\w+:)?row\s([^<>]*)>")
_ROW_NUMBER = re.compile(rb"""(?:^|\s)r=["'](\d+)["']""")
_HIDDEN = re.compile(rb"""(?:^|\s)hidden=["'](?:1|true)["']""")
_COLUMN = re.compile(rb"<(?:\w+:)?col\s([^<>]*)>")
_SPAN = re.compile(rb"""(?:^|\s)(min|max)=["'](\d+)["']""")
_MERGE = re.compile(rb"""<(?:\w+:)?mergeCell\s[^<>]*?\bref=["']([A-Z]{1,3})(\d+):([A-Z]{1,3})(\d+)["']""")
_FORMULA = re.compile(
    rb"""<(?:\w+:)?c\s[^<>]*?\br=["']([A-Z]{1,3})(\d+)["'][^<>]*>\s*<(?:\w+:)?f\b[^<>]*?(?:/>|>[^<]*</(?:\w+:)?f>)"""
    rb"""\s*(<(?:\w+:)?v(?:\s[^<>]*)?>[^<]+</|<(?:\w+:)?is>)?"""
)
_FORMULA_START = re.compile(rb"<(?:\w+:)?f[\s/>]")
_STYLED_CELL = re.compile(rb"<(?:\w+:)?c\s([^<>]*)>")
_REFERENCE = re.compile(rb"""(?:^|\s)r=["']([A-Z]{1,3})(\d+)["']""")
_STYLE = re.compile(rb"""(?:^|\s)s=["'](\d+)["']""")
_A1 = re.compile(r"([A-Z]{1,3})(\d+)")
_WIDEST = 16384


def read_xlsx(data: bytes) -> Workbook:
    """Raises TooManyRows, PasswordProtected, DamagedFile, DangerousMarkup, ArchiveBomb."""
    archive = Archive(data)
    paths = _sheet_paths(archive)
    markup = {name: archive.read_markup(path) for name, path in paths.items()}
    for part in archive.names:
        if part.endswith((".xml", ".rels")) and part not in paths.values():
            archive.read_markup(part)
    for sheet_markup in markup.values():
        _refuse_too_large(sheet_markup)
    struck_styles = _struck_styles(archive)
    sheets = []
    for name, rows, hidden in _values(data):
        sheet = Sheet(name=name, rows=rows, hidden=hidden)
        if name in markup:
            _describe(sheet, markup.pop(name), struck_styles)
            _read_comments(sheet, archive, paths[name])
        sheets.append(sheet)
    return Workbook(format="xlsx", sheets=sheets)


def _values(data: bytes) -> list[tuple[str, list[list[Any]], bool]]:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        found = []
        for index, about in enumerate(book.sheets_metadata):
            if about.typ != SheetTypeEnum.WorkSheet:
                continue
            rows = book.get_sheet_by_index(index).to_python(skip_empty_area=False)
            found.append(
                (about.name, [_plain(row) for row in rows], about.visible != SheetVisibleEnum.Visible),
            )
    except PasswordError as error:
        raise PasswordProtected from error
    except (CalamineError, ValueError, OSError) as error:
        raise DamagedFile from error
    return found


def _plain(row: list[Any]) -> list[Any]:
    return [None if value == "" else plain_number(value) if type(value) is float else value for value in row]


def plain_number(value: float) -> int | float:
    """12.0 is shown as 12 in a spreadsheet."""
    return int(value) if value.is_integer() and abs(value) < 1e15 else value


def column_index(letters: bytes | str) -> int:
    """«A» is 0, «AA» is 26."""
    index = 0
    for letter in letters.encode() if isinstance(letters, str) else letters:
        index = index * 26 + letter - 64
    return index - 1


def _refuse_too_large(markup: bytes) -> None:
    """calamine lays a sheet out as a full rectangle, so one far-away cell could take all memory.

    Formatted but empty cells and rows do not count: real files have them down to row 1,048,576.
    """
    last_row = last_column = seen = 0
    columns: set[bytes] = set()
    for match in _CELL.finditer(markup):
        seen += 1
        if not match[3]:
            columns.add(match[1])
            last_row = max(last_row, int(match[2]))
    last_column = max(map(column_index, columns), default=0) + 1
    if seen != len(_CELL_START.findall(markup)):
        # Cells without references are numbered by counting; they cannot lie far away.
        last_row = max(last_row, len(_ROW.findall(markup)))
    if last_row > MOST_ROWS:
        raise TooManyRows
    if last_row * last_column > MOST_CELLS or last_column > _WIDEST:
        raise TooManyRows("На листе слишком много ячеек. Скопируйте таблицу без лишних столбцов на новый лист.")


def _describe(sheet: Sheet, markup: bytes, struck_styles: frozenset[bytes]) -> None:
    for attributes in _ROW.findall(markup):
        if b"hidden" in attributes and _HIDDEN.search(attributes):
            number = _ROW_NUMBER.search(attributes)
            if number:
                sheet.hidden_rows.add(int(number[1]))
    for attributes in _COLUMN.findall(markup[: markup.find(b"sheetData")]):
        if _HIDDEN.search(attributes):
            span = {key: int(value) for key, value in _SPAN.findall(attributes)}
            if b"min" in span:
                sheet.hidden_columns.update(range(span[b"min"] - 1, min(span.get(b"max", span[b"min"]), _WIDEST)))
    for left, top, right, bottom in _MERGE.findall(markup):
        sheet.merged.append((int(top), column_index(left), int(bottom), column_index(right)))
    if _FORMULA_START.search(markup):
        for column, row, value in _FORMULA.findall(markup):
            position = (int(row), column_index(column))
            sheet.formulas.add(position)
            if not value:
                sheet.valueless_formulas.add(position)
    if struck_styles:
        _find_struck(sheet, markup, struck_styles)


def _find_struck(sheet: Sheet, markup: bytes, struck_styles: frozenset[bytes]) -> None:
    for attributes in _STYLED_CELL.findall(markup):
        style = _STYLE.search(attributes)
        if style and style[1] in struck_styles:
            reference = _REFERENCE.search(attributes)
            if reference:
                sheet.struck.add((int(reference[2]), column_index(reference[1])))


def _local(element: Any) -> str:
    return element.tag.rpartition("}")[2]


def _tree(archive: Archive, path: str):
    try:
        return ElementTree.fromstring(archive.read_markup(path), forbid_dtd=True)
    except (ElementTree.ParseError, DefusedXmlException, ValueError) as error:
        raise DamagedFile from error


def _relations(archive: Archive, part: str) -> dict[str, tuple[str, str]]:
    """Relation id → (type, path of the target inside the archive)."""
    folder, name = posixpath.split(part)
    path = f"{folder}/_rels/{name}.rels"
    if path not in archive:
        return {}
    return {
        relation.get("Id", ""): (
            relation.get("Type", "").rpartition("/")[2],
            posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/"),
        )
        for relation in _tree(archive, path)
    }


def _sheet_paths(archive: Archive) -> dict[str, str]:
    """Name of each worksheet → path of its part."""
    relations = _relations(archive, "xl/workbook.xml")
    paths = {}
    for element in _tree(archive, "xl/workbook.xml").iter():
        if _local(element) != "sheet":
            continue
        relation = next((value for key, value in element.attrib.items() if key.endswith("}id")), "")
        kind, path = relations.get(relation, ("", ""))
        if kind == "worksheet" and path in archive:
            paths[element.get("name", "")] = path
    return paths


def _struck_styles(archive: Archive) -> frozenset[bytes]:
    """Numbers of the cell styles whose font is struck through."""
    if "xl/styles.xml" not in archive or b"strike" not in archive.read("xl/styles.xml"):
        return frozenset()
    tree = _tree(archive, "xl/styles.xml")
    parts = {_local(element): element for element in tree}
    struck_fonts = {
        str(number)
        for number, font in enumerate(parts.get("fonts", ()))
        if any(_local(mark) == "strike" and mark.get("val", "1") not in ("0", "false") for mark in font)
    }
    return frozenset(
        str(number).encode()
        for number, style in enumerate(parts.get("cellXfs", ()))
        if style.get("fontId") in struck_fonts
    )


def _read_comments(sheet: Sheet, archive: Archive, path: str) -> None:
    for kind, target in _relations(archive, path).values():
        if kind != "comments" or target not in archive:
            continue
        for element in _tree(archive, target).iter():
            reference = _A1.match(element.get("ref", "")) if _local(element) == "comment" else None
            if reference:
                words = "".join(part.text or "" for part in element.iter() if _local(part) == "t")
                sheet.comments[int(reference[2]), column_index(reference[1])] = words.strip()


def excel_serial_date(serial: float, *, since_1904: bool = False) -> dt.datetime | None:
    """44805 is 01.09.2022. None outside the calendar of spreadsheets (1900–9999)."""
    origin = dt.datetime(1904, 1, 1) if since_1904 else dt.datetime(1899, 12, 30)
    if not 1 <= serial < 2_958_466:
        return None
    return origin + dt.timedelta(days=serial)
