"""Every format is told by its content and read into the same cells."""

import datetime as dt

import openpyxl
import pytest
import xlwt
from openpyxl.comments import Comment
from openpyxl.styles import Font

from spreadsheets.reading.sheets import read_workbook
from spreadsheets.unreadable_files import DamagedFile
from tests.spreadsheets import making_files as make


def rows_of(data: bytes) -> list[list]:
    """Rows without empty cells at their ends."""
    rows = []
    for row in read_workbook(data).sheets[0].rows:
        row = list(row)
        while row and row[-1] is None:
            row.pop()
        rows.append(row)
    return rows


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (make.xlsx(), "xlsx"),
        (make.xlsx(options={"constant_memory": True}), "xlsx"),
        (make.saved(make.openpyxl_book()), "xlsx"),
        (make.xls(), "xls"),
        (make.ods(), "ods"),
        (make.html(), "html"),
        (make.html(encoding="cp1251"), "html"),
        (make.html(encoding="cp1251", meta=False), "html"),
        (make.xml_2003(), "xml2003"),
        (make.delimited(), "csv"),
    ],
)
def test_each_format_gives_the_same_rows(data, kind):
    assert read_workbook(data).format == kind
    assert rows_of(data) == [list(make.HEADINGS), list(make.ROW)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "koi8-r", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_text_is_read_in_every_encoding_and_with_every_delimiter(encoding, delimiter):
    data = make.delimited(delimiter=delimiter, encoding=encoding)
    workbook = read_workbook(data)
    assert workbook.encoding == encoding
    assert workbook.delimiter == delimiter
    assert rows_of(data) == [list(make.HEADINGS), list(make.ROW)]


def test_a_sep_line_tells_the_delimiter_and_counts_as_a_row():
    data = make.delimited([("ФИО; отчество", "Стаж")], delimiter="|", before="sep=|\r\n")
    assert rows_of(data) == [[], ["ФИО; отчество", "Стаж"]]


def test_commas_inside_cells_do_not_win_over_the_delimiter():
    rows = [("ФИО наставника", "Стаж"), ("Ольхова, Вера, Ивановна", "12,5"), ("Усков, Пётр, Ильич", "3,5")]
    assert read_workbook(make.delimited(rows)).delimiter == ";"


def test_a_cell_with_line_breaks_in_quotes_is_one_record():
    assert rows_of('ФИО;Школа\n"Ольхова\nВера";"МБОУ ""СОШ № 2"""\n'.encode()) == [
        ["ФИО", "Школа"],
        ["Ольхова\nВера", 'МБОУ "СОШ № 2"'],
    ]


def test_the_extension_plays_no_part():
    assert read_workbook(make.html()).format == "html"
    assert read_workbook(make.xlsx()).format == "xlsx"


def test_macros_are_ignored():
    data = make.with_part(make.xlsx(), "xl/vbaProject.bin", b"\xd0\xcf\x11\xe0 macro")
    assert rows_of(data)[1] == list(make.ROW)


def test_numbers_dates_and_flags_keep_their_types():
    book = openpyxl.Workbook()
    book.active.append([12.0, 12.5, dt.datetime.fromisoformat("2026-09-01"), True, "текст"])
    assert rows_of(make.saved(book)) == [[12, 12.5, dt.datetime.fromisoformat("2026-09-01"), True, "текст"]]


def test_dates_of_the_1904_calendar_are_the_dates_people_see():
    day = dt.datetime.fromisoformat("2026-09-01")
    book = make.xlsx([], options={"date_1904": True, "default_date_format": "dd.mm.yyyy"})
    assert read_workbook(book).sheets[0].rows == []
    dated = make.xlsx([(day,)], options={"date_1904": True, "default_date_format": "dd.mm.yyyy"})
    assert rows_of(dated) == [[day]]
    old = xlwt.Workbook()
    old.dates_1904 = True
    style = xlwt.XFStyle()
    style.num_format_str = "DD.MM.YYYY"
    old.add_sheet("Лист1").write(0, 0, day, style)
    assert rows_of(make.saved(old)) == [[day]]


def test_merged_cells_show_their_value_everywhere_in_xlsx_xls_html_and_xml():
    book = openpyxl.Workbook()
    book.active.append(["СОШ № 2", None, "a"])
    book.active.append([None, None, "b"])
    book.active.merge_cells("A1:B2")
    old = xlwt.Workbook()
    sheet = old.add_sheet("Лист1")
    sheet.write_merge(0, 1, 0, 1, "СОШ № 2")
    sheet.write(0, 2, "a")
    sheet.write(1, 2, "b")
    page = "<table><tr><td rowspan=2 colspan=2>СОШ № 2</td><td>a</td></tr><tr><td>b</td></tr></table>".encode(
        "utf-8-sig"
    )
    markup = make.xml_2003([]).decode().replace(
        "<Table></Table>",
        '<Table><Row><Cell ss:MergeAcross="1" ss:MergeDown="1"><Data ss:Type="String">СОШ № 2</Data></Cell>'
        '<Cell><Data ss:Type="String">a</Data></Cell></Row>'
        '<Row><Cell ss:Index="3"><Data ss:Type="String">b</Data></Cell></Row></Table>',
    )  # fmt: skip
    for data in (make.saved(book), make.saved(old), page, markup.encode()):
        assert rows_of(data) == [["СОШ № 2", "СОШ № 2", "a"], ["СОШ № 2", "СОШ № 2", "b"]]


def test_an_absurd_merge_is_kept_inside_the_sheet():
    markup = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1">'
        b'<v>1</v></c><c r="B1"><v>2</v></c></row><row r="2"><c r="A2"><v>3</v></c></row></sheetData>'
        b'<mergeCells><mergeCell ref="B1:XFD1048576"/></mergeCells></worksheet>'
    )
    assert rows_of(make.with_part(make.xlsx(), "xl/worksheets/sheet1.xml", markup)) == [[1, 2], [3, 2]]


