"""Tables of the known kinds laid out in ways the samples do not have."""

import openpyxl
import pytest
from openpyxl.comments import Comment

from imports.parsing import parse_file
from spreadsheets.unreadable_files import NoHeaderRow
from tests.imports.parsing.test_expected_outcomes import TODAY, known_organisations
from tests.imports.parsing.test_layouts import ANNA, PETR, SCHOOL_1, VERA, codes, fields, parse, skipped
from tests.spreadsheets import making_files as make

KATYA = "Котова Екатерина Олеговна"


def test_a_heading_of_three_rows_is_joined():
    parsed = parse(
        [
            ("№", "Наставник", None, None, "Наставляемый", None, "Срок", None),
            (None, "ФИО", "Сведения", None, "ФИО", "Сведения", "с", "по"),
            (None, None, "Должность", "Стаж", None, "Должность", None, None),
            (1, VERA, "учитель", "12 лет", PETR, "методист", "01.09.2026", "31.05.2027"),
        ],
        default_organisation=SCHOOL_1,
    )
    assert parsed.header_rows == {"Лист1": 3}
    assert parsed.tables[0].columns[3].heading == "Наставник / Сведения / Стаж"
    record = parsed.records[0].fields
    assert (record["mentor"]["experience_months"], record["mentee"]["position"]) == (144, "методист")


def test_a_title_of_one_cell_is_no_part_of_the_heading():
    parsed = parse([("Наставники",), ("№", "ФИО", "ОО"), (1, VERA, "СОШ 1")])
    assert [column.heading for column in parsed.tables[0].columns] == ["№", "ФИО", "ОО"]


@pytest.mark.parametrize("numbering", [("а", "б", "в"), ("(1)", "(2)", "(3)"), ("1.", "2.", "3."), (1.0, 2.0, 3.0)])
def test_rows_that_only_number_the_columns(numbering):
    parsed = parse([("ФИО", "ОО", "Стаж"), numbering, (VERA, "СОШ 1", 1)])
    assert (skipped(parsed), fields(parsed, "last_name")) == ([(2, "numbering_row")], [("Ольхова",)])


@pytest.mark.parametrize(
    "total",
    [
        ("Всего: 1 чел.",), ("Итого по школе 1",), ("В С Е Г О", None, 1), ("И Т О Г О : 1",), ("Итог:", None, 1),
        ("Общий итог", None, "1"), ("Количество наставников: 1",), ("ИТОГО по СОШ № 2: 1",),
    ],
)  # fmt: skip
def test_totals_in_other_words_are_compared(total):
    parsed = parse([("№", "ФИО наставника", "ОО"), (1, VERA, "СОШ 2"), total])
    assert (skipped(parsed), parsed.declared_total, codes(parsed)) == ([(3, "total")], 1, [])


def test_what_stands_below_a_table_is_no_data():
    parsed = parse(
        [
            ("№", "ФИО наставника", "ОО"),
            (1, VERA, "СОШ 1"),
            ("Директор школы", None, "Ольховникова Т.Е."),
            ("Исп. Кадочникова З.А., тел. 8(34158)3-12-34",),
            ("12.11.2026",),
            ("Заместитель директора по НМР", "И.Л. Ненашева"),
            ("Тел.: 8(34158)3-12-34",),
        ]
    )
    assert len(parsed.records) == 1
    assert {why for _, why in skipped(parsed)} == {"signature"}
    assert codes(parsed) == []


def test_a_second_table_with_its_columns_in_another_order_is_read():
    parsed = parse(
        [
            ("МБОУ «Заречная СОШ № 1»",),
            ("№", "ФИО наставника", "Должность"),
            (1, VERA, "учитель"),
            (),
            ("МБОУ «Заречная СОШ № 2»",),
            ("№", "Должность", "ФИО наставника"),
            (1, "методист", PETR),
        ]
    )
    assert fields(parsed, "last_name", "position", "organisation") == [
        ("Ольхова", "учитель", "МБОУ «Заречная СОШ № 1»"),
        ("Сидоров", "методист", "МБОУ «Заречная СОШ № 2»"),
    ]


def test_a_second_table_of_something_else_is_left_and_told():
    parsed = parse(
        [
            ("№", "ФИО наставника", "ОО"),
            (1, VERA, "СОШ 1"),
            (),
            ("№", "ФИО наставляемого", "ОО"),
            (1, PETR, "СОШ 1"),
        ]
    )
    assert fields(parsed, "last_name") == [("Ольхова",)]
    assert codes(parsed) == [(4, None, "other_table")]
    assert [row.row for row in parsed.skipped_rows if row.why == "other_table"] == [4, 5]


