"""A file that cannot be read says what it is and what to do, before anything is unpacked or built."""

import datetime as dt

import pytest

from imports.parsing import parse_file
from spreadsheets import unreadable_files as unreadable
from spreadsheets.reading.limits import MOST_BYTES
from spreadsheets.unreadable_files import NoHeaderRow
from tests.spreadsheets import making_files as make

BILLION_LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
<row r="1"><c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>"""
EXTERNAL = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY secret SYSTEM "file:///etc/passwd">]><x>&secret;</x>"""
SHEET = "xl/worksheets/sheet1.xml"


def sheet_with(*references: str) -> bytes:
    """A workbook whose sheet holds a number in each of the cells."""
    cells = "".join(f'<row><c r="{reference}"><v>1</v></c></row>' for reference in references)
    namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    markup = f'<worksheet xmlns="{namespace}"><sheetData>{cells}</sheetData></worksheet>'
    return make.with_part(make.xlsx(), SHEET, markup.encode())


def read(data: bytes, name: str = "список.xlsx"):
    return parse_file(data, filename=name, organisations=[], today=dt.date(2026, 11, 20))


CASES = {
    "nothing": (b"", unreadable.EmptyFile, "0 байт"),
    "too many bytes": (b"a;b\r\n" * (MOST_BYTES // 5 + 1), unreadable.FileTooLarge, "20 МБ"),
    "a Word document": (make.zipped({"word/document.xml": b"<x/>"}), unreadable.WordDocument, "документ Word"),
    "an old Word document": (make.ole("Root Entry", "WordDocument"), unreadable.WordDocument, "документ Word"),
    "rich text": (b"{\\rtf1\\ansi hello}", unreadable.WordDocument, "документ Word"),
    "an OpenDocument text": (
        make.zipped({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<x/>"}),
        unreadable.WordDocument,
        "документ Word",
    ),
    "a presentation": (make.zipped({"ppt/presentation.xml": b"<x/>"}), unreadable.Presentation, "презентация"),
    "a password": (
        make.ole("Root Entry", "EncryptionInfo", "EncryptedPackage"),
        unreadable.PasswordProtected,
        "паролем",
    ),
    "a password on ods": (
        make.zipped(
            {
                "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
                "content.xml": b"\x01\x02",
                "META-INF/manifest.xml": b"<manifest:encryption-data/>",
            }
        ),
        unreadable.PasswordProtected,
        "паролем",
    ),
    "a picture": (make.png(), unreadable.Picture, "картинка"),
    "a photograph": (b"\xff\xd8\xff\xe0" + b"\x00" * 100, unreadable.Picture, "картинка"),
    "a PDF": (b"%PDF-1.7\n%\xe2\xe3", unreadable.PdfDocument, "PDF"),
    "an archive": (make.zipped({"список.csv": b"a;b"}), unreadable.ForeignArchive, "архив"),
    "a rar": (b"Rar!\x1a\x07\x00" + b"\x00" * 50, unreadable.ForeignArchive, "архив"),
    "a binary workbook": (make.zipped({"xl/workbook.bin": b"x"}), unreadable.UnknownFormat, "xlsb"),
    "noise": (bytes(range(1, 32)) * 40, unreadable.UnknownFormat, "не распознан"),
    "half a zip": (make.xlsx()[:3000], unreadable.DamagedFile, "повреждён"),
    "a zip with a hole": (
        make.xlsx()[:800] + b"\x00" * 600 + make.xlsx()[1400:],
        unreadable.DamagedFile,
        "повреждён",
    ),
    "half an xls": (make.xls()[:2000], unreadable.DamagedFile, "повреждён"),
    "an OLE of zeros": (make.ole("Workbook"), unreadable.DamagedFile, "повреждён"),
    "broken markup": (
        make.with_part(make.xlsx(), "xl/workbook.xml", b"<workbook><she"),
        unreadable.DamagedFile,
        "повреждён",
    ),
    "billion laughs": (
        make.with_part(make.xlsx(), SHEET, BILLION_LAUGHS),
        unreadable.DangerousMarkup,
        "XML-сущности",
    ),
    "laughs in utf-16": (
        make.with_part(make.xlsx(), SHEET, BILLION_LAUGHS.decode().encode("utf-16")),
        unreadable.DangerousMarkup,
        "XML-сущности",
    ),
    "an external entity": (
        make.with_part(make.xlsx(), "xl/styles.xml", EXTERNAL),
        unreadable.DangerousMarkup,
        "XML-сущности",
    ),
    "an external entity in ods": (
        make.with_part(make.ods(), "content.xml", EXTERNAL),
        unreadable.DangerousMarkup,
        "XML-сущности",
    ),
    "an external entity in XML 2003": (
        make.xml_2003(before='<!DOCTYPE x [<!ENTITY s SYSTEM "file:///etc/passwd">]>'),
        unreadable.DangerousMarkup,
        "XML-сущности",
    ),
    "a cell far away": (sheet_with("A1", "XFD150000"), NoHeaderRow, "строка заголовков"),
    "cells far away": (
        sheet_with(*(f"XFD{n}" for n in range(1, 400))),
        unreadable.TooManyRows,
        "слишком много ячеек",
    ),
    "a cell below all rows": (sheet_with("A999999"), unreadable.TooManyRows, "200 000"),
    "a cell nowhere": (sheet_with("A1", "A0"), unreadable.DamagedFile, "повреждён"),
    "a cell beyond the last column": (sheet_with("XZZ5"), unreadable.DamagedFile, "повреждён"),
    "no heading": (make.xlsx([("раз", "два"), ("три", "четыре")]), NoHeaderRow, "строка заголовков"),
    "no heading in text": ("раз;два\nтри;четыре\n".encode(), NoHeaderRow, "строка заголовков"),
    "an empty workbook": (make.xlsx([]), NoHeaderRow, "строка заголовков"),
    "a page without tables": (b"<html><body><p>hello</p></body></html>", unreadable.NoTable, "строка заголовков"),
}


@pytest.mark.parametrize(("data", "failure", "message"), CASES.values(), ids=CASES.keys())
def test_each_wrong_file_has_its_own_message(data, error, message):
    with pytest.raises(error) as caught:
        read(data)
    assert message in str(caught.value)


def test_a_bomb_is_refused_by_its_declared_size():
    bomb = make.zipped({"xl/workbook.xml": b"<workbook/>", "xl/worksheets/sheet1.xml": b" " * 301 * 1024 * 1024})
    assert len(bomb) < MOST_BYTES
    with pytest.raises(unreadable.ArchiveBomb):
        read(bomb)


def test_a_bomb_that_declares_a_small_size_is_refused_while_it_is_measured():
    with pytest.raises(unreadable.ArchiveBomb):
        read(make.bomb_that_lies())


def test_more_rows_than_allowed_are_refused():
    text = "ФИО наставника;Стаж\n" + "Ольхова Вера Ивановна;5\n" * 200_001
    with pytest.raises(unreadable.TooManyRows, match="200 000"):
        read(text.encode())


def test_formatted_empty_rows_to_the_end_of_the_sheet_do_not_count():
    book = make.openpyxl_book()
    book.active.row_dimensions[1_048_576].height = 20
    book.active.cell(1_048_576, 1).number_format = "0.00"
    assert read(make.saved(book)).data_rows == 1


@pytest.mark.parametrize("make_file", [make.xlsx, make.xls, make.ods, make.xml_2003])
def test_a_file_cut_anywhere_or_with_bytes_changed_gives_a_message_or_a_table(make_file):
    whole, outcomes = make_file(), set()
    for part in range(1, 40):
        cut = len(whole) * part // 40
        damaged = [whole[:cut], whole[:cut] + bytes(range(200, 216)) + whole[cut + 16 :]]
        for data in damaged:
            try:
                outcomes.add(type(read(data)).__name__)
            except unreadable.UnreadableFile as error:
                outcomes.add("message" if str(error) else "silence")
    assert "message" in outcomes
    assert outcomes <= {"message", "ParsedFile"}
