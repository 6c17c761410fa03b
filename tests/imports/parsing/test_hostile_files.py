"""Files made to take memory and time: each is refused with its message, in a process that may not grow."""

import resource
import subprocess
import sys
from pathlib import Path

import pytest

from spreadsheets import unreadable_files as unreadable
from spreadsheets.unreadable_files import NoHeaderRow
from tests.imports.parsing.test_unreadable_files import read
from tests.spreadsheets import making_files as make

MEGABYTE = 1024 * 1024
#: Beyond what the interpreter itself takes.
MOST_MEGABYTES = 200
MOST_SECONDS = 60
SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OLD = "urn:schemas-microsoft-com:office:spreadsheet"
SHEET = "xl/worksheets/sheet1.xml"
CHILD = """
import datetime, resource, sys
from imports.parsing import UnreadableFile, parse_file
with open(sys.argv[1], "rb") as file:
    data = file.read()
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    parsed = parse_file(data, filename="a.xlsx", organisations=[], today=datetime.date(2026, 11, 20))
    print("read", end=" ")
except UnreadableFile as error:
    print(error.code, end=" ")
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


def sheet(before: str = "", repeated: str = "", times: int = 1, after: str = "") -> bytes:
    markup = f'<worksheet xmlns="{SPREADSHEET}">{before}{repeated * times}{after}</worksheet>'
    return make.with_part(make.xlsx(), SHEET, markup.encode())


def part(name: str, root: str, repeated: str, times: int) -> bytes:
    return make.with_part(make.xlsx(), name, f'<{root} xmlns="{SPREADSHEET}">{repeated * times}</{root}>'.encode())


def ods(body: str) -> bytes:
    names = {"office": "office", "table": "table", "text": "text"}
    spaces = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for name, n in names.items())
    content = (
        f"<office:document-content {spaces}><office:body><office:spreadsheet><table:table>{body}</table:table>"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    return make.with_part(make.ods(), "content.xml", content.encode())


def xml_2003(body: str) -> bytes:
    return f'<?xml version="1.0"?><Workbook xmlns="{OLD}" xmlns:ss="{OLD}">{body}</Workbook>'.encode()


#: What is in the file → (how it is made, the code of its message).
FILES = {
    "a sheet of 200 MB of spaces": (lambda: sheet("<sheetData>", " ", 200 * MEGABYTE, "</sheetData>"), "no_header_row"),
    "one text of 100 MB": (
        lambda: sheet('<sheetData><row><c t="inlineStr"><is><t>', "a", 100 * MEGABYTE, "</t></is></c></row>"),
        "damaged_file",
    ),
    "one tag of 50 MB": (lambda: sheet('<sheetData><row r="', "1", 50 * MEGABYTE, '"/></sheetData>'), "damaged_file"),
    "hidden rows without end": (
        lambda: sheet("<sheetData>", '<row hidden="1"/>', 2_000_000, "</sheetData>"), "too_many_rows",
    ),
    "a million merged areas": (
        lambda: sheet("<sheetData/><mergeCells>", '<mergeCell ref="A1:XFD1048576"/>', 1_000_000, "</mergeCells>"),
        "too_many_rows",
    ),
    "short texts without end": (
        lambda: part("xl/sharedStrings.xml", "sst", "<si><t>a</t></si>", 4_000_000),
        "too_many_rows",
    ),
    "styles without end": (lambda: part("xl/styles.xml", "styleSheet", "<a/>", 4_000_000), "archive_too_large"),
    "deep nesting": (lambda: sheet("<sheetData>", "<a>", 100_000, "</a>" * 100_000 + "</sheetData>"), "no_header_row"),
    "deep nesting in ods": (
        lambda: ods(
            "<table:table-row><table:table-cell><text:p>" + "<text:span>" * 50_000 + "</text:span>" * 50_000
            + "</text:p></table:table-cell></table:table-row>"
        ),
        "damaged_file",
    ),
    "elements of ods without end": (lambda: ods("<x/>" * 5_000_000), "too_many_rows"),
    "rows of ods without end": (lambda: ods("<table:table-row/>" * 2_000_000), "too_many_rows"),
    "a number of rows of thousands of digits": (
        lambda: ods(f'<table:table-row table:number-rows-repeated="{"9" * 5000}"><x/></table:table-row>'),
        "damaged_file",
    ),
    "deep nesting in XML 2003": (lambda: xml_2003("<a>" * 200_000), "damaged_file"),
    "hidden columns of XML 2003 without end": (
        lambda: xml_2003(
            "<Worksheet><Table>" + '<Column ss:Hidden="1" ss:Span="999"/>' * 100_000 + "</Table></Worksheet>"
        ),
        "no_header_row",
    ),
    "spans of HTML without end": (lambda: b"<table><tr>" + b"<td rowspan=200000>x" * 100_000, "too_many_rows"),
    "comments of HTML that do not end": (lambda: b"<table>" + b"<!--" * 2_000_000, "no_header_row"),
    "tags of HTML that do not end": (lambda: b"<table>" + b"<a b='" * 1_000_000, "no_header_row"),
    "a character number of thousands of digits": (
        lambda: b"<table><tr><td>&#" + b"9" * 10_000 + b";</td></tr></table>", "no_header_row",
    ),
    "delimiters without end": (lambda: b"a" + b";" * (10 * MEGABYTE), "no_header_row"),
    "a quotation mark that does not end": (lambda: b'"' + b"a;b\n" * (4 * MEGABYTE), "too_many_rows"),
}  # fmt: skip


@pytest.mark.parametrize(("made", "code"), FILES.values(), ids=FILES.keys())
def test_a_hostile_file_is_refused_in_bounded_memory(made, code, tmp_path):
    file = tmp_path / "upload"
    file.write_bytes(made())
    told = subprocess.run(
        [sys.executable, "-c", CHILD, str(file)], capture_output=True, text=True, check=False,
        cwd=Path(__file__).parents[3], preexec_fn=_bound_time,
    )  # fmt: skip
    assert told.returncode == 0, told.stderr[-2000:]
    found, grown = told.stdout.split()
    assert found == code
    assert int(grown) < MOST_MEGABYTES


def _bound_time() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))


def test_one_sheet_named_many_times_is_read_once():
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    sheets = '<sheet name="a" sheetId="1" r:id="rId1"/>' * 1000
    workbook = f'<workbook xmlns="{SPREADSHEET}" xmlns:r="{relation}"><sheets>{sheets}</sheets></workbook>'
    assert read(make.with_part(make.xlsx(), "xl/workbook.xml", workbook.encode())).data_rows == 1


def test_characters_that_no_database_stores_are_left_out():
    text = "Котов_xD800_ Ян_x0000_ Олегович"
    cells = f'<c t="inlineStr"><is><t>ФИО наставника</t></is></c></row><row><c t="inlineStr"><is><t>{text}</t></is></c>'
    parsed = read(sheet(f"<sheetData><row>{cells}</row></sheetData>"))
    assert parsed.records[0].raw == {"ФИО наставника": "Котов Ян Олегович"}


@pytest.mark.parametrize(
    ("data", "failure"),
    [
        (b" \r\n\t ", unreadable.EmptyFile),
        (b"\xef\xbb\xbf", unreadable.EmptyFile),
        (b"\xfd7zXZ\x00" + b"\x00" * 60, unreadable.ForeignArchive),
        (b"\x00" * 257 + b"ustar" + b"\x00" * 250, unreadable.ForeignArchive),
        (b"\x00\x00\x00\x18ftypheic" + b"\x00" * 40, unreadable.Picture),
        (b'<svg xmlns="http://www.w3.org/2000/svg"></svg>', unreadable.Picture),
        (b"MZ\x90\x00" + bytes(range(256)) * 2, unreadable.UnknownFormat),
        (make.zipped({"Index/Document.iwa": b"x"}), unreadable.UnknownFormat),
        (make.zipped({"mimetype": b"application/vnd.oasis.opendocument.graphics", "content.xml": b"x"}),
         unreadable.UnknownFormat),
        (make.ole("Root Entry", "__substg1.0_001A001E"), unreadable.UnknownFormat),
        (b"\x01\x02 %PDF-1.4", unreadable.PdfDocument),
    ],
)  # fmt: skip
def test_more_files_that_are_no_tables(data, error):
    with pytest.raises(error):
        read(data)


def test_text_that_begins_like_a_picture_is_text():
    with pytest.raises(NoHeaderRow):
        read("BMW;стаж вождения\nда;5\n".encode())


def test_a_page_that_names_a_strange_encoding_is_read_all_the_same():
    for name in ("undefined", "punycode", "idna", "unicode_escape"):
        page = make.html().replace(b"charset=utf-8", f"charset={name}".encode())
        assert read(page).data_rows == 1


def test_numbers_that_are_none_are_cells_like_others():
    text = '<c t="inlineStr"><is><t>{}</t></is></c>'
    number = f"<row>{text}<c><v>{{}}</v></c></row>"
    heading = f"<row>{text.format('ФИО')}{text.format('Стаж')}</row>"
    rows = (("Котов Ян", "NaN"), ("Котова Ия", "1e999"), ("Котов Лев", "-inf"))
    parsed = read(sheet("<sheetData>" + heading + "".join(number.format(*row) for row in rows) + "</sheetData>"))
    assert [record.fields["experience_months"] for record in parsed.records] == [None, None, None]