def test_headings_typed_with_latin_letters_or_broken_over_lines_are_known():
    parsed = parse([("ФИO нacтaвникa", "Шкoлa", "Педагоги-\nческий стаж"), (VERA, "COШ 1", 5)])
    assert fields(parsed, "last_name", "organisation", "experience_months") == [
        ("Ольхова", "МБОУ «Заречная СОШ № 1»", 60)
    ]


def test_parents_and_their_phones_stand_in_two_columns():
    parsed = parse(
        [
            ("ФИ ребёнка", "Класс", "ФИО родителей", "Телефон родителей", "Группа риска", "Наставник"),
            ("Орлов Кирилл", "5Б", "Орлова Н.В.", "89120001122", "ОВЗ", "Гусева Алина, 9А"),
        ],
        default_organisation=SCHOOL_1,
    )
    assert parsed.kind == "mentees"
    assert parsed.records[0].fields["representative"] == {
        "relation": None, "name": "Орлова Н.В.", "phone": "+79120001122",
    }  # fmt: skip
    assert parsed.records[0].fields["sensitive"] is True


@pytest.mark.parametrize("heading", ["ФИО куратора", "ФИО классного руководителя", "ФИО ответственного"])
def test_lists_of_other_people_are_no_banks_of_mentors(heading):
    with pytest.raises(NoHeaderRow):
        parse([("№", "ОО", heading, "Телефон"), (1, "СОШ 1", VERA, "89120001122")])


def test_people_written_sideways_are_all_read():
    parsed = parse([("ФИО", VERA, PETR), ("Школа", "СОШ 1", "СОШ 2"), ("Стаж", 1, 2), ("Должность", "а", "б")])
    assert fields(parsed, "last_name", "experience_months") == [("Ольхова", 12), ("Сидоров", 24)]


@pytest.mark.parametrize("mark", ['"', '-"-', "-“-", "«-»", "``", "-''-", "--//--", "то же", "-,,-"])
def test_ditto_marks(mark):
    parsed = parse([("ФИО", "ОО", "Должность"), (VERA, "СОШ 1", "учитель"), (PETR, mark, mark)])
    assert fields(parsed, "position")[1] == ("учитель",)


def test_a_mentor_written_once_holds_for_the_pairs_below_and_that_is_told():
    rows = [("ФИО наставника", "ФИО наставляемого", "Срок"), (VERA, PETR, "2026-2027"), (None, ANNA, "2026-2027")]
    parsed = parse(rows, default_organisation=SCHOOL_1)
    assert [record.fields["mentor"]["last_name"] for record in parsed.records] == ["Ольхова", "Ольхова"]
    assert codes(parsed) == [(3, "ФИО наставника", "mentor_from_above")]


def test_a_mentor_not_yet_named_is_an_error_not_the_one_above():
    rows = [("ФИО наставника", "ФИО наставляемого"), (VERA, PETR), ("нет", ANNA), ("не назначен", KATYA)]
    assert codes(parse(rows, default_organisation=SCHOOL_1)) == [
        (3, "ФИО наставника", "missing_name"), (4, "ФИО наставника", "missing_name"),
    ]  # fmt: skip


def test_a_whole_term_may_stand_in_the_column_of_beginnings():
    rows = [("Наставник", "Наставляемый", "Дата начала", "Дата окончания"), (VERA, PETR, "2026-2027 уч. год", None)]
    record = parse(rows, default_organisation=SCHOOL_1).records[0].fields
    assert (str(record["starts_on"]), str(record["ends_on"])) == ("2026-09-01", "2027-08-31")


def test_dismissals_are_seen_in_comments_statuses_and_brackets():
    book = make.openpyxl_book(
        [
            ("ФИО", "ОО", "Статус"),
            (VERA, "СОШ 1", None),
            (PETR, "СОШ 1", "Уволен"),
            (f"{ANNA} (уволена)", "СОШ 1", None),
        ]
    )
    book.active["A2"].comment = Comment("уволена с 1 октября", "завуч")
    parsed = parse(make.saved(book))
    assert [record.status for record in parsed.records] == ["off"] * 3
    assert (2, "ФИО", "cell_comment") in codes(parsed)