def test_what_is_hidden_struck_or_commented_is_known():
    book = make.openpyxl_book([*make.PLAIN, make.ROW, make.ROW])
    sheet = book.active
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["C"].hidden = True
    for cell in sheet[3]:
        cell.font = Font(strike=True)
    sheet["B4"].comment = Comment("проверить школу", "завуч")
    hidden = book.create_sheet("Списки")
    hidden.sheet_state = "hidden"
    read = read_workbook(make.saved(book))
    first = read.sheets[0]
    assert first.hidden_rows == {2}
    assert first.hidden_columns == {2}
    assert first.struck == {(3, 0), (3, 1), (3, 2), (3, 3)}
    assert first.comments == {(4, 1): "проверить школу"}
    assert [sheet.hidden for sheet in read.sheets] == [False, True]


def test_formulas_without_a_stored_value_are_known():
    book = make.openpyxl_book()
    book.active["D2"] = "=2026-2008"
    sheet = read_workbook(make.saved(book)).sheets[0]
    assert sheet.valueless_formulas == {(2, 3)}
    stored = make.with_part(
        make.saved(book),
        "xl/worksheets/sheet1.xml",
        b'<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData><x:row r="2">'
        b'<x:c r="D2"><x:f>2026-2008</x:f><x:v>18</x:v></x:c></x:row></x:sheetData></x:worksheet>',
    )
    sheet = read_workbook(stored).sheets[0]
    assert sheet.valueless_formulas == set()
    assert sheet.rows[1] == [None, None, None, 18]


def test_cells_without_references_are_counted():
    markup = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b"<row><c><v>1</v></c><c><v>2</v></c></row><row><c/><c><v>3</v></c></row></sheetData></worksheet>"
    )
    data = make.with_part(make.xlsx(), "xl/worksheets/sheet1.xml", markup)
    assert rows_of(data) == [[1, 2], [None, 3]]


def test_empty_rows_before_the_table_keep_its_row_numbers():
    for write in (make.xlsx, make.xls):
        assert rows_of(write([(), (), *make.PLAIN]))[2] == list(make.HEADINGS)


def _ods_with(styles: str, table: str) -> bytes:
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text", "style", "drawing")
    )
    content = (
        f"<office:document-content {spaces}><office:automatic-styles>{styles}</office:automatic-styles>"
        f'<office:body><office:spreadsheet><table:table table:name="Лист1" table:style-name="ta1">{table}'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    return make.with_part(make.ods(), "content.xml", content.encode())


def test_repeated_cells_and_rows_of_ods_are_written_out():
    data = _ods_with(
        "",
        '<table:table-column/><table:table-column table:visibility="collapse"/>'
        '<table:table-row table:number-rows-repeated="2"><table:table-cell office:value-type="float" office:value="5" '
        'table:number-columns-repeated="2"/><table:table-cell table:number-columns-repeated="16000"/></table:table-row>'
        '<table:table-row table:visibility="filter"><table:table-cell office:value-type="date" '
        'office:date-value="2026-09-01"/>'
        "</table:table-row>"
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>',
    )
    assert rows_of(data) == [[5, 5], [5, 5], [dt.datetime.fromisoformat("2026-09-01")]]
    sheet = read_workbook(data).sheets[0]
    assert sheet.hidden_rows == {3}
    assert sheet.hidden_columns == {1}


def test_what_stands_in_and_beside_the_cells_of_ods_is_told_apart():
    data = _ods_with(
        '<style:style style:name="ta1"><style:table-properties table:display="false"/></style:style>'
        '<style:style style:name="ce1"><style:text-properties style:text-line-through-style="solid"/></style:style>',
        "<table:table-header-rows><table:table-row><table:table-cell><text:p>ФИО<text:span><text:s/>и"
        '<text:line-break/></text:span>класс</text:p><text:p>5<text:tab/>«А»<text:s text:c="2"/></text:p>'
        "</table:table-cell></table:table-row></table:table-header-rows>"
        '<table:table-row><table:table-cell table:style-name="ce1" table:number-columns-spanned="2">'
        "<office:annotation><text:p>Уточнить</text:p><text:p>класс</text:p></office:annotation><text:p>Зорин</text:p>"
        "<drawing:frame><text:p>рисунок</text:p></drawing:frame></table:table-cell><table:covered-table-cell/>"
        '<table:table-cell table:formula="of:=1/0"/></table:table-row>',
    )
    sheet = read_workbook(data).sheets[0]
    assert sheet.rows == [["ФИО и\nкласс\n5\t«А»  "], ["Зорин"]]
    assert (sheet.hidden, sheet.struck, sheet.comments) == (True, {(2, 0)}, {(2, 0): "Уточнить\nкласс"})
    assert (sheet.merged, sheet.valueless_formulas) == ([(2, 0, 2, 1)], {(2, 2)})


def test_a_table_inside_a_cell_of_ods_is_refused_and_not_left_out():
    inner = "<table:table><table:table-row><table:table-cell/></table:table-row></table:table>"
    with pytest.raises(DamagedFile):
        read_workbook(_ods_with("", f"<table:table-row><table:table-cell>{inner}</table:table-cell></table:table-row>"))
