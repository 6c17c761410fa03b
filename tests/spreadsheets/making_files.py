"""Spreadsheets and other files made on the spot, in every format an upload may have."""

import io
import struct
import zipfile
import zlib

import openpyxl
import xlsxwriter
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

HEADINGS = ("ФИО наставника", "Организация", "Должность", "Стаж")
ROW = ("Ольхова Вера Ивановна", "СОШ 2", "учитель химии", "12 лет")
PLAIN = [HEADINGS, ROW]


def xlsx(rows=PLAIN, *, name="Лист1", options=None) -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, options or {})
    sheet = book.add_worksheet(name)
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if value is not None:
                sheet.write(number, column, value)
    book.close()
    return buffer.getvalue()


def openpyxl_book(rows=PLAIN) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    return book


def saved(book) -> bytes:
    """Bytes of an openpyxl or xlwt book."""
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def xls(rows=PLAIN) -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("Лист1")
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            sheet.write(number, column, value)
    return saved(book)


def ods(rows=PLAIN) -> bytes:
    book = OpenDocumentSpreadsheet()
    table = Table(name="Лист1")
    for row in rows:
        line = TableRow()
        for value in row:
            cell = TableCell(valuetype="string")
            cell.addElement(P(text=value))
            line.addElement(cell)
        table.addElement(line)
    book.spreadsheet.addElement(table)
    return saved(book)


def delimited(rows=PLAIN, *, delimiter=";", encoding="utf-8", before="") -> bytes:
    return (before + "".join(delimiter.join(row) + "\r\n" for row in rows)).encode(encoding)


def html(rows=PLAIN, *, encoding="utf-8", meta=True) -> bytes:
    charset = f'<meta http-equiv="Content-Type" content="text/html; charset={encoding}">' if meta else ""
    lines = "".join("<tr>" + "".join(f"<td>{value}</td>" for value in row) + "</tr>" for row in rows)
    return f"<html><head>{charset}</head><body><table>{lines}</table></body></html>".encode(encoding)


def xml_2003(rows=PLAIN, *, before="") -> bytes:
    lines = "".join(
        "<Row>" + "".join(f'<Cell><Data ss:Type="String">{value}</Data></Cell>' for value in row) + "</Row>"
        for row in rows
    )
    namespace = "urn:schemas-microsoft-com:office:spreadsheet"
    return (
        f'<?xml version="1.0" encoding="utf-8"?>{before}<?mso-application progid="Excel.Sheet"?>'
        f'<Workbook xmlns="{namespace}" xmlns:ss="{namespace}">'
        f'<Worksheet ss:Name="Лист1"><Table>{lines}</Table></Worksheet></Workbook>'
    ).encode()


def zipped(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return buffer.getvalue()


def with_part(workbook: bytes, name: str, part: bytes) -> bytes:
    """The same archive with one part replaced or added."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        parts = {entry: archive.read(entry) for entry in archive.namelist()}
    return zipped(parts | {name: part})


def ole(*streams: str) -> bytes:
    """The beginning of an OLE container whose directory names *streams*."""
    names = b"".join(stream.encode("utf-16-le") + b"\x00" * 4 for stream in streams)
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504 + names.ljust(1024, b"\x00")


def png() -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    pixels = zlib.compress(b"\x00\x00")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def bomb_that_lies() -> bytes:
    """A zip whose part unpacks to a hundred times more than its directory declares."""
    honest = zipped({"xl/workbook.xml": b"<workbook/>", "xl/sharedStrings.xml": b" " * 10_000_000})
    return honest.replace(struct.pack("<I", 10_000_000), struct.pack("<I", 100_000))