def test_struck_rows_and_comments_of_xml_2003_and_html_are_seen():
    page = f"<table><tr><td>ФИО</td><td>ОО</td></tr><tr><td><s>{VERA}</s></td><td><s>СОШ 1</s></td></tr></table>"
    assert codes(parse(page.encode())) == [(2, None, "struck_row")]
    sheet = make.xml_2003([("ФИО", "ОО"), (VERA, "СОШ 1")]).decode()
    styles = '<Styles><Style ss:ID="s1"><Font ss:StrikeThrough="1"/></Style></Styles><Worksheet'
    sheet = sheet.replace("<Worksheet", styles).replace("<Row>", '<Row ss:StyleID="s1">')
    sheet = sheet.replace("СОШ 1</Data>", "СОШ 1</Data><Comment><Data>проверить</Data></Comment>")
    assert codes(parse(sheet.encode())) == [(2, None, "struck_row"), (2, "ОО", "cell_comment")]


def test_cells_merged_over_pairs_and_headings():
    book = openpyxl.Workbook()
    sheet = book.active
    for row in [
        ("№", "ОО", "Наставник", None, "Наставляемый", "Срок"),
        (None, None, "ФИО", "Должность", "ФИО", None),
        (1, "СОШ 1", VERA, "учитель", PETR, "2026-2027"),
        (None, None, None, None, ANNA, "2026-2027"),
    ]:
        sheet.append(row)
    for area in ("A1:A2", "B1:B2", "C1:D1", "F1:F2", "A3:A4", "B3:B4", "C3:C4", "D3:D4"):
        sheet.merge_cells(area)
    parsed = parse(make.saved(book))
    assert [column.heading for column in parsed.tables[0].columns][2:5] == [
        "Наставник / ФИО", "Наставник / Должность", "Наставляемый / ФИО",
    ]  # fmt: skip
    assert [record.fields["mentor"]["last_name"] for record in parsed.records] == ["Ольхова", "Ольхова"]
    assert codes(parsed) == []


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1251", "koi8-r", "utf-16", "utf-16-le", "utf-16-be", "cp866"]
)
@pytest.mark.parametrize("newline", ["\r\n", "\n", "\r"])
def test_text_in_any_encoding_delimiter_and_line_end(encoding, newline):
    for delimiter in (";", ",", "\t", "|"):
        for before in ("", f"sep={delimiter}{newline}"):
            rows = [
                ("N", "ФИО наставника", "ОО", "Стаж"),
                ("1", VERA, '"МБОУ ""Заречная СОШ N 1"""', "12"),
                ("2", f'"{PETR}"'.replace(" ", "\n"), "СОШ 2", '"12,5"'),
            ]
            text = before + newline.join(delimiter.join(row) for row in rows) + newline
            parsed = parse_file(
                text.encode(encoding), filename="список.csv", organisations=known_organisations(), today=TODAY
            )
            assert fields(parsed, "last_name", "organisation", "experience_months") == [
                ("Ольхова", "МБОУ «Заречная СОШ № 1»", 144), ("Сидоров", "МБОУ «Заречная СОШ № 2»", 150),
            ]  # fmt: skip


def test_a_second_column_of_the_same_is_told():
    parsed = parse([("ФИО", "ОО", "Телефон", "Сотовый"), (VERA, "СОШ 1", "89120001122", "89120001133")])
    assert fields(parsed, "phone") == [("+79120001122",)]
    assert codes(parsed) == [(None, "Сотовый", "repeated_column")]


def test_a_file_of_our_own_errors_can_be_uploaded_again():
    rows = [("Лист", "Строка", "ФИО наставника", "ОО", "Ошибка", "Что сделать"), ("1", 5, VERA, "СОШ 1", "нет", "да")]
    parsed = parse(rows)
    assert fields(parsed, "last_name", "organisation") == [("Ольхова", "МБОУ «Заречная СОШ № 1»")]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("шк2", ["МБОУ «Заречная СОШ № 2»"]),
        ("МОУ СОШ №2 им. Героя Усова", ["МБОУ «Заречная СОШ № 2»"]),
        ("0299001022", ["МБОУ «Заречная СОШ № 2»"]),
    ],
)
def test_organisations_that_are_known(text, names):
    assert [name for (name,) in fields(parse([("ФИО", "ОО"), (VERA, text)]), "organisation")] == names


@pytest.mark.parametrize(
    "text",
    [
        "СОШ 1, 2", "Нижнелуговская СОШ", "Верх Камышинская СОШ", "В-Камышинская СОШ", "Детский сад № 5 «Теремок»", "1",
        "Берзовская СОШ",
    ],
)  # fmt: skip
def test_organisations_to_be_asked_about(text):
    assert codes(parse([("ФИО", "ОО"), (VERA, text)])) == [(2, "ОО", "organisation_ambiguous")]
