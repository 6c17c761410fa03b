"""xlsx and xlsm: which parts of the archive hold what; macros are never looked at."""

from __future__ import annotations

import posixpath
import re
from typing import Any

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from spreadsheets.reading.archive import Archive
from spreadsheets.reading.limits import MOST_SHEETS, MOST_TREE_BYTES
from spreadsheets.reading.workbook import Sheet, Workbook
from spreadsheets.reading.xlsx_sheet import BookContext, SharedStrings, SheetReader, Styles, column_index
from spreadsheets.unreadable_files import ArchiveBomb, DamagedFile

_A1 = re.compile(r"([A-Z]{1,3})(\d{1,7})")
#: Numbers of the built-in formats that show a date.
_DATE_FORMATS = frozenset(map(str, (*range(14, 18), 22, *range(27, 32), 36, *range(50, 59))))
_LITERAL = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')
_DATE_LETTERS = re.compile(r"[dyдг]|m{3,}|м{3,}", re.IGNORECASE)
_TRUE = ("1", "true")


def read_xlsx(data: bytes) -> Workbook:
    """Raises TooManyRows, DamagedFile, DangerousMarkup, ArchiveBomb, PasswordProtected."""
    archive = Archive(data)
    workbook = _tree(archive, "xl/workbook.xml")
    strings = _shared_strings(archive)
    context = BookContext(
        strings=strings.texts,
        struck_strings=strings.struck,
        styles=_styles(archive),
        since_1904=any(
            element.get("date1904") in _TRUE for element in workbook.iter() if _local(element) == "workbookPr"
        ),
    )
    sheets: list[Sheet] = []
    paths: set[str] = set()
    relations = _relations(archive, "xl/workbook.xml")
    for element in workbook.iter():
        if _local(element) != "sheet":
            continue
        relation = next((value for key, value in element.attrib.items() if key.endswith("}id")), "")
        kind, path = relations.get(relation, ("", ""))
        if kind == "worksheet" and path not in paths:
            paths.add(path)
            if len(paths) > MOST_SHEETS:
                raise ArchiveBomb("В книге больше 500 листов. Оставьте в ней только нужные и загрузите снова.")
            hidden = element.get("state", "visible") != "visible"
            sheets.append(_read_sheet(archive, path, Sheet(element.get("name", ""), [], hidden=hidden), context))
    return Workbook(format="xlsx", sheets=sheets)


def _read_sheet(archive: Archive, path: str, sheet: Sheet, context: BookContext) -> Sheet:
    SheetReader(sheet, context).read(archive.stream(path))
    comments = {target for kind, target in _relations(archive, path).values() if kind == "comments"}
    for target in sorted(comments):
        if target in archive:
            _read_comments(sheet, _tree(archive, target))
    return sheet


def _shared_strings(archive: Archive) -> SharedStrings:
    target = next(
        (path for kind, path in _relations(archive, "xl/workbook.xml").values() if kind == "sharedStrings"),
        "xl/sharedStrings.xml",
    )
    return SharedStrings(archive.stream(target) if target in archive else (b"<sst/>",))


def _local(element: Any) -> str:
    return element.tag.rpartition("}")[2]


def _tree(archive: Archive, path: str) -> Any:
    markup = archive.read_markup(path)
    if len(markup) > MOST_TREE_BYTES:
        raise ArchiveBomb
    try:
        return ElementTree.fromstring(markup, forbid_dtd=True)
    except (ElementTree.ParseError, DefusedXmlException, LookupError, ValueError) as error:
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


def _styles(archive: Archive) -> Styles:
    if "xl/styles.xml" not in archive:
        return Styles()
    parts = {_local(element): element for element in _tree(archive, "xl/styles.xml")}
    custom = {f.get("numFmtId", ""): f.get("formatCode", "") for f in parts.get("numFmts", ())}
    struck_fonts = {
        str(number)
        for number, font in enumerate(parts.get("fonts", ()))
        if any(_local(mark) == "strike" and mark.get("val", "1") not in ("0", "false") for mark in font)
    }
    dates, struck = set(), set()
    for number, style in enumerate(parts.get("cellXfs", ())):
        code = style.get("numFmtId", "0")
        if _DATE_LETTERS.search(_LITERAL.sub("", custom[code])) if code in custom else code in _DATE_FORMATS:
            dates.add(str(number))
        if style.get("fontId") in struck_fonts:
            struck.add(str(number))
    return Styles(frozenset(dates), frozenset(struck))


def _read_comments(sheet: Sheet, tree: Any) -> None:
    for element in tree.iter():
        reference = _A1.fullmatch(element.get("ref", "")) if _local(element) == "comment" else None
        if reference:
            comment = "".join(part.text or "" for part in element.iter() if _local(part) == "t")
            sheet.comments[int(reference[2]), column_index(reference[1])] = comment.strip()
